"""Which delivery asks for which work."""

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from bot.model.job import (
    AnalyzeRun,
    CheckConfig,
    HandleCommand,
    SyncInstallation,
    SyncIssue,
    SyncRepository,
)
from bot.model.run import RepoRef
from bot.webhook.routes import EVENTS, job_id, job_of
from tests.build import REPO, run
from tests.webhook.payloads import (
    BOT,
    INSTALLATION,
    ISSUE,
    READER,
    comment,
    finished_run,
    payload,
    push,
)

MOMENT = datetime(2025, 9, 14, 12, 0, tzinfo=UTC)
TOOLS = RepoRef(id=8, owner="acme", name="tools")
NAMED = [{"id": 8, "name": "tools", "full_name": "acme/tools", "private": True}]


def test_events_are_those_of_the_interface() -> None:
    assert sorted(EVENTS) == [
        "installation",
        "installation_repositories",
        "issue_comment",
        "issues",
        "push",
        "repository",
        "workflow_run",
    ]


def test_finished_run_is_analyzed() -> None:
    assert job_of("workflow_run", finished_run(run_attempt=2)) == AnalyzeRun(
        installation=3, repo=REPO, run_id=1001, attempt=2, default_branch="main"
    )


def test_whole_run_in_the_payload_need_not_be_asked_for() -> None:
    told = finished_run(
        run_number=1,
        path=".github/workflows/ci.yml@main",
        event="push",
        head_branch="main",
        head_sha=f"{1:040x}",
        head_repository={"id": 7},
        head_commit={"message": "Change 1\n\nand why"},
        run_started_at="2025-09-14T13:00:00Z",
        updated_at="2025-09-14T13:10:00Z",
        html_url="https://github.example/acme/shop/actions/runs/1001",
        actor=READER,
        pull_requests=[
            {"number": 3, "base": {"ref": "upstream", "repo": {"id": 8}}},
            {"number": 12, "base": {"ref": "release/1", "repo": {"id": 7}}},
        ],
    )

    job = job_of("workflow_run", told)

    assert isinstance(job, AnalyzeRun)
    assert job.run == run(1, actor="reader", pull=12, base_branch="release/1")


@pytest.mark.parametrize("body", ["/gardener why", "hello\r\n  /Gardener mute 7d  \r\nbye"])
def test_command_of_a_person_is_handled(body: str) -> None:
    assert job_of("issue_comment", comment(body)) == HandleCommand(
        installation=3,
        repo=REPO,
        issue=12,
        comment_id=99,
        author="reader",
        author_is_bot=False,
        body=body,
        created_at=MOMENT,
    )


@pytest.mark.parametrize("body", ["thanks", "see /gardener why", None])
def test_comment_on_an_issue_of_ours_shows_that_somebody_is_there(body: str | None) -> None:
    assert job_of("issue_comment", comment(body)) == SyncIssue(
        installation=3,
        repo=REPO,
        issue=12,
        action="commented",
        by="reader",
        by_bot=False,
        at=MOMENT,
    )


BLOCK = "<!-- gardener:begin -->\nboom\n<!-- gardener:end -->"


@pytest.mark.parametrize(
    "before, after, lost",
    [
        pytest.param(BLOCK, "Mine.", True, id="taken out"),
        pytest.param("Mine.", f"Mine. {BLOCK}", False, id="put back"),
        pytest.param(BLOCK, f"Mine. {BLOCK}", None, id="text around it"),
        pytest.param("Mine.", "Yours.", None, id="no block at all"),
    ],
)
def test_edit_of_a_body_says_what_became_of_our_block(
    before: str, after: str, lost: bool | None
) -> None:
    edited = payload(
        action="edited", issue={**ISSUE, "body": after}, changes={"body": {"from": before}}
    )
    job = job_of("issues", edited)
    assert isinstance(job, SyncIssue)
    assert job.lost_block is lost


def test_block_taken_out_of_an_adopted_issue_is_told() -> None:
    theirs = {**ISSUE, "user": READER, "body": "Mine."}
    edited = payload(action="edited", issue=theirs, changes={"body": {"from": BLOCK}})
    job = job_of("issues", edited)
    assert isinstance(job, SyncIssue)
    assert job.lost_block is True


@pytest.mark.parametrize(
    "action, more, changed",
    [
        ("closed", {}, ""),
        ("labeled", {"label": {"name": "bug"}}, "bug"),
        ("assigned", {"assignee": READER}, "reader"),
        ("assigned", {"assignee": None}, ""),
        ("edited", {"changes": {"title": {"from": "x"}}}, ""),
    ],
)
def test_change_of_a_person_is_followed(action: str, more: dict[str, Any], changed: str) -> None:
    assert job_of("issues", payload(action=action, issue=ISSUE, **more)) == SyncIssue(
        installation=3,
        repo=REPO,
        issue=12,
        action=action,
        by="reader",
        by_bot=False,
        at=MOMENT,
        title="failing-test-new-p1-shop",
        state="closed",
        state_reason="",
        labels=("bug",),
        changed=changed,
    )


@pytest.mark.parametrize(
    "event, action, added, removed",
    [
        ("installation", "created", (TOOLS,), ()),
        ("installation", "deleted", (), (TOOLS,)),
        ("installation", "suspend", (), ()),
        ("installation_repositories", "added", (TOOLS,), ()),
        ("installation_repositories", "removed", (), (TOOLS,)),
    ],
)
def test_installation_is_followed(
    event: str, action: str, added: tuple[RepoRef, ...], removed: tuple[RepoRef, ...]
) -> None:
    key = f"repositories_{action}" if event == "installation_repositories" else "repositories"
    told = {
        "action": action,
        "installation": {**INSTALLATION, "account": {"login": "acme"}},
        "sender": READER,
        key: NAMED,
    }

    assert job_of(event, told) == SyncInstallation(
        installation=3, action=action, account="acme", added=added, removed=removed
    )


def test_rename_is_followed() -> None:
    assert job_of("repository", payload(action="renamed")) == SyncRepository(
        installation=3, repo=REPO, action="renamed", default_branch="main"
    )


@pytest.mark.parametrize("ref", ["refs/heads/dev", "refs/heads/feature/a"])
def test_push_of_the_config_is_checked(ref: str) -> None:
    assert job_of("push", push(".github/gardener.yml", ref=ref)) == CheckConfig(
        installation=3,
        repo=REPO,
        sha="a" * 40,
        branch=ref.removeprefix("refs/heads/"),
        default_branch="main",
    )


@pytest.mark.parametrize(
    "event, told",
    [
        pytest.param("ping", payload(zen="Design for failure."), id="ping"),
        pytest.param("workflow_run", payload(action="requested"), id="run only asked for"),
        pytest.param("workflow_run", finished_run(conclusion="skipped"), id="skipped run"),
        pytest.param("workflow_run", finished_run(conclusion=None), id="run without conclusion"),
        pytest.param(
            "issue_comment",
            {**comment("thanks"), "issue": {**ISSUE, "user": READER}},
            id="comment on an issue of a person",
        ),
        pytest.param("issue_comment", comment("thanks", user=BOT), id="comment of a bot"),
        pytest.param("issue_comment", comment("/gardener why", user=BOT), id="command of a bot"),
        pytest.param(
            "issue_comment",
            {**comment("/gardener why"), "action": "edited"},
            id="edited comment",
        ),
        pytest.param(
            "issues",
            payload(action="closed", issue=ISSUE, sender=ISSUE["user"]),
            id="our own change",
        ),
        pytest.param("issues", payload(action="pinned", issue=ISSUE), id="pinned issue"),
        pytest.param("repository", payload(action="publicized"), id="publicized repository"),
        pytest.param("push", push("src/app.py"), id="push of other files"),
        pytest.param("push", push(".github/gardener.yml", ref="refs/tags/v1"), id="pushed tag"),
        pytest.param("push", push(".github/gardener.yml", deleted=True), id="deleted branch"),
        pytest.param("star", {"action": ["odd"]}, id="action that is no text"),
    ],
)
def test_other_deliveries_ask_for_nothing(event: str, told: dict[str, Any]) -> None:
    assert job_of(event, told) is None


@pytest.mark.parametrize(
    "event, told",
    [
        pytest.param("workflow_run", {"action": "completed"}, id="nothing but the action"),
        pytest.param(
            "workflow_run", {**finished_run(), "installation": None}, id="hook of no installation"
        ),
        pytest.param("push", payload(ref=5, after="x"), id="ref that is no text"),
        pytest.param(
            "repository",
            {**payload(action="renamed"), "repository": {"id": 7, "full_name": "shop"}},
            id="name without owner",
        ),
    ],
)
def test_payload_without_what_it_always_has_is_named(event: str, told: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        job_of(event, told)


def test_comment_of_a_deleted_user_is_read() -> None:
    job = job_of("issue_comment", comment("/gardener why", user=None))

    assert isinstance(job, HandleCommand)
    assert job.author == "ghost"


@pytest.mark.parametrize(
    "event, told, expected",
    [
        ("workflow_run", finished_run(), "run:1001:1"),
        ("issue_comment", comment("/gardener why"), "comment:99"),
        ("issues", payload(action="closed", issue=ISSUE), "guid-1"),
        ("push", push(".github/gardener.yml"), "guid-1"),
    ],
)
def test_same_work_has_the_same_id(event: str, told: dict[str, Any], expected: str) -> None:
    job = job_of(event, told)

    assert job is not None
    assert job_id(job, "guid-1") == expected


@pytest.mark.parametrize(
    ("issue", "followed"),
    [
        ({**ISSUE, "user": {"login": "alice"}}, False),
        ({**ISSUE, "user": {"login": "alice"}, "body": "<!-- gardener:1 {} -->"}, True),
        ({**ISSUE, "user": None}, False),
    ],
    ids=["a person's own issue", "a person's issue with our marker", "author deleted"],
)
def test_only_issues_that_may_be_ours_are_work(issue: dict[str, Any], followed: bool) -> None:
    job = job_of("issues", payload(action="closed", issue=issue))

    assert (job is not None) is followed
