"""Ask GitHub which commits a new failure came with: one request for all new causes of a run."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.errors import GardenerError, RateLimited
from bot.github.client import Client
from bot.github.commits_by_path import commits_by_path
from bot.github.repos import compare
from bot.jobs.allowed import lacked
from bot.jobs.toolbox import Toolbox
from bot.model.broke import BrokenRange, CommitAnswer
from bot.model.config import RepoConfig
from bot.model.match import Match
from bot.model.names import Origin
from bot.model.run import RepoRef
from bot.model.verdict import Verdict
from bot.planning.course.reopening import rule
from bot.planning.course.where_it_broke import (
    Between,
    between,
    broken_range,
    has_range,
    question_of,
    touched_lately,
)
from bot.planning.facts import RunFacts
from bot.planning.limits import passed_on_retry
from bot.planning.one_issue.one_commit import with_one_commit
from bot.planning.scope import scope
from bot.triage.at_work import Touched
from bot.triage.judge import judge

# The most urgent; a run opens fewer issues, and a storm of thousands must not hold the process up.
_MOST_NEW = 100


async def with_commits(
    matches: Sequence[Match], facts: RunFacts, config: RepoConfig, client: Client, on: Toolbox
) -> tuple[tuple[Match, ...], RunFacts]:
    """New causes judged by what was changed lately, and where regressions came in.

    At most one request, and one more where over a hundred commits lie between; none in a run that
    brings nothing new. Whatever GitHub refuses, the run goes on without.
    """
    matches, run = tuple(matches), facts.run
    bounds = scope(run, config, facts.default_branch)
    new = [m.verdict for m in matches if _is_news(m, facts)][:_MOST_NEW]
    asked = question_of(new, run, facts.default_branch) if bounds.may_open else None
    if asked is None or facts.issues_off or "contents" in await lacked(client):
        return matches, facts
    try:
        answer = await commits_by_path(client, run.repo, asked)
        broke = await _ranges(new, answer, run.repo, client)
    except RateLimited:
        raise
    except GardenerError:  # it only explains: a history that takes GitHub too long stops nothing
        return matches, facts
    judged = await _judged(matches, touched_lately(answer, run), facts, config, on)
    return with_one_commit(judged, broke), replace(facts, broke=broke)


def _is_news(match: Match, facts: RunFacts) -> bool:
    """Whether an issue opens for it, or comes back by all that is known so far."""
    if match.verdict.passed_since is not None or passed_on_retry(match.verdict, facts):
        return False
    if match.issue is None or match.issue.state != "closed":
        return match.issue is None
    ruling = rule(match.issue, (match.verdict,), facts)
    return has_range(match.verdict) and (not ruling.hush or bool(ruling.questions))


async def _judged(
    matches: Sequence[Match],
    touched: Touched,
    facts: RunFacts,
    config: RepoConfig,
    on: Toolbox,
) -> tuple[Match, ...]:
    """The matches, where those that no run saw passing have the origin that commits give them."""
    open_to = (Origin.NEW, Origin.ACTIVE_DEV)
    clusters = [m.verdict.cluster for m in matches if m.issue is None]
    clusters = [c for c in clusters if c.failures]
    if not touched or not any(m.verdict.origin in open_to for m in matches if m.issue is None):
        return tuple(matches)
    run, tests = facts.run, {f.fingerprints.test for c in clusters for f in c.failures}
    history = await on.storage.history(run.repo.id, run.workflow_path, run.branch, tests)
    verdicts = {
        v.cluster.fingerprint: v
        for v in judge(
            clusters,
            config=config,
            history=history,
            run=run,
            default_branch=facts.default_branch,
            touched=touched,
        )
    }
    return tuple(
        replace(m, verdict=verdicts.get(m.verdict.cluster.fingerprint, m.verdict))
        if m.issue is None and m.verdict.origin in open_to
        else m
        for m in matches
    )


async def _ranges(
    verdicts: Sequence[Verdict], answer: CommitAnswer, repo: RepoRef, client: Client
) -> Mapping[str, BrokenRange]:
    """By cause fingerprint; a range that is too long to count is compared, one in a run."""
    found: dict[tuple[str, str], Between | None] = {}
    ranges: dict[str, BrokenRange] = {}
    may_compare = True
    for verdict in verdicts:
        if not has_range(verdict) or verdict.last_good is None or verdict.first_bad is None:
            continue
        pair = (verdict.last_good.sha, verdict.first_bad.sha)
        if pair not in found:
            span = between(*pair, answer)
            if span is not None and span.commits and not span.total and may_compare:
                span, may_compare = await _counted(span, pair, repo, client), False
            found[pair] = span
        span = found[pair]
        broke = broken_range(verdict, span, answer) if span else None
        if broke is not None:
            ranges[verdict.cluster.fingerprint] = broke
    return ranges


async def _counted(span: Between, pair: tuple[str, str], repo: RepoRef, client: Client) -> Between:
    """The same range with its number of commits, and with more of them."""
    found = await compare(client, repo, *pair)
    known = {commit.sha for commit in span.commits}
    older = (commit for commit in reversed(found.commits) if commit.sha not in known)
    return Between(commits=(*span.commits, *older), total=found.ahead_by)
