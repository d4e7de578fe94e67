"""Comments, reactions, labels and permissions over REST."""

from datetime import timedelta

import pytest

from tests.demo.github.client import Shop

ISSUE = "/repos/acme/shop/issues/1"
COMMENTS = "/repos/acme/shop/issues/comments"
LABELS = "/repos/acme/shop/labels"


async def test_comments_are_written_changed_listed_and_removed(shop: Shop) -> None:
    await shop.gh.world.open_issue(shop.repo)
    created = await shop.client.call("POST", f"{ISSUE}/comments", {"body": "one"})
    path = f"{COMMENTS}/{created.body['id']}"

    changed = await shop.client.call("PATCH", path, {"body": "two"})
    listed = await shop.client.get(f"{ISSUE}/comments")
    whole = await shop.client.get(f"{COMMENTS}?sort=updated&direction=desc")
    removed = await shop.client.call("DELETE", path)

    assert (created.status, changed.status, removed.status) == (201, 200, 204)
    assert [c["body"] for c in listed.body] == [c["body"] for c in whole.body] == ["two"]
    assert (await shop.client.get(path)).status == 404


async def test_comments_are_listed_since(shop: Shop) -> None:
    await shop.gh.world.open_issue(shop.repo)
    await shop.gh.world.comment(shop.repo, 1, by="bob", body="old")
    await shop.later(timedelta(hours=1))
    await shop.gh.world.comment(shop.repo, 1, by="bob", body="new")

    for path in (f"{ISSUE}/comments", COMMENTS):
        answer = await shop.client.get(f"{path}?since=2025-09-14T12:30:00Z")
        assert [comment["body"] for comment in answer.body] == ["new"]


async def test_a_comment_of_a_person_is_not_the_apps_to_change(shop: Shop) -> None:
    await shop.gh.world.open_issue(shop.repo)
    comment = await shop.gh.world.comment(shop.repo, 1, by="bob", body="mine")

    answer = await shop.client.call("PATCH", f"{COMMENTS}/{comment.id}", {"body": "yours"})

    assert answer.status == 403
    assert comment.body == "mine"


async def test_the_same_reaction_twice_is_one(shop: Shop) -> None:
    await shop.gh.world.open_issue(shop.repo)
    comment = await shop.gh.world.comment(shop.repo, 1, by="bob", body="/gardener why")
    path = f"{COMMENTS}/{comment.id}/reactions"

    answers = [await shop.client.call("POST", path, {"content": "eyes"}) for _ in range(2)]

    assert [answer.status for answer in answers] == [201, 200]
    assert [(r.content, r.user) for r in comment.reactions] == [("eyes", "test-gardener[bot]")]
    assert len((await shop.client.get(f"{path}?content=eyes")).body) == 1
    assert (await shop.client.get(f"{path}?content=heart")).body == []


async def test_an_unknown_reaction_is_refused(shop: Shop) -> None:
    shop.gh.expect_violation("Invalid request")
    await shop.gh.world.open_issue(shop.repo)
    comment = await shop.gh.world.comment(shop.repo, 1, by="bob", body="x")

    answer = await shop.client.call("POST", f"{COMMENTS}/{comment.id}/reactions", {"content": "ok"})

    assert answer.status == 422


@pytest.mark.parametrize("body", ["", " ", "x" * 65_537], ids=["empty", "blank", "too long"])
async def test_a_comment_is_refused_when_it_is(shop: Shop, body: str) -> None:
    shop.gh.expect_violation("Validation Failed")
    await shop.gh.world.open_issue(shop.repo)

    assert (await shop.client.call("POST", f"{ISSUE}/comments", {"body": body})).status == 422


async def test_a_label_is_made_once_read_and_changed(shop: Shop) -> None:
    label = {"name": "test: flaky/p1", "color": "0E8A16", "description": "Look"}
    path = f"{LABELS}/test%3A%20flaky%2Fp1"

    made = await shop.client.call("POST", LABELS, label)
    again = await shop.client.call("POST", LABELS, {**label, "name": "TEST: flaky/p1"})
    changed = await shop.client.call("PATCH", path, {"new_name": "calm", "color": "ffffff"})

    assert (made.status, again.status) == (201, 422)
    assert again.body["errors"][0]["code"] == "already_exists"
    assert changed.body["name"] == "calm"
    assert (await shop.client.get(path)).status == 404
    assert [each["name"] for each in (await shop.client.get(LABELS)).body] == ["calm"]
    assert shop.gh.violations == []


@pytest.mark.parametrize(
    "change",
    [{"color": "#ff0000"}, {"color": "red"}, {"description": "x" * 101}, {"name": "x" * 51}],
    ids=["a colour with #", "a colour word", "a long description", "a long name"],
)
async def test_a_label_is_refused_with(shop: Shop, change: dict[str, str]) -> None:
    shop.gh.expect_violation("Validation Failed")

    answer = await shop.client.call("POST", LABELS, {"name": "bug", **change})

    assert answer.status == 422
    assert shop.gh.labels(shop.repo) == []


async def test_labels_of_an_issue_are_added_replaced_and_removed(shop: Shop) -> None:
    await shop.gh.world.open_issue(shop.repo, labels=["a"])
    [issue] = shop.gh.issues(shop.repo)
    path = f"{ISSUE}/labels"

    steps = []
    for method, tail, body in (
        ("POST", "", {"labels": ["b"]}),
        ("POST", "", {"labels": [{"name": "c"}]}),
        ("DELETE", "/A", None),
        ("PUT", "", {"labels": ["d", "b"]}),
        ("DELETE", "", None),
    ):
        await shop.client.call(method, path + tail, body)
        steps.append(list(issue.labels))

    assert steps == [["a", "b"], ["a", "b", "c"], ["b", "c"], ["b", "d"], []]
    assert (await shop.client.call("DELETE", f"{path}/a")).status == 404
    assert (await shop.client.get(path)).body == []


@pytest.mark.parametrize(
    "login, permission, role",
    [
        ("alice", "admin", "admin"),
        ("mia", "write", "maintain"),
        ("will", "write", "write"),
        ("tina", "read", "triage"),
        ("passer-by", "read", "read"),
    ],
)
async def test_a_permission_is_told_coarse_and_fine(
    shop: Shop, login: str, permission: str, role: str
) -> None:
    for name, level in (("mia", "maintain"), ("will", "write"), ("tina", "triage")):
        shop.gh.add_user(name, {"acme/shop": level})
    shop.gh.add_user("passer-by")

    answer = await shop.client.get(f"/repos/acme/shop/collaborators/{login}/permission")

    assert (answer.body["permission"], answer.body["role_name"]) == (permission, role)


async def test_nobody_has_no_permission_to_tell(shop: Shop) -> None:
    path = "/repos/acme/shop/collaborators/{}/permission"
    private = shop.gh.add_repository("acme/secret", private=True)
    shop.installation.repositories.append(private)

    assert (await shop.client.get(path.format("ghost"))).status == 404
    shop.gh.add_user("eve")
    answer = await shop.client.get("/repos/acme/secret/collaborators/eve/permission")
    assert answer.body["permission"] == "none"
    assert (await shop.client.get("/users/eve")).body["login"] == "eve"
    assert (await shop.client.get("/users/ghost")).status == 404
