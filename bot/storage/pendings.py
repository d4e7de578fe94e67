"""Causes that found no room among the new issues of a run, kept until one has room for them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, select

from bot.model.plan import Pending
from bot.storage.database import Database
from bot.storage.documents import Document
from bot.storage.tables import pending as t

_PENDING = Document(Pending)
# SQLite counts the parameters of one statement; this stays below its smallest limit.
_AT_ONCE = 500


class Pendings(Database):
    """Rows of `pending`."""

    async def pending(self, repo_id: int) -> Mapping[str, Pending]:
        """What waits in a repository, by cause fingerprint."""
        query = select(t.c.document).where(t.c.repo_id == repo_id).order_by(t.c.fingerprint)
        async with self.read() as connection:
            rows = [_PENDING.read(text) for text in (await connection.scalars(query)).all()]
        return {row.fingerprint: row for row in rows}

    async def keep_pending(
        self, repo_id: int, held: Sequence[Pending], gone: Collection[str], now: datetime
    ) -> None:
        """Let these wait, and forget those that wait no longer, in one transaction."""
        leaving = sorted(set(gone) - {one.fingerprint for one in held})
        async with self.write() as connection:
            for start in range(0, len(leaving), _AT_ONCE):
                some = t.c.fingerprint.in_(leaving[start : start + _AT_ONCE])
                await connection.execute(delete(t).where(t.c.repo_id == repo_id, some))
            for one in held:
                row = {
                    "repo_id": repo_id,
                    "fingerprint": one.fingerprint,
                    "at": now,
                    "document": _PENDING.write(one),
                }
                await connection.execute(self.upsert(t).values(row))
