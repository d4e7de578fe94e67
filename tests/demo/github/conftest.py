"""Fixtures around the fake GitHub."""

from collections.abc import AsyncIterator

import pytest

from bot.demo.github.server import FakeGitHub
from tests.demo.github.client import Shop, open_shop


@pytest.fixture
async def shop(github: FakeGitHub) -> AsyncIterator[Shop]:
    """acme/shop with an App on it and a signed-in client."""
    async with open_shop(github) as opened:
        yield opened
