"""Many issues by few requests, and REST where GraphQL does not help."""

from datetime import timedelta

from bot.errors import NotFound
from bot.github.bodies import BodyEdit, edit_bodies, read_issues
from bot.github.issues import get_issue
from tests.github.conftest import Bench


async def opened(bench: Bench, count: int) -> list[int]:
    with bench.fake.world.quiet():
        return [
            (
                await bench.fake.world.open_issue(
                    bench.repository, title=f"T{n}", body=f"B{n}", labels=["x"]
                )
            ).number
            for n in range(count)
        ]


async def test_graphql_and_rest_show_an_issue_alike(bench: Bench) -> None:
    client, world = await bench.client(), bench.fake.world
    await opened(bench, 4)
    await world.close(bench.repository, 2, reason="not_planned")
    await world.close(bench.repository, 3, reason="duplicate")
    await world.lock(bench.repository, 4)
    found = await read_issues(client, bench.repo, [1, 2, 3, 4])
    assert found == {n: await get_issue(client, bench.repo, n) for n in (1, 2, 3, 4)}
    assert found[3].state_reason == "duplicate"


async def test_own_issue_has_the_same_author_both_ways(bench: Bench) -> None:
    client = await bench.client()
    await client.post("/repos/acme/shop/issues", {"title": "mine"})
    found = await read_issues(client, bench.repo, [1])
    assert found[1].user == "test-gardener[bot]"


async def test_twenty_five_issues_are_three_requests(bench: Bench) -> None:
    client = await bench.client()
    numbers = await opened(bench, 25)
    found = await read_issues(client, bench.repo, [*numbers, 1])
    assert sorted(found) == numbers
    assert bench.asked() == ["POST /graphql"] * 3


async def test_issues_that_are_gone_are_left_out(bench: Bench) -> None:
    client = await bench.client()
    await opened(bench, 3)
    await bench.fake.world.delete_issue(bench.repository, 2)
    assert sorted(await read_issues(client, bench.repo, [1, 2, 3, 99])) == [1, 3]


async def test_bodies_are_edited_in_batches_with_a_pause_for_each(bench: Bench) -> None:
    client = await bench.connect(pause=1).client(bench.installation.id)
    known = await read_issues(client, bench.repo, await opened(bench, 12))
    edits = [
        BodyEdit(number=n, node_id=issue.node_id, body=f'new "{n}" \\ }}\n$x')
        for n, issue in known.items()
    ]
    bench.fake.clock.advance(timedelta(minutes=1))
    assert set((await edit_bodies(client, bench.repo, edits)).values()) == {None}
    bodies = [issue.body for issue in bench.fake.issues(bench.repository)]
    assert bodies == [f'new "{n}" \\ }}\n$x' for n in range(1, 13)]
    assert bench.asked() == ["POST /graphql"] * 4
    assert bench.slept == [1]


async def test_edit_that_fails_leaves_the_others_done(bench: Bench) -> None:
    client = await bench.client()
    known = await read_issues(client, bench.repo, await opened(bench, 3))
    edits = [BodyEdit(number=n, node_id=i.node_id, body="new") for n, i in known.items()]
    await bench.fake.world.delete_issue(bench.repository, 2)
    outcome = await edit_bodies(client, bench.repo, edits)
    assert (outcome[1], outcome[3]) == (None, None)
    assert isinstance(outcome[2], NotFound)
    assert [issue.body for issue in bench.fake.issues(bench.repository)] == ["new", "new"]


async def test_wrong_node_id_is_mended_by_rest(bench: Bench) -> None:
    client = await bench.client()
    await opened(bench, 1)
    edit = BodyEdit(number=1, node_id="I_wrong", body="new")
    assert await edit_bodies(client, bench.repo, [edit]) == {1: None}
    assert bench.fake.issues(bench.repository)[0].body == "new"
    assert bench.asked()[-1] == "PATCH /repos/acme/shop/issues/1"


async def test_nothing_to_do_asks_nothing(bench: Bench) -> None:
    client = await bench.client()
    assert await read_issues(client, bench.repo, []) == {}
    assert await edit_bodies(client, bench.repo, []) == {}
    assert bench.fake.requests == []
