"""One line for all who write to one SQLite file."""

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import text

from bot.storage.line import Line, line_of
from bot.storage.queue import open_queue_engine


def started(action: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=action, daemon=True)
    thread.start()
    return thread


def standing(line: Line) -> int:
    return len(line._waiting) + len(line._hurried)


def test_those_in_a_hurry_and_those_who_wait_take_turns() -> None:
    line, came = Line(), []
    line.enter()

    def writes(name: str) -> None:
        if name.startswith("hurried"):
            with line.hurry():
                line.enter()
        else:
            line.enter()
        came.append(name)
        line.leave()

    threads = []
    for count, name in enumerate(("first", "second", "hurried 1", "hurried 2"), start=1):
        threads.append(started(lambda name=name: writes(name)))  # type: ignore[misc]
        while standing(line) < count:
            pass
    line.leave()
    for thread in threads:
        thread.join(10)

    assert came == ["hurried 1", "first", "hurried 2", "second"]


def test_writer_holds_the_line_until_its_transaction_is_over(tmp_path: Path) -> None:
    engine = open_queue_engine(f"sqlite:///{tmp_path / 'queue.db'}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE t (n INTEGER)"))
    line = line_of(str(tmp_path / "queue.db"))
    with engine.begin() as first:
        first.execute(text("INSERT INTO t VALUES (1)"))

        def other() -> None:
            with engine.begin() as second:
                second.execute(text("INSERT INTO t VALUES (2)"))

        thread = started(other)
        while not standing(line):
            pass
        assert first.execute(text("SELECT count(*) FROM t")).scalar() == 1
    thread.join(10)
    with engine.connect() as reader:
        assert reader.execute(text("SELECT count(*) FROM t")).scalar() == 2
    assert not line._is_held
    engine.dispose()


def test_statement_that_failed_leaves_the_line(tmp_path: Path) -> None:
    engine = open_queue_engine(f"sqlite:///{tmp_path / 'queue.db'}")
    line = line_of(str(tmp_path / "queue.db"))
    driver = engine.raw_connection()
    try:
        driver.cursor().execute("INSERT INTO nowhere VALUES (1)")
    except sqlite3.OperationalError:
        driver.rollback()
    driver.close()
    engine.dispose()

    assert not line._is_held
