"""Names of suites, their totals, and what counts as not collected."""

import pytest

from bot.model.failure import SuiteTotals
from bot.model.names import Kind, Outcome, Stage
from bot.model.report import TestCase, TestReport, Try
from bot.triage.extract import case_fingerprint, extract_failures, outcomes
from bot.triage.suites import human_name, suite_name, suite_totals

NAMES = {
    "tests/agents/test_base_agent_comprehensive.py": "Base Agent Comprehensive",
    "tests/mission_critical/test_jwt_validation.py": "JWT Validation",
    "com.acme.CartTest": "Cart",
    "com.acme.HTTPServerTests": "HTTP Server",
    "src/cart.test.ts": "Cart",
    "src/cart/index.spec.ts": "Cart",
    "cypress/e2e/log-in.cy.js": "Log In",
    "github.com/acme/shop/cart": "Cart",
    "spec/models/order_spec.rb": "Order",
    "App\\Tests\\CartTest": "Cart",
    "tests/test_websocket_events.py": "WebSocket Events",
    "TestWebSocketFiveCriticalEvents": "WebSocket Five Critical Events",
    "shows the cart of alice": "Shows The Cart Of Alice",
    "cart::tests": "Cart",
}


@pytest.mark.parametrize(("suite", "name"), NAMES.items(), ids=list(NAMES))
def test_suites_get_the_names_people_use(suite: str, name: str) -> None:
    assert human_name(suite) == name


SUITES = {
    "the file when it is known": (
        TestCase(name="a", file="./tests/test_a.py", classname="x"),
        "tests/test_a.py",
    ),
    "the module of pytest": (
        TestCase(name="a", classname="tests.test_shop.TestCart", suite="pytest"),
        "tests/test_shop.py",
    ),
    "the module that could not be collected": (
        TestCase(name="tests.unit.test_shop", suite="pytest"),
        "tests/unit/test_shop.py",
    ),
    "the class of Java": (
        TestCase(name="a", classname="com.acme.CartTest", suite="all"),
        "com.acme.CartTest",
    ),
    "the suite when nothing else is there": (TestCase(name="a", suite="cart"), "cart"),
    "a file below the checkout": (
        TestCase(name="a", file="/home/runner/work/shop/shop/src/a.test.ts"),
        "src/a.test.ts",
    ),
}


@pytest.mark.parametrize(("case", "suite"), SUITES.values(), ids=SUITES.keys())
def test_the_suite_of_a_case(case: TestCase, suite: str) -> None:
    assert suite_name(case) == suite


def case(name: str, outcome: Outcome = Outcome.PASSED, **more: str) -> TestCase:
    return TestCase(name=name, classname="tests.test_a", outcome=outcome, seconds=0.5, **more)  # type: ignore[arg-type]


def test_totals_count_each_suite_in_each_leg() -> None:
    cases = (
        case("a"),
        case("b", Outcome.FAILURE),
        case("c", Outcome.SKIPPED),
        case("d", Outcome.ERROR),
    )
    reports = [TestReport(path=path, format="junit", cases=cases) for path in ("1.xml", "2.xml")]
    totals = suite_totals(reports, {"1.xml": "py311", "2.xml": "py312"})
    assert totals[0] == SuiteTotals(
        name="tests/test_a.py", leg="py311", tests=4, failures=1, errors=1, skipped=1, seconds=2.0
    )
    assert [t.leg for t in totals] == ["py311", "py312"]
    assert (totals[0].red, totals[0].ran) == (2, 3)


UNCOLLECTABLE = {
    "pytest collection": case(
        "t",
        Outcome.ERROR,
        message="collection failure",
        trace="E   NameError: name 'Optional' is not defined",
    ),
    "pytest collection, as the reader words it": TestCase(
        name="tests.test_shop", outcome=Outcome.ERROR, message="SyntaxError: invalid syntax"
    ),
    "pytest set-up": case("t", Outcome.ERROR, message='failed on setup with "KeyError: 1"'),
    "pytest set-up, as the reader words it": case(
        "t", Outcome.ERROR, message="OSError: no database", trace="E   OSError: no database"
    ),
    "old pytest set-up": case("t", Outcome.ERROR, message="test setup failure"),
    "unittest import": TestCase(
        name="test_shop", classname="unittest.loader._FailedTest", outcome=Outcome.ERROR
    ),
    "unittest class set-up": TestCase(name="setUpClass (t.TestCart)", outcome=Outcome.ERROR),
    "jest": TestCase(
        name="cart.test.ts", outcome=Outcome.FAILURE, message="Test suite failed to run"
    ),
    "JUnit initialization": TestCase(
        name="initializationError", classname="com.acme.CartTest", outcome=Outcome.ERROR
    ),
    "go build": TestCase(name="[build failed]", classname="shop", outcome=Outcome.FAILURE),
    "a before-all hook": TestCase(
        name='"before all" hook for "pays"', classname="cart", outcome=Outcome.FAILURE
    ),
}
FAILING = {
    "an assertion": case("t", Outcome.FAILURE, message="assert 1 == 2"),
    "an error of the test": case("t", Outcome.ERROR, message="KeyError: 'x'"),
    "a teardown": TestCase(
        name="t",
        classname="tests.test_shop",
        outcome=Outcome.ERROR,
        message="KeyError: 1",
        trace="E   KeyError: 1",
        stage=Stage.TEARDOWN,
    ),
    "a teardown, as the reader words it": TestCase(
        name="t",
        classname="tests.test_a",
        outcome=Outcome.ERROR,
        message="OSError: no database",
        trace="E   OSError: no database",
        tries=(Try(outcome=Outcome.PASSED), Try(outcome=Outcome.ERROR)),
    ),
    "a test about syntax": case("t", Outcome.FAILURE, message="SyntaxError: line 4 is wrong"),
}


@pytest.mark.parametrize("red", UNCOLLECTABLE.values(), ids=UNCOLLECTABLE.keys())
def test_what_could_not_begin_is_uncollectable(red: TestCase) -> None:
    (failure,) = extract_failures([TestReport(path="a", format="junit", cases=(red,))])
    assert failure.kind is Kind.UNCOLLECTABLE


@pytest.mark.parametrize("red", FAILING.values(), ids=FAILING.keys())
def test_what_ran_and_failed_is_failing(red: TestCase) -> None:
    (failure,) = extract_failures([TestReport(path="a", format="junit", cases=(red,))])
    assert failure.kind is Kind.FAILING


def test_failures_are_red_cases_with_their_place_and_no_secret() -> None:
    secret = "ghp_" + "a1B2" * 9
    red = case(
        "test_pay[EUR]",
        Outcome.FAILURE,
        type="ValueError",
        message=f"ValueError: token {secret} refused",
        trace=f'  File "/home/runner/work/shop/shop/shop/pay.py", line 9, in pay\nValueError: token {secret} refused',
    )
    report = TestReport(path="a.xml", format="junit", cases=(case("test_ok"), red))
    (failure,) = extract_failures([report], {"a.xml": "py311"})
    assert (failure.file, failure.line, failure.test_file) == ("shop/pay.py", 9, "tests/test_a.py")
    assert (failure.leg, failure.source, failure.suite) == ("py311", "a.xml", "tests/test_a.py")
    assert secret not in failure.message + failure.trace + failure.fingerprints.cause_key


def test_a_collection_error_says_what_its_trace_says() -> None:
    red = TestCase(
        name="tests.test_docker",
        outcome=Outcome.ERROR,
        message="collection failure",
        trace="tests/test_docker.py:250: in <module>\n    x: Optional[str]\nE   NameError: name 'Optional' is not defined",
    )
    (failure,) = extract_failures([TestReport(path="a", format="junit", cases=(red,))])
    assert failure.fingerprints.cause_key == "NameError: name 'Optional' is not defined"
    assert (failure.type, failure.file, failure.line) == ("NameError", "tests/test_docker.py", 250)
    assert not failure.fingerprints.weak


def test_outcomes_name_a_test_as_its_failure_does() -> None:
    cases = (case("test_a[1]"), case("test_a[2]", Outcome.FAILURE, message="boom"), case("test_b"))
    report = TestReport(path="a", format="junit", cases=cases)
    rows = outcomes([report], {"a": "py"})
    (failure,) = extract_failures([report])
    assert [(leg, outcome) for _, leg, outcome in rows] == [
        ("py", Outcome.PASSED),
        ("py", Outcome.FAILURE),
        ("py", Outcome.PASSED),
    ]
    assert rows[0][0] == rows[1][0] == failure.fingerprints.test == case_fingerprint(cases[0])
    assert rows[2][0] != rows[0][0]


def test_a_red_case_that_also_passed_is_flaky() -> None:
    tries = (Try(outcome=Outcome.PASSED), Try(outcome=Outcome.FAILURE))
    red = TestCase(name="t", outcome=Outcome.FAILURE, tries=tries)
    (failure,) = extract_failures([TestReport(path="a", format="junit", cases=(red,))])
    assert failure.is_flaky


def test_a_failing_teardown_is_not_flaky() -> None:
    tries = (Try(outcome=Outcome.PASSED), Try(outcome=Outcome.ERROR))
    red = TestCase(name="t", outcome=Outcome.ERROR, tries=tries)
    (failure,) = extract_failures([TestReport(path="a", format="junit", cases=(red,))])
    assert not failure.is_flaky
