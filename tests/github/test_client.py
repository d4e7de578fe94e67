"""The client against the fake GitHub on its good and bad days."""

import asyncio
from datetime import timedelta

import pytest
from aiohttp import web
from pytest_aiohttp.plugin import AiohttpServer

from bot.errors import (
    Forbidden,
    GardenerError,
    GitHubError,
    NotFound,
    RateLimited,
    TransientError,
    UnclearAnswer,
)
from bot.github.client import repo_path
from bot.github.issues import create_issue, get_issue, issues_since, update_issue
from tests.github.conftest import Bench

ISSUES = r"/issues$"


async def opened(bench: Bench, count: int = 1) -> None:
    with bench.fake.world.quiet():
        for number in range(count):
            await bench.fake.world.open_issue(
                bench.repository, title=f"Issue {number}", labels=["test-gardener"]
            )


@pytest.mark.parametrize("token_format", ["old", "new"])
async def test_tokens_of_both_lengths_work(bench: Bench, token_format: str) -> None:
    bench.fake.token_format = token_format
    await opened(bench)
    assert (await get_issue(await bench.client(), bench.repo, 1)).title == "Issue 0"


async def test_every_request_says_who_asks_and_in_which_version(bench: Bench) -> None:
    await opened(bench)
    client = await bench.client()
    await get_issue(client, bench.repo, 1)
    for request in bench.fake.requests:
        assert request.headers["User-Agent"] == "test-gardener"
        assert request.headers["X-GitHub-Api-Version"] == "2022-11-28"
        assert request.headers["Accept"] == "application/vnd.github+json"
        assert request.headers["Authorization"].startswith("Bearer ")


async def test_requests_are_counted_and_told(bench: Bench) -> None:
    await opened(bench)
    client = await bench.client()
    bench.fake.faults.add(method="GET", path=ISSUES, kind="bad_gateway")
    await issues_since(client, bench.repo, "test-gardener", None)
    assert client.requests == 2
    assert client.rate_remaining == 4999
    assert bench.told == [("POST", 201), ("GET", 502), ("GET", 200)]


async def test_what_is_left_of_an_hour_that_is_over_is_not_told(bench: Bench) -> None:
    hub = bench.connect()
    client = await hub.client(bench.installation.id)
    told = [hub.rate_remaining]
    await create_issue(client, bench.repo, title="one", body="")
    told.append(hub.rate_remaining)
    bench.fake.clock.advance(timedelta(minutes=61))
    told.append(hub.rate_remaining)
    await get_issue(client, bench.repo, 1)
    told.append(hub.rate_remaining)

    assert told == [None, 4999, None, 4999]


async def test_one_client_for_each_installation(bench: Bench) -> None:
    hub = bench.connect()
    first, second = await hub.client(bench.installation.id), await hub.client(99)
    assert await hub.client(bench.installation.id) is first
    assert second is not first


async def test_token_is_asked_for_once_by_many_requests(bench: Bench) -> None:
    await opened(bench)
    client = await bench.client()
    await asyncio.gather(*(get_issue(client, bench.repo, 1) for _ in range(10)))
    assert bench.tokens_asked() == 1


async def test_token_is_renewed_before_it_ends(bench: Bench) -> None:
    await opened(bench)
    client = await bench.client()
    await get_issue(client, bench.repo, 1)
    bench.fake.clock.advance(timedelta(minutes=56))
    await get_issue(client, bench.repo, 1)
    assert bench.tokens_asked() == 2


async def test_token_revoked_early_is_renewed_and_the_write_goes_through(bench: Bench) -> None:
    client = await bench.client()
    await create_issue(client, bench.repo, title="one", body="")
    bench.fake.expect_violation("401")
    bench.fake.hub.tokens.clear()
    await create_issue(client, bench.repo, title="two", body="")
    assert [issue.title for issue in bench.fake.issues(bench.repository)] == ["one", "two"]
    assert bench.tokens_asked() == 2


async def test_second_read_is_conditional_and_free(bench: Bench) -> None:
    await opened(bench)
    client = await bench.client()
    first = await get_issue(client, bench.repo, 1)
    left = client.rate_remaining
    assert await get_issue(client, bench.repo, 1) == first
    assert bench.fake.requests[-1].status == 304
    assert client.rate_remaining == left
    await update_issue(client, bench.repo, 1, title="Changed")
    assert (await get_issue(client, bench.repo, 1)).title == "Changed"


async def test_all_pages_are_read(bench: Bench) -> None:
    await opened(bench, 201)
    found = await issues_since(await bench.client(), bench.repo, "test-gardener", None)
    assert {issue.number for issue in found} == set(range(1, 202))
    assert len(bench.asked()) == 3


async def test_pages_end_at_the_cap(bench: Bench) -> None:
    await opened(bench, 120)
    client = await bench.client()
    path = repo_path(bench.repo, "issues")
    assert len([row async for row in client.pages(path, None, max_pages=1)]) == 100


async def test_list_under_a_wrong_key_is_no_list_of_words(bench: Bench) -> None:
    client = await bench.client()
    path = repo_path(bench.repo, "actions", "runs")
    with pytest.raises(TransientError, match="no rows under 'nothing'"):
        [row async for row in client.pages(path, "nothing")]


@pytest.mark.parametrize(
    ("kind", "retry_after", "slept"),
    [
        pytest.param("secondary_403", 7, [7], id="secondary limit with Retry-After"),
        pytest.param("secondary_403", None, [60], id="secondary limit without"),
        pytest.param("limit_429", 9, [9], id="429 with Retry-After"),
        pytest.param("limit_429", None, [60], id="429 without"),
        pytest.param("primary_403", 40, [41], id="exhausted quota: until it is full again"),
    ],
)
async def test_limited_creation_waits_and_is_done_once(
    bench: Bench, kind: str, retry_after: int | None, slept: list[float]
) -> None:
    client = await bench.client()
    bench.fake.faults.add(method="POST", path=ISSUES, kind=kind, retry_after=retry_after)
    await create_issue(client, bench.repo, title="one", body="")
    assert len(bench.fake.issues(bench.repository)) == 1
    assert bench.slept == slept


async def test_secondary_limit_that_stays_doubles_and_gives_up(bench: Bench) -> None:
    client = await bench.client()
    bench.fake.faults.add(method="POST", path=ISSUES, kind="secondary_403", times=9)
    with pytest.raises(RateLimited) as caught:
        await create_issue(client, bench.repo, title="one", body="")
    assert bench.slept == [60, 120, 240, 300]
    assert caught.value.retry_after == timedelta(seconds=300)
    assert bench.fake.issues(bench.repository) == []


async def test_long_wait_is_given_back_and_nothing_more_is_asked(bench: Bench) -> None:
    await opened(bench)
    client = await bench.client()
    bench.fake.faults.add(method="GET", path="/issues/1$", kind="primary_403", retry_after=1800)
    for _ in range(2):
        with pytest.raises(RateLimited) as caught:
            await get_issue(client, bench.repo, 1)
        assert caught.value.retry_after == timedelta(seconds=1801)
    assert bench.slept == []
    assert len(bench.asked()) == 1
    bench.fake.clock.advance(timedelta(seconds=1800))
    assert (await get_issue(client, bench.repo, 1)).number == 1


async def test_last_request_of_the_hour_keeps_the_next_one_back(bench: Bench) -> None:
    await opened(bench)
    client = await bench.client()
    bench.fake.rates.limit = 1
    await get_issue(client, bench.repo, 1)
    with pytest.raises(RateLimited):
        await get_issue(client, bench.repo, 1)
    assert len(bench.asked()) == 1


@pytest.mark.parametrize("kind", ["bad_gateway", "drop", "truncate"])
async def test_broken_read_is_repeated(bench: Bench, kind: str) -> None:
    await opened(bench)
    client = await bench.client()
    bench.fake.faults.add(method="GET", path="/issues/1$", kind=kind)
    assert (await get_issue(client, bench.repo, 1)).title == "Issue 0"


async def test_github_out_of_order_is_worth_another_try_later(bench: Bench) -> None:
    await opened(bench)
    client = await bench.client()
    bench.fake.faults.add(method="GET", path="/issues/1$", kind="bad_gateway", times=9)
    with pytest.raises(TransientError, match="GitHub is out of order; GET /repos/acme/shop"):
        await get_issue(client, bench.repo, 1)
    assert bench.slept == [1, 4, 16]


@pytest.mark.parametrize("kind", ["drop", "drop_after", "error_after", "bad_gateway", "truncate"])
async def test_creation_without_a_clear_answer_is_never_sent_again(bench: Bench, kind: str) -> None:
    client = await bench.client()
    fault = bench.fake.faults.add(method="POST", path=ISSUES, kind=kind, times=9)
    with pytest.raises(UnclearAnswer):
        await create_issue(client, bench.repo, title="one", body="")
    assert fault.struck == 1
    done = len(bench.fake.issues(bench.repository))
    assert done == (kind in ("drop_after", "error_after", "truncate"))


@pytest.mark.parametrize("kind", ["drop", "drop_after", "error_after"])
async def test_change_without_a_clear_answer_is_set_again(bench: Bench, kind: str) -> None:
    await opened(bench)
    client = await bench.client()
    bench.fake.faults.add(method="PATCH", path="/issues/1$", kind=kind)
    await update_issue(client, bench.repo, 1, title="Set")
    assert bench.fake.issues(bench.repository)[0].title == "Set"


async def test_creation_that_cannot_leave_is_repeated_then_given_up(
    bench: Bench, unused_tcp_port: int
) -> None:
    client = bench.connect().token_client("any")
    nobody = bench.connect()
    nobody.api_url = f"http://127.0.0.1:{unused_tcp_port}"
    with pytest.raises(TransientError) as caught:
        await (await nobody.client(1)).post("/repos/acme/shop/issues", {"title": "x"})
    assert not isinstance(caught.value, UnclearAnswer)
    assert bench.slept == [1, 4, 16]
    assert client.requests == 0


@pytest.mark.parametrize(
    ("kind", "error"),
    [("not_found", NotFound), ("gone_410", NotFound)],
)
async def test_what_is_gone_is_not_asked_for_again(
    bench: Bench, kind: str, error: type[GitHubError]
) -> None:
    client = await bench.client()
    bench.fake.faults.add(method="GET", path="/issues/1$", kind=kind, times=9)
    with pytest.raises(error):
        await get_issue(client, bench.repo, 1)
    assert len(bench.asked()) == 1


async def test_missing_permission_is_forbidden(bench: Bench) -> None:
    bench.fake.expect_violation("needs the permission|not accessible")
    app = bench.fake.register_app({"metadata": "read", "issues": "read"}, [])
    bench.app, bench.installation = app, bench.fake.install(app, [bench.repository])
    client = await bench.client()
    with pytest.raises(Forbidden, match="not accessible"):
        await create_issue(client, bench.repo, title="one", body="")
    assert bench.slept == []


async def test_too_long_a_body_is_refused_with_githubs_words(bench: Bench) -> None:
    bench.fake.expect_violation("422|too long")
    client = await bench.client()
    with pytest.raises(GitHubError, match="body is too long") as caught:
        await create_issue(client, bench.repo, title="one", body="x" * 70_000)
    assert caught.value.status == 422


async def test_renamed_repository_is_found_by_reads_and_writes(bench: Bench) -> None:
    client = await bench.client()
    old = bench.repo
    await bench.fake.world.rename_repository(bench.repository, "store")
    created = await create_issue(client, old, title="one", body="text")
    assert (await get_issue(client, old, created.number)).body == "text"
    assert [issue.title for issue in bench.fake.issues(bench.repository)] == ["one"]


async def test_redirects_that_never_end_are_refused(
    bench: Bench, aiohttp_server: AiohttpServer
) -> None:
    async def elsewhere(request: web.Request) -> web.Response:
        return web.Response(status=301, headers={"Location": request.path})

    app = web.Application()
    app.router.add_get("/{path:.*}", elsewhere)
    server = await aiohttp_server(app)
    hub = bench.connect()
    hub.api_url = str(server.make_url("/"))
    client = hub.token_client("any")
    with pytest.raises(GitHubError, match="redirects never end"):
        await get_issue(client, bench.repo, 1)
    assert client.requests == 4


async def test_token_never_follows_a_link_to_another_host(bench: Bench) -> None:
    client = await bench.client()
    with pytest.raises(GitHubError, match=r"refused to follow a link to evil\.example"):
        await client.get("https://evil.example/steal")
    assert len(bench.fake.requests) == 0


async def test_writes_are_a_second_apart_and_reads_are_not(bench: Bench) -> None:
    client = await bench.connect(pause=1).client(bench.installation.id)
    await asyncio.gather(
        *(create_issue(client, bench.repo, title=f"{n}", body="") for n in range(3)),
        issues_since(client, bench.repo, "test-gardener", None),
    )
    assert bench.slept == [1, 1]


async def test_dry_run_refuses_every_write_and_reads_on(bench: Bench) -> None:
    await opened(bench)
    client = await bench.connect(dry_run=True).client(bench.installation.id)
    for write in (client.post, client.patch, client.put, client.delete):
        with pytest.raises(GardenerError, match="only reads"):
            await write("/repos/acme/shop/issues/1", {})
    with pytest.raises(GardenerError, match="only reads"):
        await client.graphql("mutation { x }", {})
    assert (await get_issue(client, bench.repo, 1)).number == 1
    assert {request.method for request in bench.fake.requests} == {"POST", "GET"}
    assert bench.tokens_asked() == 1


async def test_a_persons_token_reads_and_is_told_when_it_is_wrong(bench: Bench) -> None:
    await opened(bench)
    bench.fake.expect_violation("401 Bad credentials")
    hub = bench.connect()
    good = hub.token_client(bench.fake.user_token("alice"))
    assert (await get_issue(good, bench.repo, 1)).number == 1
    with pytest.raises(GitHubError, match="Bad credentials") as caught:
        await get_issue(hub.token_client("ghp_wrong"), bench.repo, 1)
    assert caught.value.status == 401


async def test_enterprise_server_has_its_api_elsewhere(bench: Bench) -> None:
    await opened(bench)
    client = await bench.connect(path="/api/v3/").client(bench.installation.id)
    assert (await get_issue(client, bench.repo, 1)).number == 1
    answer = await client.graphql("query { rateLimit { cost } }", {})
    assert "rateLimit" in answer.data


async def test_suspended_installation_is_forbidden(bench: Bench) -> None:
    await bench.fake.world.suspend(bench.installation)
    with pytest.raises(Forbidden, match="suspended"):
        await get_issue(await bench.client(), bench.repo, 1)


@pytest.mark.parametrize("kind", ["secondary_403", "bad_gateway", "drop"])
async def test_graphql_survives_a_bad_day(bench: Bench, kind: str) -> None:
    client = await bench.client()
    bench.fake.faults.add(method="POST", path="/graphql$", kind=kind)
    answer = await client.graphql("query { rateLimit { cost } }", {})
    assert answer.data["rateLimit"]["cost"] >= 0


async def test_graphql_without_data_is_an_error_with_its_words(bench: Bench) -> None:
    bench.fake.expect_violation("POST /graphql")
    with pytest.raises(GitHubError, match="nonsense"):
        await (await bench.client()).graphql("query { nonsense }", {})
