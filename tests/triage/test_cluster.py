"""Which failures and findings are one root cause."""

import random

import pytest

from bot.model.failure import Cluster, Failure
from bot.model.names import Kind, LogCause, Origin, Outcome, Severity
from bot.model.report import TestCase, TestReport
from bot.triage.extract import extract_failures
from bot.triage.grouping.cluster import cluster
from tests.build import finding


def failures(*cases: TestCase, leg: str = "") -> tuple[Failure, ...]:
    return extract_failures([TestReport(path="a", format="junit", cases=cases)], {"a": leg})


def red(name: str, message: str, trace: str = "", module: str = "tests.test_shop") -> TestCase:
    return TestCase(
        name=name, classname=module, outcome=Outcome.FAILURE, message=message, trace=trace
    )


def frame(file: str, line: int, function: str, error: str) -> str:
    return f'  File "{file}", line {line}, in {function}\n    x()\n{error}'


def names(found: tuple[Cluster, ...]) -> list[set[str]]:
    return [{f.name for f in c.failures} for c in found]


def groups(found: tuple[Cluster, ...]) -> set[frozenset[str]]:
    return {frozenset(f.name for f in c.failures) for c in found if c.failures}


MISSING = "AttributeError: 'TestEvents' object has no attribute 'event_tester'"


def test_eight_tests_with_one_missing_attribute_are_one_cause() -> None:
    cases = [
        red(f"test_{i}", MISSING, f"tests/test_shop.py:{10 * i}: AttributeError") for i in range(8)
    ]
    (found,) = cluster(failures(*cases))
    assert len(found.failures) == 8
    assert found.aliases == ()


def test_one_refused_connection_in_four_tests_is_one_cause() -> None:
    cases = [red(n, "Token creation failed: All connection attempts failed") for n in "abcd"]
    assert names(cluster(failures(*cases))) == [{"a", "b", "c", "d"}]


def test_two_causes_in_one_suite_are_two_clusters() -> None:
    found = cluster(failures(red("a", "KeyError: 'user'"), red("b", "bridge type must be Bridge")))
    assert groups(found) == {frozenset("a"), frozenset("b")}


def test_one_raising_function_shows_one_fault_in_many_messages() -> None:
    a = red("a", "TypeError: None + 1", frame("shop/cart.py", 7, "total", "TypeError: None + 1"))
    b = red("b", "TypeError: None > 2", frame("shop/cart.py", 9, "total", "TypeError: None > 2"))
    c = red("c", "TypeError: None - 3", frame("shop/tax.py", 9, "rate", "TypeError: None - 3"))
    assert groups(cluster(failures(a, b, c))) == {frozenset("ab"), frozenset("c")}


def test_one_broken_line_shows_one_fault_as_many_types() -> None:
    a = red("a", "TypeError: None + 1", frame("shop/cart.py", 7, "total", "TypeError: None + 1"))
    b = red("b", "KeyError: 'eu'", frame("shop/cart.py", 7, "total", "KeyError: 'eu'"))
    c = red("c", "ValueError: no", frame("shop/cart.py", 8, "total", "ValueError: no"))
    found = cluster(failures(a, b, c))
    assert groups(found) == {frozenset("ab"), frozenset("c")}
    assert next(c.reasons for c in found if len(c.failures) == 2) == (
        "all broke at shop/cart.py:7",
    )


def test_names_missing_from_one_module_are_one_cause() -> None:
    text = "ImportError: cannot import name '{}' from '{}' (/srv/shop/x.py)"
    a = red("a", text.format("Cart", "shop.cart"))
    b = red("b", text.format("Price", "shop.cart"))
    c = red("c", text.format("Price", "shop.tax"))
    found = cluster(failures(a, b, c))
    assert groups(found) == {frozenset("ab"), frozenset("c")}


def test_one_dead_service_is_one_cause_in_whatever_words() -> None:
    a = red("a", "psycopg.OperationalError: connection failed: port 5432: Connection refused")
    b = red("b", "redis.exceptions.ConnectionError: Error 111 connecting to cache:6379. Refused")
    c = red("c", 'server at "db" (172.18.0.2), port 5432 failed: Connection refused')
    assert groups(cluster(failures(a, b, c))) == {frozenset("ac"), frozenset("b")}


@pytest.mark.parametrize("name", ["check_user", "handle_exception", "handle_user_error", "reraise"])
def test_functions_that_raise_for_others_join_no_types_of_one_line(name: str) -> None:
    a = red("a", "KeyError: 'x'", frame("shop/app.py", 7, name, "KeyError: 'x'"))
    b = red("b", "BadError: y", frame("shop/app.py", 7, name, "BadError: y"))
    assert len(cluster(failures(a, b))) == 2


def test_functions_that_raise_for_others_join_nothing() -> None:
    a = red("a", "Bad: no user", frame("shop/check.py", 7, "check_user", "BadError: no user"))
    b = red("b", "Bad: no cart", frame("shop/check.py", 7, "check_user", "BadError: no cart"))
    assert len(cluster(failures(a, b))) == 2


def test_parameters_of_one_test_that_fail_in_one_line_are_one_cause() -> None:
    a = red(
        "test_x[1]",
        "assert 'y' == 'z'",
        ">       assert f(1)\n\ntests/test_shop.py:9: AssertionError",
    )
    b = red(
        "test_x[2]",
        "assert 'p' == 'q'",
        ">       assert f(2)\n\ntests/test_shop.py:9: AssertionError",
    )
    c = red(
        "test_y",
        "assert 'v' == 'w'",
        ">       assert f(3)\n\ntests/test_shop.py:30: AssertionError",
    )
    assert groups(cluster(failures(a, b, c))) == {
        frozenset({"test_x[1]", "test_x[2]"}),
        frozenset({"test_y"}),
    }


def test_a_broken_fixture_is_one_cause_for_all_it_took_down() -> None:
    trace = "tests/conftest.py:5: in db\n    connect()\nE   OSError: no database {0}"
    cases = [
        TestCase(
            name=n,
            classname=f"tests.test_{n}",
            outcome=Outcome.ERROR,
            message=f'failed on setup with "OSError: no database {n}"',
            trace=trace.format(n),
        )
        for n in ("one", "two", "three")
    ]
    (found,) = cluster(failures(*cases))
    assert {f.kind for f in found.failures} == {Kind.UNCOLLECTABLE}


@pytest.mark.parametrize(
    "message", ["exit code 1", "assert 1 == 2", "Test timed out in 5000ms", ""]
)
def test_generic_messages_join_no_two_tests(message: str) -> None:
    found = cluster(failures(red("a", message), red("b", message)))
    assert groups(found) == {frozenset("a"), frozenset("b")}
    assert len({c.fingerprint for c in found}) == 2


def test_the_same_test_in_two_legs_is_one_cluster() -> None:
    one = failures(red("a", "assert 1 == 2"), leg="py311")
    two = failures(red("a", "assert 1 == 2"), leg="py312")
    (found,) = cluster([*one, *two])
    assert {f.leg for f in found.failures} == {"py311", "py312"}


def test_values_that_no_mask_knows_join_within_one_test_but_words_do_not() -> None:
    long = "the storage of the shop did not accept the order {} of the customer in time"
    value = cluster(
        [*failures(red("a", long.format("q7x"))), *failures(red("a", long.format("q8y")))]
    )
    word = cluster(
        [*failures(red("a", long.format("red"))), *failures(red("a", long.format("blue")))]
    )
    assert (len(value), len(word)) == (1, 2)


def test_an_exception_and_the_assertion_that_shows_it_are_one_cause() -> None:
    a = red("a", "KeyError: 'user'", frame("shop/cart.py", 7, "total", "KeyError: 'user'"))
    b = red("b", "assert 1 == 0\n +  where 1 = <Result KeyError('name')>.exit_code")
    (found,) = cluster(failures(a, b))
    assert len(found.aliases) == 1


def test_order_changes_neither_clusters_nor_fingerprints() -> None:
    cases = [red(f"t{i}", MISSING if i % 3 else f"KeyError: 'k{i % 2}'") for i in range(30)]
    all_failures = list(failures(*cases))
    expected = cluster(all_failures)
    for seed in range(5):
        random.Random(seed).shuffle(all_failures)
        found = cluster(all_failures)
        assert {(c.fingerprint, c.aliases) for c in found} == {
            (c.fingerprint, c.aliases) for c in expected
        }
        assert groups(found) == groups(expected)


def test_ten_thousand_failures_are_all_in_one_cluster_each() -> None:
    words = [
        f"{a}{b}"
        for a in ("red", "blue", "green", "gray", "pink")
        for b in ("cart", "shop", "user", "tax")
    ]
    cases = [
        red(
            f"test_{i}",
            f"AssertionError: {words[i % 20]} of {words[i % 19]} broke {words[i % 17]}",
            module=f"tests.test_{i % 50}",
        )
        for i in range(10_000)
    ]
    found = failures(*cases)
    clusters = cluster(found)

    assert sum(len(c.failures) for c in clusters) == 10_000


def test_findings_of_one_rule_and_key_are_one_cluster_over_all_jobs() -> None:
    found = cluster((), [finding(job="a"), finding(job="b"), finding(key="other")])
    assert [len(c.findings) for c in found] == [2, 1]
    assert found[0].fingerprint != found[1].fingerprint


def test_a_finding_that_repeats_a_failure_is_evidence_of_it() -> None:
    known = failures(red("test_pay", "AssertionError: the cart of the shop is empty"))
    line = finding(
        "pytest-failed",
        cause=LogCause.ASSERTION,
        origin=None,
        key="x",
        text="FAILED tests/test_shop.py::test_pay - AssertionError",
    )
    (found,) = cluster(known, [line])
    assert found.findings == (line,)


def test_a_collection_error_in_the_log_belongs_to_the_file_of_the_report() -> None:
    broken = TestCase(
        name="tests.test_a",
        outcome=Outcome.ERROR,
        message="collection failure",
        trace="E   NameError: name 'X' is not defined",
    )
    line = finding(
        "pytest-collection",
        cause=LogCause.COLLECTION,
        origin=None,
        key="y",
        text="ERROR collecting",
        file="tests/test_a.py",
    )
    (found,) = cluster(failures(broken), [line])
    assert found.findings == (line,)


def test_infrastructure_stays_a_cluster_of_its_own() -> None:
    found = cluster(failures(red("a", "KeyError: 'user'")), [finding()])
    assert [(len(c.failures), len(c.findings)) for c in found] == [(1, 0), (0, 1)]


def test_generic_lines_are_dropped_when_anything_specific_is_known() -> None:
    generic = finding(
        "exit-code", cause=LogCause.SCRIPT_ERROR, is_generic=True, key="", text="exit code 1"
    )
    assert len(cluster(failures(red("a", "KeyError: 'user'")), [generic])) == 1
    assert [c.cause for c in cluster((), [finding(), generic])] == [
        "docker-build: failed to compute cache key"
    ]
    assert [c.cause for c in cluster((), [generic])] == ["exit-code in build"]


def test_a_rule_of_the_user_is_news_even_beside_failures() -> None:
    mine = finding(
        "ssot",
        cause=LogCause.POLICY,
        origin=Origin.WARNING,
        severity=Severity.P1,
        key="Manager",
        text="KeyError: 'user'",
    )
    assert len(cluster(failures(red("a", "KeyError: 'user'")), [mine])) == 2


def test_nothing_red_gives_no_cluster() -> None:
    assert cluster(()) == ()
