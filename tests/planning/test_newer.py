"""Which evidence is newer."""

import pytest

from bot.model.lineage import Lineage, Relation
from bot.model.run import WorkflowRun
from bot.planning.course.newer import holds, is_newer
from tests.build import run, sha, sighting


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        (run(6), True),
        (run(4), False),
        (run(5), False),
        (run(5, attempt=2), True),
        (run(4, attempt=2, started_at=run(9).started_at), False),
        (run(6, started_at=run(5).started_at), True),
        (run(6, started_at=run(4).started_at), True),
        (run(9, head_sha=run(4).head_sha, first_run=run(4).id), False),
        (run(9, head_sha=run(5).head_sha, first_run=run(5).id), True),
    ],
    ids=[
        "a run after it",
        "a run before it",
        "the same attempt",
        "the next attempt of the same run",
        "a second try of an older commit, however late",
        "another run that started in the same second",
        "a run that was created later, whatever the clocks say",
        "a new run of a commit that was tested before",
        "a new run of the same commit",
    ],
)
def test_is_newer(later: WorkflowRun, expected: bool) -> None:
    assert is_newer(later, sighting(5)) is expected


def test_everything_is_newer_than_nothing() -> None:
    assert is_newer(run(1), None)


@pytest.mark.parametrize(
    ("relation", "head", "expected"),
    [
        ("ahead", 6, True),
        ("behind", 6, False),
        ("diverged", 6, True),
        ("unknown", 6, True),
        ("diverged", 4, False),
        (None, 6, None),
        (None, 5, True),
    ],
    ids=[
        "a later commit contains it",
        "an older commit does not, whenever it ran",
        "a rewritten branch: the later run counts",
        "a commit that is gone: the later run counts",
        "a rewritten branch and an earlier run",
        "nobody asked yet",
        "a commit contains itself",
    ],
)
def test_whether_a_commit_holds_another(
    relation: Relation | None, head: int, expected: bool | None
) -> None:
    lineage = Lineage({(sha(5), sha(head)): relation} if relation else {})
    assert holds(sighting(head), sighting(5), lineage) is expected
