"""A pushed config is judged at once, in a check run on its commit."""

import pytest

from bot.jobs.check_config import NAME
from tests.jobs.place import CONFIG, Place, place

__all__ = ["place"]


async def test_broken_config_makes_a_failing_check_run_that_names_the_line(place: Place) -> None:
    sha = await place.configure("version: 1\nissues:\n  umbrela_at: 10\n")

    (check,) = place.github.check_runs(place.repo, sha)
    assert (check.name, check.conclusion) == (NAME, "failure")
    assert check.title == "1 problem in .github/gardener.yml"
    assert "line 3, column 3" in (check.summary or "")
    assert "umbrella_at" in (check.summary or "")


async def test_valid_config_makes_a_passing_check_run(place: Place) -> None:
    sha = await place.configure("version: 1\n")

    (check,) = place.github.check_runs(place.repo, sha)
    assert (check.conclusion, check.title) == ("success", "The config is valid")


async def test_config_on_another_branch_is_judged_too(place: Place) -> None:
    sha = await place.github.world.push(place.repo, {CONFIG: "version: 2\n"}, branch="topic")
    await place.work()

    (check,) = place.github.check_runs(place.repo, sha)
    assert check.conclusion == "failure"


async def test_same_push_handled_twice_writes_one_check_run(place: Place) -> None:
    sha = await place.configure("version: 2\n")
    place.done -= 1
    (job,) = await place.work()
    await place.do(job)

    assert len(place.github.check_runs(place.repo, sha)) == 1


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"README.md": "# Shop\n"}, id="push that leaves the config alone"),
        pytest.param({CONFIG: None}, id="push that removes the config"),
    ],
)
async def test_commit_without_a_new_config_gets_no_check_run(
    place: Place, files: dict[str, str | bytes | None]
) -> None:
    await place.configure("version: 1\n")
    sha = await place.github.world.push(place.repo, files)
    await place.work()

    assert place.github.check_runs(place.repo, sha) == []


async def test_config_of_a_megabyte_is_named_as_too_large(place: Place) -> None:
    sha = await place.configure("# " + "x" * 1_100_000)

    (check,) = place.github.check_runs(place.repo, sha)
    assert check.conclusion == "failure"
    assert "not a file of at most 1 MB" in (check.summary or "")
