"""One line for all who write to one SQLite file in this process: fair, and awake at once.

SQLite lets one write at a time; the others ask again after naps of up to a tenth of a second, in no
order. With eight workers at it a webhook waited for seconds.
"""

import sqlite3
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

_READS = ("SELECT", "PRAGMA", "EXPLAI")


class Line:
    """Whoever holds it writes and hands it on: in turn to one in a hurry and to one that waits."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._is_held = False
        self._was_hurried = False
        self._hurried: deque[threading.Lock] = deque()
        self._waiting: deque[threading.Lock] = deque()
        self._thread = threading.local()

    @contextmanager
    def hurry(self) -> Iterator[None]:
        """What this thread writes in here waits for one other at most."""
        self._thread.hurries = True
        try:
            yield
        finally:
            self._thread.hurries = False

    def enter(self) -> None:
        """Wait for the turn."""
        with self._guard:
            if not self._is_held:
                self._is_held = True
                return
            turn = threading.Lock()
            turn.acquire()
            hurries = getattr(self._thread, "hurries", False)
            (self._hurried if hurries else self._waiting).append(turn)
        turn.acquire()

    def leave(self) -> None:
        """Hand it to the next."""
        with self._guard:
            hurries = bool(self._hurried) and not (self._was_hurried and self._waiting)
            line = self._hurried if hurries else self._waiting
            self._was_hurried = hurries
            if line:
                line.popleft().release()
            else:
                self._is_held = False


_LINES: WeakValueDictionary[Path, Line] = WeakValueDictionary()


def line_of(file: str) -> Line:
    """The line of this file: one for all who have it open in this process."""
    return _LINES.setdefault(Path(file).absolute(), Line())


def lined(file: str) -> type["LinedConnection"]:
    """What `sqlite3.connect` takes as its factory, for connections to this file."""
    return type("LinedConnection", (LinedConnection,), {"line": line_of(file)})


class LinedConnection(sqlite3.Connection):
    """A connection that stands in `line` from its first write to the end of the transaction."""

    line: Line | None = None
    _is_in = False

    def cursor(self, factory: Any = None, /) -> Any:
        """A cursor that enters the line before it writes."""
        return super().cursor(factory or _Cursor)

    def commit(self) -> None:
        """Commit, then leave the line."""
        try:
            super().commit()
        finally:
            self.settle()

    def rollback(self) -> None:
        """Roll back, then leave the line."""
        try:
            super().rollback()
        finally:
            self.settle()

    def close(self) -> None:
        """Close, which rolls back, then leave the line."""
        super().close()
        self._leave()

    def begin(self, sql: str) -> None:
        """Enter the line before a statement that may write."""
        if self.line is None or self._is_in or sql.lstrip()[:6].upper() in _READS:
            return
        self.line.enter()
        self._is_in = True

    def settle(self) -> None:
        """Leave the line when no transaction is open any more."""
        if not self.in_transaction:
            self._leave()

    def _leave(self) -> None:
        if self._is_in and self.line is not None:
            self._is_in = False
            self.line.leave()


class _Cursor(sqlite3.Cursor):
    connection: LinedConnection

    def execute(self, sql: str, parameters: Any = (), /) -> "_Cursor":
        self.connection.begin(sql)
        try:
            return super().execute(sql, parameters)
        finally:
            self.connection.settle()

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> "_Cursor":
        self.connection.begin(sql)
        try:
            return super().executemany(sql, parameters)
        finally:
            self.connection.settle()
