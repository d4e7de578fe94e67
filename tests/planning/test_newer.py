"""Which evidence is newer."""

import pytest

from bot.model.run import WorkflowRun
from bot.planning.newer import is_newer
from tests.build import run, sighting


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        (run(6), True),
        (run(4), False),
        (run(5), False),
        (run(5, attempt=2), True),
        (run(4, attempt=2, started_at=run(9).started_at), False),
        (run(6, started_at=run(5).started_at), True),
        (run(6, started_at=run(4).started_at), False),
    ],
    ids=[
        "a run after it",
        "a run before it",
        "the same attempt",
        "the next attempt of the same run",
        "a second try of an older commit, however late",
        "another run that started in the same second",
        "a run that was created later and started earlier",
    ],
)
def test_is_newer(later: WorkflowRun, expected: bool) -> None:
    assert is_newer(later, sighting(5)) is expected


def test_everything_is_newer_than_nothing() -> None:
    assert is_newer(run(1), None)
