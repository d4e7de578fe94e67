"""The mark on a SQLite queue that was moved to Postgres: nothing can be queued there any more.

It is a trigger, so that it holds for whoever has the file open already, of whatever version.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.errors import SettingsError

_SQLITE = "sqlite:///"
MOVED = "This database was moved away"
_IS_MARKED = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name = 'gardener_moved'"


def is_marked(queue: sqlite3.Connection) -> bool:
    """Whether the mark is there."""
    return bool(queue.execute(_IS_MARKED).fetchone()[0])


def mark(queue: sqlite3.Connection) -> None:
    """Refuse every further job; holds from the end of the transaction."""
    queue.execute(
        "CREATE TRIGGER gardener_moved BEFORE INSERT ON workflow_status "
        f"BEGIN SELECT RAISE(ABORT, '{MOVED}'); END"
    )


def unmark(queue: sqlite3.Connection) -> None:
    """Take jobs again."""
    queue.execute("DROP TRIGGER IF EXISTS gardener_moved")


def refuse_moved(queue_url: str) -> None:
    """`SettingsError` when this queue was moved away."""
    path = Path(queue_url.removeprefix(_SQLITE))
    if not queue_url.startswith(_SQLITE) or not path.is_file():
        return
    with closing(sqlite3.connect(path)) as queue:
        if not is_marked(queue):
            return
    raise SettingsError(
        f"{MOVED} ({path}): set DATABASE_URL to the Postgres that it went to. "
        "Should that be lost, `gardener migrate --from` moves it once more."
    )
