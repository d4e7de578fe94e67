"""Open issues of ours that look like one thing: offered for merging in words, in both bodies, once.

| both are open, nobody keeps them apart, and            | because                                 |
|--------------------------------------------------------|-----------------------------------------|
| they hold a cause in common                            | one of them was reopened by hand        |
| three or more runs failed with both, seven in ten of   | what comes and goes so has one cause    |
| all that failed with either; they came in the same run |                                         |
| after both had passed, or both fail on and off; one    |                                         |
| error in one file                                      |                                         |

What was red before anybody looked is red together without a common cause. Messages alike are no
reason: what the fingerprint keeps apart differs in the words that matter. Nothing is merged by
itself: `/gardener merge #N` does it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.model.history import Sighting
from bot.model.issue import Field, Related, TrackedIssue
from bot.model.plan import CommentIssue, EditIssue, ReopenIssue
from bot.planning.course.noting import OCCURRENCES_KEPT
from bot.planning.course.relabel import edit_for
from bot.planning.facts import RunFacts
from bot.planning.standing import Standing
from bot.triage.mentions import files_of
from bot.triage.traces import Traces, runs_of

SHARED_RUNS = 3
SHARE = 0.7
GREENS = 2
"""As many passes among its failures make an issue one that fails on and off."""
OFFERS = 3


@dataclass(frozen=True, slots=True)
class _Pair:
    """Another issue that looks like the same thing, and why in words."""

    other: TrackedIssue
    why: str


def offer_merging(
    standings: Sequence[Standing],
    open_issues: Sequence[TrackedIssue],
    facts: RunFacts,
    now: datetime,
) -> tuple[list[Standing], tuple[EditIssue, ...]]:
    """Say it in the issues that failed now, and in those that look like them and did not."""
    told = {s.issue.number: s.issue for s in standings if s.issue and s.issue.number}
    before = {issue.number: issue for issue in open_issues}
    pool = {n: i for n, i in (before | told).items() if _is_single(i)}
    met = [s.issue.number for s in standings if s.issue and _is_written(s)]
    pairs = _pairs([pool[n] for n in met if n in pool], pool)
    said = [_said(s, pairs, before) for s in standings]
    silent = [pool[n] for n in pairs if n not in told]
    edits = (_edit(issue, pairs[issue.number], facts, now) for issue in silent)
    return said, tuple(edit for edit in edits if edit is not None)


def as_seen(standing: Standing, open_numbers: set[int]) -> Standing:
    """Show of what is related only states that are known in a run that looked for nothing."""
    if standing.issue is None:
        return standing
    related = tuple(_as_seen(r, r.number in open_numbers) for r in standing.issue.related)
    return _with_issue(standing, replace(standing.issue, related=related))


def _as_seen(related: Related, is_open: bool) -> Related:
    if is_open:
        return replace(related, state="open")
    state = "" if related.state == "open" else related.state
    return replace(related, state=state, offer="" if related.offer == "merge" else related.offer)


def _is_single(issue: TrackedIssue) -> bool:
    return issue.state == "open" and issue.breadth == "cause" and not issue.duplicate_of


def _is_written(standing: Standing) -> bool:
    """Whether the cause failed now and its body is written anyway."""
    return standing.progress in ("still failing", "reopened") and any(
        isinstance(c, EditIssue | ReopenIssue) for c in standing.changes
    )


def _pairs(met: Sequence[TrackedIssue], pool: dict[int, TrackedIssue]) -> dict[int, list[_Pair]]:
    """Look up which issues share a cause or enough runs with those that failed now."""
    found: dict[int, dict[int, _Pair]] = {}
    traces = Traces(pool.values()) if met else Traces(())
    for issue in met:
        same = traces.sharing("cause", issue.fingerprints)
        together = traces.sharing("run", runs_of(issue))
        close = {n for n, many in together.items() if many >= SHARED_RUNS}
        for number in sorted({*same, *close} - {issue.number}):
            why = _why(issue, pool[number])
            if why:
                found.setdefault(issue.number, {})[number] = _Pair(pool[number], why)
                found.setdefault(number, {})[issue.number] = _Pair(issue, why)
    return {number: [pairs[n] for n in sorted(pairs)] for number, pairs in found.items()}


def _why(a: TrackedIssue, b: TrackedIssue) -> str:
    """Say why these two look like one thing, or nothing."""
    if _kept_apart(a, b) or _kept_apart(b, a):
        return ""
    if {*a.fingerprints} & {*b.fingerprints}:
        return "both hold the same cause"
    files = files_of(a.verdict.cluster) & files_of(b.verdict.cluster)
    errors = _errors(a) & _errors(b)
    if not (files and errors and _came_together(a, b)):
        return ""
    many = _together(a, b)
    file, error = min(files, key=lambda f: (-len(f), f)), min(errors)
    return f"the same {many} runs failed, with `{error}` in `{file}`" if many else ""


def _kept_apart(a: TrackedIssue, b: TrackedIssue) -> bool:
    """Whether a person parted or linked them: whoever did has looked at both."""
    is_sibling = bool(a.split_from) and a.split_from == b.split_from
    return is_sibling or b.number in (a.split_from, *a.linked, *a.duplicates)


def _errors(issue: TrackedIssue) -> set[str]:
    cluster = issue.verdict.cluster
    return ({f.type for f in cluster.failures} | {f.rule for f in cluster.findings}) - {""}


def _came_together(a: TrackedIssue, b: TrackedIssue) -> bool:
    """Whether one run saw both come, or both come and go."""
    if _is_on_and_off(a) and _is_on_and_off(b):
        return True
    has_passed = a.verdict.last_good is not None and b.verdict.last_good is not None
    return has_passed and _run(a.first_seen) == _run(b.first_seen) != 0


def _is_on_and_off(issue: TrackedIssue) -> bool:
    return any(leg.seen - leg.failed >= GREENS for leg in issue.progress)


def _run(seen: Sighting | None) -> int:
    return seen.run_id if seen else 0


def _together(a: TrackedIssue, b: TrackedIssue) -> int:
    """In how many runs both failed; 0 when that is too few of those in which either did.

    Only the newest runs of each are kept, so what is older than those of the other counts not.
    """
    full = [i for i in (a, b) if len(i.occurrences) >= OCCURRENCES_KEPT]
    since = max((i.occurrences[-1].seen.order for i in full), default=(0, 0, 0))
    mine, theirs = ({o.seen.run_id for o in i.occurrences if o.seen.order >= since} for i in (a, b))
    both = len(mine & theirs)
    return both if both >= max(SHARED_RUNS, SHARE * len(mine | theirs)) else 0


def _said(
    standing: Standing, pairs: dict[int, list[_Pair]], before: dict[int, TrackedIssue]
) -> Standing:
    issue = standing.issue
    if issue is None or not any(isinstance(c, EditIssue | ReopenIssue) for c in standing.changes):
        return standing
    found = pairs.get(issue.number, [])
    old = before.get(issue.number, issue)
    after = _offering(issue, found, old, only_more=not _is_written(standing))
    return standing if after == issue else _with_issue(standing, after)


def _offering(
    issue: TrackedIssue, found: Iterable[_Pair], old: TrackedIssue, *, only_more: bool
) -> TrackedIssue:
    """Put the offers after what people linked. One that people took away does not come back."""
    shown = {r.number for r in old.related if r.offer == "merge"}
    free = [p for p in found if p.other.number in shown or p.other.number not in issue.offered]
    offers = {p.other.number: _offer(p) for p in free[:OFFERS]}
    rest = [r for r in issue.related if r.number not in offers]
    if not only_more:
        rest = [replace(r, offer="") if r.offer == "merge" else r for r in rest]
    lasting = [r for r in rest if r.number in issue.linked]
    others = [r for r in rest if r.number not in issue.linked]
    return replace(
        issue,
        related=(*lasting, *offers.values(), *others),
        offered=tuple(dict.fromkeys((*issue.offered, *offers))),
    )


def _offer(pair: _Pair) -> Related:
    other = pair.other
    return Related(
        number=other.number,
        title=other.verdict.title,
        state="open",
        reason=pair.why,
        score=1.0,
        offer="merge",
    )


def _edit(
    issue: TrackedIssue, found: Iterable[_Pair], facts: RunFacts, now: datetime
) -> EditIssue | None:
    """Say it in an issue that did not fail in this run, unless nothing may be written there."""
    if issue.is_muted(now) or issue.override(Field.TEXT):
        return None
    after = _offering(issue, found, issue, only_more=True)
    if after.offered == issue.offered:
        return None
    return edit_for(issue, after, f"{facts.run.key}:edit:{issue.number}")


def _with_issue(standing: Standing, issue: TrackedIssue) -> Standing:
    """Put what an issue holds now into everything that is written of it."""
    changes = tuple(
        replace(c, issue=issue)
        if isinstance(c, EditIssue | ReopenIssue | CommentIssue) and c.issue == standing.issue
        else c
        for c in standing.changes
    )
    return replace(standing, issue=issue, changes=changes, related=issue.related)
