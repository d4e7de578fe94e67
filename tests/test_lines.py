"""What a real run leaves in the log: one JSON object a line, few lines, each saying whose it is."""

import json
from collections.abc import AsyncIterator, Iterator
from io import StringIO
from typing import Any

import pytest
import structlog

from bot.app import Bot, configure_logging, running
from bot.errors import RateLimited
from bot.jobs.queue.running import Runner
from bot.model.job import AnalyzeRun, SyncInstallation
from bot.webhook.delivery import _ID
from tests.jobs.place import Place, place, red
from tests.test_app import idle

__all__ = ["place"]

Line = dict[str, Any]


class Written(StringIO):
    """Where the lines go instead of stderr."""

    def lines(self) -> list[Line]:
        """Each line as the object that it is."""
        return [json.loads(line) for line in self.getvalue().splitlines()]


@pytest.fixture
def written(place: Place) -> Iterator[Written]:
    """The server's own logging; that of other tests is left alone."""
    before, stream = structlog.get_config(), Written()
    configure_logging(place.settings.model_copy(update={"log_format": "json"}))
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(stream))
    yield stream
    structlog.configure(**before)


@pytest.fixture
async def bot(place: Place, written: Written) -> AsyncIterator[Bot]:
    async with running(place.settings, world=place.world) as started:
        place.github.deliver_to(place.app, f"{started.address}/webhook")
        yield started


async def test_every_line_of_a_run_says_whose_it_is(
    place: Place, bot: Bot, written: Written
) -> None:
    run = await place.github.world.run(place.repo, jobs=[red()])
    await place.github.settle()
    await idle(bot)
    said = written.lines()

    (taken,) = [line for line in said if line["event"] == "webhook" and line["outcome"] == "new"]
    (done,) = [line for line in said if line["event"] == "job done"]
    assert taken["event_name"] == "workflow_run"
    assert done["delivery"] == taken["delivery"]
    assert (done["job"], done["run"]) == (f"run:{run.id}:1", run.id)
    assert (done["kind"], done["repo"]) == ("analyze_run", "acme/shop")
    assert (done["attempt"], done["run_attempt"]) == (1, 1)
    assert done["installation"] == place.installation.id
    assert done["seconds"] > 0
    assert done["requests"] > 5
    assert done["changes"] == {"open": 1, "check": 1}
    own = [line for line in said if line.get("job") == done["job"]]
    assert all(line["delivery"] == done["delivery"] for line in own)
    assert all({"event", "level", "timestamp"} <= line.keys() for line in said)


async def test_run_leaves_few_lines(place: Place, bot: Bot, written: Written) -> None:
    runs = 3
    for _ in range(runs):
        await place.github.world.run(place.repo, jobs=[red()])
    await place.github.settle()
    await idle(bot)

    # One when it is taken, one when it is done; what the bot itself wrote comes back unsaid.
    assert len(written.lines()) <= 2 * runs + 2


async def test_postponed_try_says_why_and_which_try_it_was(place: Place, written: Written) -> None:
    job = AnalyzeRun(
        installation=3, repo=place.ref, run_id=7, attempt=2, default_branch="main", delivery="d-1"
    )

    async def busy(*_: object) -> None:
        raise RateLimited("GitHub asks to wait")

    runner = Runner(handlers={job.kind: busy}, notes=None, slots=None, on_finished=print)  # type: ignore[arg-type]
    await runner._try("run:7:2", job, None, 3)  # type: ignore[arg-type]
    (line,) = written.lines()

    assert (line["event"], line["reason"]) == ("job postponed", "GitHub asks to wait")
    assert (line["attempt"], line["run_attempt"], line["delivery"]) == (3, 2, "d-1")
    assert (line["requests"], line["changes"]) == (0, {})


async def test_lines_beside_a_job_do_not_take_its_name(
    place: Place, bot: Bot, written: Written
) -> None:
    await bot.engine.accept(
        SyncInstallation(installation=1, action="unsuspend", account="acme"), "note:1"
    )
    await idle(bot)
    structlog.get_logger().info("beside")
    said = written.lines()

    assert [line["job"] for line in said if line["event"] == "job done"] == ["note:1"]
    assert [line.get("job") for line in said if line["event"] == "beside"] == [None]
    assert "delivery" not in said[-2]


def test_what_a_stranger_sends_as_an_id_is_not_logged() -> None:
    assert _ID.fullmatch("72d3162e-cc78-11e3-81ab-4c9367dc0958")
    assert not _ID.fullmatch('x" level="error')
