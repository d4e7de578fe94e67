"""Reports made to break their reader: larger, deeper and wider than any tool writes."""

import io
import tracemalloc
from collections.abc import Callable, Iterator
from itertools import repeat

import pytest

from bot.reports.read import read_report
from tests.fuzz.cost import best_cost, is_dear
from tests.fuzz.target import Target
from tests.reports.test_json_memory import Endless

MB = 1 << 20
_JSON = '{"stats":{"suites":1,"passes":1},"passes":[{"title":"'


def filled(head: str, piece: str, tail: str, size: int) -> Iterator[str]:
    """`size` characters of one piece, between a beginning and an end."""
    yield head
    block = piece * max(1, 100_000 // len(piece))
    yield from repeat(block, size // len(block))
    yield tail


def wide(number: int, one: Callable[[int], str]) -> Iterator[str]:
    """Very many different small things."""
    for start in range(0, number, 1000):
        yield "".join(map(one, range(start, start + 1000)))


SUITE = "<testsuite name='s'><testcase name='a'/>"
BOMBS: dict[str, Callable[[], Iterator[str]]] = {
    "a text without end": lambda: filled(
        f"{SUITE}<testcase name='b'><failure>", "boom ", "</failure></testcase></testsuite>", 7 * MB
    ),
    "an attribute without end": lambda: filled(f"{SUITE}<testcase name='", "x", "'/>", 12 * MB),
    "a comment without end": lambda: filled(f"{SUITE}<!--", "x ", "--></testsuite>", 12 * MB),
    "a CDATA section without end": lambda: filled(
        f"{SUITE}<system-out><![CDATA[", "x]]", "]]></system-out></testsuite>", 7 * MB
    ),
    "very many attributes": lambda: iter(
        (f"{SUITE}<testcase ", *wide(100_000, lambda n: f"a{n}='' "), "name='b'/></testsuite>")
    ),
    "very many namespaces": lambda: iter(
        (f"{SUITE}<b ", *wide(100_000, lambda n: f"xmlns:n{n}='u{n}' "), "/></testsuite>")
    ),
    "very many different elements": lambda: iter(
        (SUITE, *wide(30_000, lambda n: f"<e{n}/>"), "</testsuite>")
    ),
    "elements ten thousand deep": lambda: iter(
        (SUITE, "<a>" * 10_000, "</a>" * 10_000, "</testsuite>")
    ),
    "suites ten thousand deep": lambda: iter(
        ("<testsuite name='s'>" * 10_000, "<testcase name='a'/>", "</testsuite>" * 10_000)
    ),
    "suites of Robot ten thousand deep": lambda: iter(
        (
            '<robot generator="Robot 7">',
            *("<suite name='s'>" * 10_000, "<test name='a'><status status='PASS'/></test>"),
            *("</suite>" * 10_000, "</robot>"),
        )
    ),
    "JSON objects ten thousand deep": lambda: iter(
        ('{"stats":{"suites":1},"passes":[', '{"a":' * 10_000, "1", "}" * 10_000, "]}")
    ),
    "a JSON text without end": lambda: filled(_JSON, "x\\u00e4", '"}]}', 7 * MB),
    "a JSON number without end": lambda: filled(
        '{"stats":{"suites":1},"passes":[{"title":"a"}],"duration":', "1", "}", 9 * MB
    ),
    "JSON lists ten thousand deep": lambda: iter(
        ('{"stats":{"suites":1},"passes":', "[" * 100_000, "]" * 100_000, "}")
    ),
    "a JSON key a hundred thousand times": lambda: iter(
        ('{"stats":{"suites":1},"passes":[]', ',"passes":[{"title":"a"}]' * 100_000, "}")
    ),
    "very many JSON keys": lambda: iter(
        ('{"stats":{"suites":1},"passes":[]', *wide(200_000, lambda n: f',"k{n}":1'), "}")
    ),
    "a TAP plan of a million million": lambda: iter(("1..1000000000000\nok 1 - a\n",)),
    "a TAP test of a million": lambda: iter(("TAP version 13\n", "ok 999999 - a\n" * 5_000)),
    "TAP indented without end": lambda: iter(
        ("TAP version 14\n", *("    " * n + "ok 1 - a\n" for n in range(1000)))
    ),
    "a TAP YAML block without end": lambda: filled(
        "TAP version 13\nnot ok 1 - a\n  ---\n", "  a: &a [*a]\n", "  ...\n", MB
    ),
    "one line of JSON without end": lambda: filled(
        '{"Action":"output","Package":"p","Test":"T","Output":"', "x", '"}\n', 7 * MB
    ),
    "TeamCity messages without end": lambda: filled(
        "##teamcity[testStarted name='a']\n##teamcity[testFailed name='a' message='",
        "|n",
        "']\n",
        2 * MB,
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_bomb_is_told_in_few_words_and_takes_at_most_a_second_a_megabyte(name: str) -> None:
    data = "".join(BOMBS[name]()).encode()
    target = Target(name="bomb", run=check, starts=lambda: ())
    target.run(data[:100])  # what is compiled once is compiled now

    cost = best_cost(target, data)

    assert not is_dear(target, cost), cost


def check(data: bytes) -> None:
    found = read_report(io.BytesIO(data), "bomb")
    assert all(said.startswith("bomb ") and said.endswith(".") for said in found.problems)
    assert len(found.problems) <= 60


@pytest.mark.parametrize(
    "name",
    [name for name in BOMBS if name.endswith("without end") and "YAML" not in name],
)
def test_memory_does_not_grow_with_a_text(name: str) -> None:
    tracemalloc.start()
    read_report(io.BufferedReader(Endless(BOMBS[name]())), "bomb")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    # The longest line that is kept whole has a million characters, and some formats take it apart.
    assert peak < 120 * MB


@pytest.mark.parametrize(
    "told", ["utf-7", "utf-16-le-and-more", "zip", "cp037", "\x00", "unicode_escape"]
)
def test_encoding_that_is_none_is_read_as_utf8(told: str) -> None:
    text = f'<?xml version="1.0" encoding="{told}"?><testsuite><testcase name="a"/></testsuite>'

    assert read_report(io.BytesIO(text.encode()), "a.xml").tests == 1
