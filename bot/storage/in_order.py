"""The newest run of a branch, recorded inside the database: one statement for each leg and outcome.

It is what `triage.history.advance` does with a run that is newer than all before; a test holds the
two together. Reading 50,000 histories, advancing them here and writing them back took ten times as
long.
"""

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TypeAlias

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Text,
    case,
    cast,
    func,
    literal,
    null,
    select,
    true,
)
from sqlalchemy.dialects import postgresql, sqlite

from bot.model.names import Outcome
from bot.storage.database import Database
from bot.storage.tables import histories as t
from bot.triage.history import LETTER, REDS_KEPT, WINDOW

Result = tuple[str, str, Outcome]
Statement = sqlite.Insert | postgresql.Insert

Value: TypeAlias = ColumnElement[int] | ColumnElement[str]

_COLUMNS = [column.name for column in t.c]


def statements(
    database: Database, scope: int, run: int, results: Sequence[Result]
) -> Iterator[Statement]:
    """Record these results of the row `run` of `runs`, which is the newest of the scope."""
    by_kind = sorted((leg, LETTER[outcome], test) for test, leg, outcome in results)
    for (leg, letter), group in groupby(by_kind, key=lambda one: one[:2]):
        tests = [test for _, _, test in group]
        first, later = _changes(database, run, letter)
        start = {"scope": literal(scope, BigInteger()), "leg": literal(leg), **first}
        source = _texts(database, tests)
        values = [start[name].label(name) if name != "test" else source for name in _COLUMNS]
        # SQLite would take ON CONFLICT for a join's ON without a WHERE before it.
        statement = database.insert(t).from_select(_COLUMNS, select(*values).where(true()))
        yield statement.on_conflict_do_update(
            index_elements=[column.name for column in t.primary_key], set_=later
        )


def _texts(database: Database, texts: list[str]) -> ColumnElement[str]:
    """These texts as the rows of a table."""
    if database.is_sqlite:
        return func.json_each(json.dumps(texts)).table_valued("value").c.value.label("test")
    rows = func.unnest(cast(texts, ARRAY(Text))).table_valued("test").render_derived()
    return rows.c.test.label("test")


def _changes(
    database: Database, run: int, letter: str
) -> tuple[dict[str, Value], dict[str, Value]]:
    """What a test begins with that is seen for the first time, and what changes in one known."""
    this, nothing, zero, one = (
        literal(run),
        cast(null(), t.c.last_pass.type),
        literal(0),
        literal(1),
    )
    longer = t.c.window + literal(letter)
    window = func.substr(longer, -WINDOW) if database.is_sqlite else func.right(longer, WINDOW)
    reds = func.coalesce(t.c.reds, "")
    first: dict[str, Value] = {
        "first_seen": this,
        "last_pass": this if letter == "P" else nothing,
        "last_failure": this if letter == "F" else nothing,
        "first_failure": this if letter == "F" else nothing,
        "pass_streak": one if letter == "P" else zero,
        "fail_streak": one if letter == "F" else zero,
        "passes": one if letter == "P" else zero,
        "failures": one if letter == "F" else zero,
        "window": literal(letter),
        "reds": literal(f"{run}," if letter == "F" else ""),
    }
    passed = {
        "last_pass": this,
        "first_failure": nothing,
        "pass_streak": t.c.pass_streak + 1,
        "fail_streak": zero,
        "passes": t.c.passes + 1,
        "reds": literal(""),
    }
    failed = {
        "last_failure": this,
        "first_failure": func.coalesce(t.c.first_failure, this),
        "pass_streak": zero,
        "fail_streak": t.c.fail_streak + 1,
        "failures": t.c.failures + 1,
        "reds": case((t.c.fail_streak < REDS_KEPT, reds + literal(f"{run},")), else_=reds),
    }
    later = {"P": passed, "F": failed, "S": {}}[letter]
    return first, {**later, "window": window}
