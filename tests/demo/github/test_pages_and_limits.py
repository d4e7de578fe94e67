"""Pages, conditional requests and the rate limit."""

from datetime import timedelta

import pytest

from tests.demo.github.client import Shop


async def _fill(shop: Shop, count: int) -> None:
    with shop.gh.world.quiet():
        for number in range(count):
            await shop.gh.world.open_issue(shop.repo, title=f"Issue {number + 1}")


async def test_links_lead_through_all_pages_and_back(shop: Shop) -> None:
    await _fill(shop, 5)
    url = f"{shop.gh.api_url}/repos/acme/shop/issues"

    answer = await shop.client.get("/repos/acme/shop/issues?per_page=2&page=2&state=all")

    assert [issue["number"] for issue in answer.body] == [3, 2]
    query = "per_page=2&page={}&state=all"
    assert answer.headers["Link"] == ", ".join(
        f'<{url}?{query.format(page)}>; rel="{rel}"'
        for rel, page in (("prev", 1), ("next", 3), ("last", 3), ("first", 1))
    )


async def test_a_single_page_has_no_link(shop: Shop) -> None:
    await _fill(shop, 1)

    assert "Link" not in (await shop.client.get("/repos/acme/shop/issues")).headers


@pytest.mark.parametrize(
    "query, count",
    [("", 30), ("per_page=100", 35), ("per_page=1000", 35), ("per_page=x", 30)],
    ids=["thirty by default", "a hundred at most", "more is cut", "nonsense is the default"],
)
async def test_a_page_holds(shop: Shop, query: str, count: int) -> None:
    await _fill(shop, 35)
    if query.endswith("x"):
        shop.gh.expect_violation("per_page: 'x' is no integer")

    assert len((await shop.client.get(f"/repos/acme/shop/issues?{query}")).body) == count


async def test_an_unchanged_answer_is_304_and_costs_nothing(shop: Shop) -> None:
    first = await shop.client.get("/repos/acme/shop")
    etag = first.headers["ETag"]

    again = await shop.client.get("/repos/acme/shop", **{"If-None-Match": etag})

    assert (again.status, again.body) == (304, b"")
    assert again.headers["x-ratelimit-used"] == first.headers["x-ratelimit-used"]
    await _fill(shop, 1)
    changed = await shop.client.get("/repos/acme/shop", **{"If-None-Match": etag})
    assert changed.status == 200


async def test_when_the_limit_is_used_up_the_answer_is_403_until_the_reset(shop: Shop) -> None:
    shop.gh.rates.limit = 2
    await shop.client.get("/repos/acme/shop")

    last = await shop.client.get("/repos/acme/shop")
    over = await shop.client.get("/repos/acme/shop")
    await shop.later(timedelta(minutes=61))
    later = await shop.client.get("/repos/acme/shop")

    assert (last.status, last.headers["x-ratelimit-remaining"]) == (200, "0")
    assert (over.status, over.headers["x-ratelimit-remaining"]) == (403, "0")
    assert "API rate limit exceeded" in over.body["message"]
    assert int(over.headers["x-ratelimit-reset"]) == int(last.headers["x-ratelimit-reset"])
    assert later.status == 200


async def test_asking_for_the_limit_costs_nothing(shop: Shop) -> None:
    await shop.client.get("/repos/acme/shop")
    used = shop.gh.rates.used()

    answer = await shop.client.get("/rate_limit")

    assert answer.body["resources"]["core"]["limit"] == 5000
    assert shop.gh.rates.used() == used


async def test_the_layout_of_enterprise_server_gives_the_same(shop: Shop) -> None:
    here = await shop.client.get("/repos/acme/shop")
    there = await shop.client.get("/api/v3/repos/acme/shop")

    assert here.body == there.body
    assert shop.gh.requests[-1].path == "/repos/acme/shop"


async def test_an_unknown_api_version_is_refused(shop: Shop) -> None:
    shop.gh.expect_violation("Version 1999-01-01 is not supported")

    answer = await shop.client.get("/repos/acme/shop", **{"X-GitHub-Api-Version": "1999-01-01"})

    assert answer.status == 400
