"""What the bot would have done in the last weeks: the same engine over the runs that were.

Nothing is written to GitHub: the client only reads, and plans are carried out in memory.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from bot.errors import Forbidden, GardenerError, GitHubError, IssuesOff, TransientError, UserError
from bot.evidence.collect import LOST
from bot.github.client import Client
from bot.github.issues import list_cards
from bot.github.repos import Repository, get_file
from bot.jobs.analyze_run import Thought, think
from bot.jobs.context.config_in_force import config_in_force
from bot.jobs.context.past_runs import past_runs
from bot.jobs.toolbox import Toolbox
from bot.jobs.would_be import Memory
from bot.model.job import AnalyzeRun
from bot.model.preview import Preview, Unreported
from bot.model.run import WorkflowRun
from bot.model.worklog import Worklog
from bot.render.marker import marked_fingerprints

Tell = Callable[[str], None]

_FAILED = ("failure", "timed_out", "startup_failure")
_WORKFLOWS_READ = 5
_TOLD_EVERY = 10
_WAITS = "waits since"


@dataclass(kw_only=True)
class _Workflow:
    """What the runs of one workflow brought."""

    name: str
    failed: int = 0
    reports: int = 0
    expired: int = 0


@dataclass(kw_only=True)
class _Tally:
    """What has come together so far; `quiet` has for each cause without an issue the reason."""

    read: int = 0
    unread: int = 0
    failed: int = 0
    failing_tests: int = 0
    quiet: dict[str, str] = field(default_factory=dict)
    workflows: dict[str, _Workflow] = field(default_factory=dict)

    def count(self, run: WorkflowRun, worklog: Worklog) -> None:
        """Add one attempt."""
        is_red = run.conclusion in _FAILED
        workflow = self.workflows.setdefault(run.workflow_path, _Workflow(name=run.workflow))
        self.read += 1
        self.failed += is_red
        workflow.failed += is_red
        workflow.reports += any(line.tests for line in worklog.suites)
        workflow.expired += sum(_is_lost(problem) for problem in worklog.problems)
        if is_red:
            self.failing_tests += sum(line.red for line in worklog.suites)
        for entry in worklog.entries:
            if entry.sorted and entry.not_opened:
                self.quiet[entry.fingerprint] = _reason(entry.not_opened)


async def preview(
    repo: Repository, client: Client, on: Toolbox, tell: Tell, *, days: int = 30, most: int = 300
) -> Preview:
    """Read the runs of the last `days`, at most the newest `most`; `tell` hears how far it is.

    `on` has a store of its own that is thrown away, `client` must be one that only reads. What
    GitHub cannot give for now ends it early, with what there is. Raises UserError when the token
    lacks a right, TransientError when nothing could be read at all.
    """
    if not on.is_rehearsal:
        raise ValueError("a preview needs a toolbox of its own")
    until = on.clock()
    since = until - timedelta(days=days)
    try:
        config, problems = await config_in_force(repo.ref, repo.default_branch, client, on)
        past = await past_runs(repo, config, since, most, client)
    except Forbidden as error:
        raise _not_allowed(repo, error) from error
    memory = Memory(on.storage, repo.ref.id, await _first_number(repo, client, on))
    tally, stopped = _Tally(), ""
    for number, run in enumerate(past.attempts):
        if number % _TOLD_EVERY == 0:
            tell(f"{number:,} of {len(past.attempts):,} runs read, now {run.completed_at:%Y-%m-%d}")
        try:
            thought = await _thought(run, repo, client, on)
            await memory.carry_out(thought.plan, run.completed_at)
            tally.count(run, thought.worklog or _nothing(run))
        except Forbidden as error:
            raise _not_allowed(repo, error) from error
        except TransientError as error:
            stopped = (
                f"Stopped after {tally.read:,} of {len(past.attempts):,} runs, "
                f"before {run.completed_at:%Y-%m-%d %H:%M} UTC: {error}."
            )
            break
        except GitHubError:
            tally.unread += 1
    notes = (*problems, *past.notes, *_switched_off(repo))
    issues = await memory.issues()
    housed = {f for one in issues for f in one.issue.fingerprints}
    return Preview(
        repo=repo.ref,
        since=since,
        until=until,
        found=past.found,
        read=tally.read,
        failed=tally.failed,
        failing_tests=tally.failing_tests,
        issues=issues,
        quiet=Counter(why for cause, why in tally.quiet.items() if cause not in housed),
        expired=sum(one.expired for one in tally.workflows.values()),
        unread=tally.unread,
        unreported=await _unreported(tally.workflows, repo, client),
        notes=notes,
        stopped=stopped,
    )


async def _thought(run: WorkflowRun, repo: Repository, client: Client, on: Toolbox) -> Thought:
    """What the bot would have made of the run when it was over."""
    job = AnalyzeRun(
        installation=0,
        repo=repo.ref,
        run_id=run.id,
        attempt=run.attempt,
        default_branch=repo.default_branch,
        run=run,
    )
    return await think(job, client, replace(on, clock=lambda: run.completed_at))


async def _first_number(repo: Repository, client: Client, on: Toolbox) -> int:
    """A number that no issue of the repository is known to have; people's issues go to `on`."""
    try:
        cards = await list_cards(client, repo.ref, limit=100)
    except (Forbidden, IssuesOff):  # they are only for links to what is related
        cards = ()
    # The issues that a bot keeps there would not be there.
    on.cards[repo.ref.id] = tuple(c for c in cards if not marked_fingerprints(c.body))
    return 1 + max((card.number for card in cards), default=0)


async def _unreported(
    workflows: Mapping[str, _Workflow], repo: Repository, client: Client
) -> tuple[Unreported, ...]:
    """The workflows that fail and show no test report, those that fail most first."""
    silent = {p: w for p, w in workflows.items() if w.failed and not (w.reports or w.expired)}
    order = sorted(silent, key=lambda path: (-silent[path].failed, path))[:_WORKFLOWS_READ]
    found = []
    for path in order:
        try:
            text = await get_file(client, repo.ref, path, repo.default_branch)
        except GardenerError:  # it only explains
            text = None
        uploads = None if text is None else "upload-artifact" in text
        workflow = silent[path]
        found.append(
            Unreported(name=workflow.name, path=path, failed=workflow.failed, uploads=uploads)
        )
    return tuple(found)


def _not_allowed(repo: Repository, error: Forbidden) -> UserError:
    return UserError(
        f"The token may not read the workflow runs of {repo.ref.full_name} ({error.message}): "
        "it needs `actions: read` and `contents: read`."
    )


def _switched_off(repo: Repository) -> tuple[str, ...]:
    if repo.has_issues:
        return ()
    return ("Issues are switched off in this repository: switch them on before the bot can help.",)


def _is_lost(problem: str) -> bool:
    return problem.startswith("The artifact ") and LOST in problem


def _reason(not_opened: str) -> str:
    """The reason without what is of one run alone."""
    if not_opened.startswith(_WAITS):
        return "found no room among the new issues of a run"
    return not_opened


def _nothing(run: WorkflowRun) -> Worklog:
    return Worklog(
        repo=run.repo.full_name, date=run.completed_at.date(), focus=run.workflow, status=""
    )
