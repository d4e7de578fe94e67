"""How often a flaky test fails, and how long it must not fail to count as mended.

The rate by days is syzbot's idea of an obsolete bug: failures a day from the first failure to the
last, and 3·ln(100)/rate days without one. By chance alone so long a silence comes once in a million
times, so a rate that was guessed three times too high is still on the safe side. The rate by runs
is the same thought with runs in the place of days.
https://github.com/google/syzkaller/blob/master/dashboard/app/reporting.go
"""

import math
from datetime import timedelta

from bot.model.issue import TrackedIssue
from bot.model.names import Origin
from bot.triage.sporadic import QUIET, is_sporadic

SAFETY = 3 * math.log(100)
QUIET_DAYS = (7, 60)  # least and most days without a failure that close a flaky test
LEAST_PASSES = 50  # that close it without any look at the calendar
REOPENINGS = 2  # after so many a test is flaky, and a machine's trouble recurs
LEAST_FAILURES = 3  # fewer show no rate by days
_DAY = timedelta(days=1)


def is_flaky(issue: TrackedIssue) -> bool:
    """Whether the origin says flaky, whoever decided that."""
    return issue.verdict.origin is Origin.FLAKY


def closes_by_silence(issue: TrackedIssue) -> bool:
    """Whether a few passes prove nothing of it: flaky, as likely a flake as a fault, or recurring."""
    return is_flaky(issue) or is_sporadic(issue) or keeps_coming_back(issue)


def keeps_coming_back(issue: TrackedIssue) -> bool:
    """Whether it is a machine's trouble that was over twice, and came back."""
    return issue.verdict.origin is Origin.INFRASTRUCTURE and issue.reopened >= REOPENINGS


def quiet_days_needed(issue: TrackedIssue) -> int:
    """How many days without a failure close it, 7 to 60.

    The rate is (failures - 1) / days from the first failure to the last, at least one day. Fewer
    than three failures show no rate: 60 days. What is only as likely a flake, or recurs: 14 days.
    """
    if is_sporadic(issue) or keeps_coming_back(issue):
        return QUIET // _DAY
    least, most = QUIET_DAYS
    count, rows = issue.occurrence_count, issue.occurrences
    if count < LEAST_FAILURES or not rows:
        return most
    first = rows[-1].seen.at if count <= len(rows) or issue.opened_at is None else issue.opened_at
    days = max((rows[0].seen.at - first) / _DAY, 1.0)
    return min(most, max(least, math.ceil(SAFETY * days / (count - 1))))


def passes_needed(issue: TrackedIssue) -> int:
    """How many passes in a row in every leg close it, at least 50.

    A test that fails in one of 300 runs passes 50 times easily, so the rarer it fails, the more
    passes it takes: 3·ln(100)/p, where p is the share of runs that failed up to the last failure.
    """
    return max(LEAST_PASSES, math.ceil(SAFETY / failure_share(issue)))


def failure_share(issue: TrackedIssue) -> float:
    """The share of runs that failed, up to the last failure, above 0 and at most 1."""
    record = issue.verdict.record
    if record is not None:
        return max(record.failed, 1) / max(record.ran, record.failed, 1)
    shares = [max(p.failed, 1) / max(p.seen - p.passes, p.failed, 1) for p in issue.progress]
    return min(shares, default=1.0)


def quiet_days(issue: TrackedIssue) -> float:
    """Days from the last failure to the newest pass of the leg that was heard of longest ago.

    Days in which nothing ran are no silence.
    """
    heard = [leg.last.at for leg in issue.progress if leg.last is not None and leg.passes]
    if issue.last_seen is None or not heard or len(heard) < len(issue.progress):
        return 0.0
    return max(0.0, (min(heard) - issue.last_seen.at) / _DAY)
