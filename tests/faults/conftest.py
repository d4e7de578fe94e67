"""A Postgres for those who ask for one, and processes that are ended whatever happens."""

from collections.abc import AsyncIterator

import pytest

from tests.jobs.harness import ServerProcess
from tests.postgres import postgres_server, postgres_url

__all__ = ["postgres_server", "postgres_url"]


@pytest.fixture
async def servers() -> AsyncIterator[list[ServerProcess]]:
    """What a test started: thawed, if need be, and killed at the end."""
    started: list[ServerProcess] = []
    yield started
    for server in started:
        await server.kill()
