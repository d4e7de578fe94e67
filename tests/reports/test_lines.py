"""The shared readers of lines, and the joining of results of one test."""

import io
import json
import tracemalloc
from collections.abc import Callable, Iterator
from itertools import chain
from typing import TYPE_CHECKING

import pytest

from bot.model.names import Outcome
from bot.model.report import TestCase
from bot.reports.caps import Caps
from bot.reports.joined import Joined
from bot.reports.json.lines import Records
from bot.reports.read import read_report
from bot.reports.text_lines import Lines

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

P, S, F = Outcome.PASSED, Outcome.SKIPPED, Outcome.FAILURE


@pytest.mark.parametrize(
    "data, lines",
    [
        pytest.param(b"a\nb\n", ["a", "b"], id="line ends"),
        pytest.param(b"a\r\n\r\nb", ["a", "", "b"], id="of Windows"),
        pytest.param("é\n".encode("utf-16"), ["é"], id="UTF-16"),
        pytest.param("ok\n".encode("utf-16-le"), ["ok"], id="UTF-16 without a mark"),
        pytest.param("\ufeffé\n".encode(), ["é"], id="UTF-8 with a mark"),
        pytest.param(b"caf\xe9\n", ["café"], id="what Windows writes undeclared"),
        pytest.param(
            "a\u2028b\x0cc\n".encode(), ["a\u2028b\x0cc"], id="only a line feed ends a line"
        ),
        pytest.param(b"", [], id="nothing"),
    ],
)
def test_lines_of_a_stream(data: bytes, lines: list[str]) -> None:
    assert list(Lines(io.BytesIO(data))) == lines


def test_long_line_is_cut_and_said_to_be() -> None:
    lines = Lines(io.BytesIO(b"a" * 500_000 + b"\nb"), longest=10)
    assert [(line, lines.is_long, lines.is_open) for line in lines] == [
        ("a" * 10, True, False),
        ("b", False, True),
    ]


@pytest.mark.parametrize(
    "text, records, problem",
    [
        pytest.param('{"a":1}\ntext\n', [{"a": 1}, "text"], "", id="text between"),
        pytest.param('said{"a":1}\n', ["said", {"a": 1}], "", id="text before"),
        pytest.param(
            '{"a":1\n{"a":2}\n', [{"a": 2}], "broken JSON, the first at line 1", id="broken"
        ),
        pytest.param('{"a":1}\n{"a":', [{"a": 1}], "ends in the middle of line 2", id="cut"),
        pytest.param('{"a":' * 5000 + "\n", [], "broken JSON", id="too deep"),
        pytest.param('{"a":' + "9" * 9999 + "}\n", [], "broken JSON", id="a huge number"),
        pytest.param('{"a":"' + "x" * 999 + '"}\n{"b":2}\n', [{"b": 2}], "too long", id="too long"),
        pytest.param("[1]\n7\n", ["[1]", "7"], "", id="no objects"),
    ],
)
def test_records_of_a_stream(text: str, records: list[object], problem: str) -> None:
    caps = Caps(tag=900 if "xxx" in text else 100_000)
    read = Records(io.BytesIO(text.encode()), caps, opening=r'\{"a"')
    assert list(read) == records
    assert problem in " ".join(read.problems(0))


@pytest.mark.parametrize(
    "results, retry, outcome, tries",
    [
        pytest.param([P, P], False, P, 0, id="agreeing"),
        pytest.param([P, F], False, F, 2, id="red once"),
        pytest.param([F, P], False, F, 2, id="red first"),
        pytest.param([F, P], True, P, 2, id="a retry that passes"),
        pytest.param([F, F, P], True, P, 3, id="a second retry"),
        pytest.param([S, P], False, P, 0, id="skipped once"),
    ],
)
def test_results_of_one_test_are_joined(
    results: list[Outcome], retry: bool, outcome: Outcome, tries: int
) -> None:
    joined = Joined(Caps())
    for result in results:
        assert list(joined.put("a", TestCase(name="a", outcome=result), retry=retry)) == []
    (case,) = joined.cases()
    assert (case.outcome, len(case.tries), joined.count) == (outcome, tries, 1)


class Endless(io.RawIOBase):
    """A stream that is made while it is read."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._ahead = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        view = memoryview(buffer).cast("B")
        self._ahead = self._ahead or next(self._pieces, b"")
        data, self._ahead = self._ahead[: len(view)], self._ahead[len(view) :]
        view[: len(data)] = data
        return len(data)


def go(n: int) -> str:
    event = {"Package": "p", "Test": f"Test{n}", "Output": f"=== RUN   Test{n}\n"}
    actions = ("run", "output", "pass")
    return "".join(json.dumps({"Action": action, **event}) + "\n" for action in actions)


@pytest.mark.slow
@pytest.mark.parametrize(
    "head, row, tests",
    [
        pytest.param("TAP version 14\n", lambda n: f"ok {n + 1} - adds {n}\n", 100_000, id="TAP"),
        pytest.param("", go, 30_000, id="go"),
        pytest.param(
            "",
            lambda n: (
                f"##teamcity[testStarted name='t{n}']\n##teamcity[testFinished name='t{n}']\n"
            ),
            30_000,
            id="TeamCity",
        ),
    ],
)
def test_passed_tests_beyond_the_cap_take_no_memory(
    head: str, row: Callable[[int], str], tests: int
) -> None:
    rows = (row(n).encode() for n in range(tests))
    source = chain([head.encode()] if head else [], rows)
    tracemalloc.start()
    found = read_report(io.BufferedReader(Endless(source)), "a", Caps(passing=100))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found.tests == tests
    assert peak < 30_000_000
