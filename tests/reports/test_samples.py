"""Samples that real tools wrote, as they are and damaged in every way."""

from collections.abc import Iterable
from io import BytesIO
from itertools import cycle

import pytest

from bot.model.names import Outcome
from bot.model.report import TestReport
from bot.reports.read import read_report
from bot.reports.registry import FORMATS
from tests.reports.make import report
from tests.reports.samples import SAMPLES, Sample, files

STEPS = 60
BAD = ((b"\x00", b"<"), (b"\xff", b"&"), (b'"', b"\n"))
each = pytest.mark.parametrize("sample", [pytest.param(one, id=one.id) for one in SAMPLES])


def totals(found: TestReport) -> tuple[int, ...]:
    return found.tests, *(found.count(outcome) for outcome in Outcome)


def test_every_sample_is_expected_to_say_something() -> None:
    assert files() == {sample.id for sample in SAMPLES}


def test_every_format_has_a_sample() -> None:
    assert {one.name for one in FORMATS} == {sample.expected["format"] for sample in SAMPLES}


@each
def test_sample_is_read_right(sample: Sample) -> None:
    found, expected = report(sample.data), sample.expected
    assert (found.format, found.problems) == (expected["format"], ())
    assert found.tests == expected["tests"]
    assert found.count(Outcome.PASSED) == expected["passed"]
    assert found.count(Outcome.FAILURE) == expected["failures"]
    assert found.count(Outcome.ERROR) == expected["errors"]
    assert found.count(Outcome.SKIPPED) == expected["skipped"]
    assert [case.name for case in found.cases if case.is_flaky] == expected["flaky"]
    assert [case.message.split("\n")[0] for case in found.red] == expected["messages"]


@each
def test_one_format_alone_takes_the_sample(sample: Sample) -> None:
    head = sample.data[:8192]
    assert [one.name for one in FORMATS if one.sniff(head)] == [sample.expected["format"]]


@each
def test_sample_names_no_machine(sample: Sample) -> None:
    assert b"/tmp/" not in sample.data
    assert b"/root/" not in sample.data


def is_cut_off(name: str, whole: Iterable[str]) -> bool:
    """Whether the file ended within the line of that test, where a name has no end of its own."""
    return any(one.startswith(name) or name.startswith(one) for one in whole)


@each
def test_cut_sample_says_so_or_shows_only_what_came_before(sample: Sample) -> None:
    data = sample.data.rstrip()
    all_of_it = report(data)
    whole = {case.id: case.outcome for case in all_of_it.cases}
    for end in range(len(data) // STEPS + 12, len(data), max(1, len(data) // STEPS)):
        found = report(data[:end])
        unknown = [case.id for case in found.cases if case.id not in whole]
        assert len(unknown) <= 1, f"cut at {end}"
        assert all(is_cut_off(name, whole) for name in unknown), f"cut at {end}"
        if not found.problems:
            assert totals(found) == totals(all_of_it), f"cut at {end}"


@each
def test_sample_with_a_bad_byte_anywhere_never_looks_all_passed(sample: Sample) -> None:
    data = sample.data
    if not report(data).red:
        pytest.fail("a sample needs a red test")
    places = range(0, len(data), max(1, len(data) // STEPS))
    # Two of them at each place, so that each of them stands in twenty places.
    for at, bads in zip(places, cycle(BAD), strict=False):
        for bad in bads:
            found = report(data[:at] + bad + data[at + 1 :])
            assert found.problems or found.red, f"{bad!r} at {at}"


@each
def test_sample_in_utf16_says_the_same(sample: Sample) -> None:
    data = sample.data
    assert report(data.decode("utf-8").encode("utf-16")).cases == report(data).cases


@each
def test_sample_with_windows_line_ends_counts_the_same(sample: Sample) -> None:
    data = sample.data
    assert totals(report(data.replace(b"\n", b"\r\n"))) == totals(report(data))


@each
def test_doubled_sample_is_still_red(sample: Sample) -> None:
    data = sample.data
    found = report(data.rstrip() + b"\n" + data)
    assert found.red
    assert found.tests >= sample.expected["tests"]


@each
def test_sample_read_byte_by_byte_says_the_same(sample: Sample) -> None:
    class Slow(BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(min(7, size) if size and size > 0 else 7)

    assert read_report(Slow(sample.data), "junit.xml") == report(sample.data)
