"""GitHub on its bad days, met by a whole job that is tried again as the queue would.

Each fault strikes the first of two red runs: at the end there is one issue that was seen in both,
one check run for each commit, and nothing was written twice.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import handlers
from bot.errors import TransientError
from bot.jobs.queue.retry import wait_before_next_try
from bot.jobs.queue.running import JOB, Runner
from bot.storage.job_notes import JobNotes
from bot.storage.queue import Workers, open_queue_engine
from tests.jobs.place import PRICE, Place, green, place, red

__all__ = ["place"]

MINUTE = timedelta(minutes=1)


@dataclass(kw_only=True)
class Patience:
    """Does jobs as the queue does; waiting turns the clock. `waits` is how long it waited."""

    place: Place
    runner: Runner
    waits: list[timedelta] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)

    def wait(self, failed: int, asked: timedelta | None) -> timedelta | None:
        wait = wait_before_next_try(failed, asked)
        if wait is None:
            return None
        self.waits.append(wait)
        self.place.github.clock.advance(wait)
        return timedelta()

    async def work(self) -> None:
        while jobs := self.place.told():
            for job in jobs:
                name = f"job:{id(job)}"
                await self.runner.run(name, JOB.dump_json(job).decode())

    async def red(self, *said: str) -> str:
        """An hour later a red run; gives its commit."""
        github = self.place.github
        github.clock.advance(timedelta(hours=1))
        sha = await github.world.push(self.place.repo, {"a.py": f"{github.clock()}"})
        await github.world.run(self.place.repo, sha=sha, jobs=[red(*(said or (PRICE,)))])
        await self.work()
        return sha


@pytest.fixture
def patience(place: Place, tmp_path: Path) -> Iterator[Patience]:
    engine = open_queue_engine(f"sqlite:///{tmp_path / 'tries.db'}")
    Workers(engine).prepare()
    made = Patience(
        place=place,
        runner=Runner(
            handlers=handlers(place.on),
            notes=JobNotes(engine),
            slots=asyncio.Semaphore(1),
            on_finished=lambda kind, outcome: made.ended.append(f"{kind} {outcome}"),
        ),
    )
    made.runner.backoff = made.wait
    yield made
    engine.dispose()


def counted(place: Place, status_class: str) -> float:
    labels = {"status_class": status_class}
    return place.metrics.registry.get_sample_value("gardener_github_requests_total", labels) or 0.0


ANY = ".*"
LIMITS = (
    pytest.param({"kind": "secondary_403", "retry_after": 30, "times": 2}, id="403 with a time"),
    pytest.param({"kind": "secondary_403", "times": 2}, id="403 without a time"),
    pytest.param({"kind": "limit_429", "retry_after": 30, "times": 2}, id="429 with a time"),
    pytest.param({"kind": "limit_429", "times": 2}, id="429 without a time"),
    pytest.param({"kind": "primary_403", "retry_after": 2400}, id="quota used up for 40 minutes"),
    pytest.param({"kind": "secondary_403", "times": 7}, id="limit that stays"),
)
BROKEN = (
    pytest.param({"kind": "bad_gateway", "times": 6}, id="502 with a page"),
    pytest.param({"kind": "drop", "times": 6}, id="cut before the answer"),
    pytest.param({"kind": "truncate", "method": "GET", "times": 6}, id="cut in the middle"),
    pytest.param({"kind": "truncate", "origin": "blob", "times": 2}, id="cut download"),
    pytest.param({"kind": "truncate", "origin": "blob", "times": 6}, id="download cut each time"),
    pytest.param({"kind": "expire_url", "path": "/zip$"}, id="URL expired before the download"),
)
UNCLEAR = tuple(
    pytest.param({"kind": kind, "method": "POST", "path": path}, id=f"{name}, {how}")
    for kind, how in (("error_after", "answered 502"), ("drop_after", "not answered"))
    for path, name in (("/issues$", "issue made"), ("/check-runs$", "check run made"))
)


@pytest.mark.parametrize("fault", [*LIMITS, *BROKEN, *UNCLEAR])
async def test_fault_loses_nothing_and_doubles_nothing(
    place: Place, patience: Patience, fault: dict[str, object]
) -> None:
    order = place.github.faults.add(**fault)  # type: ignore[arg-type]
    shas = [await patience.red(), await patience.red()]

    assert order.struck == fault.get("times", 1)
    stored = await place.on.storage.issue(place.repo.id, place.issue.number)
    assert stored is not None
    assert stored.occurrence_count == 2
    assert place.issue.comments == []
    assert [len(place.github.check_runs(place.repo, sha)) for sha in shas] == [1, 1]
    assert {line.rpartition(" ")[2] for line in patience.ended} <= {"done", "postponed"}


async def test_github_that_is_away_for_a_minute_is_waited_for(
    place: Place, patience: Patience
) -> None:
    github = place.github
    github.clock.advance(timedelta(hours=1))
    sha = await github.world.push(place.repo, {"a.py": "1"})
    await github.world.run(place.repo, sha=sha, jobs=[red()])
    until = github.clock() + MINUTE
    await github.go_away()

    def wait(failed: int, asked: timedelta | None) -> timedelta | None:
        given = patience.wait(failed, asked)
        if github.clock() >= until:
            back.append(asyncio.get_running_loop().create_task(github.come_back()))
        return given

    back: list[asyncio.Task[None]] = []
    patience.runner.backoff = wait
    await patience.work()

    assert len(back) == 1
    assert len(place.kept) == 1
    assert len(github.check_runs(place.repo, sha)) == 1
    assert counted(place, "none") >= 4


async def test_github_away_for_longer_than_a_job_waits_is_named_and_leaves_it_to_the_sweep(
    place: Place, patience: Patience
) -> None:
    place.github.faults.add(kind="bad_gateway", times=10_000)
    with pytest.raises(TransientError, match="GitHub is out of order"):
        await patience.red()

    assert patience.ended[-1] == "analyze_run failed"
    assert sum(patience.waits, timedelta()) > timedelta(hours=1)
    assert counted(place, "5xx") > 0


@pytest.mark.parametrize("kind", ["error_after", "drop_after"])
async def test_comment_that_was_written_though_it_seemed_not_is_not_written_again(
    place: Place, patience: Patience, kind: str
) -> None:
    await patience.red()
    place.github.faults.add(kind=kind, method="POST", path="/comments$")
    place.github.clock.advance(timedelta(days=2))
    await place.github.world.comment(
        place.repo, place.issue.number, by="alice", body="/gardener why"
    )
    await patience.work()
    answers = [c for c in place.issue.comments if c.user.endswith("[bot]")]

    assert len(answers) == 1


@pytest.mark.parametrize("kind", ["not_found", "gone_410"])
async def test_log_that_is_gone_is_told_and_the_run_goes_on(
    place: Place, patience: Patience, kind: str
) -> None:
    place.github.faults.add(kind=kind, path="/logs$", times=9)
    sha = await patience.red()

    assert len(place.kept) == 1
    assert "The log of the job test is gone" in place.check_text(sha)


async def test_download_that_is_always_out_of_time_is_told_and_the_run_goes_on(
    place: Place, patience: Patience
) -> None:
    place.github.faults.add(kind="expire_url", path="/zip$", times=9)
    sha = await patience.red()

    assert "The artifact report is gone" in place.check_text(sha)
    assert patience.waits == []


async def test_green_run_after_all_closes_what_the_bad_day_opened(
    place: Place, patience: Patience
) -> None:
    await place.configure("version: 1\nissues:\n  close_after_passes: 1\n")
    place.github.faults.add(kind="drop_after", method="POST", path="/issues$")
    await patience.red()
    place.github.faults.add(kind="drop_after", method="PATCH|POST", path="/(comments|issues/1)$")
    sha = await place.github.world.push(place.repo, {"a.py": "mended"})
    await place.github.world.run(place.repo, sha=sha, jobs=[green()])
    await patience.work()

    assert place.issue.state == "closed"
    assert len(place.issue.comments) == 1
