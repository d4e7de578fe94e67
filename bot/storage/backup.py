"""A copy of the two SQLite files, taken while a bot works on them.

The queue is copied first: then whatever it says is done is in the copy of the store as well, and
what was done in between is only done again, which finds what is there.
https://www.sqlite.org/backup.html
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from bot.errors import TransientError, UserError
from bot.settings import Settings

_SQLITE = "sqlite:///"


def back_up(settings: Settings, folder: Path) -> Iterator[str]:
    """Copy both files into `folder`; a line for each. UserError when there is nothing to copy."""
    url = settings.database_url
    if not url.startswith(_SQLITE):
        raise UserError(
            "DATABASE_URL is a PostgreSQL: its own tools copy it whole, "
            '`pg_dump --format=custom --file=gardener.dump "$DATABASE_URL"`'
        )
    store = Path(url.removeprefix(_SQLITE))
    queue = Path(settings.queue_url.removeprefix(_SQLITE))
    sources = [path for path in (queue, store) if path.exists()]
    if store not in sources:
        raise UserError(f"DATABASE_URL: there is no {store}: nothing was copied.")
    targets = {path: folder / path.name for path in sources}
    taken = [str(target) for target in targets.values() if target.exists()]
    if taken:
        raise UserError(f"{taken[0]} is there already: name another folder; nothing was copied.")
    folder.mkdir(parents=True, exist_ok=True)
    for source, target in targets.items():
        yield _copied(source, target)


def _copied(source: Path, target: Path) -> str:
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    try:
        with (
            closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True, timeout=30)) as bot,
            closing(sqlite3.connect(part)) as copy,
        ):
            bot.backup(copy)  # in one go: in pieces it would begin anew at each write of the bot
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
            (said,) = copy.execute("PRAGMA quick_check").fetchone()
    except sqlite3.Error as error:
        part.unlink(missing_ok=True)
        raise TransientError(f"{source} could not be copied to {target}: {error}") from error
    if said != "ok":
        part.unlink()
        raise TransientError(f"The copy of {source} is damaged ({said}); it was thrown away")
    part.replace(target)
    return f"{source} -> {target} ({target.stat().st_size / 1024**2:.1f} MB)"
