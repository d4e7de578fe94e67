"""What users ask of evidence: nobody is blamed for the network, nothing is lost under one name.

The numbers are those of the list of users' pains. Of pain 15 this is what `min_occurrences` would be
for: what may be transient is never charged to a team, is one issue however often it comes, and is
none when the same commit passes on a retry. A first failure is filed at once, for a fault in the
code fails only once until it is looked at.
"""

from dataclasses import replace

import pytest

from bot.demo.github.world.runs import JobScript
from tests.jobs.place import PRICE, Place, green, junit, place, red

__all__ = ["place"]

DOWN = (
    "curl: (6) Could not resolve host: releases.example.org\n"
    "##[error]Process completed with exit code 6.\n"
)
OWNED = {".github/CODEOWNERS": "* @alice\n"}


def without_network(job: str = "test") -> JobScript:
    """A job that never came to its tests."""
    return JobScript(job, log=DOWN)


async def test_network_that_is_away_is_one_issue_of_nobody(place: Place) -> None:
    """Pain 15: once, twice, in another job; then it is over."""
    await place.github.world.push(place.repo, OWNED)
    await place.work()
    await place.ci(without_network())
    body = place.issue.body or ""
    assert "infrastructure" in place.issue.title
    assert "@alice" not in body
    assert place.issue.assignees == []
    await place.ci(without_network())
    await place.ci(without_network("lint"))

    assert len(place.kept) == 1
    for _ in range(3):
        await place.ci(green(), replace(green(), name="lint", artifacts={}))
    assert place.issue.state == "closed"


async def test_network_that_is_back_on_a_retry_opens_nothing(place: Place) -> None:
    """Pain 15: the second attempt was over before the first was looked at."""
    sha = await place.github.world.push(place.repo, {"b.py": ""})
    run = await place.github.world.run(place.repo, sha=sha, jobs=[red()])
    late = place.told()
    await place.ci(green(), attempt_of=run)
    for job in late:
        await place.do(job)

    assert place.kept == []


@pytest.mark.parametrize("said", [PRICE, "ConnectionError: connection refused"])
async def test_every_issue_says_in_a_sentence_why_it_is_so_urgent(place: Place, said: str) -> None:
    """Pain 13: the sentence of the rule that decided."""
    await place.ci(red(said))
    kept = await place.on.storage.issue(place.repo.id, place.issue.number)

    assert kept is not None
    severity = kept.verdict.severity
    assert kept.verdict.severity_reason.startswith(f"{severity.upper()} because ")
    assert f"-{severity}-" in place.issue.title
    assert kept.verdict.severity_reason.removeprefix(f"{severity.upper()} because ")[:30] in (
        place.issue.body or ""
    )


async def test_two_artifacts_of_one_name_are_said_to_hide_each_other(place: Place) -> None:
    """Pain 16: jobs of a matrix that upload under one name."""
    two = JobScript("other", artifacts={"report": {"junit.xml": junit({"test_9": PRICE})}})
    sha = await place.ci(red(), two)

    assert "more than one artifact named report" in place.check_text(sha)


async def test_equal_names_in_different_files_stay_apart(place: Place) -> None:
    """Pain 16: one passes, one fails, and neither stands for the other."""
    files = {
        "a.xml": junit({"test_1": PRICE}, file="tests/test_shop.py"),
        "b.xml": junit({"test_1": ""}, file="tests/test_cart.py"),
    }
    await place.ci(replace(red(), artifacts={"report": files}))
    for _ in range(3):
        await place.ci(replace(green(), artifacts={"report": {"b.xml": files["b.xml"]}}))

    assert place.issue.state == "open"
    assert "tests/test_shop.py" in (place.issue.body or "")
