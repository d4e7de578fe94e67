"""Who changed which file, and what came before a commit, in one request."""

from datetime import timedelta

from bot.github.commits_by_path import commits_by_path
from bot.model.broke import CommitQuestion
from tests.github.conftest import Bench


async def pushed(bench: Bench, path: str, *, branch: str | None = None, title: str = "T") -> str:
    stamp = f"{len(bench.repository.commits)}"
    return await bench.fake.world.push(
        bench.repository, {path: stamp}, message=title, author="reader", branch=branch
    )


def question(bench: Bench, head: str, *paths: str, **change: object) -> CommitQuestion:
    since = bench.fake.clock() - timedelta(days=7)
    values = {"head": head, "paths": paths, "since": since} | change
    return CommitQuestion(**values)  # type: ignore[arg-type]


async def test_each_path_has_its_commits_newest_first_in_one_request(bench: Bench) -> None:
    client = await bench.client()
    first = await pushed(bench, "a.py", title="Add a\n\nwith a body")
    second = await pushed(bench, "b.py")
    third = await pushed(bench, "a.py")
    found = await commits_by_path(client, bench.repo, question(bench, third, "a.py", "b.py", "c"))

    shas = {path: [c.sha for c in commits] for path, commits in found.touched.items()}
    assert shas == {"a.py": [third, first], "b.py": [second], "c": []}
    oldest = found.touched["a.py"][1]
    assert (oldest.title, oldest.author, oldest.at) == ("Add a", "reader", bench.fake.clock())
    assert not oldest.is_merge
    assert found.unmerged == frozenset()
    assert bench.asked() == ["POST /graphql"]


async def test_older_commits_are_left_out(bench: Bench) -> None:
    client = await bench.client()
    await pushed(bench, "a.py")
    bench.fake.clock.advance(timedelta(days=8))
    head = await pushed(bench, "b.py")
    found = await commits_by_path(client, bench.repo, question(bench, head, "a.py"))
    assert found.touched == {"a.py": ()}


async def test_what_is_not_merged_is_told_apart(bench: Bench) -> None:
    client = await bench.client()
    merged = await pushed(bench, "a.py")
    own = await pushed(bench, "a.py", branch="cart")
    asked = question(bench, own, "a.py", off_default=True)
    found = await commits_by_path(client, bench.repo, asked)
    assert [c.sha for c in found.touched["a.py"]] == [own, merged]
    assert found.unmerged == {own}


async def test_ancestors_begin_with_the_commit_and_a_merge_is_one(bench: Bench) -> None:
    client, world = await bench.client(), bench.fake.world
    side = await pushed(bench, "a.py", branch="cart")
    pull = await world.open_pull(bench.repository, "cart")
    merge = await world.merge(bench.repository, pull.number)
    asked = question(bench, merge, ancestors=(merge, "f" * 40))
    found = await commits_by_path(client, bench.repo, asked)

    assert [c.sha for c in found.ancestors[merge]][:2] == [merge, side]
    assert [c.is_merge for c in found.ancestors[merge]][:2] == [True, False]
    assert "f" * 40 not in found.ancestors
    assert found.touched == {}


async def test_head_that_is_gone_tells_nothing(bench: Bench) -> None:
    client = await bench.client()
    found = await commits_by_path(client, bench.repo, question(bench, "f" * 40, "a.py"))
    assert (found.touched, found.ancestors) == ({}, {})


async def test_path_is_never_part_of_the_query(bench: Bench) -> None:
    client = await bench.client()
    head = await pushed(bench, "a.py")
    hostile = 'a.py") { nodes { oid } } } } x: repository(name: "'
    found = await commits_by_path(client, bench.repo, question(bench, head, hostile))
    assert found.touched == {hostile: ()}


async def test_without_the_permission_nothing_is_told(bench: Bench) -> None:
    bench.fake.expect_violation("contents:read")
    head = await pushed(bench, "a.py")
    bench.installation.permissions = {"metadata": "read"}
    client = await bench.client()
    found = await commits_by_path(client, bench.repo, question(bench, head, "a.py"))
    assert (found.touched, found.ancestors) == ({}, {})
