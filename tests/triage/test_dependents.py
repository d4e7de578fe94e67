"""Failures that only follow another."""

import pytest

from bot.model.failure import Failure
from bot.model.names import LogCause, Outcome
from bot.model.report import TestCase, TestReport
from bot.triage.extract import extract_failures
from bot.triage.grouping.cluster import cluster
from tests.build import finding


def red(name: str, message: str, trace: str = "", leg: str = "") -> Failure:
    case = TestCase(
        name=name, classname="pay", outcome=Outcome.FAILURE, message=message, trace=trace
    )
    (found,) = extract_failures([TestReport(path=leg, format="junit", cases=(case,))], {leg: leg})
    return found


def groups(*failures: Failure) -> set[frozenset[str]]:
    return {frozenset(f"{f.name}{f.leg}" for f in c.failures) for c in cluster(failures)}


CRASH = "Fatal Python error: Segmentation fault in pay_native"


@pytest.mark.parametrize(
    "last_words",
    [
        "worker 'gw3' crashed while running 'tests/test_pay.py::test_b'",
        "Test was not run because the worker process has terminated",
        "Channel closed",
        "The forked VM terminated without properly saying goodbye",
        "Test host process crashed",
        "Command failed with exit code 139",
    ],
)
def test_the_crash_of_a_leg_explains_what_ended_with_it(last_words: str) -> None:
    crashed = red("test_a", CRASH, leg="linux")
    died = red("test_b", last_words, leg="linux")
    elsewhere = red("test_c", "the worker has died", leg="mac")
    other = red("test_d", "KeyError: 'user'", leg="linux")
    assert groups(crashed, died, elsewhere, other) == {
        frozenset({"test_alinux", "test_blinux"}),
        frozenset({"test_cmac"}),
        frozenset({"test_dlinux"}),
    }


def test_of_two_crashes_none_explains_the_others() -> None:
    found = groups(
        red("test_a", CRASH),
        red("test_b", "AddressSanitizer: heap-use-after-free on pay_send"),
        red("test_c", "worker 'gw3' crashed while running 'test_c'"),
    )
    assert found == {frozenset({"test_a"}), frozenset({"test_b"}), frozenset({"test_c"})}


def test_a_crash_in_the_log_is_evidence_of_the_tests_that_died() -> None:
    died = [red(n, f"worker 'gw3' crashed while running '{n}'", leg="unit") for n in ("a", "b")]
    line = finding(
        "segfault", cause=LogCause.CRASH, origin=None, key="x", text="core dumped", job="unit"
    )
    (found,) = cluster(died, [line])
    assert (len(found.failures), found.findings) == (2, (line,))


def test_a_crash_in_another_job_is_a_cluster_of_its_own() -> None:
    died = [red("a", "worker 'gw3' crashed while running 'a'", leg="unit")]
    line = finding(
        "segfault", cause=LogCause.CRASH, origin=None, key="x", text="it dumped", job="e2e"
    )
    assert len(cluster(died, [line])) == 2


@pytest.mark.parametrize(
    ("parent", "child"),
    [
        pytest.param("TestPay", "TestPay/refund", id="go"),
        pytest.param("TestPay/refund", "TestPay/refund/twice", id="go, deeper"),
        pytest.param("pays", "pays > refund", id="vitest"),
    ],
)
def test_the_parent_of_a_failed_subtest_is_no_failure_of_its_own(parent: str, child: str) -> None:
    known = "refund of 3 went to nobody"
    assert groups(red(parent, ""), red(child, known)) == {frozenset({parent, child})}
    assert len(groups(red(parent, "the account is locked"), red(child, known))) == 2


def test_a_parent_joins_one_of_its_failing_parts_and_they_stay_apart() -> None:
    found = groups(
        red("TestPay", "contains 2 failed subtests"),
        red("TestPay/refund", "refund went to nobody"),
        red("TestPay/cash", "the drawer is locked"),
    )
    assert found == {frozenset({"TestPay", "TestPay/cash"}), frozenset({"TestPay/refund"})}
