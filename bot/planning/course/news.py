"""What is worth a comment, and when: news is gathered until a comment is due.

| word          | what happened                                              |
|---------------|------------------------------------------------------------|
| new-tests     | tests fail for this cause that did not before              |
| new-cause     | a further cause joined an umbrella issue                   |
| severity      | it became more urgent; that it became less shows in labels |
| returned      | the first failure after a quiet week                       |
| flaky         | it was proved to be flaky, or a regression after all       |
| failing-still | a P0 or P1 fails on, and for a week nobody said a word     |

An issue has one comment in `comment_every`, its opening counts as one. Closing and reopening say so
at once and bring along what is unsaid, but each of them only once in that time: after that the body
and GitHub's own line say it.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from bot.model.config import RepoConfig
from bot.model.issue import Decision, TrackedIssue
from bot.model.names import Severity
from bot.model.plan import News
from bot.model.verdict import Verdict

QUIET = timedelta(days=7)
WEEK = timedelta(days=7)
UNSAID_KEPT = 50

Word = Literal["new-tests", "new-cause", "severity", "returned", "flaky"]
_WORDS: tuple[Word, ...] = ("severity", "flaky", "returned", "new-cause", "new-tests")


def fresh(
    before: TrackedIssue, after: TrackedIssue, verdicts: Sequence[Verdict], now: datetime
) -> tuple[Decision, ...]:
    """Find what became news between two states of an issue."""
    found = []
    if after.verdict.severity < before.verdict.severity:
        old, new = before.verdict.severity.upper(), after.verdict.severity.upper()
        found.append(("severity", f"{old} → {new}: {after.verdict.severity_reason}"))
    if after.verdict.origin is not before.verdict.origin:
        found.append(("flaky", turn_text(after)))
    if before.last_seen and after.last_seen and after.last_seen.at - before.last_seen.at >= QUIET:
        days = (after.last_seen.at - before.last_seen.at).days
        found.append(("returned", f"first failure after {days} quiet days"))
    known = set(before.fingerprints)
    joined = [v for v in verdicts if before.children and not known & {*v.cluster.fingerprints}]
    found += (("new-cause", v.description) for v in joined)
    others = [v for v in verdicts if v not in joined]
    tests = {f.fingerprints.test: f.test for v in others for f in v.cluster.failures}
    found += (("new-tests", name) for test, name in tests.items() if test not in before.tests)
    return tuple(Decision(at=now, what=what, reason=reason) for what, reason in found)


def turn_text(issue: TrackedIssue) -> str:
    """Say what the origin is now, and why."""
    return f"{issue.verdict.origin}: {issue.verdict.origin_reason}"


def hold(issue: TrackedIssue, news: Sequence[Decision]) -> TrackedIssue:
    """Keep news until it can be said, each thing once."""
    told = {(d.what, d.reason): d for d in (*issue.unsaid, *news) if not _is_past(d, issue)}
    return replace(issue, unsaid=tuple(told.values())[:UNSAID_KEPT])


def _is_past(news: Decision, issue: TrackedIssue) -> bool:
    """Whether it tells of a severity that the issue does not have any more."""
    return news.what == "severity" and f"→ {issue.verdict.severity.upper()}: " not in news.reason


def is_due(issue: TrackedIssue, config: RepoConfig, now: datetime) -> bool:
    """Whether a comment may be written; opening the issue told people too."""
    last = max((t for t in (issue.last_comment_at, issue.opened_at) if t), default=None)
    return last is None or now - last >= config.issues.comment_every


def said(issue: TrackedIssue, now: datetime) -> TrackedIssue:
    """Mark all news as told."""
    return replace(issue, unsaid=(), last_comment_at=now)


def told(
    before: TrackedIssue, after: TrackedIssue, first: News, config: RepoConfig, now: datetime
) -> tuple[TrackedIssue, tuple[News, ...]]:
    """Let a closing or a reopening tell itself and all that is unsaid; once in `comment_every`."""
    last = before.closing_told_at if after.state == "closed" else before.reopening_told_at
    if last is not None and now - last < config.issues.comment_every:
        return after, ()
    spoken = said(after, now)
    if after.state == "closed":
        spoken = replace(spoken, closing_told_at=now)
    else:
        spoken = replace(spoken, reopening_told_at=now)
    return spoken, (first, *news_of(after))


def still_failing(issue: TrackedIssue, now: datetime) -> News | None:
    """What to say of an urgent issue that fails on while nobody does anything; at most weekly."""
    moments = (issue.opened_at, issue.last_comment_at, issue.last_human_at)
    last = max((at for at in moments if at), default=None)
    if issue.verdict.severity > Severity.P1 or last is None or now - last < WEEK:
        return None
    leg = max(issue.progress, key=lambda p: (p.failed, p.seen), default=None)
    if leg is None or not leg.failed:
        return None
    severity = issue.verdict.severity.upper()
    runs = f"{leg.failed} of {leg.seen} runs in `{leg.leg}` failed since this issue was opened"
    return News(
        what="failing-still", detail=f"{runs}. It is {severity}; nobody wrote here for a week"
    )


def news_of(issue: TrackedIssue) -> tuple[News, ...]:
    """Merge what is unsaid into one piece of news a word."""
    merged = []
    for word in _WORDS:
        items = tuple(d.reason for d in issue.unsaid if d.what == word)
        if len(items) == 1 and word != "new-tests":
            merged.append(News(what=word, detail=items[0]))
        elif word in ("severity", "flaky") and items:
            merged.append(News(what=word, detail=items[-1]))
        elif items:
            merged.append(News(what=word, detail=_count(word, len(items)), items=items))
    return tuple(merged)


def _count(word: Word, n: int) -> str:
    things = {"new-tests": "more tests", "new-cause": "more causes"}.get(word, "times")
    return f"{n} {things if n > 1 else things.removesuffix('s')}"
