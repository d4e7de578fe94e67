"""Flaky or not: what proves it, what closes it, and when it is a regression after all.

Only a pass and a failure of the same test at the same commit (or tree) in the same leg prove it, a
re-run that passes, the report's own retries, or an issue that came back twice. Never a log without
tests, never the words of a message, never a pass at another commit.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from bot.model.flaky import FlakyProof
from bot.model.history import Sighting
from bot.model.issue import Decision, Field, TrackedIssue
from bot.model.names import Origin
from bot.model.run import WorkflowRun
from bot.model.verdict import Verdict
from bot.planning.course.legs import is_log_only, leg_name
from bot.planning.course.newer import sighting_of
from bot.planning.course.noting import decided
from bot.triage.flakiness import (
    REOPENINGS,
    is_flaky,
    keeps_coming_back,
    passes_needed,
    quiet_days,
    quiet_days_needed,
)
from bot.triage.proofs import proof_text, same_code

ROW = 5  # failing commits in a row that may end a flaky history
DOUBT = 0.001  # the chance with which a flake would fail so often in a row
LEAST_PASSES = 3  # no silence counts with fewer passes in a leg

_CONTRADICTABLE = (Origin.REGRESSION, Origin.NEW, Origin.ACTIVE_DEV)


def is_over(issue: TrackedIssue, now: datetime) -> str:
    """Say why an issue that closes by silence is to be closed, or nothing: never by one pass.

    Either 3·ln(100)/rate days without a failure (7 to 60), counted from the last failure to the
    newest pass of every leg, or at least 50 passes in a row in every leg, more when it fails rarely.
    """
    least = min((leg.passes for leg in issue.progress), default=0)
    if least < LEAST_PASSES or issue.last_seen is None:
        return ""
    if least >= passes_needed(issue):
        return f"{_what(issue)} and passed {least} times in a row in every job"
    # A clock that is ahead somewhere makes no silence longer.
    days = min(quiet_days(issue), (now - issue.last_seen.at).total_seconds() / 86_400)
    if days >= quiet_days_needed(issue):
        return f"{_what(issue)} and did not fail for {int(days)} days"
    return ""


def _what(issue: TrackedIssue) -> str:
    if is_flaky(issue):
        return "it is flaky"
    return "it kept coming back" if keeps_coming_back(issue) else "its failures came and went"


def may_turn(issue: TrackedIssue) -> bool:
    """Whether proof may make it flaky: a person's word, a log, a suite or a machine stay."""
    return (
        issue.verdict.origin in _CONTRADICTABLE
        and issue.override(Field.ORIGIN) is None
        and not is_log_only(issue)
        and not issue.children
    )


def contradicted(
    issue: TrackedIssue, passed: Iterable[str], run: WorkflowRun
) -> tuple[FlakyProof, ...]:
    """Find proof in a run whose legs `passed`, one for each leg where the same code failed before.

    Such a pass says nothing of the cause, so it counts towards no closing of a regression.
    """
    if issue.verdict.origin not in _CONTRADICTABLE:
        return ()
    here = sighting_of(run)
    found: dict[str, FlakyProof] = {}
    for row in issue.occurrences:
        if same_code(row.seen, here):
            for leg in {*passed} & {*row.legs} - found.keys():
                found[leg] = _proof(issue.verdict, leg, failed=row.seen, passed=here)
    return tuple(found[leg] for leg in sorted(found))


def proof_of_failure(
    issue: TrackedIssue,
    verdicts: Iterable[Verdict],
    red: Mapping[str, tuple[str, ...]],
    run: WorkflowRun,
) -> FlakyProof | None:
    """Find proof in a run whose legs are `red`: the same code passed there before."""
    shown = list(verdicts)
    if shown and all(v.flaky for v in shown):
        return shown[0].flaky
    here = sighting_of(run)
    for leg in issue.progress:
        green = next((g for g in leg.green if same_code(g, here)), None)
        if green is not None and leg.leg in red:
            return _proof(shown[0] if shown else issue.verdict, leg.leg, failed=here, passed=green)
    return None


def came_back(issue: TrackedIssue, passed: Sighting | None, run: WorkflowRun) -> FlakyProof | None:
    """Read two reopenings as proof; `passed` is what had closed it the last time."""
    if issue.reopened < REOPENINGS or passed is None:
        return None
    leg = next((p.leg for p in issue.progress if p.passes == 0), "")
    proof = _proof(issue.verdict, leg, failed=sighting_of(run), passed=passed)
    return replace(proof, how="reopened")


def turned(issue: TrackedIssue, proof: FlakyProof, now: datetime) -> tuple[TrackedIssue, Decision]:
    """Make it flaky, and write down why."""
    reason = proof_text(proof)
    decision = Decision(at=now, what="origin is now flaky", reason=reason)
    verdict = replace(issue.verdict, origin=Origin.FLAKY, origin_reason=reason, flaky=proof)
    return decided(replace(issue, verdict=verdict, flaky=proof), decision), decision


def no_flake(issue: TrackedIssue, newest: Verdict, run: WorkflowRun) -> str:
    """Say why a flaky issue is a regression after all, or nothing.

    The rule: it fails at so many commits one after another, at least 5 and without a pass between
    them in the same leg, that by its share of failing runs before a flake would do so less than
    once in 1,000 times. `issue` counts this run already.
    """
    record = newest.record
    if (
        record is None
        or issue.verdict.origin is not Origin.FLAKY
        or issue.override(Field.ORIGIN) is not None
    ):
        return ""
    leg = leg_name(record.leg, run, issue)
    start = record.first_red.order
    rows = [o for o in issue.occurrences if leg in o.legs and o.seen.order >= start]
    commits = len({o.seen.sha for o in rows})
    ran, failed = record.ran - record.streak, record.failed - record.streak
    share = (failed + 1) / (ran + 2)  # with few runs behind it a test is thought to be shaky
    if ran <= failed or commits < max(ROW, math.ceil(math.log(DOUBT) / math.log(share))):
        return ""
    return (
        f"It failed at {commits} commits in a row in {leg}, where it had passed {ran - failed} of "
        f"{ran} runs before: too often for a flake."
    )


def back_to_regression(
    issue: TrackedIssue, newest: Verdict, why: str, now: datetime
) -> tuple[TrackedIssue, Decision]:
    """Take the word flaky back: the row of failures has a beginning, which is the news."""
    decision = Decision(at=now, what="origin is regression again", reason=why)
    verdict = replace(
        issue.verdict,
        origin=Origin.REGRESSION,
        origin_reason=why,
        flaky=None,
        first_bad=newest.first_bad,
        last_good=newest.last_good,
    )
    return decided(replace(issue, verdict=verdict, flaky=None), decision), decision


def _proof(verdict: Verdict, leg: str, *, failed: Sighting, passed: Sighting) -> FlakyProof:
    failures = verdict.cluster.failures
    test = failures[0].test if failures else ""
    is_rerun = failed.run_id == passed.run_id
    return FlakyProof(
        how="re-run" if is_rerun else "same-commit",
        leg=leg,
        failed=failed,
        passed=passed,
        test=test,
    )
