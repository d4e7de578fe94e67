"""Failures that came and went between passes, as a flaky test's do, with nothing that proves it.

Nobody knows yet whether such a failure was a flake or a fault that was mended at once. The passes
that would close a regression prove nothing of a flake: a test that fails in one of fifty runs
passes three times in a row nearly always. So the issue stays open for longer, and is called
nothing that it was not shown to be.
"""

import math
from datetime import timedelta
from itertools import takewhile

from bot.model.issue import Field, TrackedIssue
from bot.model.names import Kind, Origin

LEAST_RUNS = 10  # fewer runs before the failure do not show that the test used to pass
ROW = 3  # so many failing runs without a pass between them are a fault's
DOUBT = 0.001  # or more, until a flake of the test's own rate would do so less than once in 1,000
FAILURES = 5  # and so many failures in them, over tests and legs, are a fault's as well
QUIET = timedelta(days=14)  # without a failure close it


def is_sporadic(issue: TrackedIssue) -> bool:
    """Whether its newest failures are too few in a row for a fault, in a test that used to pass.

    A person who says what it is settles that.
    """
    record = issue.verdict.record
    if (
        record is None
        or issue.verdict.origin is not Origin.REGRESSION
        or issue.verdict.kind is not Kind.FAILING
        or issue.breadth != "cause"
        or issue.override(Field.ORIGIN) is not None
    ):
        return False
    ran, failed = record.ran - record.streak, record.failed - record.streak
    if ran < LEAST_RUNS:
        return False
    runs, failures = in_a_row(issue)
    needed = max(ROW, math.ceil(math.log(DOUBT) / math.log((failed + 1) / (ran + 2))))
    return 0 < runs < needed and failures < FAILURES


def in_a_row(issue: TrackedIssue) -> tuple[int, int]:
    """How many runs failed since the newest pass before them, and with how many failures.

    Of several legs, the one that failed last tells where the row begins; 0 when nobody counted.
    """
    legs = [leg for leg in issue.progress if leg.red is not None and leg.row]
    if not legs:
        return 0, 0
    newest = max(legs, key=lambda leg: (leg.red.order if leg.red else (0, 0, 0), leg.row))
    here = [row for row in issue.occurrences if newest.leg in row.legs][: newest.row]
    start = min((row.seen.order for row in here), default=(0, 0, 0))
    rows = takewhile(lambda row: row.seen.order >= start, issue.occurrences)
    return newest.row, sum(row.failed for row in rows)
