"""Contents, commits, comparisons and renamed repositories over REST."""

import base64
from datetime import timedelta

import pytest

from tests.demo.github.client import Shop

REPO = "/repos/acme/shop"


async def test_a_file_comes_as_json_or_raw_and_a_folder_as_a_list(shop: Shop) -> None:
    whole = await shop.client.get(f"{REPO}/contents/.github/gardener.yml")
    raw = await shop.client.get(
        f"{REPO}/contents/.github/gardener.yml", Accept="application/vnd.github.raw+json"
    )
    folder = await shop.client.get(f"{REPO}/contents/src")

    assert base64.b64decode(whole.body["content"]) == raw.body == b"version: 1\n"
    assert [(entry["name"], entry["type"]) for entry in folder.body] == [("a.py", "file")]


@pytest.mark.parametrize("path", ["none.py", "README.md?ref=gone", "README.md/x"])
async def test_what_is_not_in_the_tree_is_404(shop: Shop, path: str) -> None:
    assert (await shop.client.get(f"{REPO}/contents/{path}")).status == 404


async def test_a_file_can_be_read_at_an_older_commit(shop: Shop) -> None:
    old = shop.repo.head
    await shop.gh.world.push(shop.repo, {"src/a.py": "x = 2\n"})
    path = f"{REPO}/contents/src/a.py"
    raw = {"Accept": "application/vnd.github.raw+json"}

    assert (await shop.client.get(path, **raw)).body == b"x = 2\n"
    assert (await shop.client.get(f"{path}?ref={old}", **raw)).body == b"x = 1\n"


async def test_commits_are_listed_newest_first_and_filtered(shop: Shop) -> None:
    world = shop.gh.world
    await world.push(shop.repo, {"src/a.py": "x = 2\n"}, message="Two", author="bob")
    await shop.later(timedelta(days=1))
    await world.push(shop.repo, {"docs/b.md": "b"}, message="Three")
    await world.push(shop.repo, {"src/a.py": None}, message="Four", branch="topic")

    async def titles(query: str) -> list[str]:
        answer = await shop.client.get(f"{REPO}/commits?{query}")
        return [entry["commit"]["message"] for entry in answer.body]

    assert await titles("") == ["Three", "Two", "First commit"]
    assert await titles("path=src/a.py") == ["Two", "First commit"]
    assert await titles("path=src&sha=topic") == ["Four", "Two", "First commit"]
    assert await titles("author=bob") == ["Two"]
    assert await titles("since=2025-09-15T00:00:00Z") == ["Three"]
    assert await titles("until=2025-09-15T00:00:00Z") == ["Two", "First commit"]
    assert (await shop.client.get(f"{REPO}/commits?sha=gone")).status == 404


async def test_a_commit_tells_its_files(shop: Shop) -> None:
    sha = await shop.gh.world.push(shop.repo, {"src/a.py": "x = 2\n", "README.md": None})

    answer = await shop.client.get(f"{REPO}/commits/{sha}")

    files = {entry["filename"]: entry["status"] for entry in answer.body["files"]}
    assert files == {"README.md": "removed", "src/a.py": "modified"}
    assert answer.body["stats"] == {"additions": 1, "deletions": 2, "total": 3}
    assert (await shop.client.get(f"{REPO}/commits/{'0' * 40}")).status == 422
    assert (await shop.client.get(f"{REPO}/commits/nothing")).status == 404


async def test_a_comparison_tells_how_two_commits_stand(shop: Shop) -> None:
    world, base = shop.gh.world, shop.repo.head
    one = await world.push(shop.repo, {"one": "1"})
    await world.push(shop.repo, {"feature/x": "1"}, branch="feature/x")
    await world.push(shop.repo, {"two": "2"})

    async def standing(basehead: str) -> tuple[str, int, int, list[str]]:
        body = (await shop.client.get(f"{REPO}/compare/{basehead}")).body
        names = [entry["filename"] for entry in body["files"]]
        return body["status"], body["ahead_by"], body["behind_by"], names

    assert await standing(f"{base}...{one}") == ("ahead", 1, 0, ["one"])
    assert await standing(f"{one}...{base}") == ("behind", 0, 1, [])
    assert await standing("main...main") == ("identical", 0, 0, [])
    assert await standing("main...feature/x") == ("diverged", 1, 1, ["feature/x"])
    assert (await shop.client.get(f"{REPO}/compare/main...gone")).status == 404
    assert (await shop.client.get(f"{REPO}/compare/main")).status == 404


async def test_a_renamed_repository_redirects_and_its_id_still_works(shop: Shop) -> None:
    await shop.gh.world.rename_repository(shop.repo, "store")

    moved = await shop.client.get(f"{REPO}/issues")
    by_id = await shop.client.get(f"/repositories/{shop.repo.id}/issues")

    assert moved.status == 301
    assert moved.headers["Location"] == f"{shop.gh.api_url}/repositories/{shop.repo.id}/issues"
    assert by_id.status == 200
    assert (await shop.client.get("/repositories/1")).status == 404
    assert (await shop.client.get("/repos/acme/store")).body["full_name"] == "acme/store"
    assert shop.gh.hub.role(shop.repo, "alice") == "admin"
