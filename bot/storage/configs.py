"""Repository configs: the text last seen, what was wrong with it, and the one in force."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from bot.storage.database import Database
from bot.storage.documents import Document, storable
from bot.storage.tables import configs as t

_PROBLEMS = Document(tuple[str, ...])


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredConfig:
    """`text` is the file as last seen, None when there was none.

    `problems` are sentences about it. `good_text` is the last one without problems: it is in force,
    and None means the defaults.
    """

    text: str | None
    sha: str
    fetched_at: datetime
    problems: tuple[str, ...] = ()
    good_text: str | None = None
    good_sha: str = ""


class Configs(Database):
    """One row for each repository."""

    async def config_of(self, repo_id: int) -> StoredConfig | None:
        """What was stored last, None when nothing ever was."""
        async with self.read() as connection:
            row = (await connection.execute(select(t).where(t.c.repo_id == repo_id))).first()
        if row is None:
            return None
        return StoredConfig(
            text=row.text,
            sha=row.sha,
            fetched_at=row.fetched_at,
            problems=_PROBLEMS.read(row.problems),
            good_text=row.good_text,
            good_sha=row.good_sha,
        )

    async def save_config(
        self,
        repo_id: int,
        text: str | None,
        *,
        sha: str,
        fetched_at: datetime,
        problems: tuple[str, ...] = (),
    ) -> StoredConfig:
        """Store what was seen; with problems, the good text before it stays in force."""
        old = await self.config_of(repo_id)
        text = None if text is None else storable(text)
        new = StoredConfig(
            text=text,
            sha=sha,
            fetched_at=fetched_at,
            problems=problems,
            good_text=text if not problems else old.good_text if old else None,
            good_sha=sha if not problems else old.good_sha if old else "",
        )
        row = {
            "repo_id": repo_id,
            "text": new.text,
            "sha": sha,
            "fetched_at": fetched_at,
            "problems": _PROBLEMS.write(problems),
            "good_text": new.good_text,
            "good_sha": new.good_sha,
        }
        async with self.write() as connection:
            await connection.execute(self.upsert(t).values(row))
        return new
