"""Issues over REST: opening, reading, changing, and the limits of their texts."""

from datetime import timedelta
from typing import Any

import pytest

from tests.demo.github.client import Shop

ISSUES = "/repos/acme/shop/issues"


async def _open(shop: Shop, **fields: Any) -> Any:
    return (await shop.client.call("POST", ISSUES, {"title": "It fails", **fields})).body


async def test_a_new_issue_makes_its_labels_and_drops_unknown_people(shop: Shop) -> None:
    answer = await shop.client.call(
        "POST",
        ISSUES,
        {
            "title": "It fails",
            "body": "b",
            "labels": ["bug", {"name": "Bug"}],
            "assignees": ["alice", "eve"],
        },
    )

    assert answer.status == 201
    assert answer.headers["Location"] == answer.body["url"]
    [issue] = shop.gh.issues(shop.repo)
    assert (issue.labels, issue.assignees, issue.user) == (["bug"], ["alice"], "test-gardener[bot]")
    assert [label.color for label in shop.gh.labels(shop.repo)] == ["ededed"]


@pytest.mark.parametrize(
    "field, length, status",
    [
        ("title", 256, 201),
        ("title", 257, 422),
        ("title", 0, 422),
        ("body", 65_536, 201),
        ("body", 65_537, 422),
    ],
)
async def test_texts_have_a_limit(shop: Shop, field: str, length: int, status: int) -> None:
    shop.gh.expect_violation("422 Validation Failed")
    body = {"title": "It fails", field: "x" * length}

    answer = await shop.client.call("POST", ISSUES, body)

    assert answer.status == status
    if field == "body" and status == 422:
        assert answer.body["errors"] == [
            {
                "resource": "Issue",
                "code": "custom",
                "field": "body",
                "message": "body is too long (maximum is 65536 characters)",
            }
        ]


async def test_a_label_of_51_characters_is_refused(shop: Shop) -> None:
    shop.gh.expect_violation("Validation Failed")

    answer = await shop.client.call("POST", ISSUES, {"title": "x", "labels": ["y" * 51]})

    assert answer.status == 422
    assert shop.gh.issues(shop.repo) == []


@pytest.mark.parametrize(
    "body",
    [{}, {"title": ["x"]}, {"title": "x", "labels": "bug"}, ["title"], "title"],
    ids=["no title", "a list as title", "a word as labels", "a list", "a text"],
)
async def test_a_body_of_the_wrong_shape_is_refused(shop: Shop, body: object) -> None:
    shop.gh.expect_violation("Invalid request|Problems parsing JSON")

    answer = await shop.client.call("POST", ISSUES, body)

    assert answer.status in (400, 422)
    assert shop.gh.issues(shop.repo) == []


async def test_a_change_of_everything_is_told_in_events(shop: Shop) -> None:
    number = (await _open(shop, labels=["old"]))["number"]
    await shop.gh.settle()
    before = len(shop.gh.deliveries)

    answer = await shop.client.call(
        "PATCH",
        f"{ISSUES}/{number}",
        {
            "title": "New",
            "body": "text",
            "labels": ["new"],
            "assignees": ["alice"],
            "state": "closed",
            "state_reason": "not_planned",
        },
    )

    assert answer.body["state_reason"] == "not_planned"
    assert answer.body["closed_by"]["login"] == "test-gardener[bot]"
    await shop.gh.settle()
    told = [d.action for d in shop.gh.deliveries[before:]]
    assert told == ["edited", "unlabeled", "labeled", "assigned", "closed"]
    assert shop.gh.issues(shop.repo)[0].edits == 1


async def test_writing_what_stands_there_already_tells_nothing(shop: Shop) -> None:
    number = (await _open(shop, body="b"))["number"]
    await shop.gh.settle()
    before = len(shop.gh.deliveries)

    same = {"title": "It fails", "body": "b", "state": "open", "labels": []}
    await shop.client.call("PATCH", f"{ISSUES}/{number}", same)

    await shop.gh.settle()
    assert len(shop.gh.deliveries) == before


async def test_a_reopened_issue_says_so(shop: Shop) -> None:
    number = (await _open(shop))["number"]
    await shop.client.call("PATCH", f"{ISSUES}/{number}", {"state": "closed"})
    closed = shop.gh.issues(shop.repo)[0].state_reason

    answer = await shop.client.call("PATCH", f"{ISSUES}/{number}", {"state": "open"})

    assert closed == "completed"
    assert (answer.body["state"], answer.body["state_reason"]) == ("open", "reopened")
    assert answer.body["closed_at"] is None


@pytest.mark.parametrize(
    "query, titles",
    [
        ("", ["c", "a"]),
        ("state=all", ["c", "b", "a"]),
        ("state=closed", ["b"]),
        ("state=all&labels=bug", ["b", "a"]),
        ("state=all&labels=bug,slow", ["b"]),
        ("state=all&direction=asc", ["a", "b", "c"]),
        ("state=all&sort=updated", ["a", "b", "c"]),
        ("state=all&creator=bob", ["c"]),
        ("assignee=alice", ["a"]),
        ("assignee=none", ["c"]),
        ("state=all&since=2025-09-14T12:06:00Z", ["b", "a"]),
    ],
)
async def test_a_list_of_issues_is_filtered_by(shop: Shop, query: str, titles: list[str]) -> None:
    world = shop.gh.world
    with world.quiet():
        await world.open_issue(shop.repo, title="a", labels=["bug"], assignees=["alice"])
        await world.open_issue(shop.repo, title="b", labels=["bug", "slow"])
        shop.gh.clock.advance(timedelta(minutes=5))
        await world.open_issue(shop.repo, title="c", by="bob")
        shop.gh.clock.advance(timedelta(minutes=5))
        await world.close(shop.repo, 2)
        shop.gh.clock.advance(timedelta(minutes=5))
        await world.comment(shop.repo, 1, by="bob", body="hm")

    answer = await shop.client.get(f"{ISSUES}?{query}")

    assert [issue["title"] for issue in answer.body] == titles


async def test_a_list_of_issues_has_pull_requests_in_it(shop: Shop) -> None:
    await shop.gh.world.push(shop.repo, {"x": "y"}, branch="topic")
    pull = await shop.gh.world.open_pull(shop.repo, "topic")

    answer = await shop.client.get(ISSUES)

    assert [("pull_request" in issue, issue["number"]) for issue in answer.body] == [
        (True, pull.number)
    ]
    assert shop.gh.issues(shop.repo) == []


async def test_gone_moved_and_locked_issues_answer_as_such(shop: Shop) -> None:
    world, other = shop.gh.world, shop.gh.add_repository("acme/other")
    shop.installation.repositories.append(other)
    for _ in range(3):
        await world.open_issue(shop.repo)
    await world.delete_issue(shop.repo, 1)
    moved = await world.transfer(shop.repo, 2, other)
    await world.lock(shop.repo, 3)

    assert (await shop.client.get(f"{ISSUES}/1")).status == 410
    answer = await shop.client.get(f"{ISSUES}/2")
    url = f"{shop.gh.api_url}/repos/acme/other/issues/{moved.number}"
    assert (answer.status, answer.headers["Location"]) == (301, url)
    locked = await shop.client.call("POST", f"{ISSUES}/3/comments", {"body": "hello"})
    assert (locked.status, locked.body["message"]) == (
        403,
        "Unable to create comment because issue is locked.",
    )
    assert (await shop.client.get(f"{ISSUES}/4")).status == 404


async def test_switched_off_issues_answer_410(shop: Shop) -> None:
    shop.repo.issues_enabled = False

    for method, path, body in (
        ("GET", ISSUES, None),
        ("GET", f"{ISSUES}/1", None),
        ("POST", ISSUES, {"title": "x"}),
    ):
        assert (await shop.client.call(method, path, body)).status == 410


async def test_an_archive_is_read_only(shop: Shop) -> None:
    await _open(shop)
    await shop.gh.world.archive(shop.repo)

    assert (await shop.client.call("PATCH", f"{ISSUES}/1", {"title": "y"})).status == 403
    assert (await shop.client.get(f"{ISSUES}/1")).status == 200


async def test_assignees_are_added_and_removed(shop: Shop) -> None:
    shop.gh.add_user("bob", {"acme/shop": "triage"})
    await _open(shop)
    path = f"{ISSUES}/1/assignees"

    added = await shop.client.call("POST", path, {"assignees": ["alice", "BOB", "nobody"]})
    removed = await shop.client.call("DELETE", path, {"assignees": ["Alice"]})

    assert added.status == 201
    assert [user["login"] for user in added.body["assignees"]] == ["alice", "bob"]
    assert [user["login"] for user in removed.body["assignees"]] == ["bob"]
