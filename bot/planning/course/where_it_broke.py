"""Where a regression came in: which commits to ask for, what lies between, and who is suspected.

A commit is suspected by what it changed: the weights of the files (`bot.triage.blamed`) add up as
chances do. A revert counts 0.7 of it, a merge or a change of documentation half. A single commit
between the last pass and the first failure needs no weights.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import zip_longest

from bot.model.broke import (
    BrokenRange,
    CommitAnswer,
    CommitLine,
    CommitQuestion,
    Suspect,
    Touch,
)
from bot.model.history import Sighting
from bot.model.names import Origin
from bot.model.run import WorkflowRun
from bot.model.verdict import Verdict
from bot.triage.at_work import Touched
from bot.triage.blamed import Blamed, blamed_files

MOST_PATHS = 8
MOST_RANGES = 3
SHOWN = 20
SUSPECTS = 3
LEAST_SCORE = 0.15
RECENT = timedelta(days=7)

# A branch that was merged in between brings commits that are older than the last pass.
_BEFORE = timedelta(days=30)
_WINDOW = 100
_ONLY = "nothing else came in between"
_REVERT = re.compile(r"revert\b", re.I)
_DOCS = re.compile(r"(?:docs?|readme|changelog|typos?)\b|chore\(docs?\)", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """The commits from a pass to a failure, newest first; `total` may be more than are known."""

    commits: tuple[CommitLine, ...]
    total: int


def question_of(
    verdicts: Sequence[Verdict], run: WorkflowRun, default_branch: str
) -> CommitQuestion | None:
    """What GitHub must tell for the origin of new causes and the ranges of regressions.

    Each cause has a turn, its weightiest file first, until there are 8 paths; None when there is
    nothing to ask.
    """
    paths: dict[str, None] = {}
    for row in zip_longest(*(_paths(v) for v in verdicts)):
        paths |= dict.fromkeys(path for path in row if path)
    spans = [v for v in verdicts if has_range(v)]
    shas = dict.fromkeys(sha for pair in _pairs(spans)[:MOST_RANGES] for sha in pair)
    if not paths and not shas:
        return None
    since = run.started_at - RECENT
    greens = [v.last_good.at - _BEFORE for v in spans if v.last_good]
    return CommitQuestion(
        head=run.head_sha,
        paths=tuple(paths)[:MOST_PATHS],
        since=min((since, *greens)),
        ancestors=tuple(shas),
        off_default=run.branch != default_branch,
    )


def touched_lately(answer: CommitAnswer, run: WorkflowRun) -> Touched:
    """The newest commit of the last 7 days for each file that was asked for."""
    found: dict[str, Touch | None] = {}
    for path, commits in answer.touched.items():
        newest = next((c for c in commits if c.at and c.at >= run.started_at - RECENT), None)
        found[path] = (
            Touch(commit=newest, is_merged=newest.sha not in answer.unmerged) if newest else None
        )
    return found


def has_range(verdict: Verdict) -> bool:
    """Whether one leg saw it pass at one commit and fail at another."""
    bad, good = verdict.first_bad, verdict.last_good
    is_regression = verdict.origin is Origin.REGRESSION and bool(verdict.leg)
    return is_regression and bad is not None and good is not None and bad.sha != good.sha


def between(good: str, bad: str, answer: CommitAnswer) -> Between | None:
    """What `bad` has over `good`; None when GitHub did not tell, nothing when it is no successor.

    `total` is 0 where the newest commits do not reach back to `good`: a comparison must count.
    """
    newer, older = answer.ancestors.get(bad, ()), answer.ancestors.get(good, ())
    if not newer or not older:
        return None
    had = {commit.sha for commit in older}
    commits = tuple(commit for commit in newer if commit.sha not in had)
    is_whole = len(newer) < _WINDOW or newer[-1].sha in had
    return Between(commits=commits, total=len(commits) if is_whole else 0)


def broken_range(verdict: Verdict, found: Between, answer: CommitAnswer) -> BrokenRange | None:
    """What the issue keeps of it; None when nothing lies between."""
    if verdict.first_bad is None or verdict.last_good is None or not found.total:
        return None
    return BrokenRange(
        leg=verdict.leg,
        last_good=verdict.last_good,
        first_bad=verdict.first_bad,
        commits=found.commits[:SHOWN],
        total=found.total,
        suspects=suspects(found, blamed_files(verdict.cluster), answer),
    )


def suspects(found: Between, blamed: Sequence[Blamed], answer: CommitAnswer) -> tuple[Suspect, ...]:
    """At most three commits that changed what the failure is about, the likeliest first."""
    touching = {b.path: {c.sha for c in answer.touched.get(b.path, ())} for b in blamed}
    changes = [commit for commit in found.commits if not commit.is_merge]
    is_all = found.total == len(found.commits)
    if is_all and (len(changes) == 1 or len(found.commits) == 1):
        (only,) = changes or found.commits
        hits = [b for b in blamed if only.sha in touching[b.path]]
        return (Suspect(commit=only, score=1.0, reasons=(_ONLY, *_reasons(hits))),)
    scored = []
    for commit in found.commits:
        hits = [b for b in blamed if commit.sha in touching[b.path]]
        score = _score(commit, hits)
        if score >= LEAST_SCORE:
            scored.append(Suspect(commit=commit, score=score, reasons=_reasons(hits)))
    return tuple(sorted(scored, key=lambda s: -s.score)[:SUSPECTS])


def broke_of(
    verdicts: Sequence[Verdict], first_bad: Sighting | None, found: Mapping[str, BrokenRange]
) -> BrokenRange | None:
    """Where the causes of one issue broke: the range that ends where the issue begins."""
    ranges = (found.get(v.cluster.fingerprint) for v in verdicts)
    return next((r for r in ranges if r is not None and r.first_bad == first_bad), None)


def narrowed(known: BrokenRange | None, newest: Verdict) -> BrokenRange | None:
    """The range after a run that was heard of late passed or failed inside of it.

    Only where the commits lie in one line, and are all known, does a place in the list say which
    of them are left.
    """
    if known is None or newest.leg != known.leg or known.total != len(known.commits):
        return known
    good, bad = newest.last_good, newest.first_bad
    shas = [commit.sha for commit in known.commits]
    if good is None or bad is None or any(commit.is_merge for commit in known.commits):
        return known
    if bad.sha not in shas or good.sha not in (*shas, known.last_good.sha):
        return known
    first = shas.index(bad.sha)
    last = shas.index(good.sha) if good.sha in shas else len(shas)
    left = known.commits[first:last]
    if not left or len(left) == len(known.commits):
        return known
    kept = tuple(s for s in known.suspects if s.commit in left)
    if len(left) == 1:
        why = [r for r in kept[0].reasons if r != _ONLY] if kept else []
        kept = (Suspect(commit=left[0], score=1.0, reasons=(_ONLY, *why)),)
    return replace(
        known, last_good=good, first_bad=bad, commits=left, total=len(left), suspects=kept
    )


def _paths(verdict: Verdict) -> Iterator[str]:
    if verdict.origin is Origin.REGRESSION:
        return (b.path for b in blamed_files(verdict.cluster) if has_range(verdict))
    is_open = verdict.origin in (Origin.NEW, Origin.ACTIVE_DEV)
    return (b.path for b in blamed_files(verdict.cluster) if is_open and b.is_subject)


def _pairs(verdicts: Sequence[Verdict]) -> list[tuple[str, str]]:
    pairs = ((v.last_good.sha, v.first_bad.sha) for v in verdicts if v.last_good and v.first_bad)
    return list(dict.fromkeys(pairs))


def _score(commit: CommitLine, hits: Sequence[Blamed]) -> float:
    score = 1 - math.prod(1 - hit.weight for hit in hits)
    if commit.is_merge or _DOCS.match(commit.title):
        return score * 0.5
    return score * 0.7 if _REVERT.match(commit.title) else score


def _reasons(hits: Sequence[Blamed]) -> tuple[str, ...]:
    return tuple(f"changed `{hit.path.replace('`', '')}`, {hit.role}" for hit in hits[:3])
