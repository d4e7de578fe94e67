"""One value of a hundred megabytes, in XML and in JSON: read to its end, in bounded time and memory."""

import io
import time
import tracemalloc
from collections.abc import Iterator
from itertools import repeat
from typing import NamedTuple

import pytest

from bot.model.report import TestReport
from bot.reports.read import read_report

MB = 1 << 20
SIZE = 100 * MB


class Endless(io.RawIOBase):
    """A head, one block over and over again until there are `SIZE` bytes of it, and a tail."""

    def __init__(self, head: bytes, block: bytes, tail: bytes) -> None:
        self.given = 0
        self._pieces = self._all(head, block * (MB // len(block)), tail)
        self._held = memoryview(b"")

    @staticmethod
    def _all(head: bytes, block: bytes, tail: bytes) -> Iterator[bytes]:
        yield head
        yield from repeat(block, SIZE // len(block))
        yield tail

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object, /) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        if not self._held:
            self._held = memoryview(next(self._pieces, b""))
        size = min(len(view), len(self._held))
        view[:size] = self._held[:size]
        self._held = self._held[size:]
        self.given += size
        return size


class Value(NamedTuple):
    """Where an endless value stands, and whether what is behind it is still read."""

    head: bytes
    block: bytes
    tail: bytes
    is_read_through: bool = True


_CASES = b"<testsuite name='s'><testcase name='a'/>"
_MOCHA = b'{"stats":{"suites":1,"passes":1},"passes":[{"title":"a"},{"title":"b"'
VALUES = {
    "an attribute": Value(
        _CASES + b"<testcase name='b' classname='",
        b"x" * 64,
        b"'/><testcase name='c'/></testsuite>",
        is_read_through=False,
    ),
    "a text": Value(
        _CASES + b"<testcase name='b'><failure>",
        b"boom " * 40 + b"&amp; over\n",
        b"</failure></testcase><testcase name='c'/></testsuite>",
    ),
    "a CDATA section": Value(
        _CASES + b"<testcase name='b'><system-out><![CDATA[",
        b"<x> ]] and so on\n",
        b"]]></system-out></testcase><testcase name='c'/></testsuite>",
    ),
    "a text of another format": Value(
        b'<robot generator="Robot 7"><suite name="s"><test name="a"><status status="PASS"/></test>'
        b'<test name="b"><kw name="k"><msg level="INFO">',
        b"said it again\n",
        b'</msg></kw><status status="PASS"/></test><test name="c"><status status="PASS"/></test>'
        b"</suite></robot>",
    ),
    "a JSON string": Value(
        _MOCHA + b',"err":{"stack":"', b"at f (a.js)\\n", b'"}},{"title":"c"}]}'
    ),
    "a JSON string full of quotes": Value(
        _MOCHA + b',"err":{"stack":"', b'\\"\\u00e4\\\\', b'"}},{"title":"c"}]}'
    ),
    "a JSON string on a line of events": Value(
        b'{"Action":"pass","Package":"p","Test":"a"}\n{"Action":"pass","Package":"p","Test":"b"}\n'
        b'{"Action":"output","Package":"p","Test":"b","Output":"',
        b"words \\n ",
        b'"}\n{"Action":"pass","Package":"p","Test":"c"}\n',
    ),
}


def read(value: Value) -> tuple[TestReport, Endless]:
    stream = Endless(value.head, value.block, value.tail)
    return read_report(io.BufferedReader(stream, MB), "endless"), stream


@pytest.mark.parametrize("name", VALUES)
def test_value_of_a_hundred_megabytes_is_read_in_seconds_and_little_memory(name: str) -> None:
    value = VALUES[name]
    start = time.process_time()
    tracemalloc.start()

    try:
        found, stream = read(value)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert time.process_time() - start < SIZE / MB
    assert peak < 64 * MB
    assert "a" in {case.name for case in found.cases}
    if value.is_read_through:
        assert stream.given > SIZE * 0.9
        assert {"a", "b", "c"} == {case.name for case in found.cases}
    else:
        assert "has a tag longer than 8 MB" in " ".join(found.problems)
