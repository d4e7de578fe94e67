"""The first rounds of `python -m bench.kill`: nothing lost, nothing doubled."""

from pathlib import Path

import pytest

from bench.kill import campaign

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("database", ["sqlite", "postgres"])
async def test_processes_killed_at_random_lose_and_double_nothing(
    tmp_path: Path, database: str
) -> None:
    result = await campaign(2, database, 20250914, tmp_path)

    assert result.faults == []
    assert result.accepted > 0
