"""Strangers at the webhook: signatures that nearly fit, bodies that are large, slow, or bite."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from io import BytesIO
from urllib.parse import urlencode

import pytest
from aiohttp.test_utils import TestClient, TestServer
from multidict import CIMultiDict

from bot.webhook.delivery import MOST_BYTES
from bot.webhook.metrics import Metrics
from bot.webhook.server import Web
from bot.webhook.signature import HEADER, is_signed, signature
from tests.webhook.payloads import comment, finished_run
from tests.webhook.test_server import RUN, SECRET, Client, Store, client, headers, store

__all__ = ["client", "store"]

MB = 1024 * 1024
GOOD = signature(SECRET, RUN)
FLIPPED = GOOD[:-1] + ("0" if GOOD[-1] != "0" else "1")


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(GOOD.upper(), id="all in capitals"),
        pytest.param("sha256=" + GOOD[7:].upper(), id="its digits in capitals"),
        pytest.param(FLIPPED, id="of the right length, one digit off"),
        pytest.param("sha256=" + "0" * 64, id="of the right length, all zeros"),
        pytest.param(GOOD[:-1], id="a digit short"),
        pytest.param(GOOD + "0", id="a digit long"),
        pytest.param("sha1=" + GOOD[7:47], id="SHA-1 by its name"),
        pytest.param("sha256=", id="no digits"),
        pytest.param("sha256=" + "\u0661" * 64, id="digits of another script"),
        pytest.param("sha256\uff1d" + GOOD[7:], id="an equals sign of another script"),
        pytest.param(GOOD + "," + GOOD, id="twice in one"),
    ],
)
async def test_signature_that_nearly_fits_is_refused(
    client: Client, store: Store, given: str
) -> None:
    sent = headers(RUN, **{HEADER: given})

    answer = await client.post("/webhook", data=RUN, headers=sent)

    assert answer.status == 401
    assert store.taken == []


async def test_of_two_signatures_only_the_first_counts(client: Client, store: Store) -> None:
    sent = CIMultiDict(headers(RUN, **{HEADER: FLIPPED}))
    sent.add(HEADER, GOOD)

    answer = await client.post("/webhook", data=RUN, headers=sent)

    assert answer.status == 401
    assert store.taken == []


async def test_answer_to_an_unsigned_body_is_the_same_whatever_it_holds(client: Client) -> None:
    texts = set()
    for body in (RUN, b"", b"{", b"\xff", b"[" * 1000):
        answer = await client.post("/webhook", data=body, headers=headers(b"other"))
        texts.add((answer.status, await answer.text()))

    assert len(texts) == 1


@pytest.mark.parametrize("secret", ["gehe\u00efm \u2603", "\U0001f331", " ", "a\nb"])
def test_secret_may_hold_any_sign(secret: str) -> None:
    assert is_signed(secret, RUN, signature(secret, RUN))
    assert not is_signed(secret, RUN, GOOD)


def nested(depth: int) -> bytes:
    return b'{"action":"completed","a":' + b"[" * depth + b"]" * depth + b"}"


def with_value(text: bytes) -> bytes:
    run = json.dumps(finished_run()).encode()
    return run.replace(b'"CI"', text)


@pytest.mark.parametrize(
    "body, status",
    [
        pytest.param(nested(100_000), 400, id="nested a hundred thousand deep"),
        pytest.param(with_value(b'"\\ud800"'), 400, id="half of a surrogate pair"),
        pytest.param(with_value(b'"\xed\xa0\x80"'), 400, id="half of a pair, written out"),
        pytest.param(with_value(b'"a\x00b"'), 400, id="a bare NUL"),
        pytest.param(with_value(b'"a\\u0000b"'), 202, id="a NUL in a name"),
        pytest.param(with_value(b'"' + b"x" * MB + b'"'), 202, id="a name of a megabyte"),
        pytest.param(with_value(b"9" * 10_000), 400, id="a number of ten thousand digits"),
        pytest.param(with_value(b"NaN"), 202, id="no number for a name"),
        pytest.param(RUN.replace(b"1001", b"9" * 4000), 202, id="a run of 4,000 digits"),
        pytest.param(RUN.replace(b"1001", b"1e400"), 202, id="a run without end"),
        pytest.param(RUN.replace(b"1001", b"-5"), 202, id="a run below zero"),
        pytest.param(RUN[:-1] + b',"action":"x"}', 202, id="a key twice"),
        pytest.param(b"\xef\xbb\xbf" + RUN, 400, id="a byte order mark"),
        pytest.param(RUN + RUN, 400, id="two documents"),
    ],
)
async def test_odd_document_is_taken_or_refused_but_never_an_error(
    client: Client, body: bytes, status: int
) -> None:
    answer = await client.post("/webhook", data=BytesIO(body), headers=headers(body))

    assert answer.status == status
    assert (await client.get("/healthz")).status == 200


@pytest.mark.parametrize(
    "form",
    [
        urlencode({"payload": RUN.decode()}) + "&payload=%7B%7D",
        "payload=" + "%25" * 1000,
        "&".join(f"a{n}=1" for n in range(5000)),
        "payload=%FF%FE",
        "payload",
    ],
    ids=["two payloads", "nothing but per cent", "5,000 fields", "no UTF-8", "no value"],
)
async def test_odd_form_is_taken_or_refused_but_never_an_error(client: Client, form: str) -> None:
    body = form.encode()
    sent = headers(body, **{"Content-Type": "application/x-www-form-urlencoded"})

    answer = await client.post("/webhook", data=body, headers=sent)

    assert answer.status in (202, 400)


async def test_body_in_chunks_without_a_length_is_taken(client: Client, store: Store) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(RUN), 100):
            yield RUN[start : start + 100]

    answer = await client.post("/webhook", data=pieces(), headers=headers(RUN))

    assert answer.status == 202
    assert len(store.taken) == 1


async def test_24_megabytes_are_taken_and_others_are_answered_meanwhile(
    client: Client, store: Store
) -> None:
    body = json.dumps(comment("/gardener why\n" + "x" * (24 * MB - 4000))).encode()
    assert 23 * MB < len(body) < MOST_BYTES
    waits = []
    sent = asyncio.ensure_future(
        client.post("/webhook", data=BytesIO(body), headers=headers(body, "issue_comment"))
    )

    while not sent.done():
        asked = time.monotonic()
        assert (await client.get("/healthz")).status == 200
        waits.append(time.monotonic() - asked)

    assert (await sent).status == 202
    assert len(store.taken) == 1
    assert max(waits) < 5


async def test_26_megabytes_are_refused_while_they_come(client: Client, store: Store) -> None:
    given = 0

    async def pieces() -> AsyncIterator[bytes]:
        nonlocal given
        while given < 60 * MB:
            given += MB
            yield b" " * MB

    answer = await client.post("/webhook", data=pieces(), headers=headers(b""))

    assert answer.status == 413
    assert given < 60 * MB
    assert store.taken == []


async def test_body_that_drips_is_given_up(store: Store) -> None:
    web = Web(
        secret=SECRET, accept=store.accept, metrics=Metrics("1"), version="1", read_within=0.2
    )
    async with TestClient(TestServer(web.app())) as slow:
        ended = asyncio.Event()

        async def drops() -> AsyncIterator[bytes]:
            yield RUN[:1]
            await ended.wait()

        answer = await slow.post("/webhook", data=drops(), headers=headers(RUN))
        ended.set()

    assert answer.status == 408
    assert store.taken == []
