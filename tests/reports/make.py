"""Small reports for tests: text in, TestReport out."""

from io import BytesIO

from bot.model.report import TestCase, TestReport
from bot.reports.caps import Caps
from bot.reports.read import read_report


def report(content: str | bytes, caps: Caps | None = None) -> TestReport:
    """The reading of a report with this content."""
    data = content.encode() if isinstance(content, str) else content
    return read_report(BytesIO(data), "junit.xml", caps or Caps())


def suite(cases: str, attributes: str = 'name="s"') -> TestReport:
    """The reading of one suite that must have no problem."""
    found = report(f"<testsuite {attributes}>{cases}</testsuite>")
    assert found.problems == ()
    return found


def only(cases: str, attributes: str = 'name="s"') -> TestCase:
    """The one test of a suite."""
    (case,) = suite(cases, attributes).cases
    return case
