"""Triage one finished run: evidence, clusters, verdicts, a plan, and its changes on GitHub.

This is the whole pipeline, one call a line. Reads come first, then the pure middle, then writes;
the plan is recorded before the first write, so a process that dies goes on where it was.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import TypeAdapter

from bot.apply.checks import has_check, numbered
from bot.errors import LeftInPeace
from bot.evidence.collect import Ask, collect
from bot.github.app import KEPT_FOR_COMMANDS
from bot.github.client import Client
from bot.github.runs import get_attempt
from bot.jobs.allowed import lacking, sentences
from bot.jobs.carrying import carry_out_all
from bot.jobs.context.closings import with_closings
from bot.jobs.context.config_in_force import config_in_force, is_before_live
from bot.jobs.context.lineage import answered
from bot.jobs.context.log_rules import usable_rules
from bot.jobs.context.matching import matched
from bot.jobs.context.neighbors import with_canonical
from bot.jobs.context.own_line import as_judged, base_of, history_before
from bot.jobs.context.owner_file import owner_file
from bot.jobs.context.removed_files import removed_files
from bot.jobs.context.where_it_broke import with_commits
from bot.jobs.queue.steps import Steps
from bot.jobs.toolbox import Toolbox
from bot.model.config import RepoConfig
from bot.model.evidence import Evidence
from bot.model.failure import Cluster
from bot.model.issue import Decision, TrackedIssue
from bot.model.job import AnalyzeRun
from bot.model.masking import masked
from bot.model.match import Match
from bot.model.plan import Plan, WriteCheck
from bot.model.run import WorkflowRun
from bot.model.secrets import mask_secrets
from bot.model.verdict import Verdict
from bot.model.worklog import Worklog
from bot.planning.course.absence import names_of
from bot.planning.course.progress import needs_jobs, watches_log
from bot.planning.facts import RunFacts, outcome_table
from bot.planning.newcomers.wordless import wordless
from bot.planning.one_issue.splitting import kept_apart
from bot.planning.owners import Ownership, owners_of
from bot.planning.plan import plan_run
from bot.planning.scope import scope
from bot.planning.telling.worklog import build_worklog, without_output
from bot.planning.telling.worklog_facts import WorklogFacts
from bot.triage.extract import extract_failures, outcomes
from bot.triage.grouping.cluster import cluster
from bot.triage.grouping.twins import told_once
from bot.triage.judge import judge
from bot.triage.namesakes import namesakes
from bot.triage.renewal import renewed
from bot.triage.suites import suite_totals


@dataclass(frozen=True, kw_only=True)
class Thought:
    """What the analysis of a run came to."""

    run: WorkflowRun
    config: RepoConfig
    plan: Plan
    worklog: Worklog | None = None


# An answer may raise another question; what is still open then is decided by a later run.
_ROUNDS = 3
_THOUGHT = TypeAdapter(Thought)


async def analyze_run(job: AnalyzeRun, on: Toolbox, steps: Steps) -> None:
    """Triage the failures of one finished attempt and carry out what follows from them."""
    client = await on.github.client(job.installation, spared=KEPT_FOR_COMMANDS)
    thought = await steps.run("think", lambda: think(job, client, on), _THOUGHT)
    hand = on.hand(client, job.repo, thought.config)
    await carry_out_all(thought.plan, hand, steps, dry_run=on.dry_run)
    on.on_held("limit", len(thought.plan.overflow))
    if thought.worklog is not None:
        worklog = await numbered(thought.worklog, hand)
        await on.storage.record_run(thought.run, (), worklog)


async def think(job: AnalyzeRun, client: Client, on: Toolbox, *, record: bool = True) -> Thought:
    """Read everything, decide everything, change nothing on GitHub; `record` what was seen."""
    now = on.clock()
    missing = await _missing(job, client, on)
    run = masked(job.run or await get_attempt(client, job.repo, job.run_id, job.attempt))
    config, problems = await config_in_force(job.repo, job.default_branch, client, on)
    bounds = scope(run, config, job.default_branch)
    if not bounds.is_watched or run.conclusion == "cancelled":
        if bounds.is_watched and record:
            await on.storage.meet(run)
        ignored = Decision(at=now, what="ignore", reason=bounds.reason)
        return Thought(run=run, config=config, plan=Plan(decisions=(ignored,), made_at=now))
    run = await on.storage.placed(run)
    if record:
        await on.storage.save_repository(
            job.repo, job.installation, job.default_branch, active=True
        )
    open_issues = tuple(map(renewed, await on.storage.open_issues(job.repo.id)))
    evidence = await gather(run, open_issues, config, client, on)
    verdicts = await verdicts_of(evidence, run, config, job.default_branch, on)
    known = await _known(verdicts, open_issues, job, on)
    matches = await matched(verdicts, known, run, job, client, on)
    matches = await with_closings(matches, run, client) if bounds.may_open else matches
    results = outcomes(evidence.reports, evidence.legs)
    facts = RunFacts(
        run=run,
        default_branch=job.default_branch,
        outcomes=outcome_table(results),
        suites=suite_totals(evidence.reports, evidence.legs),
        jobs=evidence.jobs,
        read_logs=frozenset(log.job for log in evidence.logs if log.job),
        owners=await _owners(matches, job, config, client, on) if bounds.may_open else {},
        problems=(*problems, *sentences(missing), *evidence.problems),
        pending=await on.storage.pending(job.repo.id),
        namesakes=namesakes(evidence.reports, names_of(open_issues)),
        issues_off=not job.has_issues,
        issues_denied="issues" in missing,
        base=await base_of(run, verdicts, bounds, job.default_branch, on),
        has_check=await has_check(job.repo.id, run.head_sha, on.storage),
        is_before_live=await is_before_live(run, on.storage),
    )
    matches, facts = await with_commits(matches, facts, config, client, on)
    plan, facts = await _decided(matches, open_issues, facts, config, client, on)
    worklog = _worklog(plan, facts)
    plan = without_checks(plan) if "checks" in missing else plan
    if config.output == "none":
        plan, worklog = _silent(plan), without_output(worklog)
    if record:
        await on.storage.record_run(run, results, worklog)
        await on.storage.keep_pending(job.repo.id, plan.pending, plan.settled, now)
    return Thought(run=run, config=config, plan=plan, worklog=worklog)


async def _missing(job: AnalyzeRun, client: Client, on: Toolbox) -> frozenset[str]:
    """The permissions that the App lacks; LeftInPeace without the one that all begins with."""
    missing = await lacking(client, job.installation, on)
    if "actions" in missing:
        raise LeftInPeace(f"the App may not read the workflow runs of {job.repo.full_name}")
    return missing


async def _decided(
    matches: Sequence[Match],
    open_issues: Sequence[TrackedIssue],
    facts: RunFacts,
    config: RepoConfig,
    client: Client,
    on: Toolbox,
) -> tuple[Plan, RunFacts]:
    """Plan, and plan again with what GitHub knows of commits while the plan asks for it."""
    now = on.clock()
    facts = replace(facts, removed_files=await removed_files(open_issues, facts, client))
    plan = plan_run(matches, open_issues, facts, config=config, now=now)
    for _ in range(_ROUNDS):
        if not plan.questions:
            break
        lineage = await answered(plan.questions, facts.lineage, facts.run.repo, client, on)
        facts = replace(facts, lineage=lineage)
        plan = plan_run(matches, open_issues, facts, config=config, now=now)
    return plan, facts


async def gather(
    run: WorkflowRun,
    open_issues: Sequence[TrackedIssue],
    config: RepoConfig,
    client: Client,
    on: Toolbox,
) -> Evidence:
    """Fetch and read the artifacts of the attempt and the logs of its failed jobs.

    From here on nothing holds a secret that somebody printed: not a name, not a message.
    """
    rules, unusable = usable_rules(config)
    ask = Ask(
        artifacts=config.artifacts,
        user_rules=rules,
        jobs=needs_jobs(open_issues, run),
        is_watched=lambda job: watches_log(mask_secrets(job), open_issues, run),
        on_read=on.on_report,
    )
    with TemporaryDirectory(dir=on.workdir) as folder:
        evidence = await collect(client, run, ask=ask, limits=on.limits, workdir=Path(folder))
    told, _twins = told_once(masked(evidence))
    logs = (*told.logs, *wordless(told, open_issues, run))
    return replace(told, logs=logs, problems=(*unusable, *told.problems))


async def verdicts_of(
    evidence: Evidence, run: WorkflowRun, config: RepoConfig, default_branch: str, on: Toolbox
) -> tuple[Verdict, ...]:
    """Group what failed by its root cause and judge each group by the history of its tests."""
    # In a thread: ten thousand failures take seconds, in which webhooks want their answer.
    clusters = await asyncio.to_thread(_clusters, evidence)
    prints = {fingerprint for c in clusters for fingerprint in c.fingerprints}
    clusters = kept_apart(clusters, await on.storage.issues_with(run.repo.id, prints))
    tests = {failure.fingerprints.test for c in clusters for failure in c.failures}
    history = await history_before(run, tests, on)
    shown = as_judged(run)
    return judge(clusters, config=config, history=history, run=shown, default_branch=default_branch)


def _clusters(evidence: Evidence) -> tuple[Cluster, ...]:
    failures = extract_failures(evidence.reports, evidence.legs)
    findings = [finding for log in evidence.logs for finding in log.findings]
    return cluster(failures, findings, suite_totals(evidence.reports, evidence.legs))


async def _known(
    verdicts: Sequence[Verdict],
    open_issues: Sequence[TrackedIssue],
    job: AnalyzeRun,
    on: Toolbox,
) -> tuple[TrackedIssue, ...]:
    """Every open issue, every one that ever had one of these causes, and the newest others."""
    causes = {f for verdict in verdicts for f in verdict.cluster.fingerprints}
    exact = await on.storage.issues_with(job.repo.id, causes)
    recent = await on.storage.recent_issues(job.repo.id)
    read = {issue.number: renewed(issue) for issue in (*recent, *exact, *open_issues)}
    return await with_canonical(tuple(read.values()), job.repo.id, on.storage)


async def _owners(
    matches: Sequence[Match], job: AnalyzeRun, config: RepoConfig, client: Client, on: Toolbox
) -> Mapping[str, Ownership]:
    """Who owns what is new; the file is only asked for when something is."""
    new = [m.verdict for m in matches if m.issue is None]
    if not new or config.issues.assign == "none":
        return {}
    codeowners = await owner_file(job.repo, job.default_branch, client, on)
    return owners_of(new, codeowners, config.owners)


def without_checks(plan: Plan) -> Plan:
    """The plan without its check run; what it shows is kept in the worklog."""
    return replace(plan, changes=tuple(c for c in plan.changes if not isinstance(c, WriteCheck)))


def _silent(plan: Plan) -> Plan:
    """The plan whose check run shows no test output."""
    changes = (
        replace(c, worklog=without_output(c.worklog)) if isinstance(c, WriteCheck) else c
        for c in plan.changes
    )
    return replace(plan, changes=tuple(changes))


def _worklog(plan: Plan, facts: RunFacts) -> Worklog:
    """What the check run shows; a run that needs none leaves a short worklog all the same."""
    shown = (change.worklog for change in plan.changes if isinstance(change, WriteCheck))
    return next(shown, None) or build_worklog((), WorklogFacts.of_run(facts))
