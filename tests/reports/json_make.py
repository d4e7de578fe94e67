"""Small JSON reports for tests: a value in, what was read of it out."""

import json

from bot.model.report import TestCase, TestReport
from tests.reports.make import report


def written(document: object) -> TestReport:
    """The reading of a document that must be understood."""
    found = report(json.dumps(document, ensure_ascii=False))
    assert found.format is not None, found.problems
    return found


def outcomes(document: object) -> str:
    """The first letters of all outcomes, in order: passed, skipped, failure or error."""
    return "".join(case.outcome.value[0] for case in written(document).cases)


def only(document: object) -> TestCase:
    """The one case of a document without problems."""
    found = written(document)
    assert found.problems == ()
    (case,) = found.cases
    return case
