"""One function, one endpoint: each against the fake GitHub, with what may go wrong there."""

from dataclasses import replace
from datetime import timedelta
from typing import get_args

import pytest

from bot.demo.github.show.commits import tree_sha
from bot.demo.github.state.issues import Issue
from bot.demo.github.world.runs import JobScript
from bot.errors import Forbidden, GitHubError, IssuesOff, NotFound
from bot.github import (
    bodies,
    checks,
    comments,
    hooks,
    installations,
    issues,
    labels,
    people,
    permissions,
    reactions,
    repos,
    runs,
)
from bot.model.match import IssueCard
from bot.model.run import WorkflowRun
from tests.github.conftest import Bench


async def an_issue(bench: Bench, **change: object) -> Issue:
    return await bench.fake.world.open_issue(bench.repository, **change)  # type: ignore[arg-type]


async def test_run_its_jobs_and_its_artifacts(bench: Bench) -> None:
    client, repo = await bench.client(), bench.repo
    job = JobScript("unit", log="x", failed_steps=("Run tests",), artifacts={"report": {"a": b""}})
    made = await bench.fake.world.run(bench.repository, jobs=[job, JobScript("lint", "success")])
    run = await runs.get_attempt(client, repo, made.id, 1)
    assert run == WorkflowRun(
        repo=repo,
        id=made.id,
        attempt=1,
        number=1,
        workflow="CI",
        workflow_path=".github/workflows/ci.yml",
        event="push",
        branch="main",
        head_sha=made.head_sha,
        head_repo_id=repo.id,
        conclusion="failure",
        started_at=made.created_at,
        completed_at=bench.fake.clock(),
        url=run.url,
        commit_title="First commit",
        actor="alice",
        created_at=made.created_at,
        tree=tree_sha(bench.repository.commits[made.head_sha]),
    )
    unit, lint = await runs.list_jobs(client, repo, made.id, 1)
    assert (unit.name, unit.conclusion, unit.failed_steps) == ("unit", "failure", ("Run tests",))
    assert (lint.conclusion, lint.failed_steps, lint.seconds) == ("success", (), 240.0)
    (artifact,) = await runs.list_artifacts(client, repo, made.id)
    assert (artifact.name, artifact.expired) == ("report", False)
    assert artifact.size_bytes > 0


async def test_attempts_of_one_run_are_told_apart(bench: Bench) -> None:
    client, repo = await bench.client(), bench.repo
    first = await bench.fake.world.run(bench.repository, jobs=[JobScript("unit")])
    await bench.fake.world.run(
        bench.repository, attempt_of=first, jobs=[JobScript("unit", "success")]
    )
    read = [await runs.get_attempt(client, repo, first.id, n) for n in (1, 2)]
    assert [run.conclusion for run in read] == ["failure", "success"]
    assert read[0].completed_at <= read[1].started_at
    with pytest.raises(NotFound):
        await runs.get_attempt(client, repo, first.id, 3)


async def test_finished_runs_since_a_time(bench: Bench) -> None:
    client, world = await bench.client(), bench.fake.world
    await world.run(bench.repository)
    bench.fake.clock.advance(timedelta(days=2))
    since = bench.fake.clock()
    new = await world.run(bench.repository)
    found = await runs.finished_runs(client, bench.repo, since, branch="main")
    assert [run.id for run in found] == [new.id]


async def test_more_finished_runs_than_one_question_gives(bench: Bench) -> None:
    client, repo = await bench.client(), bench.repo
    made = await bench.fake.world.run(bench.repository, jobs=[JobScript("a", "success")])
    bench.fake.observers.clear()  # two thousand rows alike: judging each takes seconds
    for n in range(1, 1_150):
        at = made.created_at + timedelta(seconds=n // 2)
        bench.repository.runs[made.id + n] = replace(made, id=made.id + n, created_at=at)
    since = made.created_at

    assert len(await runs.finished_runs(client, repo, since)) == runs.MOST_RUNS
    found = await runs.all_finished_runs(client, repo, since)
    assert {run.id for run in found} == {made.id + n for n in range(1_150)}


def test_run_of_a_deleted_fork_has_no_head_repository(bench: Bench) -> None:
    row = {"id": 1, "head_repository": None, "name": None, "path": ".github/workflows/a.yml@main"}
    run = runs.read_run(row, bench.repo)
    assert run.is_fork
    assert (run.workflow, run.workflow_path) == ("a.yml", ".github/workflows/a.yml")


def test_run_knows_the_pull_request_that_goes_to_its_repository(bench: Bench) -> None:
    pulls = [
        {"number": 3, "base": {"ref": "upstream", "repo": {"id": bench.repo.id + 1}}},
        {"number": 12, "base": {"ref": "release/1", "repo": {"id": bench.repo.id}}},
    ]
    run = runs.read_run({"id": 1, "path": "a.yml", "pull_requests": pulls}, bench.repo)
    assert (run.pull, run.base_branch) == (12, "release/1")


async def test_issue_is_opened_read_and_changed(bench: Bench) -> None:
    client, repo = await bench.client(), bench.repo
    bench.fake.add_user("alice", "write")
    new = await issues.create_issue(
        client, repo, title="T", body="B", labels=["one"], assignees=["alice"]
    )
    assert await issues.get_issue(client, repo, new.number) == new
    assert (new.title, new.body, new.state, new.labels) == ("T", "B", "open", ("one",))
    assert (new.assignees, new.user, new.locked) == (("alice",), "test-gardener[bot]", False)
    closed = await issues.update_issue(
        client, repo, new.number, state="closed", state_reason="duplicate", labels=["two"]
    )
    assert (closed.state, closed.state_reason, closed.labels) == ("closed", "duplicate", ("two",))
    assert (closed.title, closed.body) == ("T", "B")


async def test_assignees_are_added(bench: Bench) -> None:
    client = await bench.client()
    bench.fake.add_user("alice", "write")
    await an_issue(bench)
    assert await issues.add_assignees(client, bench.repo, 1, ["alice"]) == ("alice",)


async def test_deleted_issue_is_not_found(bench: Bench) -> None:
    client = await bench.client()
    await an_issue(bench)
    await bench.fake.world.delete_issue(bench.repository, 1)
    with pytest.raises(NotFound) as caught:
        await issues.get_issue(client, bench.repo, 1)
    assert caught.value.status == 410


async def test_issues_with_a_label_since_a_time_open_and_closed(bench: Bench) -> None:
    client, world = await bench.client(), bench.fake.world
    await an_issue(bench, title="old", labels=["bot"])
    bench.fake.clock.advance(timedelta(days=1))
    since = bench.fake.clock()
    await an_issue(bench, title="other")
    await an_issue(bench, title="open", labels=["bot"])
    bench.fake.clock.advance(timedelta(seconds=1))
    await an_issue(bench, title="closed", labels=["bot"])
    await world.close(bench.repository, 4)
    found = await issues.issues_since(client, bench.repo, "bot", since)
    assert [issue.title for issue in found] == ["closed", "open"]


async def test_cards_are_of_issues_and_of_pull_requests_as_they_ended(bench: Bench) -> None:
    client, world = await bench.client(), bench.fake.world
    await an_issue(bench, title="mine", body="text", labels=["bug"])
    await world.push(bench.repository, {"a": "1"}, message="m", branch="topic")
    bench.fake.clock.advance(timedelta(seconds=1))
    pull = await world.open_pull(bench.repository, branch="topic", title="a pull request")
    mine = IssueCard(
        number=1, title="mine", state="open", body="text", labels=("bug",), author="alice"
    )
    theirs = IssueCard(
        number=2, title="a pull request", state="open", author="alice", kind="pull request"
    )
    assert await issues.list_cards(client, bench.repo, 10) == (theirs, mine)
    await world.merge(bench.repository, pull.number)
    cards = await issues.list_cards(client, bench.repo, 10)
    assert cards == (replace(theirs, state="merged"), mine)


async def test_comments_are_written_changed_and_listed(bench: Bench) -> None:
    client, repo = await bench.client(), bench.repo
    await an_issue(bench)
    await bench.fake.world.comment(bench.repository, 1, by="reader", body="old")
    bench.fake.clock.advance(timedelta(minutes=1))
    since = bench.fake.clock()
    new = await comments.create_comment(client, repo, 1, "first")
    await comments.update_comment(client, repo, new.id, "second")
    (found,) = await comments.comments_since(client, repo, 1, since)
    assert (found.id, found.body, found.by_bot) == (new.id, "second", True)
    assert await comments.get_comment(client, repo, new.id) == found
    assert [c.user for c in await comments.comments_since(client, repo, 1)] == [
        "reader",
        "test-gardener[bot]",
    ]


async def test_comments_of_all_issues_since_a_time(bench: Bench) -> None:
    client, repo = await bench.client(), bench.repo
    first, second = await an_issue(bench), await an_issue(bench)
    await bench.fake.world.comment(bench.repository, first.number, by="alice", body="old")
    bench.fake.clock.advance(timedelta(hours=1))
    since = bench.fake.clock()
    await bench.fake.world.comment(bench.repository, second.number, by="alice", body="new")
    (found,) = await comments.repository_comments_since(client, repo, since)

    assert (found.body, found.issue, found.user) == ("new", second.number, "alice")


async def test_locked_issue_takes_no_comment(bench: Bench) -> None:
    client = await bench.client()
    await an_issue(bench)
    await bench.fake.world.lock(bench.repository, 1)
    with pytest.raises(Forbidden, match="locked"):
        await comments.create_comment(client, bench.repo, 1, "hello")


async def test_label_is_created_once_and_left_alone_then(bench: Bench) -> None:
    client, repo = await bench.client(), bench.repo
    made = [
        await labels.ensure_label(client, repo, "a/b c", color=color, description="d" * 150)
        for color in ("ff0000", "00ff00")
    ]
    assert made == [True, False]
    (label,) = [label for label in bench.fake.labels(bench.repository) if label.name == "a/b c"]
    assert (label.color, label.description) == ("ff0000", "d" * 100)


async def test_label_that_somebody_else_makes_meanwhile_is_fine(bench: Bench) -> None:
    client, repo = await bench.client(), bench.repo
    await labels.ensure_label(client, repo, "x", color="ff0000", description="")
    bench.fake.faults.add(kind="not_found", method="GET", path="/labels/x$")
    assert not await labels.ensure_label(client, repo, "x", color="ff0000", description="")


async def test_labels_of_an_issue(bench: Bench) -> None:
    client, repo = await bench.client(), bench.repo
    await an_issue(bench, labels=["a"])
    assert await labels.add_labels(client, repo, 1, ["b", "c"]) == ("a", "b", "c")
    await labels.remove_label(client, repo, 1, "a")
    await labels.remove_label(client, repo, 1, "a")
    assert bench.fake.issues(bench.repository)[0].labels == ["b", "c"]
    assert await labels.set_labels(client, repo, 1, ["z"]) == ("z",)


async def test_check_run_is_written_found_and_rewritten(bench: Bench) -> None:
    client, repo, sha = await bench.client(), bench.repo, bench.repository.branches["main"]
    assert await checks.find_for(client, repo, sha, "Test Gardener") is None
    output = checks.CheckOutput(conclusion="neutral", title="t", summary="s", text="x" * 70_000)
    made = await checks.create_check(client, repo, sha=sha, name="Test Gardener", output=output)
    found = await checks.find_for(client, repo, sha, "Test Gardener", app_id=bench.app.id)
    assert found == made
    assert (made.conclusion, made.app_id) == ("neutral", bench.app.id)
    better = checks.CheckOutput(conclusion="success", title="t", summary="fine")
    assert (await checks.update_check(client, repo, made.id, better)).conclusion == "success"
    assert len(bench.fake.check_runs(bench.repository, sha)) == 1


async def test_reaction_is_there_once(bench: Bench) -> None:
    client = await bench.client()
    await an_issue(bench)
    comment = await bench.fake.world.comment(bench.repository, 1, by="alice", body="x")
    ids = {await reactions.react(client, bench.repo, comment.id, "eyes") for _ in range(2)}
    assert len(ids) == 1


@pytest.mark.parametrize("role", ["admin", "maintain", "write", "triage", "read"])
async def test_role_of_a_person(bench: Bench, role: str) -> None:
    assert role in get_args(permissions.Role)
    bench.fake.add_user("reader", role)
    assert await permissions.permission_of(await bench.client(), bench.repo, "reader") == role


async def test_role_that_may_not_be_asked_for_is_unknown_not_denied(bench: Bench) -> None:
    client = await bench.client()
    bench.fake.faults.add(kind="not_found", path="/collaborators/ghost/permission$")
    assert await permissions.permission_of(client, bench.repo, "ghost") == "none"
    await bench.fake.world.suspend(bench.installation)
    blind = await bench.client()
    assert await permissions.permission_of(blind, bench.repo, "alice") == "unknown"


async def test_who_can_be_assigned(bench: Bench) -> None:
    client = await bench.client()
    name = bench.repository.full_name
    bench.fake.add_user("helper", {name: "triage"})
    bench.fake.add_user("passer-by", {name: "read"})
    assert await people.can_be_assigned(client, bench.repo, "helper")
    assert not await people.can_be_assigned(client, bench.repo, "passer-by")
    assert not await people.can_be_assigned(client, bench.repo, "nobody-by-this-name")


async def test_repository_files_and_commits(bench: Bench) -> None:
    client, repo = await bench.client(), bench.repo
    base = bench.repository.branches["main"]
    head = await bench.fake.world.push(
        bench.repository, {".github/gardener.yml": "\ufeffversion: 1\n"}, message="Add\n\nmore"
    )
    there = await repos.get_repository(client, "acme", "shop")
    assert (there.ref, there.default_branch, there.archived) == (repo, "main", False)
    assert await repos.get_file(client, repo, ".github/gardener.yml") == "version: 1\n"
    assert await repos.get_file(client, repo, ".github/gardener.yml", base) is None
    assert await repos.get_file(client, repo, "../../issues") is None
    assert await repos.has_file(client, repo, ".github/gardener.yml", head)
    assert not await repos.has_file(client, repo, ".github/gardener.yml", base)
    assert not await repos.has_file(client, repo, ".github/gardener.yml", "0" * 40)
    assert not await repos.has_file(client, repo, "../../issues", head)
    span = await repos.compare(client, repo, base, head)
    assert (span.status, span.ahead_by, span.files) == ("ahead", 1, (".github/gardener.yml",))
    assert [(c.sha, c.title, c.author) for c in span.commits] == [(head, "Add", "alice")]
    with pytest.raises(NotFound):
        await repos.compare(client, repo, "0" * 40, head)


async def test_folder_is_no_file(bench: Bench) -> None:
    await bench.fake.world.push(bench.repository, {"d/a": "1"}, message="m")
    with pytest.raises(GitHubError, match="d is not a file of at most 1 MB"):
        await repos.get_file(await bench.client(), bench.repo, "d")


async def test_installations_are_found_by_the_app(bench: Bench) -> None:
    as_app = bench.connect().as_app
    mine = installations.Installation(id=bench.installation.id, account="acme")
    assert await installations.list_installations(as_app) == (mine,)
    assert await installations.find_installation(as_app, "acme", "shop") == mine
    with pytest.raises(NotFound):
        await installations.find_installation(as_app, "acme", "nothing")
    listed = await installations.list_repositories(await bench.client())
    assert listed == ((bench.repo, "main"),)


async def test_delivery_that_nobody_took_is_sent_again(bench: Bench) -> None:
    app = bench.fake.register_app({"issues": "read", "metadata": "read"}, ["issues"])
    bench.app = app
    bench.fake.install(app, [bench.repository])
    bench.fake.deliver_to(app, f"{bench.fake.api_url}/nobody-is-here")
    bench.fake.expect_violation("nobody-is-here|User-Agent")
    since = bench.fake.clock()
    await an_issue(bench)
    as_app = bench.connect().as_app
    (lost,) = hooks.never_taken(await hooks.deliveries_since(as_app, since))
    assert (lost.event, lost.action, lost.is_ok) == ("issues", "opened", False)
    await hooks.redeliver(as_app, lost.id)
    again = await hooks.deliveries_since(as_app, since)
    assert [d.guid for d in again] == [lost.guid, lost.guid]
    late = since + timedelta(days=1)
    assert await hooks.deliveries_since(as_app, late) == ()


async def test_commit_that_closed_an_issue_is_that_of_the_last_closing(bench: Bench) -> None:
    client, world = await bench.client(), bench.fake.world
    issue = await an_issue(bench)
    assert await issues.closing_commit(client, bench.repo, issue.number) == ""
    await world.close(bench.repository, issue.number, commit="a" * 40)
    await world.reopen(bench.repository, issue.number)
    await world.close(bench.repository, issue.number, commit="b" * 40)

    assert await issues.closing_commit(client, bench.repo, issue.number) == "b" * 40


async def test_switched_off_issues_are_not_taken_for_gone(bench: Bench) -> None:
    client = await bench.client()
    issue = await an_issue(bench)
    bench.repository.issues_enabled = False
    with pytest.raises(IssuesOff):
        await issues.get_issue(client, bench.repo, issue.number)
    with pytest.raises(IssuesOff):
        await bodies.read_issues(client, bench.repo, [issue.number])


async def test_issue_that_moved_to_a_neighbor_is_gone_from_here(bench: Bench) -> None:
    client = await bench.client()
    issue = await an_issue(bench)
    number = issue.number
    other = bench.fake.add_repository("acme/attic")
    await bench.fake.world.add_repositories(bench.installation, other)
    await bench.fake.world.transfer(bench.repository, number, other)
    assert issue.number == number

    with pytest.raises(NotFound, match="moved to"):
        await issues.get_issue(client, bench.repo, number)
