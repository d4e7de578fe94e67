"""Tell a test that failed from one that could not run: collection, import, syntax, set-up."""

import re

from bot.model.names import Outcome, Stage
from bot.model.report import TestCase

_FORM_WORDS = re.compile(
    r"^(?:collection (?:failure|error)|test setup failure|error at setup\b|failed on setup with\b"
    r"|Test suite failed to run|ImportError while (?:loading conftest|importing test module)"
    r"|(?:initializationError|classMethod|failed to load|could not load|cannot load)\b"
    r"|\[(?:build|setup) failed\]|Loading tests? failed)",
    re.IGNORECASE,
)
_BROKEN_FILE = re.compile(
    r"(?:\b(?:SyntaxError|IndentationError|TabError)\b.{0,200}\bline \d+|ImportError while importing test module"
    r"|_FailedTest\b|errors? during collection|SyntaxError: .{0,300}\.[cm]?[jt]sx?:"
    r"|\bCannot find module '[^'\n]{1,200}' (?:from|imported from) '?|Your test suite must contain at least one test"
    r"|Failed to (?:resolve import|parse source for import)|No test suite found in file"
    r"|java\.lang\.ExceptionInInitializerError|could not compile|build failed\])",
    re.DOTALL,
)
_PYTEST_TRACE = re.compile(r"^E {3,}\S", re.MULTILINE)
_DOTTED = re.compile(r"^(?:[a-z_][\w-]*\.)*(?:test_\w+|\w+_tests?|conftest)$")
"""Pytest names a module that it could not collect so, without a class."""
_NEVER_RAN = (Stage.COLLECTION, Stage.SETUP)
_NAMES = re.compile(
    r"^(?:unittest\.loader\._FailedTest|initializationError|classMethod|setUpClass\b|setUpModule\b|\[build failed\]"
    r"|(?:.*\.)?beforeAll\b|\"before all\" hook|.*\"before all\" hook\b|TestMain\b)"
)


def is_whole_file(name: str, classname: str) -> bool:
    """Whether an uncollectable case stands for its file, not for one test that is there.

    >>> is_whole_file("tests.test_cart", ""), is_whole_file("test_open", "tests.test_cart")
    (True, False)
    """
    return not classname or not name.startswith("test")


def _is_pytest_set_up(case: TestCase) -> bool:
    """Pytest writes `<error>` for collection, set-up and teardown alone; a teardown ran before."""
    if not case.classname and _DOTTED.match(case.name):
        return True
    ran = any(one.outcome is not Outcome.ERROR for one in case.tries)
    return not ran and _PYTEST_TRACE.search(case.trace) is not None


def is_uncollectable(case: TestCase) -> bool:
    """Whether a red case could not even begin.

    Shapes: pytest's "collection failure" and "failed on setup", unittest's `_FailedTest` and
    `setUpClass`, jest's and vitest's suites that do not load, JUnit's `initializationError`,
    go's `[build failed]`, "before all" hooks.
    """
    if case.stage in (*_NEVER_RAN, Stage.TEARDOWN):
        return case.stage is not Stage.TEARDOWN
    message = case.message.strip()
    if _FORM_WORDS.match(message) or _FORM_WORDS.match(case.type):
        return True
    if _NAMES.match(case.name) or _NAMES.match(case.classname):
        return True
    if case.outcome is Outcome.ERROR and _is_pytest_set_up(case):
        return True
    is_file = not case.classname or case.name in ("", case.suite, case.file)
    if case.outcome is Outcome.ERROR or is_file:
        return bool(_BROKEN_FILE.search(f"{message}\n{case.trace[:4000]}"))
    return False
