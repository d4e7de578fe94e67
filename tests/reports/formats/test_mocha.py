"""Mocha: four lists of the same tests, hooks and retries."""

import json

import pytest

from bot.model.names import Outcome
from tests.reports.json_make import outcomes, written
from tests.reports.make import report

BAD = {
    "title": "adds",
    "fullTitle": "cart adds",
    "err": {"message": "no", "stack": "Error: no\n  at"},
}
GOOD = {"title": "pays", "fullTitle": "cart pays", "err": {}, "duration": 20}


def document(**lists: list[object]) -> dict[str, object]:
    stats = {"suites": 1, "passes": 1, "failures": len(lists.get("failures", []))}
    empty: dict[str, object] = {"tests": [], "pending": [], "failures": [], "passes": []}
    return {"stats": stats, **empty, **lists}


def test_test_counts_once_though_two_lists_tell_of_it() -> None:
    found = written(
        document(tests=[BAD, GOOD, GOOD], failures=[BAD], passes=[GOOD], pending=[GOOD])
    )
    assert [case.outcome.value[0] for case in found.cases] == ["s", "f", "p"]
    assert found.problems == ()


def test_all_that_a_test_says_is_kept() -> None:
    red, green = written(document(failures=[BAD], passes=[GOOD])).cases
    assert (red.id, red.message, red.trace) == ("cart::adds", "no", "Error: no\n  at")
    assert (green.id, green.seconds) == ("cart::pays", 0.02)


@pytest.mark.parametrize("hook", ["before all", "before each", "after each", "after all"])
def test_failed_hook_is_an_error_of_its_own(hook: str) -> None:
    title = f'"{hook}" hook for "pays"'
    (case,) = written(
        document(failures=[{**BAD, "title": title, "fullTitle": f"cart {title}"}])
    ).cases
    assert (case.id, case.outcome) == (f"cart::{title}", Outcome.ERROR)


def test_equal_names_are_different_tests() -> None:
    assert outcomes(document(failures=[BAD], passes=[{**BAD, "err": {}}])) == "fp"


def test_passed_retry_is_flaky() -> None:
    (case,) = written(document(passes=[{**GOOD, "currentRetry": 2}])).cases
    assert case.is_flaky
    assert len(case.tries) == 3


def test_failure_that_was_only_told_in_front_of_a_cut_counts() -> None:
    text = json.dumps(document(tests=[BAD, GOOD], failures=[BAD]))
    found = report(text[: text.index('"pending"')])
    assert [case.name for case in found.cases] == ["adds"]
    assert "ends in the middle of" in found.problems[0]


def test_lists_in_another_order_say_the_same() -> None:
    lists = document(tests=[BAD, GOOD], failures=[BAD], passes=[GOOD])
    assert outcomes(dict(reversed(lists.items()))) == "pf"


def test_counters_that_contradict_the_lists_are_said() -> None:
    found = written({**document(passes=[GOOD]), "stats": {"suites": 1, "passes": 1, "failures": 1}})
    assert found.problems == ("junit.xml counts 1 failures, but shows no test as failed.",)


def test_error_may_be_a_text() -> None:
    (case,) = written(document(failures=[{**BAD, "err": "only words"}])).cases
    assert case.message == "only words"
