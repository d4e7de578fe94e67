"""Faults on order strike as described and then let go."""

import aiohttp
import pytest

from bot.demo.github.faults import Faults
from bot.demo.github.world.runs import JobScript
from tests.demo.github.client import Shop

ISSUES = "/repos/acme/shop/issues"
NEW = {"title": "It fails"}


@pytest.mark.parametrize(
    "kind, status, opened",
    [
        ("secondary_403", 403, 0),
        ("limit_429", 429, 0),
        ("primary_403", 403, 0),
        ("bad_gateway", 502, 0),
        ("gone_410", 410, 0),
        ("not_found", 404, 0),
        ("redirect_301", 301, 0),
        ("error_after", 502, 1),
        ("slow", 201, 1),
    ],
)
async def test_a_fault_answers(shop: Shop, kind: str, status: int, opened: int) -> None:
    shop.gh.faults.add(method="POST", path="/repos/.*/issues$", kind=kind, seconds=0.01)

    struck = await shop.client.call("POST", ISSUES, NEW)
    after = len(shop.gh.issues(shop.repo))
    healthy = await shop.client.call("POST", ISSUES, NEW)

    assert (struck.status, after, healthy.status) == (status, opened, 201)
    assert shop.gh.requests[-2].fault == kind


@pytest.mark.parametrize("kind, opened", [("drop", 0), ("drop_after", 1)])
async def test_a_cut_connection_gives_no_answer(shop: Shop, kind: str, opened: int) -> None:
    shop.gh.faults.add(method="POST", kind=kind)

    with pytest.raises(aiohttp.ClientError):
        await shop.client.call("POST", ISSUES, NEW)

    assert len(shop.gh.issues(shop.repo)) == opened
    assert shop.gh.requests[-1].status is None


@pytest.mark.parametrize("origin", ["api", "blob"])
async def test_a_truncated_body_is_noticed(shop: Shop, origin: str) -> None:
    url = shop.gh.hub.offer(b"x" * 1000, "text/plain", "x")
    shop.gh.faults.add(kind="truncate", origin=origin)

    target, token = (url, "") if origin == "blob" else ("/repos/acme/shop", None)

    with pytest.raises(aiohttp.ClientPayloadError):
        await shop.client.call("GET", target, token=token)


async def test_a_limit_says_when_to_come_back(shop: Shop) -> None:
    shop.gh.faults.add(kind="secondary_403", retry_after=7)
    shop.gh.faults.add(kind="primary_403", retry_after=90)
    shop.gh.faults.add(kind="limit_429")

    secondary = await shop.client.get(ISSUES)
    primary = await shop.client.get(ISSUES)
    bare = await shop.client.get(ISSUES)

    assert secondary.headers["Retry-After"] == "7"
    assert primary.headers["x-ratelimit-remaining"] == "0"
    now = int(shop.gh.clock().timestamp())
    assert int(primary.headers["x-ratelimit-reset"]) == now + 90
    assert "Retry-After" not in bare.headers


async def test_a_redirect_leads_to_the_same_thing(shop: Shop) -> None:
    shop.gh.faults.add(kind="redirect_301")
    moved = await shop.client.get(ISSUES)

    assert (await shop.client.call("GET", moved.headers["Location"])).body == []


async def test_an_expired_url_is_refused_and_the_next_one_works(shop: Shop) -> None:
    run = await shop.gh.world.run(shop.repo, jobs=[JobScript("test", log="boom")])
    path = f"/repos/acme/shop/actions/jobs/{run.latest.jobs[0].id}/logs"
    shop.gh.faults.add(kind="expire_url")

    statuses = []
    for _ in range(2):
        url = (await shop.client.get(path)).headers["Location"]
        statuses.append((await shop.client.call("GET", url, token="")).status)

    assert statuses == [403, 200]


async def test_times_and_skip_choose_which_requests_are_struck(shop: Shop) -> None:
    fault = shop.gh.faults.add(kind="bad_gateway", method="get", path="/issues", times=2, skip=1)

    statuses = [(await shop.client.get(ISSUES)).status for _ in range(4)]

    assert statuses == [200, 502, 502, 200]
    assert fault.struck == 2


def test_an_unknown_kind_is_named_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="There is no fault 'earthquake'; there are secondary_403"):
        Faults().add(kind="earthquake")
