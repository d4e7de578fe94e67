"""The worklog: everything that the people who keep one by hand write down."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.model.failure import SuiteTotals
from bot.model.names import Kind, LogCause, Origin, Severity
from bot.model.run import WorkflowJob
from bot.model.verdict import Verdict
from bot.model.worklog import Worklog
from bot.planning.facts import RunFacts
from bot.planning.standing import Standing
from bot.planning.telling.worklog import build_worklog, merge_worklogs, with_numbers
from bot.planning.telling.worklog_facts import WorklogFacts
from tests.build import NOW, cluster, finding, issue, run, verdict

DAY = date(2025, 9, 14)


def suite(name: str, tests: int, red: int = 0, **change: object) -> SuiteTotals:
    blank = SuiteTotals(name=name, tests=tests, failures=red, seconds=1.5)
    return replace(blank, **change)  # type: ignore[arg-type]


def job(name: str, conclusion: str, **change: object) -> WorkflowJob:
    blank = WorkflowJob(id=1, name=name, conclusion=conclusion, url="")
    return replace(blank, **change)  # type: ignore[arg-type]


def of_suite(
    path: str, cause: str, names: tuple[str, ...], totals: SuiteTotals, **change: object
) -> Verdict:
    made = verdict(cause, names, **change)
    failures = tuple(
        replace(f, suite=path, leg="", file=path, test_file=path, message=cause)
        for f in made.cluster.failures
    )
    moved = replace(made.cluster, failures=failures, suites=(totals,), message=cause)
    return replace(made, cluster=moved)


EVENTS = "tests/test_websocket_five_critical_events.py"
AGENTS = "tests/test_base_agent_comprehensive.py"
LIFECYCLE = "tests/test_docker_lifecycle_critical.py"
EVENTS_TOTALS = suite(EVENTS, 8, 8)
AGENTS_TOTALS = suite(AGENTS, 66, 10)
LIFECYCLE_TOTALS = suite(LIFECYCLE, 1, 0, errors=1, is_uncollectable=True)

DOCKER = verdict(
    "docker",
    cluster=cluster("docker", (), findings=(finding(),), suites=()),
    kind=Kind.UNCOLLECTABLE,
    origin=Origin.INFRASTRUCTURE,
    severity=Severity.P0,
    slug="docker-build-cache-key",
    category="Infrastructure/Docker",
)
FIVE_EVENTS = of_suite(
    EVENTS,
    "AttributeError: 'T' object has no attribute 'event_tester'",
    tuple(f"test_event_{n}" for n in range(8)),
    EVENTS_TOTALS,
    severity=Severity.P0,
    slug="websocket-five-critical-events-missing-event-tester",
    category="WebSocket",
    impact="Protects $500K+ ARR",
)
BASE_AGENT = of_suite(
    AGENTS,
    "AssertionError: no session manager",
    tuple(f"test_{n}" for n in range(10)),
    AGENTS_TOTALS,
    slug="base-agent-session-factory-failures",
)
NO_OPTIONAL = of_suite(
    LIFECYCLE,
    "NameError: name 'Optional' is not defined",
    ("collection",),
    LIFECYCLE_TOTALS,
    kind=Kind.UNCOLLECTABLE,
    origin=Origin.NEW,
    slug="docker-lifecycle-missing-import",
)
EMPTY_FILE = verdict(
    "empty",
    cluster=cluster(
        "empty",
        (),
        findings=(
            finding(
                cause=LogCause.COLLECTION, file="tests/test_fixed.py", text="collected 0 items"
            ),
        ),
        suites=(),
    ),
    slug="fixed-nothing-collected",
    severity=Severity.P1,
)
FACTS = WorklogFacts(
    date=DAY,
    focus="Critical Tests",
    suites=(AGENTS_TOTALS, suite("tests/test_ok.py", 5), EVENTS_TOTALS, LIFECYCLE_TOTALS),
    jobs=(
        job("build", "failure", failed_steps=("Build images",)),
        job("unit", "success", started_at=NOW, completed_at=NOW + timedelta(seconds=16)),
        job("mission-critical", "skipped"),
    ),
)
SEED = build_worklog(
    [
        Standing(
            verdict=BASE_AGENT, issue=issue(891, verdict=BASE_AGENT), progress="still failing"
        ),
        Standing(verdict=NO_OPTIONAL, progress="new"),
        Standing(verdict=DOCKER, progress="new"),
        Standing(verdict=EMPTY_FILE, progress="new"),
        Standing(verdict=FIVE_EVENTS, progress="new"),
    ],
    FACTS,
)


def test_entries_come_most_urgent_first() -> None:
    assert [e.severity for e in SEED.entries] == ["p0", "p0", "p1", "p1", "p1"]
    assert SEED.status == "In Progress"
    assert SEED.entries[0].heading == "Docker Build Cache Key"


@pytest.mark.parametrize(
    ("heading", "details"),
    [
        (
            "Base Agent Session Factory Failures",
            (
                "10 of 66 tests of Base Agent Comprehensive failing (84.8% pass rate)",
                "Error: AssertionError: no session manager",
                f"File: {AGENTS}:12",
            ),
        ),
        (
            "WebSocket Five Critical Events Missing Event Tester",
            ("All 8 tests of WebSocket Five Critical Events failing",),
        ),
        (
            "Docker Lifecycle Missing Import",
            (
                "No test of Docker Lifecycle Critical could run",
                "Error: NameError: name 'Optional' is not defined",
                f"File: {LIFECYCLE}:12",
            ),
        ),
    ],
)
def test_details(heading: str, details: tuple[str, ...]) -> None:
    (entry,) = (e for e in SEED.entries if e.heading == heading)
    assert set(details) <= set(entry.details)


def test_the_leading_cause_names_what_could_not_run_because_of_it() -> None:
    assert SEED.entries[0].impact == (
        "mission-critical did not run because build failed",
        "Base Agent Comprehensive failed in the same run",
        "WebSocket Five Critical Events failed in the same run",
        "Docker Lifecycle Critical failed in the same run",
    )
    assert SEED.entries[1].impact == ()


def test_an_entry_says_where_its_issue_is() -> None:
    (agent,) = (e for e in SEED.entries if e.number == 891)
    assert (agent.state, agent.progress) == ("open", "still failing")
    assert agent.title == "failing-test-regression-p1-base-agent-session-factory-failures"
    assert agent.next_step.startswith("Fix the 10 failing tests of Base Agent Comprehensive")
    assert len(agent.failed_tests) == 10


def test_logs_are_the_lines_of_the_finding() -> None:
    assert SEED.entries[0].logs == finding().excerpt


def test_suites() -> None:
    lines = [(s.name, s.status, s.red, s.tests) for s in SEED.suites]
    assert lines == [
        ("Base Agent Comprehensive", "FAILED", 10, 66),
        ("WebSocket Five Critical Events", "FAILED", 8, 8),
        ("Docker Lifecycle Critical", "COLLECTION ERROR", 1, 1),
        ("Fixed", "0 items collected", 0, 0),
        ("Ok", "PASSED", 0, 5),
    ]
    assert SEED.suites[1].note == "AttributeError: 'T' object has no attribute 'event_tester'"
    assert SEED.suites[0].seconds == 1.5


def test_jobs() -> None:
    lines = [(j.name, j.status, j.note, j.seconds) for j in SEED.jobs]
    assert lines == [
        ("build", "FAILED", "failed at: Build images", None),
        ("unit", "PASSED", "", 16.0),
        ("mission-critical", "SKIPPED", "because build failed", None),
    ]


def test_the_assessment_sums_up() -> None:
    assert SEED.assessment == (
        "Critical business risk: WebSocket: Protects $500K+ ARR",
        "Test infrastructure: Docker Build Cache Key; 2 suites could not be collected",
        "System health: 19 of 80 tests red in 4 of 5 suites; 1 job did not run; 2 critical causes open",
    )


@pytest.mark.parametrize(
    ("totals", "status"),
    [
        (suite("a", 3), "PASSED"),
        (suite("a", 3, 3), "FAILED"),
        (suite("a", 3, 1), "FAILED"),
        (suite("a", 3, skipped=3), "SKIPPED"),
        (suite("a", 0), "0 items collected"),
        (suite("a", 1, errors=1, is_uncollectable=True), "COLLECTION ERROR"),
    ],
)
def test_suite_status(totals: SuiteTotals, status: str) -> None:
    (line,) = build_worklog([], replace(FACTS, suites=(totals,))).suites
    assert line.status == status
    assert line.note == ("because build failed" if status == "SKIPPED" else "")


def test_one_suite_in_two_legs_is_two_lines() -> None:
    totals = (suite("tests/test_a.py", 3, leg="py311"), suite("tests/test_a.py", 3, 1, leg="py312"))
    lines = build_worklog([], replace(FACTS, suites=totals)).suites
    assert [line.name for line in lines] == ["A (py312)", "A (py311)"]


def test_two_suites_that_look_alike_keep_their_paths() -> None:
    totals = (suite("a/test_x.py", 3), suite("b/test_x.py", 3))
    lines = build_worklog([], replace(FACTS, suites=totals)).suites
    assert [line.name for line in lines] == ["a/test_x.py", "b/test_x.py"]


def test_a_suite_with_two_causes_says_how_many_tests_are_whose() -> None:
    totals = suite(AGENTS, 66, 10)
    one = of_suite(AGENTS, "one", ("test_a", "test_b"), totals)
    two = of_suite(AGENTS, "two", tuple(f"test_{n}" for n in range(8)), totals)
    made = build_worklog(
        [Standing(verdict=v) for v in (one, two)], replace(FACTS, suites=(totals,))
    )
    assert made.entries[0].details[0] == (
        "2 of 66 tests of Base Agent Comprehensive failing for this cause, 10 in all (84.8% pass rate)"
    )
    assert made.suites[0].note == "2 causes, first: one"


def test_tests_of_several_classes_are_listed_by_class() -> None:
    made = verdict(names=("test_a", "test_b"))
    first, second = made.cluster.failures
    moved = (first, replace(second, classname="tests.test_shop.TestCart"))
    made = replace(made, cluster=replace(made.cluster, failures=moved))
    entry = build_worklog([Standing(verdict=made)], FACTS).entries[0]
    assert entry.failed_tests == ("TestShop: test_a", "TestCart: test_b")


def test_items_that_a_rule_collected_are_details() -> None:
    found = finding(cause=LogCause.POLICY, items=tuple(f"app.Manager{n}" for n in range(25)))
    made = verdict("ssot", cluster=cluster("ssot", (), findings=(found,), suites=()))
    details = build_worklog([Standing(verdict=made)], FACTS).entries[0].details
    assert "Found: app.Manager0" in details
    assert "and 5 more" in details


def test_nothing_failed() -> None:
    made = build_worklog([], WorklogFacts(date=DAY, suites=(suite("a", 120),)))
    assert made.status == "Nothing failed"
    assert made.entries == ()
    assert made.assessment == ("System health: all 120 tests passed in 1 suite",)
    assert build_worklog([], WorklogFacts(date=DAY)).assessment == ()


def test_what_passes_comes_last_and_asks_for_nothing() -> None:
    made = build_worklog(
        [Standing(verdict=DOCKER, progress="passed 1 of 3"), Standing(verdict=BASE_AGENT)], FACTS
    )
    assert [e.progress for e in made.entries] == ["", "passed 1 of 3"]
    assert made.entries[1].next_step == ""
    assert made.entries[1].impact == ()


def test_facts_of_a_run() -> None:
    facts = WorklogFacts.of_run(RunFacts(run=run(2), default_branch="main"))
    assert (facts.repo, facts.focus, facts.date) == ("acme/shop", "CI", DAY)
    assert facts.sha == run(2).head_sha


def test_numbers_are_filled_in_once_issues_exist() -> None:
    new, known = FIVE_EVENTS.cluster.fingerprint, BASE_AGENT.cluster.fingerprint
    made = with_numbers(SEED, {new: 40, known: 41})
    numbers = {e.fingerprint: (e.number, e.state) for e in made.entries}

    assert numbers[new] == (40, "open")
    assert numbers[known] == (891, "open")


def merged(*worklogs: Worklog) -> Worklog:
    return merge_worklogs(worklogs)


def test_a_day_lists_each_cause_once_and_all_its_tests() -> None:
    morning = build_worklog([Standing(verdict=BASE_AGENT, progress="new")], FACTS)
    fewer = replace(
        BASE_AGENT, cluster=replace(BASE_AGENT.cluster, failures=BASE_AGENT.cluster.failures[:1])
    )
    evening = build_worklog(
        [Standing(verdict=fewer, progress="still failing"), Standing(verdict=DOCKER)],
        replace(FACTS, focus="Nightly", problems=("x.zip: empty.",)),
    )
    day = merged(morning, evening)
    assert [e.heading for e in day.entries] == [
        "Docker Build Cache Key",
        "Base Agent Session Factory Failures",
    ]
    assert day.entries[1].progress == "new"
    assert len(day.entries[1].failed_tests) == 10
    assert day.focus == "Critical Tests, Nightly"
    assert day.problems == ("x.zip: empty.",)
    assert len(day.suites) == len(evening.suites)


def test_merging_one_changes_nothing() -> None:
    assert merged(SEED) == SEED


def test_merging_none_is_refused() -> None:
    with pytest.raises(ValueError, match="no worklog"):
        merge_worklogs([])
