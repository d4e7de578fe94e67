"""Samples that real tools wrote, as they are and damaged in every way."""

import json
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import TypedDict

import pytest
from junitparser import JUnitXml, TestSuite

from bot.model.names import Outcome
from bot.reports.read import read_report
from tests.reports.make import report

DATA = Path(__file__).with_name("data")


class Expected(TypedDict):
    tests: int
    passed: int
    failures: int
    errors: int
    skipped: int
    elements: int
    flaky: list[str]
    messages: list[str]


EXPECTED: dict[str, Expected] = json.loads((DATA / "expected.json").read_text("utf-8"))
each = pytest.mark.parametrize("name", sorted(EXPECTED))


def test_every_sample_is_expected_to_say_something() -> None:
    assert sorted(path.name for path in DATA.glob("*.xml")) == sorted(EXPECTED)


@each
def test_sample_is_read_right(name: str) -> None:
    found, expected = report((DATA / name).read_bytes()), EXPECTED[name]
    assert (found.format, found.problems) == ("junit", ())
    assert found.tests == expected["tests"]
    assert found.count(Outcome.PASSED) == expected["passed"]
    assert found.count(Outcome.FAILURE) == expected["failures"]
    assert found.count(Outcome.ERROR) == expected["errors"]
    assert found.count(Outcome.SKIPPED) == expected["skipped"]
    assert [case.name for case in found.cases if case.is_flaky] == expected["flaky"]
    assert [case.message.split("\n")[0] for case in found.red] == expected["messages"]


@each
def test_sample_has_as_many_cases_as_junitparser_finds(name: str) -> None:
    root: Iterable[Iterable[object]] | TestSuite = JUnitXml.fromfile(str(DATA / name))
    suites = [root] if isinstance(root, TestSuite) else root
    assert sum(1 for suite in suites for _ in suite) == EXPECTED[name]["elements"]


@each
def test_sample_names_no_machine(name: str) -> None:
    text = (DATA / name).read_text("utf-8")
    assert "/tmp/" not in text
    assert "/root/" not in text


@each
def test_cut_sample_says_so_and_keeps_what_came_before(name: str) -> None:
    data = (DATA / name).read_bytes().rstrip()
    whole = {case.id for case in report(data).cases}
    root = data.index(b"<testsuite")
    for end in range(root + 12, len(data), max(1, len(data) // 60)):
        found = report(data[:end])
        assert found.problems, f"cut at {end}"
        assert "ends in the middle of" in found.problems[-1], f"cut at {end}"
        assert {case.id for case in found.cases} <= whole, f"cut at {end}"


@each
def test_sample_with_a_bad_byte_anywhere_never_looks_all_passed(name: str) -> None:
    data = (DATA / name).read_bytes()
    for at in range(0, len(data), max(1, len(data) // 60)):
        for bad in (b"\x00", b"\xff", b"<", b"&"):
            found = report(data[:at] + bad + data[at + 1 :])
            assert found.problems or found.red, f"{bad!r} at {at}"


@each
def test_sample_in_utf16_says_the_same(name: str) -> None:
    data = (DATA / name).read_bytes()
    assert report(data.decode("utf-8").encode("utf-16")).cases == report(data).cases


@each
def test_sample_behind_another_is_read_too(name: str) -> None:
    other = b'<testsuite name="other"><testcase name="o"><failure/></testcase></testsuite>'
    found = report(other + b"\n" + (DATA / name).read_bytes())
    assert found.tests == EXPECTED[name]["tests"] + 1
    assert found.red[0].name == "o"


@each
@pytest.mark.parametrize("attribute", [b"name", b"classname", b"time", b"tests", b"message"])
def test_sample_without_an_attribute_is_as_red_as_before(name: str, attribute: bytes) -> None:
    data = (DATA / name).read_bytes().replace(b" " + attribute + b"=", b" was-" + attribute + b"=")
    assert report(data).red


@each
def test_sample_read_byte_by_byte_says_the_same(name: str) -> None:
    class Slow(BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(min(7, size) if size and size > 0 else 7)

    data = (DATA / name).read_bytes()
    assert read_report(Slow(data), "junit.xml") == report(data)
