"""A migrated storage on each database."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.storage.storage import Storage
from tests.postgres import postgres_server, postgres_url

__all__ = ["postgres_server", "postgres_url"]


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database."""
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path / 'gardener.db'}"


@pytest.fixture
async def storage(url: str) -> AsyncIterator[Storage]:
    """The storage on it."""
    async with Storage.open(url) as opened:
        await opened.migrate()
        yield opened
