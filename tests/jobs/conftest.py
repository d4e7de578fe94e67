"""A queue on each database, and engines that are closed whatever happens."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from bot.jobs.queue.engine import Engine
from bot.jobs.queue.tally import Handler
from bot.settings import queue_url
from tests.postgres import postgres_server, postgres_url

__all__ = ["postgres_server", "postgres_url"]

Start = Callable[..., Awaitable[Engine]]


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty queue."""
    if request.param == "postgres":
        return queue_url(str(request.getfixturevalue("postgres_url")))
    return queue_url(f"sqlite:///{tmp_path / 'gardener.db'}")


@pytest.fixture
async def start(url: str) -> AsyncIterator[Start]:
    """Launch an engine whose jobs of every kind are done by one function."""
    open_engines: list[Engine] = []

    async def launch(handler: Handler, *, work: bool = True, **options: Any) -> Engine:
        kinds = ("analyze_run", "handle_command", "sync_issue", "sync_installation")
        engine = Engine(url, dict.fromkeys(kinds, handler), **options)
        open_engines.append(engine)
        await engine.launch(work=work)
        return engine

    yield launch
    for engine in open_engines:
        await engine.close()
