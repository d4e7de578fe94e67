"""Installations of the App: whose they are, and whether they let it in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias, cast

from sqlalchemy import Row, select

from bot.storage.database import Database
from bot.storage.tables import installations as t
from bot.storage.tables import repositories

State: TypeAlias = Literal["active", "suspended", "gone"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredInstallation:
    """An installation as last heard of, and since when it is so."""

    id: int
    account: str
    state: State
    changed_at: datetime


class Installations(Database):
    """Rows of `installations`; one that was never told of is taken for active."""

    async def save_installation(
        self, installation: int, account: str, state: State, at: datetime
    ) -> None:
        """Remember what was told `at`; an empty `account` keeps the one that is known."""
        async with self.write() as connection:
            known = await connection.scalar(select(t.c.account).where(t.c.id == installation))
            row = {
                "id": installation,
                "account": account or known or "",
                "state": state,
                "changed_at": at,
            }
            await connection.execute(self.upsert(t).values(row))

    async def installation(self, installation: int) -> StoredInstallation | None:
        """The installation with this id."""
        query = select(t).where(t.c.id == installation)
        async with self.read() as connection:
            row = (await connection.execute(query)).first()
        return _stored(row) if row else None

    async def installations(self) -> tuple[StoredInstallation, ...]:
        """All that were told of, by id."""
        async with self.read() as connection:
            rows = (await connection.execute(select(t).order_by(t.c.id))).all()
        return tuple(_stored(row) for row in rows)

    async def installations_in_use(self) -> frozenset[int]:
        """Those to which a repository that is known belongs."""
        query = select(repositories.c.installation).where(repositories.c.active).distinct()
        async with self.read() as connection:
            return frozenset(await connection.scalars(query))


def _stored(row: Row[tuple[object, ...]]) -> StoredInstallation:
    return StoredInstallation(
        id=row.id,
        account=row.account,
        state=cast("State", row.state),
        changed_at=row.changed_at,
    )
