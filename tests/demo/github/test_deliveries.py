"""Delivering webhooks: signed, in order, never retried by itself, redelivered on request."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from bot.demo.github.server import FakeGitHub
from bot.demo.github.webhooks import signature
from tests.demo.github.client import Shop


class Listener:
    """A webhook target that keeps what it gets and answers with a status of choice."""

    def __init__(self) -> None:
        self.status = 202
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.url = ""
        self.go = asyncio.Event()
        self.go.set()

    async def serve(self, request: web.Request) -> web.Response:
        """Take one delivery."""
        self.got.append((dict(request.headers), await request.read()))
        await self.go.wait()
        return web.Response(status=self.status, text="taken")


@pytest.fixture
async def listener() -> AsyncIterator[Listener]:
    """A target on loopback."""
    target = Listener()
    app = web.Application()
    app.router.add_post("/webhook", target.serve)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    target.url = f"http://127.0.0.1:{runner.addresses[0][1]}/webhook"
    yield target
    await runner.cleanup()


def test_the_signature_is_that_of_githubs_documentation() -> None:
    # https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries
    expected = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"

    assert signature("It's a Secret to Everybody", b"Hello, World!") == expected


async def test_a_delivery_is_signed_and_says_what_it_is(shop: Shop, listener: Listener) -> None:
    shop.gh.deliver_to(shop.app, listener.url)

    await shop.gh.world.open_issue(shop.repo, title="It fails")

    [(headers, body)] = listener.got
    digest = hmac.new(shop.app.webhook_secret.encode(), body, hashlib.sha256).hexdigest()
    assert headers["X-Hub-Signature-256"] == f"sha256={digest}"
    assert headers["X-GitHub-Event"] == "issues"
    assert headers["User-Agent"].startswith("GitHub-Hookshot/")
    assert headers["X-GitHub-Hook-Installation-Target-ID"] == str(shop.app.id)
    payload = json.loads(body)
    assert payload["installation"]["id"] == shop.installation.id
    assert payload["organization"]["login"] == "acme"
    [delivery] = shop.gh.deliveries
    assert (delivery.status, delivery.answer, delivery.error) == (202, b"taken", None)
    assert headers["X-GitHub-Delivery"] == delivery.guid


async def test_a_refused_delivery_is_not_sent_again_until_asked(
    shop: Shop, listener: Listener
) -> None:
    shop.gh.deliver_to(shop.app, listener.url)
    listener.status = 503
    await shop.gh.world.open_issue(shop.repo)
    [failed] = shop.gh.deliveries
    sent = len(listener.got)
    listener.status = 202

    again = await shop.gh.redeliver(failed)

    assert (failed.status, sent, len(listener.got)) == (503, 1, 2)
    assert (again.status, again.redelivered) == (202, True)
    assert again.guid == failed.guid
    assert again.id != failed.id
    first, second = listener.got
    assert first[1] == second[1]
    assert first[0]["X-GitHub-Delivery"] == second[0]["X-GitHub-Delivery"]


async def test_a_target_that_is_away_is_an_error(shop: Shop, listener: Listener) -> None:
    shop.gh.deliver_to(shop.app, "http://127.0.0.1:1/webhook")

    await shop.gh.world.open_issue(shop.repo)

    assert shop.gh.deliveries[0].status is None
    assert shop.gh.deliveries[0].error is not None


async def test_a_target_that_is_slow_is_given_up(shop: Shop, listener: Listener) -> None:
    shop.gh.deliver_to(shop.app, listener.url)
    listener.go.clear()
    shop.gh.webhooks.timeout = 0.05

    await shop.gh.world.open_issue(shop.repo)
    listener.go.set()

    [delivery] = shop.gh.deliveries
    assert (delivery.status, delivery.error) == (None, "timed out")


def test_a_target_has_ten_seconds_to_answer(github: FakeGitHub) -> None:
    assert github.webhooks.timeout == 10


async def test_quiet_and_deliver_false_only_write_down(shop: Shop, listener: Listener) -> None:
    shop.gh.deliver_to(shop.app, listener.url)
    with shop.gh.world.quiet():
        await shop.gh.world.open_issue(shop.repo)
    await shop.gh.world.comment(shop.repo, 1, by="bob", body="x", deliver=False)

    assert listener.got == []
    assert [delivery.event for delivery in shop.gh.deliveries] == ["issues", "issue_comment"]
    await shop.gh.redeliver(shop.gh.deliveries[0])
    assert len(listener.got) == 1


async def test_what_the_app_writes_comes_back_from_a_bot(shop: Shop, listener: Listener) -> None:
    shop.gh.deliver_to(shop.app, listener.url)
    path = "/repos/acme/shop/issues"
    await shop.client.call("POST", path, {"title": "x"})
    await shop.client.call("POST", f"{path}/1/comments", {"body": "y"})
    await shop.gh.settle()

    senders = [json.loads(body)["sender"] for _, body in listener.got]
    assert [(sender["login"], sender["type"]) for sender in senders] == [
        ("test-gardener[bot]", "Bot")
    ] * 2


async def test_an_app_is_told_only_of_its_repositories_and_events(
    shop: Shop, listener: Listener
) -> None:
    deaf = shop.gh.register_app({"issues": "read"}, ["push"])
    shop.gh.install(deaf, [shop.repo])
    other = shop.gh.add_repository("acme/other")

    await shop.gh.world.open_issue(shop.repo)
    await shop.gh.world.open_issue(other)

    assert [delivery.app for delivery in shop.gh.deliveries] == [shop.app]


async def test_deliveries_are_listed_read_and_sent_again_over_rest(
    shop: Shop, listener: Listener
) -> None:
    shop.gh.deliver_to(shop.app, listener.url)
    for status in (202, 500, 202):
        listener.status = status
        await shop.gh.world.open_issue(shop.repo)
    token = shop.client.app_jwt()

    async def listed(query: str) -> tuple[list[int], str | None]:
        path = f"/app/hook/deliveries?{query}"
        answer = await shop.client.call("GET", path, token=token)
        return [entry["status_code"] for entry in answer.body], answer.headers.get("Link")

    assert await listed("") == ([202, 500, 202], None)
    assert await listed("status=failure") == ([500], None)
    page, link = await listed("per_page=2")
    assert page == [202, 500]
    assert link is not None
    rest = await listed(link.partition("?")[2].partition(">")[0])
    assert rest == ([202], None)

    failed = shop.gh.deliveries[1]
    path = f"/app/hook/deliveries/{failed.id}"
    shown = await shop.client.call("GET", path, token=token)
    assert shown.body["request"]["payload"]["action"] == "opened"
    assert shown.body["response"]["payload"] == "taken"
    again = await shop.client.call("POST", f"{path}/attempts", token=token)
    await shop.gh.settle()
    assert again.status == 202
    assert shop.gh.deliveries[-1].guid == failed.guid
    assert (await shop.client.call("GET", "/app/hook/deliveries/1", token=token)).status == 404
