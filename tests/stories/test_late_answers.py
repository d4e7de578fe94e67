"""GitHub takes longer than anyone listens: what it does late is found, and done once.

The fake holds a request until whoever asked has given up, or has died; then it does its work.
"""

from datetime import timedelta

import pytest

from bot.errors import TransientError
from bot.model.job import AnalyzeRun, Job
from tests.jobs.place import Place, place, red
from tests.stories.dying import KeptSteps, do, do_and_kill
from tests.stories.test_github_down import Patience, counted, patience

__all__ = ["patience", "place"]

LATE = timedelta(seconds=11)
# What stands for the thirty seconds that the bot listens, in the real time of the test's sockets.
SHORT = timedelta(milliseconds=200)
WRITES = (
    pytest.param("/issues$", id="issue"),
    pytest.param("/check-runs$", id="check run"),
    pytest.param("/issues/1/comments$", id="comment"),
)


def made(place: Place) -> tuple[int, int, int]:
    """Issues, check runs and comments of the bot."""
    comments = [c for i in place.kept for c in i.comments if c.user.endswith("[bot]")]
    return len(place.kept), len(place.repo.check_runs), len(comments)


@pytest.mark.parametrize(
    "how",
    [
        pytest.param({"path": "/artifacts$"}, id="list"),
        pytest.param({"path": "/zip$"}, id="address of a download"),
        pytest.param({"path": "/logs$"}, id="log"),
        pytest.param({"path": "/graphql$"}, id="bodies"),
    ],
)
async def test_question_that_is_not_answered_in_time_is_asked_again(
    place: Place, patience: Patience, how: dict[str, str]
) -> None:
    place.on.github.answer_within = SHORT
    held = place.github.faults.add(kind="held", **how)  # type: ignore[arg-type]
    await patience.red()
    await patience.red()
    held.released.set()

    assert held.struck == 1
    assert counted(place, "none") == 1
    assert made(place)[:2] == (1, 2)


@pytest.mark.parametrize("path", WRITES)
async def test_write_that_was_not_heard_of_is_found_when_it_was_done_late(
    place: Place, patience: Patience, path: str
) -> None:
    place.on.github.answer_within = SHORT
    held = place.github.faults.add(kind="held", method="POST", path=path)

    def wait(failed: int, asked: timedelta | None) -> timedelta | None:
        held.released.set()
        return patience.wait(failed, asked)

    patience.runner.backoff = wait
    await patience.red()
    await asks_why(place)
    await patience.work()

    assert held.struck == 1
    assert len(patience.waits) == 1
    assert made(place) == (1, 1, 1)


@pytest.mark.parametrize("path", WRITES)
async def test_write_in_flight_when_its_process_dies_is_not_sent_again_before_it_must_have_ended(
    place: Place, path: str
) -> None:
    github = place.github
    await place.github.world.push(place.repo, {"a.py": "1"})
    await place.github.world.run(place.repo, jobs=[red()])
    jobs = place.told()
    if "comments" in path:
        await done(place, jobs)
        await asks_why(place)
        jobs = place.told()
    held = github.faults.add(kind="held", method="POST", path=path)
    (job,) = [job for job in jobs if isinstance(job, AnalyzeRun) == ("comments" not in path)]
    steps = KeptSteps()
    await do_and_kill(place, job, steps, when=lambda: held.struck == 1)

    github.clock.advance(LATE)  # the next process looks, and GitHub is still at it
    with pytest.raises(TransientError, match="may still come") as early:
        await do(place, job, steps)
    held.released.set()
    github.clock.advance(early.value.retry_after or timedelta())
    await do(place, job, steps)

    assert early.value.retry_after is not None
    assert early.value.retry_after > timedelta(seconds=30)
    assert made(place) == ((1, 1, 1) if "comments" in path else (1, 1, 0))


async def test_write_that_died_with_its_process_is_sent_again_when_it_cannot_come_any_more(
    place: Place,
) -> None:
    await place.github.world.push(place.repo, {"a.py": "1"})
    await place.github.world.run(place.repo, jobs=[red()])
    (job,) = [job for job in place.told() if isinstance(job, AnalyzeRun)]
    lost = place.github.faults.add(kind="held", method="POST", path="/issues$")
    steps = KeptSteps()
    await do_and_kill(place, job, steps, when=lambda: lost.struck == 1)
    place.github.clock.advance(timedelta(seconds=61))
    await do(place, job, steps)

    assert made(place) == (1, 1, 0)


async def asks_why(place: Place) -> None:
    await place.github.world.comment(
        place.repo, place.issue.number, by="alice", body="/gardener why"
    )


async def done(place: Place, jobs: list[Job]) -> None:
    for job in jobs:
        await place.do(job)
