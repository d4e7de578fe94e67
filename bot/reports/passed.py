"""The TestCase of a passed test, made in half the time: most of a report is passed tests."""

from dataclasses import MISSING, fields

from bot.model.report import TestCase

# The constructor of a frozen dataclass looks up `object.__setattr__` for each of its fields. The
# descriptors of the slots do the same without the search, which halves the time of a case.
_SLOTS = vars(TestCase)
_OURS = ("name", "classname", "suite", "scope", "file", "seconds")
_name, _classname, _suite, _scope, _file, _seconds = (_SLOTS[name].__set__ for name in _OURS)
_REST = tuple(
    (_SLOTS[field.name].__set__, field.default)
    for field in fields(TestCase)
    if field.name not in _OURS and field.default is not MISSING
)
_new = object.__new__


def passed_case(
    name: str, classname: str, suite: str, scope: str, file: str, seconds: float | None
) -> TestCase:
    """`TestCase(name=…, …)` with defaults for what is not given."""
    case = _new(TestCase)
    _name(case, name)
    _classname(case, classname)
    _suite(case, suite)
    _scope(case, scope)
    _file(case, file)
    _seconds(case, seconds)
    for put, default in _REST:
        put(case, default)
    return case
