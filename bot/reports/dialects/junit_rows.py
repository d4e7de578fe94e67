"""JUnit's ordinary test cases, many at once: columns of attributes → a run of passed tests."""

from bot.model.report import TestCase
from bot.reports.attributes import FILES, LINES, seconds_of
from bot.reports.dialects.junit_case import Builder, OpenSuite, is_quiet
from bot.reports.passed import PassedRun
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
    # Of classes and times there are few different ones: each is looked at once.
    written, times = columns.get("classname", empty), columns.get("time", empty)
    known = {text: build.class_and_file(text) for text in set(written)}
    classes = {text: name for text, (name, _) in known.items()}
    files = {text: suite.file or file for text, (_, file) in known.items()}
    file, *others = set(files.values())
    seconds = {text: seconds_of(text) for text in set(times)}
    return PassedRun(
        suite=suite.name,
        scope=suite.scope,
        names=names,
        classnames=list(map(classes.__getitem__, written)),
        files=list(map(files.__getitem__, written)) if others else [file] * rows.count,
        seconds=list(map(seconds.__getitem__, times)),
    )
