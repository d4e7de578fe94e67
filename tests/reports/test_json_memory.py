"""Long JSON reports are read in flat memory, whichever way their results are nested."""

import io
import tracemalloc
from collections.abc import Callable, Iterator
from typing import BinaryIO

import pytest

from bot.reports.caps import Caps
from bot.reports.read import read_report

CASES = 30_000
FEW = Caps(passing=1_000)


class Endless(io.RawIOBase):
    """A report that is made while it is read."""

    def __init__(self, pieces: Iterator[str]) -> None:
        self._pieces = pieces
        self._held = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object, /) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        while len(self._held) < len(view):
            piece = next(self._pieces, None)
            if piece is None:
                break
            self._held += piece.encode()
        data, self._held = self._held[: len(view)], self._held[len(view) :]
        view[: len(data)] = data
        return len(data)


def listed(head: str, one: Callable[[int], str], tail: str) -> Iterator[str]:
    yield head + one(0)
    for start in range(1, CASES, 500):
        yield "".join("," + one(n) for n in range(start, min(CASES, start + 500)))
    yield tail


def jest(n: int) -> str:
    return (
        f'{{"ancestorTitles":["cart"],"fullName":"cart adds {n}","status":"passed",'
        f'"title":"adds {n}","duration":1,"failureMessages":[]}}'
    )


def mocha(n: int) -> str:
    return f'{{"title":"adds {n}","fullTitle":"cart adds {n}","duration":1,"err":{{}}}}'


def cucumber(n: int) -> str:
    return (
        f'{{"id":"f;{n}","keyword":"Scenario","line":{n},"name":"adds {n}","steps":'
        '[{"keyword":"Given ","name":"a cart","result":{"status":"passed","duration":1}}]}'
    )


STREAMS = {
    "one file of Jest": ('{"numTotalTests":1,"testResults":[{"assertionResults":[', jest, "]}]}"),
    "lists of Mocha": (
        '{"stats":{"suites":1,"passes":1},"tests":[],"pending":[],"failures":[],"passes":[',
        mocha,
        "]}",
    ),
    "one feature of Cucumber": ('[{"uri":"f","elements":[', cucumber, '],"name":"F"}]'),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", STREAMS)
def test_very_many_passed_results_take_little_memory(name: str) -> None:
    stream: BinaryIO = io.BufferedReader(Endless(listed(*STREAMS[name])))
    tracemalloc.start()
    found = read_report(stream, "x.json", FEW)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found.tests == CASES
    assert found.dropped == CASES - FEW.passing
    assert peak < 20_000_000


@pytest.mark.parametrize(
    "head",
    [
        '{"stats":{"suites":1,"passes":1},"tests":[{"title":"',
        '{"version":"3","examples":[{"status":"',
    ],
)
def test_endless_text_is_shortened_while_it_is_read(head: str) -> None:
    def pieces() -> Iterator[str]:
        yield head
        for _ in range(300):
            yield 'x\\u00e4\\"' * 10_000
        yield '"}]}'

    tracemalloc.start()
    found = read_report(io.BufferedReader(Endless(pieces())), "x.json")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found.format is not None
    assert "well-formed" not in " ".join(found.problems)
    assert peak < 20_000_000


def test_endless_number_is_refused() -> None:
    def pieces() -> Iterator[str]:
        yield '{"examples":[{"status":"passed"}],"summary_line":'
        for _ in range(100):
            yield "1" * 100_000

    found = read_report(io.BufferedReader(Endless(pieces())), "x.json")
    assert found.tests == 1
    assert found.problems[-1].endswith(
        "holds a single value longer than 8 MB, so reading stopped there; 1 results were read."
    )
