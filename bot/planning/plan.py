"""What one run changes on GitHub, decided: matches, issues, config and now become a Plan."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.model.config import RepoConfig
from bot.model.issue import Decision, TrackedIssue
from bot.model.match import Match
from bot.model.plan import CloseIssue, EditIssue, OpenIssue, Pending, Plan, ReopenIssue, WriteCheck
from bot.planning.course.known import Known, meet
from bot.planning.course.passing import pass_by
from bot.planning.facts import RunFacts
from bot.planning.newcomers.looking_on import look_on
from bot.planning.newcomers.newcoming import open_new
from bot.planning.newcomers.pending import settled, waiting
from bot.planning.one_issue.homes import place
from bot.planning.one_issue.near import as_seen, offer_merging
from bot.planning.preview import only_told
from bot.planning.scope import BEFORE_LIVE, ISSUES_OFF, NOT_ALLOWED, Scope, scope
from bot.planning.standing import Standing
from bot.planning.telling.sorting import sort_out
from bot.planning.telling.worklog import build_worklog
from bot.planning.telling.worklog_facts import WorklogFacts
from bot.triage.words.unspoken import without_evidence

_ORDER: tuple[type, ...] = (OpenIssue, ReopenIssue, CloseIssue)


def plan_run(
    matches: Sequence[Match],
    open_issues: Sequence[TrackedIssue],
    facts: RunFacts,
    *,
    config: RepoConfig,
    now: datetime,
) -> Plan:
    """Plan everything that one attempt of a run changes.

    `matches` are what failed, each with the issue that tracks it (open or closed) if one does;
    `open_issues` are all open issues of the repository. Each change's key is the same for the
    same run and attempt, `run:{id}:{attempt}:{op}:{fingerprint or number}`, so carrying a plan
    out twice changes nothing. The check run comes last. `Plan.questions` may ask for relations of
    commits: planned again with the answers in `facts.lineage`, the plan decides more. With
    `mode: preview` all of it is decided, and only told in the check run.
    """
    bounds = _bounds(facts, config)
    if not bounds.is_watched:
        return Plan(decisions=(Decision(at=now, what="ignore", reason=bounds.reason),), made_at=now)
    if bounds.may_open:
        standings, held = _stand(matches, open_issues, facts, config, now)
    else:
        standings = [look_on(m, bounds, now) for m in matches]
        held = waiting(standings, facts) if bounds in (ISSUES_OFF, NOT_ALLOWED) else ()
    standings = sort_out(standings, open_issues, facts, bounds)
    if bounds.may_close:
        met = {m.issue.number for m in matches if m.issue} | {
            s.issue.number for s in standings if s.issue
        }
        idle = [i for i in open_issues if i.state == "open" and i.number not in met]
        passed = (pass_by(issue, facts, config, now) for issue in idle)
        numbers = {i.number for i in open_issues if i.state == "open"}
        standings += (as_seen(s, numbers) for s in passed if s is not None)
    offers: tuple[EditIssue, ...] = ()
    if bounds.may_open:
        standings, offers = offer_merging(standings, open_issues, facts, now)
    has_closed = any(isinstance(c, CloseIssue) for s in standings for c in s.changes)
    is_preview = config.mode == "preview"
    if is_preview:
        before = {i.number: i for i in (*open_issues, *(m.issue for m in matches if m.issue))}
        standings, held, offers = [only_told(s, before) for s in standings], (), ()
    changes = sorted((*(c for s in standings for c in s.changes), *offers), key=_rank)
    shown = [_bare(s) for s in standings] if config.output == "none" else standings
    check = _check(shown, facts, has_closed=has_closed)
    return Plan(
        changes=(*changes, *check),
        decisions=tuple(s.decision for s in standings if s.decision is not None),
        overflow=tuple(p.title for p in held),
        made_at=now,
        pending=held,
        settled=settled(standings, held, facts, now) if bounds.may_open and not is_preview else (),
        questions=tuple(dict.fromkeys(q for s in standings for q in s.questions)),
    )


def _bare(standing: Standing) -> Standing:
    """The standing as a check run may show it that quotes no test."""
    related = tuple(replace(one, reason="") for one in standing.related)
    return replace(standing, verdict=without_evidence(standing.verdict), related=related)


def _bounds(facts: RunFacts, config: RepoConfig) -> Scope:
    """What the run may change here and now."""
    bounds = scope(facts.run, config, facts.default_branch)
    shut = (
        (facts.issues_off, ISSUES_OFF),
        (facts.issues_denied, NOT_ALLOWED),
        (facts.is_before_live, BEFORE_LIVE),
    )
    reasons = (closed for is_so, closed in shut if is_so and bounds.may_open)
    return next(reasons, bounds)


def _rank(change: object) -> int:
    return next((i for i, kind in enumerate(_ORDER) if isinstance(change, kind)), len(_ORDER))


def _stand(
    matches: Sequence[Match],
    open_issues: Sequence[TrackedIssue],
    facts: RunFacts,
    config: RepoConfig,
    now: datetime,
) -> tuple[list[Standing], tuple[Pending, ...]]:
    """Place every cause that failed: at its issue, in a new one, or on the list of what waits."""
    bounds = scope(facts.run, config, facts.default_branch)
    placed = place(matches, open_issues, facts, config)
    standings = [
        meet(Known(issue=issue, matches=found), facts, config, now, may_close=bounds.may_close)
        for issue, found in placed.known.values()
    ]
    opened, held = open_new(placed.new, matches, facts, config, now, storm=placed.storm)
    return [*opened, *standings], held


def _check(
    standings: Sequence[Standing], facts: RunFacts, *, has_closed: bool
) -> tuple[WriteCheck, ...]:
    """Write the check run when something failed or was closed, or to take back what it said."""
    is_red = any(s.sorted for s in standings) or bool(facts.problems)
    if not (is_red or has_closed or facts.has_check):
        return ()
    run = facts.run
    return (
        WriteCheck(
            key=f"{run.key}:check:{run.head_sha}",
            sha=run.head_sha,
            worklog=build_worklog(standings, WorklogFacts.of_run(facts)),
            conclusion="neutral" if is_red else "success",
        ),
    )
