"""Why an issue is called flaky: both halves of the proof, how often it fails, and when it closes."""

from dataclasses import replace

from bot.model.history import Sighting
from bot.model.issue import TrackedIssue
from bot.render.escape import code_span
from bot.render.links import Links, commit_link, run_link
from bot.render.phrases import count
from bot.triage.flakiness import (
    is_flaky,
    keeps_coming_back,
    passes_needed,
    quiet_days,
    quiet_days_needed,
)


def evidence(issue: TrackedIssue, links: Links | None) -> str:
    """The run that failed and the run that passed, each with its link, and the rate.

    Empty unless the issue is flaky; a person's word alone has no proof, only a rate.
    """
    if not is_flaky(issue):
        return ""
    parts = [part for part in (_proof(issue, links), rate(issue)) if part]
    return "; ".join(parts) + "." if parts else ""


def rate(issue: TrackedIssue) -> str:
    """How often it failed, with the denominator: failed 3 of 41 runs since 2 Sep 2025 in `linux`.

    Passes since the last failure are counted in.
    """
    record = issue.verdict.record
    if record is None:
        return ""
    since = next((leg.passes for leg in issue.progress if leg.leg == record.leg), 0)
    start = f"{record.since.day} {record.since:%b %Y}"
    where = f" in {code_span(record.leg, 80)}" if record.leg else ""
    return f"failed {record.failed:,} of {count(record.ran + since, 'run')} since {start}{where}"


def closes(issue: TrackedIssue) -> str:
    """What would close it by silence, and how far that is: one pass proves nothing of a flake."""
    days, passes = quiet_days_needed(issue), passes_needed(issue)
    least = min((leg.passes for leg in issue.progress), default=0)
    jobs = "every job" if len(issue.progress) > 1 else code_span(issue.progress[0].leg, 80)
    return (
        f"after {count(days, 'day')} without a failure or {count(passes, 'pass', 'passes')} in a row"
        f" in {jobs}{_because(issue)}:"
        f" {count(int(quiet_days(issue)), 'day')} and {count(least, 'pass', 'passes')} so far."
    )


def _because(issue: TrackedIssue) -> str:
    if is_flaky(issue):
        return ""
    if keeps_coming_back(issue):
        return f", because it came back {issue.reopened} times"
    return ", because it failed only between passes, as a flaky test does"


def _proof(issue: TrackedIssue, links: Links | None) -> str:
    proof = issue.flaky
    if proof is None:
        return ""
    bad, good = proof.failed, proof.passed
    where = f" in {code_span(proof.leg, 80)}" if proof.leg else ""
    if proof.how == "report":
        return f"failed and passed in {_attempt(bad)} at {commit_link(links, bad.sha)}{where}"
    if proof.how == "reopened":
        return (
            f"passed in {_attempt(good)} and was closed, failed again in {_attempt(bad)}, and not "
            f"for the first time{where}"
        )
    if bad.sha == good.sha:
        at = f"both at {commit_link(links, bad.sha)}"
    else:
        at = (
            f"at {commit_link(links, bad.sha)} and {commit_link(links, good.sha)}, which hold the"
            " same files"
        )
    return f"failed in {_attempt(bad)}, passed in {_attempt(good)}, {at}{where}"


def _attempt(seen: Sighting) -> str:
    """The attempt by its own page: that of the run shows the newest attempt only."""
    page = seen.url if "/attempts/" in seen.url else f"{seen.url}/attempts/{seen.attempt}"
    return run_link(replace(seen, url=page))
