"""The samples of JSON reports held against what their tools count themselves, in the same file."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.reports.samples import SAMPLES, Sample

Totals = dict[str, int]


def pytest_json_report(document: Any) -> Totals:
    told = document["summary"]
    rerun_passed = sum(
        one["outcome"] == "rerun" and one["call"]["outcome"] == "passed"
        for one in document["tests"]
    )
    broken = sum(one["outcome"] == "failed" for one in document["collectors"])
    return {
        "passed": told.get("passed", 0) + told.get("xpassed", 0) + rerun_passed,
        "red": told.get("failed", 0) + told.get("error", 0) + broken,
        "skipped": told.get("skipped", 0) + told.get("xfailed", 0),
    }


def ctrf(document: Any) -> Totals:
    told = document["results"]["summary"]
    skipped = told["skipped"] + told["pending"] + told["other"]
    return {"passed": told["passed"], "red": told["failed"], "skipped": skipped}


def jest(document: Any) -> Totals:
    files = document["testResults"]
    could_not_run = sum(not one["assertionResults"] and bool(one["message"]) for one in files)
    statuses = [test["status"] for one in files for test in one["assertionResults"]]
    return {
        # Vitest 0.34 counts all that did not fail as passed.
        "passed": min(document["numPassedTests"], statuses.count("passed")),
        "red": document["numFailedTests"] + could_not_run,
        "tests": document["numTotalTests"] + could_not_run,
    }


def mocha(document: Any) -> Totals:
    told = document["stats"]
    return {"passed": told["passes"], "red": told["failures"], "skipped": told["pending"]}


def mochawesome(document: Any) -> Totals:
    told = document["stats"]
    # `failures` leaves out hooks; version 3 loses tests that were tried again.
    hooks = json.dumps(document).count('"isHook": true')
    lost = 0 if "results" in document else 1
    return {
        "passed": told["passes"] - lost,
        "red": told["failures"] + hooks,
        "skipped": told["pending"],
    }


def playwright(document: Any) -> Totals:
    told = document["stats"]
    outside = sum("No tests found" not in one["message"] for one in document["errors"])
    return {
        "passed": told["expected"] + told["flaky"],
        "red": told["unexpected"] + outside,
        "skipped": told["skipped"],
    }


def cypress(document: Any) -> Totals:
    if "runs" not in document:
        return {"red": document["failures"]}
    return {"tests": document["totalTests"], "red": document["totalFailed"]}


def rspec(document: Any) -> Totals:
    told = document["summary"]
    outside = told["errors_outside_of_examples_count"]
    return {
        "tests": told["example_count"] + outside,
        "red": told["failure_count"] + outside,
        "skipped": told["pending_count"],
    }


def googletest(document: Any) -> Totals:
    red = document["failures"] + document["errors"]
    return {"tests": document["tests"], "red": red}


def gherkin(document: Any) -> Totals:
    """Neither Cucumber nor Behave sums up: count scenarios, and those where nothing went wrong."""
    scenarios = [
        one for feature in document for one in feature["elements"] if one["keyword"] != "Background"
    ]
    return {"tests": len(scenarios)}


COUNTS: dict[str, Callable[[Any], Totals]] = {
    "pytest-json-report": pytest_json_report,
    "ctrf": ctrf,
    "jest-json": jest,
    "mocha-json": mocha,
    "mochawesome-json": mochawesome,
    "playwright-json": playwright,
    "cypress-json": cypress,
    "rspec-json": rspec,
    "googletest-json": googletest,
    "cucumber-json": gherkin,
    "behave-json": gherkin,
}


@pytest.mark.parametrize(
    "sample", [pytest.param(one, id=one.id) for one in SAMPLES if one.family == "json"]
)
def test_sample_is_expected_to_say_what_its_tool_counted(sample: Sample) -> None:
    expected = sample.expected
    ours = {
        "tests": expected["tests"],
        "passed": expected["passed"],
        "red": expected["failures"] + expected["errors"],
        "skipped": expected["skipped"],
    }
    told = COUNTS[expected["format"]](json.loads(sample.data))
    assert {key: ours[key] for key in told} == told
