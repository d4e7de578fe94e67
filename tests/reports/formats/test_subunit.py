"""subunit: lines of version 1, packets of version 2."""

from zlib import crc32

import pytest

from bot.model.names import Outcome
from tests.reports.make import report

P, S, F, E = Outcome.PASSED, Outcome.SKIPPED, Outcome.FAILURE, Outcome.ERROR


def number(value: int) -> bytes:
    """A number in the fewest bytes; the two highest bits tell how many follow."""
    for more in range(4):
        if value < 1 << (6 + 8 * more):
            return (value | more << (6 + 8 * more)).to_bytes(1 + more, "big")
    raise AssertionError(value)


def text(value: str) -> bytes:
    return number(len(value.encode())) + value.encode()


def packet(
    status: int, test: str = "t.T.test_a", at: int | None = None, file: str = "", content: str = ""
) -> bytes:
    """A packet as https://github.com/testing-cabal/subunit describes it."""
    flags, fields = 0x2800 | status, b""
    if at is not None:
        flags |= 0x0200
        fields += at.to_bytes(4, "big") + number(500_000_000)
    fields += text(test)
    if file:
        flags |= 0x0060
        fields += text("text/plain") + text(file) + text(content)
    for width in (1, 2, 3):
        size = 1 + 2 + width + len(fields) + 4
        if len(number(size)) == width:
            data = b"\xb3" + flags.to_bytes(2, "big") + number(size) + fields
            return data + crc32(data).to_bytes(4, "big")
    raise AssertionError(test)


@pytest.mark.parametrize("status, outcome", [(3, P), (4, F), (5, S), (6, F), (7, S), (2, E)])
def test_status_of_a_packet(status: int, outcome: Outcome) -> None:
    (case,) = report(packet(2) + packet(status)).cases
    assert (case.id, case.outcome) == ("t.T::test_a", outcome)


def test_attachments_are_trace_and_output() -> None:
    trace = (
        'Traceback (most recent call last):\n  File "a.py", line 1, in f\nValueError: no\ncart\n'
        + "x" * 9000
    )
    data = (
        packet(2, at=10)
        + packet(0, file="stdout", content="hello")
        + packet(0, file="traceback", content=trace)
    )
    (case,) = report(data + packet(6, at=12)).cases
    assert (case.type, case.message.split("\n")[0], case.output) == (
        "ValueError",
        "ValueError: no",
        "hello",
    )
    assert (case.trace.split("\n")[0], case.seconds) == ("Traceback (most recent call last):", 2.0)


@pytest.mark.parametrize(
    "data, problem",
    [
        pytest.param(packet(2) + packet(6)[:-9], "ends in the middle of a packet", id="cut"),
        pytest.param(packet(6, "x") + b"noise" + packet(3), "no packet", id="noise between"),
        pytest.param(
            packet(6, "x") + packet(3)[:-1] + b"\0" + packet(3), "no packet", id="checksum"
        ),
    ],
)
def test_damaged_packets_are_told(data: bytes, problem: str) -> None:
    found = report(data)
    assert problem in " ".join(found.problems)
    assert found.tests >= 1 or found.problems


@pytest.mark.parametrize(
    "lines, outcome, message",
    [
        pytest.param("success: a", P, "", id="success"),
        pytest.param("successful: a", P, "", id="successful"),
        pytest.param(
            "failure: a [\nno\n ]\n]", F, "no\n]", id="failure with a bracket in its text"
        ),
        pytest.param("error: a [\nValueError: no\n]", E, "ValueError: no", id="error"),
        pytest.param(
            "skip: a [ multipart\nContent-Type: text/plain\nreason\n3\nwhy0\n]",
            S,
            "why",
            id="multipart",
        ),
        pytest.param("xfail: a", S, "", id="xfail"),
        pytest.param("uxsuccess: a", F, "Unexpected success", id="unexpected success"),
        pytest.param("", E, "never finished", id="no end"),
    ],
)
def test_status_of_a_line(lines: str, outcome: Outcome, message: str) -> None:
    (case,) = report(f"test: a\n{lines}\ntest: b\nsuccess: b\n").cases[-1 if not lines else 0 :][:1]
    assert (case.name, case.outcome, case.message) == ("a", outcome, message)


def test_chunk_may_hold_a_line_that_is_a_bracket() -> None:
    chunk = "[\n]\nend\n"
    lines = f"Content-Type: text/x-traceback\ntraceback\n{len(chunk):X}\n{chunk}0\n]"
    (case,) = report(f"test: a\nfailure: a [ multipart\n{lines}\n").red
    assert case.trace == "[\n]\nend"
