"""Fixtures for everybody."""

from collections.abc import AsyncIterator

import pytest

from bot.demo.github.server import FakeGitHub
from tests.conformance.observer import Conformance


@pytest.fixture
async def github() -> AsyncIterator[FakeGitHub]:
    """A GitHub on loopback; violations that a test does not declare fail it."""
    async with FakeGitHub() as fake:
        fake.observers.append(Conformance())
        yield fake
        await fake.settle()
    assert fake.violations == []
