"""Which config counts: read once an hour, the last good one kept, the owner's default below it."""

from datetime import timedelta

from bot.jobs.context.config_in_force import config_in_force
from bot.model.config import RepoConfig
from tests.jobs.place import CONFIG, Place, place, red

__all__ = ["place"]

TWO = "version: 1\nissues:\n  max_new_per_run: 2\n"
FOUR = "version: 1\nissues:\n  max_new_per_run: 4\n"


async def in_force(place: Place) -> tuple[RepoConfig, tuple[str, ...]]:
    client = await place.on.github.client(place.installation.id)
    return await config_in_force(place.ref, "main", client, place.on)


async def limit(place: Place) -> int:
    config, _ = await in_force(place)
    return config.issues.max_new_per_run


async def push_unseen(place: Place, text: str | None) -> None:
    """Push a config whose webhook never comes."""
    await place.github.world.push(place.repo, {CONFIG: text})
    place.done = len(place.github.deliveries)


async def test_defaults_count_without_a_file(place: Place) -> None:
    assert await in_force(place) == (RepoConfig(), ())


async def test_file_is_asked_for_again_only_after_an_hour(place: Place) -> None:
    await push_unseen(place, TWO)
    assert await limit(place) == 2
    await push_unseen(place, FOUR)
    before = place.asked("/contents/")
    place.github.clock.advance(timedelta(hours=1))
    assert await limit(place) == 2
    assert place.asked("/contents/") == before
    place.github.clock.advance(timedelta(seconds=1))

    assert await limit(place) == 4
    assert place.asked("/contents/") == before + 1


async def test_missing_file_is_remembered_for_an_hour_too(place: Place) -> None:
    await in_force(place)
    before = len(place.github.requests)
    await in_force(place)

    assert len(place.github.requests) == before


async def test_push_on_the_default_branch_is_in_force_at_once(place: Place) -> None:
    assert await limit(place) == 5
    await place.configure(TWO)

    assert await limit(place) == 2


async def test_push_on_another_branch_changes_nothing(place: Place) -> None:
    await place.configure(TWO)
    await place.github.world.push(place.repo, {CONFIG: FOUR}, branch="topic")
    await place.work()

    assert await limit(place) == 2


async def test_last_good_config_counts_while_the_newer_is_wrong(place: Place) -> None:
    await place.configure(TWO)
    await place.configure("version: 1\nissues:\n  max_new_per_rum: 4\n")
    config, problems = await in_force(place)

    assert config.issues.max_new_per_run == 2
    (problem,) = problems
    assert problem.startswith(f"{CONFIG}, line 3, column 3:")
    assert "`max_new_per_run`" in problem


async def test_problems_of_the_config_are_in_worklog_and_check_run(place: Place) -> None:
    await place.configure("version: 1\nmode: loud\n")
    sha = await place.ci(red())

    assert len(place.kept) == 1
    assert any("line 2" in problem for problem in (await place.worklog()).problems)
    found = [c for c in place.github.check_runs(place.repo, sha) if c.name == "Test Gardener"]
    assert "gardener.yml, line 2" in (found[0].text or "")


async def test_removed_config_gives_way_to_the_defaults(place: Place) -> None:
    await place.configure(TWO)
    await place.github.world.push(place.repo, {CONFIG: None})
    await place.work()

    assert await limit(place) == 5


async def test_owner_wide_default_counts_where_the_repository_has_none(place: Place) -> None:
    shared = place.github.add_repository("acme/.github", files={CONFIG: TWO})
    place.installation.repositories.append(shared)

    assert await limit(place) == 2


async def test_config_of_the_repository_wins_over_the_owner_wide_one(place: Place) -> None:
    shared = place.github.add_repository("acme/.github", files={CONFIG: TWO})
    place.installation.repositories.append(shared)
    await place.configure(FOUR)

    assert await limit(place) == 4


async def test_owner_wide_default_that_may_not_be_read_is_passed_over(place: Place) -> None:
    place.github.add_repository("acme/.github", files={CONFIG: TWO}, private=True)

    assert await in_force(place) == (RepoConfig(), ())


async def test_folder_in_place_of_the_config_is_a_problem_and_the_run_goes_on(
    place: Place,
) -> None:
    await place.configure(TWO)
    await push_unseen(place, None)
    await place.github.world.push(place.repo, {f"{CONFIG}/a.yml": "a"})
    sha = await place.ci(red())
    config, problems = await in_force(place)

    assert config.issues.max_new_per_run == 2
    assert problems == (f"{CONFIG} cannot be read: {CONFIG} is not a file of at most 1 MB.",)
    assert len(place.kept) == 1
    assert "cannot be read" in place.check_text(sha)


async def test_log_rule_that_cannot_be_used_is_named_and_the_others_work(place: Place) -> None:
    await place.configure(
        "version: 1\nlog_rules:\n"
        "  - {id: gather, pattern: 'naps', collect: 'for [0-9]+ s'}\n"
        "  - {id: no-sleep, pattern: 'naps for [0-9]+ s'}\n"
    )
    await place.ci(red(log="test_buy naps for 30 s\n1 failed\n"))

    assert any("`gather`" in problem for problem in (await place.worklog()).problems)
    assert any("no-sleep" in issue.title for issue in place.kept)
