"""Fixtures for everybody."""

from collections.abc import AsyncIterator

import pytest

from bot.demo.github.server import FakeGitHub
from tests.conformance.observer import Conformance
from tests.jobs.harness import ServerProcess


@pytest.fixture
async def github() -> AsyncIterator[FakeGitHub]:
    """A GitHub on loopback; violations that a test does not declare fail it."""
    async with FakeGitHub() as fake:
        fake.observers.append(Conformance())
        yield fake
        await fake.settle()
    assert fake.violations == []


@pytest.fixture
async def servers() -> AsyncIterator[list[ServerProcess]]:
    """What is put in here is ended with the test, however the test ends."""
    started: list[ServerProcess] = []
    yield started
    for server in started:
        await server.kill()
