"""The verbs that need a store or GitHub: replay, jobs, worklog."""

import asyncio
import json
from datetime import date

import pytest

from bot.app import running
from bot.errors import UserError
from bot.model.job import AnalyzeRun, SyncInstallation
from bot.verbs import queue, replay, worklog
from tests.jobs.place import Place, place, red

__all__ = ["place"]

GONE = "run:404:1"


class Said(list[str]):
    """What a verb printed."""

    @property
    def text(self) -> str:
        return "\n".join(self)


async def payload(place: Place) -> str:
    """The stored webhook of a red run that the bot never got."""
    await place.github.world.run(place.repo, jobs=[red()])
    told = [d for d in place.github.deliveries if d.action == "completed"]
    return told[-1].payload.decode()


async def replayed(place: Place, text: str, *, apply: bool = False) -> str:
    said = Said()
    await replay.replay(place.settings, text, apply=apply, say=said.append, world=place.world)
    return said.text


async def test_replay_prints_the_plan_and_changes_nothing(place: Place) -> None:
    said = await replayed(place, await payload(place))

    assert "open    failing-test-new-p2-" in said
    assert "check   check run on " in said
    assert "because open failing-test-new-p2-" in said
    assert place.writes_on_github() == []
    assert await place.on.storage.worklog_for(place.repo.id) is None
    assert await place.on.storage.recent_issues(place.repo.id) == ()


async def test_replay_can_be_repeated_with_the_same_plan(place: Place) -> None:
    text = await payload(place)

    assert await replayed(place, text) == await replayed(place, text)


async def test_replay_with_apply_carries_the_plan_out_once(place: Place) -> None:
    text = await payload(place)
    await replayed(place, text, apply=True)
    body = place.issue.body
    await replayed(place, text, apply=True)

    assert place.issue.body == body
    assert len(place.repo.check_runs) == 1


async def test_replay_says_why_a_run_is_ignored(place: Place) -> None:
    await place.configure("version: 1\nworkflows: [Nightly]\n")
    said = await replayed(place, await payload(place))

    assert "Nothing to change." in said
    assert "the config does not watch the workflow CI" in said


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("nonsense", id="no JSON"),
        pytest.param("[]", id="no object"),
        pytest.param("{}", id="no webhook"),
        pytest.param(json.dumps({"action": "completed"}), id="a webhook of something else"),
        pytest.param(json.dumps({"action": "requested"}), id="a run that is not over"),
    ],
)
async def test_replay_of_something_else_says_what_it_takes(place: Place, text: str) -> None:
    with pytest.raises(UserError, match="expected the JSON of a `workflow_run` webhook"):
        await replayed(place, text)


@pytest.fixture
async def worked(place: Place) -> Place:
    """A store and a queue that a real bot filled: one job done, one failed."""
    async with running(place.settings, world=place.world) as bot:
        noted = SyncInstallation(installation=place.installation.id, action="created", account="a")
        await bot.engine.accept(noted, "note-1")
        await bot.engine.accept(
            AnalyzeRun(
                installation=place.installation.id,
                repo=place.ref,
                run_id=404,
                attempt=1,
                default_branch="main",
            ),
            GONE,
        )
        async with asyncio.timeout(20):
            while (await bot.engine.depth())[0]:  # noqa: ASYNC110 - the queue is a database
                await asyncio.sleep(0.02)
    return place


async def test_jobs_are_listed_shown_retried_and_cancelled(worked: Place) -> None:
    async def says(action: str, job: str = "") -> str:
        said = Said()
        await queue.jobs(worked.settings, action, job, say=said.append)
        return said.text

    listed = (await says("list")).splitlines()
    assert [row.split()[0] for row in listed] == ["failed", "done"]
    assert "acme/shop" in listed[0]
    assert "404" in listed[0]
    shown = await says("show", GONE)
    assert "state         failed" in shown
    assert "kind          analyze_run" in shown
    assert "repository    acme/shop" in shown
    with pytest.raises(UserError, match="`note-1` is done: only a job that failed"):
        await says("retry", "note-1")
    assert "state         queued" in await says("retry", GONE)
    assert "state         cancelled" in await says("cancel", GONE)
    with pytest.raises(UserError, match=r"no job `run:1:1`; `gardener jobs` lists them"):
        await says("show", "run:1:1")


async def test_empty_queue_says_so(place: Place) -> None:
    said = Said()
    await queue.jobs(place.settings, "list", "", say=said.append)

    assert said == ["No jobs."]


async def worklog_of(place: Place, name: str, day: date | None = None) -> str:
    said = Said()
    await worklog.worklog(place.settings, name, day, say=said.append)
    return said.text


async def test_worklog_of_the_newest_day_has_every_workflow_of_it(place: Place) -> None:
    sha = await place.ci(red())
    await place.ci(red("ZeroDivisionError: division by zero"))
    await place.ci(red("TimeoutError: no answer"), workflow="Nightly", sha=sha)
    text = await worklog_of(place, "ACME/Shop")

    assert "**Focus**: Nightly" in text
    assert "TimeoutError" in text
    assert text.count("### Issue ") == 1


async def test_worklog_of_a_day_names_the_issue(place: Place) -> None:
    await place.ci(red())
    await place.ci(red())
    text = await worklog_of(place, "acme/shop", date(2025, 9, 15))

    assert "**Date**: 2025-09-15" in text
    assert f"**GitHub Issue**: #{place.issue.number}" in text


@pytest.mark.parametrize(
    "name, day, words",
    [
        ("acme/other", None, "acme/other is not known here"),
        ("acme/shop", date(2024, 1, 1), "There is no worklog of acme/shop for that day"),
    ],
)
async def test_worklog_that_is_not_there_is_a_sentence(
    place: Place, name: str, day: date | None, words: str
) -> None:
    await place.ci(red())

    with pytest.raises(UserError, match=words):
        await worklog_of(place, name, day)
