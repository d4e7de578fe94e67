"""Setting up the fake: what is told when something is wrong, and what time does."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.demo.github.server import FakeGitHub
from bot.demo.github.world.runs import JobScript, worst


def test_a_repository_needs_a_full_name_of_its_own(github: FakeGitHub) -> None:
    github.add_repository("acme/shop")

    for name in ("shop", "acme/", "acme/shop", "ACME/Shop"):
        with pytest.raises(ValueError, match="is taken or is not written OWNER/NAME"):
            github.add_repository(name)


def test_a_role_must_exist(github: FakeGitHub) -> None:
    with pytest.raises(ValueError, match="There is no role 'boss'; there are none, read, triage"):
        github.add_user("alice", {"acme/shop": "boss"})


def test_an_installation_has_repositories_of_one_owner(github: FakeGitHub) -> None:
    app = github.register_app({}, [])
    repos = [github.add_repository("acme/shop"), github.add_repository("umbrella/shop")]

    for chosen in ([], repos):
        with pytest.raises(ValueError, match="repositories of one owner"):
            github.install(app, chosen)


async def test_an_unknown_issue_is_named(github: FakeGitHub) -> None:
    repo = github.add_repository("acme/shop")

    with pytest.raises(LookupError, match="There is no issue #7 in acme/shop"):
        await github.world.close(repo, 7)


def test_ids_and_numbers_can_be_chosen(github: FakeGitHub) -> None:
    repo = github.add_repository("acme/shop", first_id=7, first_number=1195)

    assert (repo.id, repo.take_number()) == (7, 1195)


async def test_two_fakes_set_up_alike_are_alike() -> None:
    async def play() -> tuple[str, int, str]:
        async with FakeGitHub() as gh:
            app = gh.register_app({"issues": "write"}, ["issues"])
            repo = gh.add_repository("acme/shop")
            gh.install(app, [repo])
            sha = await gh.world.push(repo, {"a": "b"})
            run = await gh.world.run(repo, jobs=[JobScript("test")])
            await gh.world.open_issue(repo)
            return sha, run.id, gh.deliveries[-1].guid

    assert await play() == await play()


async def test_a_run_takes_its_time_on_the_standing_clock(github: FakeGitHub) -> None:
    repo = github.add_repository("acme/shop")
    start = github.clock()

    run = await github.world.run(repo, jobs=[JobScript("test")], took=timedelta(minutes=9))

    assert github.clock() - start == timedelta(minutes=9)
    job = run.latest.jobs[0]
    assert job.completed_at is not None
    assert job.completed_at - job.started_at == timedelta(minutes=9)


async def test_another_clock_is_read_but_never_turned() -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    async with FakeGitHub(lambda: moment) as gh:
        repo = gh.add_repository("acme/shop")
        run = await gh.world.run(repo)
        assert run.latest.updated_at == moment
        with pytest.raises(TypeError, match="a clock of your own"):
            gh.clock.advance(timedelta(1))


def test_time_does_not_go_back(github: FakeGitHub) -> None:
    with pytest.raises(ValueError, match="Time cannot go back"):
        github.clock.advance(timedelta(seconds=-1))


@pytest.mark.parametrize(
    "ends, whole",
    [
        ([], "success"),
        (["success", "skipped"], "success"),
        (["success", "failure", "cancelled"], "failure"),
        (["timed_out", "cancelled"], "timed_out"),
        (["cancelled", "success"], "cancelled"),
    ],
)
def test_a_run_ends_like_its_worst_job(ends: list[str], whole: str) -> None:
    assert worst([JobScript(str(n), conclusion=end) for n, end in enumerate(ends)]) == whole
