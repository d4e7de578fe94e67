"""The XML samples beside JUnit, held against the summaries that their tools wrote into them."""

from collections import Counter
from xml.etree import ElementTree as ET

import pytest

from tests.reports.samples import SAMPLES, Sample

XML = {sample.name: sample for sample in SAMPLES if sample.family == "xml"}


def samples(begin: str) -> pytest.MarkDecorator:
    found = [pytest.param(XML[name], id=name) for name in sorted(XML) if name.startswith(begin)]
    return pytest.mark.parametrize("sample", found)


def root_of(sample: Sample) -> ET.Element:
    root = ET.fromstring(sample.data)
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    return root


def number(element: ET.Element | None, name: str) -> int:
    return int((element.get(name) or "0") if element is not None else "0")


def red(sample: Sample) -> int:
    return sample.expected["failures"] + sample.expected["errors"]


@samples("robot")
def test_robot_counts_the_same(sample: Sample) -> None:
    stats = root_of(sample).findall("statistics/total/stat")
    total = stats[-1]
    critical = stats[0]  # before version 4 a total of its own, then the same
    failed_as_allowed = number(total, "fail") - number(critical, "fail")
    assert number(total, "pass") == sample.expected["passed"]
    assert number(critical, "fail") == red(sample)
    assert number(total, "skip") + failed_as_allowed == sample.expected["skipped"]


@samples("nunit3")
def test_nunit_3_counts_the_same_beside_suites_of_their_own(sample: Sample) -> None:
    run, expected = root_of(sample), sample.expected
    own = len(run.findall(".//test-suite[@site='TearDown']"))
    assert number(run, "passed") + number(run, "warnings") == expected["passed"]
    assert number(run, "skipped") + number(run, "inconclusive") == expected["skipped"]
    assert number(run, "failed") + own == red(sample)


@samples("nunit2")
def test_nunit_2_counts_the_same(sample: Sample) -> None:
    run, expected = root_of(sample), sample.expected
    assert number(run, "failures") == expected["failures"]
    assert number(run, "errors") + number(run, "invalid") == expected["errors"]
    not_run = number(run, "not-run") - number(run, "invalid")
    assert not_run + number(run, "inconclusive") == expected["skipped"]
    assert number(run, "total") + number(run, "not-run") == expected["tests"]


@samples("xunit")
def test_xunit_counts_the_same_beside_what_broke_outside_tests(sample: Sample) -> None:
    root, expected = root_of(sample), sample.expected
    assembly = root if root.tag == "assembly" else root.find("assembly")
    outside = len(root.findall(".//errors/error")) + len(root.findall(".//class/failure"))
    assert number(assembly, "passed") == expected["passed"]
    assert number(assembly, "failed") == expected["failures"]
    assert number(assembly, "skipped") + number(assembly, "not-run") == expected["skipped"]
    assert outside == expected["errors"]


@samples("trx")
def test_counters_of_trx_are_the_same_beside_parents_and_the_run(sample: Sample) -> None:
    root, expected = root_of(sample), sample.expected
    counters = root.find("ResultSummary/Counters")
    runs = [info for info in root.iter("RunInfo") if "aborted" in "".join(info.itertext())]
    told = ("failed", "error", "timeout", "aborted", "notRunnable")
    assert number(counters, "total") + len(runs) == expected["tests"]
    assert sum(number(counters, name) for name in told) + len(runs) == red(sample)
    fine = number(counters, "passed") + number(counters, "passedButRunAborted")
    assert fine == expected["passed"]


@samples("catch2")
def test_catch2_counts_the_same(sample: Sample) -> None:
    cases, expected = root_of(sample).findall(".//OverallResultsCases")[-1], sample.expected
    assert number(cases, "successes") == expected["passed"]
    assert number(cases, "failures") == red(sample)
    assert number(cases, "expectedFailures") + number(cases, "skips") == expected["skipped"]


@samples("ctest")
def test_ctest_lists_as_many_tests(sample: Sample) -> None:
    testing, expected = root_of(sample).find("Testing"), sample.expected
    assert testing is not None
    status = Counter(test.get("Status") for test in testing.findall("Test"))
    assert len(testing.findall("TestList/Test")) == expected["tests"]
    assert status["passed"] == expected["passed"]
    assert status["failed"] + status["notrun"] == red(sample) + expected["skipped"]
