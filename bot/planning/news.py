"""What is worth a comment, and when: news is gathered until a comment is due.

| word       | what happened                                            |
|------------|----------------------------------------------------------|
| new-tests  | tests fail for this cause that did not before            |
| new-cause  | a further cause joined an umbrella issue                  |
| severity   | it became more urgent                                    |
| returned   | the first failure after a quiet week                     |
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from bot.model.config import RepoConfig
from bot.model.issue import Decision, TrackedIssue
from bot.model.plan import News
from bot.model.verdict import Verdict

QUIET = timedelta(days=7)
UNSAID_KEPT = 50

Word = Literal["new-tests", "new-cause", "severity", "returned"]
_WORDS: tuple[Word, ...] = ("severity", "returned", "new-cause", "new-tests")


def fresh(
    before: TrackedIssue, after: TrackedIssue, verdicts: Sequence[Verdict], now: datetime
) -> tuple[Decision, ...]:
    """Find what became news between two states of an issue."""
    found = []
    if after.verdict.severity != before.verdict.severity:
        old, new = before.verdict.severity.upper(), after.verdict.severity.upper()
        found.append(("severity", f"{old} → {new}: {after.verdict.severity_reason}"))
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


def hold(issue: TrackedIssue, news: Sequence[Decision]) -> TrackedIssue:
    """Keep news until it can be said, each thing once."""
    told = {(d.what, d.reason): d for d in (*issue.unsaid, *news)}
    return replace(issue, unsaid=tuple(told.values())[:UNSAID_KEPT])


def is_due(issue: TrackedIssue, config: RepoConfig, now: datetime) -> bool:
    """Whether a comment may be written; opening the issue told people too."""
    last = max((t for t in (issue.last_comment_at, issue.opened_at) if t), default=None)
    return last is None or now - last >= config.issues.comment_every


def said(issue: TrackedIssue, now: datetime) -> TrackedIssue:
    """Mark all news as told."""
    return replace(issue, unsaid=(), last_comment_at=now)


def news_of(issue: TrackedIssue) -> tuple[News, ...]:
    """Merge what is unsaid into one piece of news a word."""
    merged = []
    for word in _WORDS:
        items = tuple(d.reason for d in issue.unsaid if d.what == word)
        if len(items) == 1 and word != "new-tests":
            merged.append(News(what=word, detail=items[0]))
        elif word == "severity" and items:
            merged.append(News(what=word, detail=items[-1]))
        elif items:
            merged.append(News(what=word, detail=_count(word, len(items)), items=items))
    return tuple(merged)


def _count(word: Word, n: int) -> str:
    things = {"new-tests": "more tests", "new-cause": "more causes"}.get(word, "times")
    return f"{n} {things if n > 1 else things.removesuffix('s')}"
