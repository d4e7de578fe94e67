"""Repositories: who they are, whose installation they belong to, whether they are served.

A repository is served while it is active and its installation is. `changed_at` is when the store
learned its present name, installation and activity: what was told before that is outdated.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, func, select, update

from bot.model.run import RepoRef
from bot.storage.database import Database
from bot.storage.tables import installations
from bot.storage.tables import repositories as t

_IS_SERVED = func.coalesce(installations.c.state, "active") == "active"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRepository:
    """A repository as last heard of. `active` is false once the App was removed from it.

    It is false, too, for one that was archived or deleted. `changed_at` is None where nobody knows.
    """

    repo: RepoRef
    installation: int
    default_branch: str
    active: bool
    changed_at: datetime | None = None


class Repositories(Database):
    """Rows of `repositories`, keyed by GitHub's id."""

    async def save_repository(
        self,
        repo: RepoRef,
        installation: int,
        default_branch: str = "",
        *,
        active: bool = True,
        at: datetime | None = None,
    ) -> None:
        """Remember it, as told `at`; an empty `default_branch` keeps the one that is known.

        Without `at` the time of the last change that was noted stays.
        """
        key = repo.full_name.lower()
        async with self.write() as connection:
            known = select(t.c.default_branch, t.c.changed_at).where(t.c.id == repo.id)
            before = (await connection.execute(known)).first()
            # Another repository of this name was renamed or deleted unseen.
            taken = update(t).where(t.c.key == key, t.c.id != repo.id)
            await connection.execute(taken.values(key="", active=False))
            row = {
                "id": repo.id,
                "owner": repo.owner,
                "name": repo.name,
                "key": key,
                "installation": installation,
                "default_branch": default_branch or (before.default_branch if before else ""),
                "active": active,
                "changed_at": at or (before.changed_at if before else None),
            }
            await connection.execute(self.upsert(t).values(row))

    async def repository(self, repo_id: int) -> StoredRepository | None:
        """The repository with this id."""
        async with self.read() as connection:
            row = (await connection.execute(select(t).where(t.c.id == repo_id))).first()
        return _stored(row) if row else None

    async def repository_named(self, full_name: str) -> StoredRepository | None:
        """The repository `owner/name`, in any case."""
        query = select(t).where(t.c.key == full_name.lower())
        async with self.read() as connection:
            row = (await connection.execute(query)).first()
        return _stored(row) if row else None

    async def repositories(self, *, active_only: bool = True) -> tuple[StoredRepository, ...]:
        """All of them, by name; those that are served, or simply all."""
        query = select(t).order_by(t.c.key, t.c.id)
        if active_only:
            joined = t.outerjoin(installations, installations.c.id == t.c.installation)
            query = query.select_from(joined).where(t.c.active, _IS_SERVED)
        async with self.read() as connection:
            rows = (await connection.execute(query)).all()
        return tuple(_stored(row) for row in rows)

    async def is_served(self, repo_id: int) -> bool:
        """Whether it and its installation are active."""
        joined = t.outerjoin(installations, installations.c.id == t.c.installation)
        query = select(t.c.id).select_from(joined).where(t.c.id == repo_id, t.c.active, _IS_SERVED)
        async with self.read() as connection:
            return (await connection.execute(query)).first() is not None

    async def deactivate_repository(self, repo_id: int, at: datetime | None = None) -> None:
        """Serve it no longer, as told `at`; what is known of it stays."""
        values = {"active": False} if at is None else {"active": False, "changed_at": at}
        async with self.write() as connection:
            await connection.execute(update(t).where(t.c.id == repo_id).values(values))


def _stored(row: Row[tuple[object, ...]]) -> StoredRepository:
    return StoredRepository(
        repo=RepoRef(id=row.id, owner=row.owner, name=row.name),
        installation=row.installation,
        default_branch=row.default_branch,
        active=row.active,
        changed_at=row.changed_at,
    )
