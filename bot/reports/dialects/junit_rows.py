"""JUnit's ordinary test cases, many at once: columns of attributes → a run of passed tests."""

from collections.abc import Iterator
from itertools import compress, count, islice
from operator import ne

from bot.model.report import PassedRun, Stretch, TestCase
from bot.reports.attributes import FILES, LINES
from bot.reports.dialects.junit_case import Builder, OpenSuite, is_quiet
from bot.reports.xml.rows import Rows

_BY_CASE = frozenset({"class", "duration", *FILES, *LINES})
"""Attributes that fill what others leave open, so each case is looked at."""


def cases_of(rows: Rows, suite: OpenSuite, build: Builder) -> PassedRun | list[TestCase]:
    """What the tags are in this suite: the same as `Builder.plain` makes of each."""
    columns = rows.columns
    statuses = {*columns.get("status", ()), *columns.get("result", ())}
    if _BY_CASE.isdisjoint(columns) and all(map(is_quiet, statuses)):
        return _run(rows, suite, build)
    by_case = zip(*columns.values(), strict=True)
    return [build.plain(dict(zip(columns, row, strict=True)), suite) for row in by_case]


def _run(rows: Rows, suite: OpenSuite, build: Builder) -> PassedRun:
    columns, empty = rows.columns, [""] * rows.count
    names = columns.get("name", empty)
    if not rows.is_plain_ascii or max(map(len, names)) > 500:
        names = [build.name(name) for name in names]
    times = columns.get("time")
    return PassedRun(
        suite=suite.name,
        scope=suite.scope,
        names=names,
        stretches=list(_stretches(columns.get("classname", empty), suite, build)),
        seconds=build.seconds(times) if times else [None] * rows.count,
    )


def _stretches(written: list[str], suite: OpenSuite, build: Builder) -> Iterator[Stretch]:
    """Tests of one class mostly stand together, so only where it changes it is looked at."""
    start = 0
    for end in (*compress(count(1), map(ne, written, islice(written, 1, None))), len(written)):
        classname, file = build.class_and_file(written[start])
        yield Stretch(classname, suite.file or file, end - start)
        start = end
