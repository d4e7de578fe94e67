"""Open issues that a run does not show failing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model.config import RepoConfig
from bot.model.failure import SuiteTotals
from bot.model.issue import Field, LegProgress, Override
from bot.model.lineage import Lineage
from bot.model.names import Kind, Origin, Outcome
from bot.model.plan import EditIssue, Remember
from bot.model.run import WorkflowJob
from bot.planning.course.passing import pass_by
from bot.planning.course.progress import needs_jobs
from bot.planning.facts import RunFacts
from tests.build import NOW, cluster, finding, issue, run, sha, sighting, verdict
from tests.planning.garden import FAIL, LEG, PASS, SKIP, facts

CONFIG = RepoConfig()
LINE = Lineage({(sha(2), sha(n)): "ahead" for n in range(3, 30)})


def job(name: str, conclusion: str) -> WorkflowJob:
    return WorkflowJob(id=1, name=name, conclusion=conclusion, url="")


def passes(n: int, **change: object) -> LegProgress:
    blank = LegProgress(leg=LEG, passes=n, last=sighting(2), seen=n + 1, failed=1)
    return replace(blank, **change)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        ({"test_a": PASS}, 2),
        ({"test_a": SKIP}, 1),
        ({"test_b": PASS}, 1),
        ({}, 1),
        ({"test_a": FAIL}, 0),
    ],
    ids=[
        "passed counts",
        "skipped is not passed",
        "absent is not passed",
        "an empty report is not passed",
        "red for another cause ends the streak",
    ],
)
def test_what_counts_as_a_pass(results: dict[str, Outcome], expected: int) -> None:
    tracked = issue(progress=(passes(1),))
    standing = pass_by(tracked, facts(run(5), results), CONFIG, NOW)
    after = standing.issue if standing and standing.issue else tracked
    assert after.progress[0].passes == expected


def test_every_test_of_the_cause_must_pass() -> None:
    tracked = issue(progress=(passes(1),), tests=("1:test_a", "1:test_b"))
    assert pass_by(tracked, facts(run(5), {"test_a": PASS}), CONFIG, NOW) is None


def test_every_leg_must_pass() -> None:
    legs = (passes(2, tests=("1:test_a",)), LegProgress(leg="report-py312", tests=("1:test_a",)))
    tracked = issue(progress=legs)
    standing = pass_by(tracked, facts(run(5), {"test_a": PASS}), CONFIG, NOW)
    assert standing is not None
    assert standing.issue is not None
    assert standing.issue.state == "open"
    assert standing.progress == "passed 0 of 3"


def test_a_leg_asks_only_for_the_tests_that_failed_in_it() -> None:
    legs = (passes(2, tests=("1:test_a",)),)
    tracked = issue(progress=legs, tests=("1:test_a", "1:test_only_on_windows"))
    standing = pass_by(tracked, facts(run(5), {"test_a": PASS}, lineage=LINE), CONFIG, NOW)
    assert standing is not None
    assert standing.progress == "closed"


@pytest.mark.parametrize(
    ("the_run", "why"),
    [
        (run(1), "a run before the failure"),
        (run(2), "the failing run itself"),
        (run(1, attempt=2, started_at=run(9).started_at), "a second try of an older commit"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_pass_that_is_older_proves_nothing(the_run: object, why: str) -> None:
    tracked = issue(progress=(passes(2),), occurrences=())
    found = pass_by(tracked, facts(the_run, {"test_a": PASS}), CONFIG, NOW)  # type: ignore[arg-type]
    assert found is None, why


def test_progress_is_written_to_the_body_without_a_comment() -> None:
    standing = pass_by(issue(), facts(run(5), {"test_a": PASS}), CONFIG, NOW)
    assert standing is not None
    assert [type(c) for c in standing.changes] == [EditIssue]
    assert standing.progress == "passed 1 of 3"


def test_a_muted_issue_is_neither_edited_nor_closed() -> None:
    tracked = issue(progress=(passes(2),), muted_until=NOW + timedelta(days=1))
    standing = pass_by(tracked, facts(run(5), {"test_a": PASS}), CONFIG, NOW)
    assert standing is not None
    assert [type(c) for c in standing.changes] == [Remember]


def test_an_issue_that_a_person_keeps_open_stays_open() -> None:
    kept = Override(field=Field.STATE, value="open", by="alice", at=NOW)
    tracked = issue(progress=(passes(2),), overrides=(kept,))
    standing = pass_by(tracked, facts(run(5), {"test_a": PASS}), CONFIG, NOW)
    assert standing is not None
    assert standing.progress == "passed 3 of 3"
    assert [c.op for c in standing.changes] == ["edit"]


def test_an_origin_that_a_person_set_is_not_turned_flaky() -> None:
    kept = Override(field=Field.ORIGIN, value="regression", by="alice", at=NOW)
    again = run(2, attempt=2, started_at=run(3).started_at)
    assert pass_by(issue(overrides=(kept,)), facts(again, {"test_a": PASS}), CONFIG, NOW) is None


LOG = verdict(
    "docker",
    cluster=cluster("docker", (), findings=(finding(),), suites=()),
    kind=Kind.UNCOLLECTABLE,
    origin=Origin.INFRASTRUCTURE,
)
WARNING = replace(LOG, origin=Origin.WARNING)


@pytest.mark.parametrize(
    ("what", "conclusion", "logs", "counts"),
    [
        (LOG, "success", frozenset(), True),
        (LOG, "failure", frozenset({"build"}), False),
        (LOG, "skipped", frozenset(), False),
        (LOG, "cancelled", frozenset(), False),
        (WARNING, "failure", frozenset({"build"}), True),
        (WARNING, "success", frozenset(), False),
    ],
    ids=[
        "its job succeeded",
        "its job failed of something else",
        "its job was skipped",
        "its job was cancelled",
        "the log was read and the warning is gone",
        "nobody read the log for the warning",
    ],
)
def test_a_cause_that_only_a_log_shows(
    what: object, conclusion: str, logs: frozenset[str], counts: bool
) -> None:
    tracked = issue(verdict=what, tests=(), progress=(LegProgress(leg="build"),))
    seen = facts(run(5), jobs=(job("build", conclusion),), read_logs=logs)
    assert (pass_by(tracked, seen, CONFIG, NOW) is not None) is counts


def test_jobs_are_worth_a_request_only_for_log_issues_of_the_workflow() -> None:
    tracked = issue(verdict=LOG, tests=())
    assert needs_jobs([issue(), tracked], run(5))
    assert not needs_jobs([issue()], run(5))
    assert not needs_jobs([tracked], run(5, workflow_path=".github/workflows/other.yml"))


def collection_issue() -> object:
    broken = verdict(kind=Kind.UNCOLLECTABLE)
    return issue(verdict=broken, progress=(passes(2),))


@pytest.mark.parametrize(
    ("suite", "expected"),
    [
        (SuiteTotals(name="tests/test_shop.py", leg=LEG, tests=3), True),
        (SuiteTotals(name="tests.test_shop", leg=LEG, tests=3, failures=1), True),
        (SuiteTotals(name="tests/test_shop.py", leg=LEG, tests=3, skipped=3), False),
        (
            SuiteTotals(
                name="tests/test_shop.py", leg=LEG, tests=1, errors=1, is_uncollectable=True
            ),
            False,
        ),
        (SuiteTotals(name="tests/test_shop.py", leg="other", tests=3), False),
        (SuiteTotals(name="tests/test_cart.py", leg=LEG, tests=3), False),
    ],
    ids=[
        "its tests run again",
        "its tests run again, one is red for a cause of its own",
        "its tests are skipped",
        "it is still broken",
        "it runs in another leg only",
        "another file runs",
    ],
)
def test_a_file_that_could_not_be_collected_passes_when_its_tests_run(
    suite: SuiteTotals, expected: bool
) -> None:
    seen: RunFacts = facts(run(5), {"test_other": PASS}, suites=(suite,), lineage=LINE)
    standing = pass_by(collection_issue(), seen, CONFIG, NOW)  # type: ignore[arg-type]
    assert (standing is not None and standing.progress == "closed") is expected
