"""The samples of JUnit XML: held against another reader, and damaged as only XML can be."""

from collections.abc import Iterable
from typing import cast

import pytest
from junitparser import JUnitXml, TestSuite

from tests.reports.make import report
from tests.reports.samples import DATA, SAMPLES, Sample

each = pytest.mark.parametrize(
    "sample", [pytest.param(one, id=one.id) for one in SAMPLES if one.family == "junit"]
)


@each
def test_sample_has_as_many_cases_as_junitparser_finds(sample: Sample) -> None:
    root: Iterable[Iterable[object]] | TestSuite = JUnitXml.fromfile(
        str(DATA / "junit" / sample.name)
    )
    suites = [root] if isinstance(root, TestSuite) else root
    elements = cast("dict[str, int]", sample.expected)["elements"]
    assert sum(1 for suite in suites for _ in suite) == elements


@each
def test_cut_sample_says_where(sample: Sample) -> None:
    data = sample.data.rstrip()
    for end in range(data.index(b"<testsuite") + 12, len(data), max(1, len(data) // 60)):
        assert "ends in the middle of" in report(data[:end]).problems[-1], f"cut at {end}"


@each
def test_sample_behind_another_is_read_too(sample: Sample) -> None:
    other = b'<testsuite name="other"><testcase name="o"><failure/></testcase></testsuite>'
    found = report(other + b"\n" + sample.data)
    assert len(found.cases) == len(report(sample.data).cases) + 1
    assert found.red[0].name == "o"


@each
@pytest.mark.parametrize("attribute", [b"name", b"classname", b"time", b"tests", b"message"])
def test_sample_without_an_attribute_is_as_red_as_before(sample: Sample, attribute: bytes) -> None:
    assert report(sample.data.replace(b" " + attribute + b"=", b" was-" + attribute + b"=")).red
