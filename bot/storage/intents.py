"""What is about to be changed on GitHub, written down first, and which answers were given.

A change whose intent is found begun but not finished may have happened: it looks for its marker
on GitHub before it writes.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from bot.storage.database import Database
from bot.storage.documents import storable
from bot.storage.tables import handled_comments
from bot.storage.tables import intents as t


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """A change on its way. `first` says that nobody began it before; `result` is set when done."""

    first: bool
    started_at: datetime
    result: str | None = None


class Intents(Database):
    """Rows of `intents` and `handled_comments`."""

    async def begin(self, repo_id: int, key: str, now: datetime) -> Intent:
        """Say that the change `key` is about to be made."""
        row = {"repo_id": repo_id, "key": key, "started_at": now, "result": None}
        query = select(t.c.started_at, t.c.result).where(t.c.repo_id == repo_id, t.c.key == key)
        async with self.write() as connection:
            first = await self.add_new(connection, t, row)
            started_at, result = (await connection.execute(query)).one()
        return Intent(first=first, started_at=started_at, result=result)

    async def begun(self, repo_id: int, key: str) -> Intent | None:
        """What is known of it; None when nobody began it."""
        query = select(t.c.started_at, t.c.result).where(t.c.repo_id == repo_id, t.c.key == key)
        async with self.read() as connection:
            row = (await connection.execute(query)).one_or_none()
        if row is None:
            return None
        return Intent(first=False, started_at=row.started_at, result=row.result)

    async def sending(self, repo_id: int, key: str, now: datetime) -> None:
        """Say that the change is made this moment, for the first time or once more."""
        row = {"repo_id": repo_id, "key": key, "started_at": now, "result": None}
        noted = self.insert(t).values(row)
        again = noted.on_conflict_do_update(
            index_elements=["repo_id", "key"], set_={"started_at": now}
        )
        async with self.write() as connection:
            await connection.execute(again)

    async def result(self, repo_id: int, key: str) -> str | None:
        """What came of it; None while it is not finished, or never begun."""
        query = select(t.c.result).where(t.c.repo_id == repo_id, t.c.key == key)
        async with self.read() as connection:
            found: str | None = await connection.scalar(query)
        return found

    async def finish(self, repo_id: int, key: str, result: str) -> None:
        """Say that it was made, with what came of it (a number, an id, or nothing)."""
        done = update(t).where(t.c.repo_id == repo_id, t.c.key == key)
        async with self.write() as connection:
            await connection.execute(done.values(result=storable(result)))

    async def mark_comment(self, repo_id: int, comment_id: int, now: datetime) -> bool:
        """Note that a person's comment was read; whether this was the first time."""
        row = {"repo_id": repo_id, "comment_id": comment_id, "at": now}
        async with self.write() as connection:
            return await self.add_new(connection, handled_comments, row)

    async def comment_handled(self, repo_id: int, comment_id: int) -> bool:
        """Whether the comment was read before."""
        c = handled_comments.c
        query = select(c.at).where(c.repo_id == repo_id, c.comment_id == comment_id)
        async with self.read() as connection:
            return (await connection.execute(query)).first() is not None
