"""What the real queue says of jobs that are there, and which of them are begun again."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import GitHubError, LeftInPeace, QuotaKept, TransientError, UnclearAnswer
from bot.jobs.catching_up.ledger import Ledger
from bot.jobs.queue.engine import Engine
from bot.jobs.queue.steps import Steps
from bot.model.job import CheckConfig, Job
from tests.build import REPO

FAULTS = {
    "left": LeftInPeace("acme is suspended"),
    "down": TransientError("GitHub is out of order"),
    "kept": QuotaKept("for commands"),
    "unclear": UnclearAnswer("nobody knows"),
    "refused": GitHubError(422, "Validation Failed"),
}
JOB = CheckConfig(installation=1, repo=REPO, sha="", branch="main", default_branch="main")
AGO = datetime.now(UTC) - timedelta(hours=1)  # noqa: TID251 - the durable engine has its own clock


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[Engine]:
    """A queue whose jobs fail as their names say, the first time."""
    faults = dict(FAULTS)

    async def fail(job: Job, steps: Steps) -> None:
        del steps
        assert isinstance(job, CheckConfig)
        fault = faults.pop(job.sha, None)
        if fault is not None:
            raise fault

    made = Engine(f"sqlite:///{tmp_path / 'queue.db'}", {"check_config": fail})
    made._runner.backoff = lambda _failed, _asked: None  # gives up at once
    await made.launch()
    yield made
    await made.close()


async def idle(engine: Engine) -> None:
    async with asyncio.timeout(20):
        while (await engine.depth())[0]:  # noqa: ASYNC110 - the queue is a database
            await asyncio.sleep(0.02)


async def test_what_may_yet_be_done_is_begun_again_and_what_was_refused_is_not(
    engine: Engine,
) -> None:
    ledger = Ledger(engine)
    for name in (*FAULTS, "fine"):
        assert await ledger.accept(replace(JOB, sha=name), name) == "new"
    await idle(engine)
    left = await ledger.left(AGO)

    assert left == (("left", 7), ("down", 7), ("kept", 7), ("unclear", 7))
    assert await ledger.known(["left", "fine", "never"]) == {"left", "fine"}
    assert await ledger.known([]) == frozenset()
    assert [await ledger.retry(name) for name, _ in left] == [True] * 4
    await idle(engine)
    assert await ledger.left(AGO) == ()
    assert not await ledger.retry("fine")
