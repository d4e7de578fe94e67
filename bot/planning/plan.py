"""What one run changes on GitHub, decided: matches, issues, config and now become a Plan."""

from collections.abc import Sequence
from datetime import datetime

from bot.model.config import RepoConfig
from bot.model.issue import Decision, TrackedIssue
from bot.model.match import Match
from bot.model.plan import CloseIssue, OpenIssue, Pending, Plan, ReopenIssue, WriteCheck
from bot.planning.facts import RunFacts
from bot.planning.known import Known, is_beyond_reopening, meet
from bot.planning.looking_on import look_on
from bot.planning.newcoming import open_new
from bot.planning.passing import pass_by
from bot.planning.scope import scope
from bot.planning.standing import Standing
from bot.planning.umbrella import suite_of, umbrella_suite
from bot.planning.worklog import build_worklog
from bot.planning.worklog_facts import WorklogFacts

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
    commits: planned again with the answers in `facts.lineage`, the plan decides more.
    """
    bounds = scope(facts.run, config, facts.default_branch)
    if not bounds.is_watched:
        return Plan(decisions=(Decision(at=now, what="ignore", reason=bounds.reason),), made_at=now)
    if bounds.may_open:
        standings, held = _stand(matches, open_issues, facts, config, now)
    else:
        standings, held = [look_on(m, bounds, now) for m in matches], ()
    if bounds.may_close:
        met = {m.issue.number for m in matches if m.issue} | {
            s.issue.number for s in standings if s.issue
        }
        idle = [i for i in open_issues if i.state == "open" and i.number not in met]
        passed = (pass_by(issue, facts, config, now) for issue in idle)
        standings += (s for s in passed if s is not None)
    changes = sorted((c for s in standings for c in s.changes), key=lambda c: _rank(c))
    check = _check(standings, facts)
    return Plan(
        changes=(*changes, *check),
        decisions=tuple(s.decision for s in standings if s.decision is not None),
        overflow=tuple(p.title for p in held),
        made_at=now,
        pending=held,
        questions=tuple(dict.fromkeys(q for s in standings for q in s.questions)),
    )


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
    umbrellas = {umbrella_suite(i): i for i in open_issues if i.children and i.state == "open"}
    known: dict[int, list[Match]] = {}
    homes: dict[int, TrackedIssue] = {}
    new: list[Match] = []
    for match in matches:
        home = _home(match, umbrellas, facts, config)
        if home is None:
            new.append(match)
        else:
            homes[home.number] = home
            known.setdefault(home.number, []).append(match)
    standings = [
        meet(
            Known(issue=homes[n], matches=tuple(found)),
            facts,
            config,
            now,
            may_close=bounds.may_close,
        )
        for n, found in known.items()
    ]
    opened, held = open_new(new, facts, config, now)
    return [*opened, *standings], held


def _home(
    match: Match,
    umbrellas: dict[str, TrackedIssue],
    facts: RunFacts,
    config: RepoConfig,
) -> TrackedIssue | None:
    """Find the issue of a cause: its own, else the open umbrella of its suite."""
    issue = match.issue
    if issue is not None and issue.state in ("open", "closed"):
        return None if is_beyond_reopening(issue, facts, config) else issue
    return umbrellas.get(suite_of(match.verdict))


def _check(standings: Sequence[Standing], facts: RunFacts) -> tuple[WriteCheck, ...]:
    """Write the check run when there is anything worth reading."""
    if not standings and not facts.problems:
        return ()
    run = facts.run
    is_green = all(
        s.progress in ("closed", "flaky") or s.progress.startswith("passed") for s in standings
    )
    return (
        WriteCheck(
            key=f"{run.key}:check:{run.head_sha}",
            sha=run.head_sha,
            worklog=build_worklog(standings, WorklogFacts.of_run(facts)),
            conclusion="success" if is_green and not facts.problems else "neutral",
        ),
    )
