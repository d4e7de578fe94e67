"""Which runs a newer one makes needless: those of a pull request's older commits, and no others."""

import asyncio
from dataclasses import replace

from bot.jobs.queue.status import JobState
from bot.jobs.queue.steps import Steps
from bot.jobs.queue.superseding import marks_of
from bot.model.job import AnalyzeRun, Job
from bot.model.run import WorkflowRun
from tests.build import REPO, run
from tests.jobs.conftest import Start
from tests.jobs.test_engine import until, until_state


def job_of(one: WorkflowRun, repo: int = REPO.id) -> AnalyzeRun:
    return AnalyzeRun(
        installation=3,
        repo=replace(REPO, id=repo),
        run_id=one.id,
        attempt=one.attempt,
        default_branch="main",
        run=one,
    )


FIRST = run(id=1, number=1, event="push")


OLD = run(
    id=10,
    number=10,
    attempt=1,
    event="pull_request",
    branch="feature",
    pull=7,
    head_sha="a" * 40,
    head_repo_id=REPO.id,
)
NEW = replace(OLD, id=11, number=11, head_sha="b" * 40)


CASES = {
    "newer commit of the pull request": (OLD, NEW, False),
    "newer commit of a fork's pull request": (
        replace(OLD, head_repo_id=99, pull=0),
        replace(NEW, head_repo_id=99, pull=0),
        False,
    ),
    "another run of the same commit": (OLD, replace(NEW, head_sha=OLD.head_sha), True),
    "another attempt of the same commit": (OLD, replace(OLD, attempt=2), True),
    "other pull request": (OLD, replace(NEW, pull=8), True),
    "other workflow": (OLD, replace(NEW, workflow_path=".github/workflows/lint.yml"), True),
    "push to the same branch": (OLD, replace(NEW, event="push"), True),
    "other fork with the same branch": (OLD, replace(NEW, head_repo_id=99), True),
    "two pushes": (replace(OLD, event="push"), replace(NEW, event="push"), True),
    "two scheduled runs": (replace(OLD, event="schedule"), replace(NEW, event="schedule"), True),
    "two of the merge queue": (
        replace(OLD, event="merge_group"),
        replace(NEW, event="merge_group"),
        True,
    ),
    "older commit that came later": (NEW, OLD, True),
}


async def test_run_is_left_out_only_for_a_newer_commit_of_its_pull_request(start: Start) -> None:
    read: list[Job] = []
    ended: list[str] = []
    go = asyncio.Event()

    async def handler(job: Job, steps: Steps) -> None:
        if isinstance(job, AnalyzeRun) and job.run_id == FIRST.id:
            await go.wait()
        read.append(job)

    engine = await start(
        handler, workers=len(CASES), on_finished=lambda _kind, outcome: ended.append(outcome)
    )
    for n, (older, newer, _is_read) in enumerate(CASES.values()):
        await engine.accept(job_of(FIRST, n), f"{n}:first")
        await until_state(engine, f"{n}:first", JobState.RUNNING)
        await engine.accept(job_of(older, n), f"{n}:older")  # both wait for their repository's turn
        await engine.accept(job_of(newer, n), f"{n}:newer")
    go.set()
    await until(lambda: len(ended) == 3 * len(CASES))

    why = {n: await engine.job(f"{n}:older") for n in range(len(CASES))}
    for n, (name, (older, newer, is_read)) in enumerate(CASES.items()):
        assert (job_of(older, n) in read) is is_read, name
        assert job_of(newer, n) in read, name
        found = why[n]
        assert found is not None
        told = "" if is_read else f"a newer commit of the same pull request is queued as {n}:newer"
        assert (found.state, found.reason) == (JobState.DONE, told), name
    assert ended.count("superseded") == 2


def test_marks_show_nothing_of_what_a_stranger_named() -> None:
    marks = marks_of(job_of(replace(OLD, branch="<!-- \ud800 @alice")))
    assert set(marks) == {"line", "number", "sha"}
    assert "alice" not in str(marks)


def test_run_without_its_facts_has_no_marks() -> None:
    assert marks_of(replace(job_of(OLD), run=None)) == {}
