"""Where failures come from, by the history of their tests."""

from dataclasses import replace

import pytest

from bot.model.broke import CommitLine, Touch
from bot.model.history import TestHistory
from bot.model.names import LogCause, Origin
from bot.triage.origin import decide_origin
from tests.build import cluster, failure, finding, prints, run, sha, sighting

LEG = "report-py311"


def known(test: str = "test_a", leg: str = LEG, **change: object) -> TestHistory:
    return TestHistory(test=prints("x", test).test, leg=leg, first_seen=sighting(1), **change)  # type: ignore[arg-type]


def history(*rows: TestHistory) -> dict[str, tuple[TestHistory, ...]]:
    out: dict[str, tuple[TestHistory, ...]] = {}
    for row in rows:
        out[row.test] = (*out.get(row.test, ()), row)
    return out


PASSED = known(last_pass=sighting(3))
NEVER = known(last_failure=sighting(3), first_failure=sighting(2))
CASES = {
    "passed before": ((PASSED,), "main", Origin.REGRESSION),
    "never passed on the default branch": ((NEVER,), "main", Origin.NEW),
    "never seen on the default branch": ((), "main", Origin.NEW),
    "never passed on another branch": ((NEVER,), "cart", Origin.ACTIVE_DEV),
    "passed before on another branch": ((PASSED,), "cart", Origin.REGRESSION),
    "passed at this very commit": ((known(last_pass=sighting(5)),), "main", Origin.FLAKY),
    "passed at this commit in another leg": (
        (known(leg="win", last_pass=sighting(5)), NEVER),
        "main",
        Origin.NEW,
    ),
    "passed and failed at one commit before, for whatever cause": (
        (known(last_pass=sighting(3), last_failure=sighting(3)),),
        "main",
        Origin.REGRESSION,
    ),
    "known in other legs only": (
        (known(leg="win", last_pass=sighting(3)),),
        "main",
        Origin.REGRESSION,
    ),
}


@pytest.mark.parametrize(("rows", "branch", "origin"), CASES.values(), ids=CASES.keys())
def test_origin_of_a_test_that(rows: tuple[TestHistory, ...], branch: str, origin: Origin) -> None:
    found = decide_origin(cluster(), history(*rows), run(5, branch=branch), "main")
    assert found.origin is origin
    assert found.reason.endswith(".")


def test_a_regression_names_the_last_good_and_the_first_bad_run() -> None:
    rows = history(
        known(last_pass=sighting(2), first_failure=sighting(3), last_failure=sighting(4))
    )
    found = decide_origin(cluster(), rows, run(5), "main")
    assert (found.first_bad, found.last_good) == (sighting(3), sighting(2))
    assert str(sighting(2).run_id) in found.reason


def test_a_fresh_regression_began_with_this_run() -> None:
    found = decide_origin(cluster(), history(PASSED), run(5), "main")
    assert found.first_bad == sighting(5)


def test_one_of_several_tests_that_passed_makes_a_regression() -> None:
    both = cluster(names=("test_a", "test_b"))
    found = decide_origin(both, history(PASSED), run(5), "main")
    assert found.origin is Origin.REGRESSION
    assert found.reason.startswith("1 of 2 tests passed before on main")


def test_one_flaky_test_among_regressions_does_not_make_the_cause_flaky() -> None:
    both = cluster(names=("test_a", "test_b"))
    rows = history(known(last_pass=sighting(5)), known("test_b", last_pass=sighting(3)))
    assert decide_origin(both, rows, run(5), "main").origin is Origin.REGRESSION


def test_a_report_that_shows_a_pass_as_well_is_flaky_without_any_history() -> None:
    flaky = replace(cluster(), failures=(failure(is_flaky=True),))
    assert decide_origin(flaky, {}, None).origin is Origin.FLAKY


def test_a_full_disk_is_infrastructure_even_where_tests_passed_before() -> None:
    full = cluster(message="OSError: [Errno 28] No space left on device")
    assert decide_origin(full, history(PASSED), run(5), "main").origin is Origin.INFRASTRUCTURE


FINDINGS = {
    "the rule's own word": (finding(origin=Origin.WARNING), Origin.WARNING),
    "the network": (finding(origin=None, cause=LogCause.NETWORK), Origin.INFRASTRUCTURE),
    "a full disk": (finding(origin=None, cause=LogCause.DISK_FULL), Origin.INFRASTRUCTURE),
    "a compiler": (finding(origin=None, cause=LogCause.COMPILE), Origin.NEW),
    "deprecations": (finding(origin=None, cause=LogCause.DEPRECATION_ONLY), Origin.WARNING),
}


@pytest.mark.parametrize(("found", "origin"), FINDINGS.values(), ids=FINDINGS.keys())
def test_origin_of_what_a_log_shows(found: object, origin: Origin) -> None:
    only_log = cluster(names=(), findings=(found,))
    assert decide_origin(only_log, {}, run(5), "main").origin is origin


LATELY = CommitLine(sha=sha(4), title="Add `the` cart", author="reader", at=sighting(4).at)
SHOP = "tests/test_shop.py"
MERGED = {SHOP: Touch(commit=LATELY)}
UNMERGED = {SHOP: Touch(commit=LATELY, is_merged=False)}
UNTOUCHED: dict[str, Touch | None] = {SHOP: None}
UNASKED = {"other.py": Touch(commit=LATELY)}
AT_WORK = {
    "never passed, merged lately": ((NEVER,), "main", MERGED, Origin.ACTIVE_DEV),
    "never seen, merged lately": ((), "main", MERGED, Origin.ACTIVE_DEV),
    "never passed, not merged": ((NEVER,), "cart", UNMERGED, Origin.ACTIVE_DEV),
    "never passed on a branch, merged before": ((NEVER,), "cart", MERGED, Origin.ACTIVE_DEV),
    "never passed, nothing changed": ((NEVER,), "main", UNTOUCHED, Origin.NEW),
    "never passed on a branch, nothing changed": ((NEVER,), "cart", UNTOUCHED, Origin.NEW),
    "never passed, other files changed": ((NEVER,), "main", UNASKED, Origin.NEW),
    "never passed on a branch, nobody asked": ((NEVER,), "cart", UNASKED, Origin.ACTIVE_DEV),
    "never passed, no answer": ((NEVER,), "main", {}, Origin.NEW),
    "passed before, changed since": ((PASSED,), "main", MERGED, Origin.REGRESSION),
    "passed before on a branch, changed": ((PASSED,), "cart", UNMERGED, Origin.REGRESSION),
    "passed at this very commit": (
        (known(last_pass=sighting(5)),),
        "main",
        MERGED,
        Origin.FLAKY,
    ),
}


@pytest.mark.parametrize(
    ("rows", "branch", "touched", "origin"), AT_WORK.values(), ids=AT_WORK.keys()
)
def test_origin_with_what_was_changed_lately(
    rows: tuple[TestHistory, ...],
    branch: str,
    touched: dict[str, Touch | None],
    origin: Origin,
) -> None:
    found = decide_origin(cluster(), history(*rows), run(5, branch=branch), "main", touched)
    assert found.origin is origin
    assert found.reason.endswith(".")


SAID = {
    "main": (MERGED, "which is on main."),
    "cart": (UNMERGED, "not merged into main."),
    "other": (MERGED, "merged into main."),
}


@pytest.mark.parametrize(("branch", "said"), SAID.items())
def test_work_in_progress_names_file_day_commit_author_title_and_branch(
    branch: str, said: tuple[dict[str, Touch], str]
) -> None:
    touched, end = said
    found = decide_origin(cluster(), history(NEVER), run(5, branch=branch), "main", touched)
    assert found.reason == (
        f"Not seen passing on {branch} so far, and `{SHOP}` was changed on 14 Sep 2025 in "
        f"`{sha(4)[:7]}` by reader (\"Add 'the' cart\"), {end}"
    )


def test_newest_of_several_changes_is_named() -> None:
    older = replace(LATELY, sha=sha(3), at=sighting(3).at)
    touched = {SHOP: Touch(commit=older), "app/cart.py": Touch(commit=LATELY)}
    both = failure(trace="app/cart.py:7: in add\nE   boom\n")
    found = decide_origin(replace(cluster(), failures=(both,)), {}, run(5), "main", touched)
    assert "`app/cart.py` was changed" in found.reason


def test_leg_is_told_only_where_it_saw_both() -> None:
    here = decide_origin(cluster(), history(PASSED), run(5), "main")
    away = decide_origin(
        cluster(), history(known(leg="win", last_pass=sighting(3))), run(5), "main"
    )
    assert (here.leg, away.leg) == (LEG, "")
