"""GraphQL: reading and editing issues in batches, and its errors."""

from typing import Any

from tests.demo.github.client import PERMISSIONS, Shop

READ = """
query($owner: String!, $name: String!) {
  repository(owner: $owner, name: $name) {
    a: issue(number: 1) { id number title body state stateReason locked updatedAt
      author { __typename login } labels(first: 10) { nodes { name } totalCount }
      assignees(first: 10) { nodes { login } } comments(first: 1) { nodes { body } } }
    b: issue(number: 2) { id }
  }
  rateLimit { limit remaining }
}
"""
EDIT = """
mutation($a: UpdateIssueInput!, $b: UpdateIssueInput!) {
  a: updateIssue(input: $a) { issue { title body } }
  b: updateIssue(input: $b) { issue { title } }
}
"""


async def _read(shop: Shop, query: str = READ) -> Any:
    return await shop.client.graphql(query, owner="acme", name="shop")


async def test_a_batch_gives_what_is_there_and_an_error_for_the_rest(shop: Shop) -> None:
    await shop.client.call(
        "POST",
        "/repos/acme/shop/issues",
        {"title": "It fails", "body": "b", "labels": ["bug"], "assignees": ["alice"]},
    )
    await shop.gh.world.comment(shop.repo, 1, by="bob", body="hm")

    answer = await _read(shop)

    issue = answer["data"]["repository"]["a"]
    assert (issue["title"], issue["state"], issue["stateReason"]) == ("It fails", "OPEN", None)
    assert issue["author"] == {"__typename": "Bot", "login": "test-gardener"}
    assert issue["labels"] == {"nodes": [{"name": "bug"}], "totalCount": 1}
    assert issue["assignees"]["nodes"] == [{"login": "alice"}]
    assert issue["comments"]["nodes"] == [{"body": "hm"}]
    assert answer["data"]["repository"]["b"] is None
    [error] = answer["errors"]
    assert (error["type"], error["path"]) == ("NOT_FOUND", ["repository", "b"])
    assert error["message"] == "Could not resolve to an Issue with the number of 2."


async def test_a_batch_of_edits_does_what_it_can(shop: Shop) -> None:
    issue = await shop.gh.world.open_issue(shop.repo, title="Old")
    shown = await shop.client.get("/repos/acme/shop/issues/1")

    answer = await shop.client.graphql(
        EDIT, a={"id": shown.body["node_id"], "body": "new"}, b={"id": "I_gone", "title": "x"}
    )

    assert answer["data"] == {"a": {"issue": {"title": "Old", "body": "new"}}, "b": None}
    assert [error["path"] for error in answer["errors"]] == [["b"]]
    assert (issue.body, issue.edits) == ("new", 1)
    await shop.gh.settle()
    assert (shop.gh.deliveries[-1].event, shop.gh.deliveries[-1].action) == ("issues", "edited")


async def test_a_too_long_body_is_refused_in_githubs_words(shop: Shop) -> None:
    shop.gh.expect_violation("body is too long|Validation Failed")
    await shop.gh.world.open_issue(shop.repo)
    node = (await shop.client.get("/repos/acme/shop/issues/1")).body["node_id"]

    query = "mutation($i: UpdateIssueInput!) { updateIssue(input: $i) { issue { id } } }"
    answer = await shop.client.graphql(query, i={"id": node, "body": "x" * 65_537})

    [error] = answer["errors"]
    assert error["type"] == "UNPROCESSABLE"
    assert error["message"] == "body is too long (maximum is 65536 characters)"


async def test_an_invalid_query_is_200_with_errors_and_a_violation(shop: Shop) -> None:
    shop.gh.expect_violation("Cannot query field 'nonsense'|Syntax Error")

    wrong = await _read(shop, "{ nonsense }")
    broken = await _read(shop, "{ nonsense")

    assert "data" not in wrong
    assert "data" not in broken
    assert wrong["errors"][0]["message"] == "Cannot query field 'nonsense' on type 'Query'."


async def test_a_connection_wants_its_first(shop: Shop) -> None:
    shop.gh.expect_violation("You must provide a `first`")
    await shop.gh.world.open_issue(shop.repo)

    answer = await _read(
        shop,
        'query { repository(owner: "acme", name: "shop") {'
        " issue(number: 1) { labels { totalCount } } } }",
    )

    assert answer["data"]["repository"]["issue"]["labels"] is None
    assert "to properly paginate the `labels` connection" in answer["errors"][0]["message"]


async def test_permissions_hold_here_too(shop: Shop) -> None:
    shop.gh.expect_violation("issues:write|Resource not accessible")
    await shop.gh.world.open_issue(shop.repo, title="Old")
    node = (await shop.client.get("/repos/acme/shop/issues/1")).body["node_id"]
    await shop.client.sign_in(shop.installation, permissions={**PERMISSIONS, "issues": "read"})

    read = await _read(shop)
    written = await shop.client.graphql(
        "mutation($i: UpdateIssueInput!) { updateIssue(input: $i) { issue { id } } }",
        i={"id": node, "title": "x"},
    )

    assert read["data"]["repository"]["a"]["title"] == "Old"
    assert written["errors"][0]["type"] == "FORBIDDEN"
    assert written["data"] == {"updateIssue": None}


async def test_what_one_may_not_see_does_not_exist(shop: Shop) -> None:
    shop.gh.add_repository("acme/secret", private=True)
    query = 'query { repository(owner: "acme", name: "secret") { id } }'

    answer = await _read(shop, query)

    assert answer["data"] == {"repository": None}
    message = "Could not resolve to a Repository with the name 'acme/secret'."
    assert answer["errors"][0]["message"] == message


async def test_graphql_has_a_limit_of_its_own_and_the_path_of_enterprise_server(
    shop: Shop,
) -> None:
    body = {"query": "{ rateLimit { used } }"}
    answer = await shop.client.call("POST", "/api/graphql", body)

    assert answer.headers["x-ratelimit-resource"] == "graphql"
    assert answer.body["data"]["rateLimit"] == {"used": 0}
    assert answer.headers["x-ratelimit-used"] == "1"


HISTORY = """
query($since: GitTimestamp, $oid: GitObjectID!) {
  repository(owner: "acme", name: "shop") {
    object(oid: $oid) { oid ... on Commit {
      history(first: 2, path: "cart", since: $since) { totalCount nodes { messageHeadline } } } }
    defaultBranchRef { name target { ... on Commit {
      author { name user { login } } parents(first: 5) { totalCount } } } }
  }
}
"""


async def test_history_of_a_folder_since_a_moment(shop: Shop) -> None:
    for n in range(3):
        await shop.gh.world.push(shop.repo, {"cart/a.py": f"{n}"}, message=f"Change {n}\n\nmore")
    await shop.gh.world.push(shop.repo, {"b.py": "1"}, message="x" * 80)
    head = shop.repo.head

    found = (await shop.client.graphql(HISTORY, oid=head))["data"]["repository"]
    late = await shop.client.graphql(HISTORY, oid=head, since="2100-01-01T00:00:00Z")

    assert found["object"]["oid"] == head
    assert found["object"]["history"] == {
        "totalCount": 3,
        "nodes": [{"messageHeadline": "Change 2"}, {"messageHeadline": "Change 1"}],
    }
    branch = found["defaultBranchRef"]
    assert branch["target"]["author"] == {"name": "alice", "user": {"login": "alice"}}
    assert (branch["name"], branch["target"]["parents"]["totalCount"]) == ("main", 1)
    assert late["data"]["repository"]["object"]["history"]["totalCount"] == 0


async def test_commit_that_is_not_there_and_a_moment_that_is_none(shop: Shop) -> None:
    shop.gh.expect_violation("GitTimestamp")
    gone = await shop.client.graphql(HISTORY, oid="f" * 40)
    wrong = await shop.client.graphql(HISTORY, oid=shop.repo.head, since="yesterday")

    assert gone["data"]["repository"]["object"] is None
    assert "'yesterday' is no GitTimestamp" in wrong["errors"][0]["message"]
