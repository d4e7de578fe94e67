"""The observer finds what is wrong in requests, answers and webhooks."""

import json
from collections.abc import Iterable
from dataclasses import replace

from bot.demo.github.records import Delivery, Request
from bot.demo.github.server import FakeGitHub
from bot.demo.github.wire import dumps
from tests.conformance.observer import Conformance

JUDGE = Conformance()


def _request(status: int, answer: object, query: dict[str, str] | None = None) -> Request:
    return Request(
        method="GET",
        path="/repos/acme/shop/labels",
        query=query or {},
        origin="api",
        headers={},
        raw=b"",
        status=status,
        operation="GET /repos/{owner}/{repo}/labels",
        answer=dumps(answer),
        answer_headers={"Content-Type": "application/json; charset=utf-8"},
    )


def test_a_described_answer_passes() -> None:
    assert JUDGE.request(_request(200, [])) == []
    assert JUDGE.request(_request(404, {"message": "Not Found"})) == []


def test_an_answer_of_the_wrong_shape_is_found() -> None:
    [found] = JUDGE.request(_request(200, {"total_count": 0}))

    assert found.startswith("GET /repos/{owner}/{repo}/labels: answer 200 the whole:")


def test_an_answer_that_is_not_described_is_found() -> None:
    assert list(JUDGE.request(_request(202, []))) == [
        "GET /repos/{owner}/{repo}/labels: answer 202: not described"
    ]


def test_a_query_parameter_of_the_wrong_type_is_found() -> None:
    found = JUDGE.request(_request(200, [], {"per_page": "many"}))

    assert list(found) == ["GET /repos/{owner}/{repo}/labels: query per_page: 'many' is no integer"]


def test_an_accident_on_order_is_not_judged() -> None:
    assert JUDGE.request(replace(_request(502, "Unicorn!"), fault="bad_gateway")) == []


async def _a_delivery(github: FakeGitHub) -> Delivery:
    app = github.register_app({"issues": "read"}, ["issues"])
    repo = github.add_repository("acme/shop")
    github.install(app, [repo])
    await github.world.open_issue(repo)
    return github.deliveries[0]


async def test_a_webhook_that_lacks_something_is_found(github: FakeGitHub) -> None:
    delivery = await _a_delivery(github)
    payload = json.loads(delivery.payload)

    def without(*names: str) -> Iterable[str]:
        kept = {key: value for key, value in payload.items() if key not in names}
        return JUDGE.delivery(replace(delivery, payload=dumps(kept)))

    assert list(JUDGE.delivery(delivery)) == []
    assert list(without("sender")) == [
        'webhook issues-opened: the whole: "sender" is a required property'
    ]
    assert list(without("installation")) == [
        "webhook issues-opened: an App is always told its installation"
    ]


async def test_a_webhook_that_github_does_not_know_is_found(github: FakeGitHub) -> None:
    delivery = replace(await _a_delivery(github), action="vanished")

    assert list(JUDGE.delivery(delivery)) == [
        "webhook issues-vanished: GitHub describes none of this name"
    ]


async def test_what_an_observer_finds_is_a_violation(github: FakeGitHub) -> None:
    class Grumbler:
        """Never content."""

        def request(self, request: Request) -> list[str]:
            """Find fault."""
            return ["bad request"]

        def delivery(self, delivery: Delivery) -> list[str]:
            """Find fault."""
            return ["bad delivery"]

    github.observers.append(Grumbler())
    await _a_delivery(github)

    assert github.violations == ["bad delivery"]
    github.expect_violation("bad")
    assert github.violations == []
