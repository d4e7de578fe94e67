"""The worklog reads like the one a person keeps by hand."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from syrupy.assertion import SnapshotAssertion

from bot.model.config_text import read_config
from bot.model.issue import Related
from bot.model.names import Origin, Severity
from bot.model.sorting import Sort, Sorted
from bot.model.worklog import SuiteLine, Worklog, WorklogEntry
from bot.render.check import MAX_SUMMARY, check_summary, check_title, config_check
from bot.render.worklog import worklog_markdown
from tests.build import run, sha
from tests.render.hostile import TEXTS
from tests.render.reading import is_well_formed, live

DOCKER = WorklogEntry(
    heading="Docker build",
    category="Infrastructure/Docker",
    severity=Severity.P0,
    severity_reason="P0 because no test could run.",
    origin=Origin.INFRASTRUCTURE,
    description="The Docker build fails while it copies pyproject.toml.",
    details=("Error: failed to compute cache key", "File: backend.alpine.Dockerfile:69"),
    impact=("unit-tests did not run because build failed",),
    logs=("#12 ERROR", "failed to solve: failed to compute cache key"),
    number=12,
    title="uncollectable-test-infrastructure-p0-docker-build",
    state="open",
    progress="still failing",
    related=(Related(number=7, title="Docker", state="closed", reason="same words"),),
    next_step="Repair the Docker build: failed to compute cache key",
    sorted=Sorted(sort=Sort.INFRASTRUCTURE, reason="its cause lies outside the code"),
)
SESSION = WorklogEntry(
    heading="Base agent session",
    category="Agents",
    severity=Severity.P1,
    severity_reason="P1 because the tests passed before on main.",
    origin=Origin.REGRESSION,
    description="10 of 66 tests of base agent fail.",
    details=("10 of 66 tests of Base Agent failing (84.8% pass rate)",),
    failed_tests=("TestSession: test_get, test_set", "TestFactory: test_create"),
    business_impact="Protects $500K+ ARR",
    number=13,
    title="failing-test-regression-p1-base-agent-session",
    state="open",
    progress="new",
    next_step="Fix the 10 failing tests of Base Agent.",
    sorted=Sorted(sort=Sort.NEW, reason="it passes on main, last in run 1002", url=run(2).url),
)
HELD_BACK = replace(
    SESSION,
    heading="Cart",
    severity=Severity.P2,
    severity_reason="",
    number=0,
    not_opened="5 new issues a run are enough",
    next_step="Add the missing total of Cart",
    sorted=Sorted(sort=Sort.BASE, reason="it failed last on main too", url=run(1).url, number=9),
)
SETTLED = replace(SESSION, progress="passed 1 of 3", sorted=None)
FULL = Worklog(
    repo="acme/shop",
    date=date(2025, 9, 14),
    focus="CI",
    status="In Progress",
    entries=(DOCKER, SESSION),
    jobs=(
        SuiteLine(name="build", status="FAILED", seconds=75.2),
        SuiteLine(name="unit-tests", status="SKIPPED", note="because build failed"),
    ),
    suites=(
        SuiteLine(name="Base Agent", status="FAILED", tests=66, red=10, seconds=15.84),
        SuiteLine(name="Lifecycle", status="COLLECTION ERROR", note="missing Optional import"),
        SuiteLine(name="Empty", status="0 items collected"),
        SuiteLine(name="Cart", status="PASSED", tests=12, skipped=2, seconds=3.21),
    ),
    assessment=("Critical business risk: Agents: Protects $500K+ ARR", "System health: 10 red"),
    problems=("report-py39/junit.xml: ends in the middle of a test; 41 tests were read",),
    sha=sha(2),
    run_url=run(2).url,
)
EMPTY = Worklog(
    repo="acme/shop",
    date=date(2025, 9, 14),
    focus="CI",
    status="Nothing failed",
    suites=tuple(SuiteLine(name=f"Suite {n}", status="PASSED", tests=40) for n in range(3)),
)
CASES = {
    "a build that blocks the rest": replace(FULL, entries=(DOCKER,)),
    "a regression": replace(FULL, entries=(SESSION,), jobs=(), suites=(), problems=()),
    "one held back": replace(FULL, entries=(HELD_BACK,), jobs=(), suites=(), problems=()),
    "what passes beside what fails": replace(FULL, entries=(SETTLED, HELD_BACK), jobs=()),
    "an issue closed": replace(EMPTY, entries=(replace(SETTLED, progress="closed"),)),
    "nothing failed": EMPTY,
    "nothing could be read": replace(EMPTY, suites=(), problems=("a.xml: is empty",)),
}


@pytest.mark.parametrize("worklog", CASES.values(), ids=CASES)
def test_worklog_document(worklog: Worklog, markdown: SnapshotAssertion) -> None:
    assert worklog_markdown(worklog) == markdown


@pytest.mark.parametrize("worklog", CASES.values(), ids=CASES)
def test_check_summary(worklog: Worklog, markdown: SnapshotAssertion) -> None:
    assert f"{check_title(worklog)}\n\n{check_summary(worklog)}" == markdown


def test_the_document_has_no_empty_lines_in_a_row() -> None:
    assert all("\n\n\n" not in worklog_markdown(worklog) for worklog in CASES.values())
    assert all(worklog_markdown(worklog).endswith("\n") for worklog in CASES.values())
    assert not any(worklog_markdown(worklog).endswith("\n\n") for worklog in CASES.values())


def test_next_steps_go_by_urgency_and_name_what_was_held_back() -> None:
    text = worklog_markdown(replace(FULL, entries=(HELD_BACK, SESSION, DOCKER)))

    steps = [line for line in text.splitlines() if line[:2] in ("1.", "2.", "3.", "4.")]
    assert steps == [
        "1. **URGENT**: Repair the Docker build: failed to compute cache key (P0) - Issue #12",
        "2. **NEW**: Fix the 10 failing tests of Base Agent (P1) - Issue #13",
        "3. **NEW**: Add the missing total of Cart (P2)",
        "4. Open issues for what was held back this time (1 cause)",
    ]


def test_many_green_suites_are_counted_not_listed() -> None:
    green = tuple(SuiteLine(name=f"S{n}", status="PASSED", tests=2) for n in range(500))

    text = worklog_markdown(replace(EMPTY, suites=green))

    assert "- 480 more suites: PASSED (960 tests)" in text


@pytest.mark.parametrize("text", ["x", "@#|", "😀"], ids=["words", "marks", "emoji"])
def test_a_summary_of_thousands_of_causes_fits_into_a_check_run(text: str) -> None:
    long = text * 400
    told = Sorted(sort=Sort.NEW, reason=long, url=run(1).url)
    entry = replace(DOCKER, number=0, not_opened=long, description=long, progress=long, sorted=told)
    line = SuiteLine(name=long, status="FAILED", note=long)
    crowd = Worklog(
        repo="acme/shop",
        date=date(2025, 9, 14),
        focus="CI",
        status="In Progress",
        entries=(entry,) * 2000,
        suites=(line,) * 2000,
        jobs=(line,) * 300,
        problems=(long,) * 300,
    )

    assert 1000 < len(check_summary(crowd)) <= MAX_SUMMARY
    assert live(check_summary(crowd)) == []
    assert len(check_title(crowd)) <= 120


@given(TEXTS)
@settings(max_examples=50, deadline=None)
def test_hostile_text_leaves_nothing_alive_in_a_worklog(text: str) -> None:
    entry = replace(
        DOCKER,
        heading=text,
        category=text,
        severity_reason=text,
        description=text,
        details=(text,),
        impact=(text,),
        logs=(text, text),
        failed_tests=(text,),
        number=0,
        business_impact=text,
        title=text,
        state=text,
        progress=text,
        not_opened=text,
        next_step=text,
        related=(),
        sorted=Sorted(sort=Sort.NEW, reason=text, url=text),
    )
    passed = replace(entry, sorted=None)
    line = SuiteLine(name=text, status=text, note=text)
    bad = Worklog(
        repo=text,
        date=date(2025, 9, 14),
        focus=text,
        status=text,
        entries=(entry, passed),
        jobs=(line,),
        suites=(line,),
        assessment=(text,),
        problems=(text,),
        sha=text,
        run_url=text,
    )

    for said in (worklog_markdown(bad), check_summary(bad)):
        assert live(said) == []
        assert is_well_formed(said)


def test_a_wrong_config_is_told_with_line_and_nearest_key() -> None:
    _, problems = read_config("version: 1\nisues: {}\n")

    title, summary = config_check(problems)

    assert title == "1 problem in .github/gardener.yml"
    assert "line 2" in summary
    assert "`issues`" in summary
    assert "last good config stays in force" in summary


def test_a_good_config_is_told_in_one_sentence() -> None:
    title, summary = config_check(())

    assert title == "The config is valid"
    assert summary == "It takes effect once it is on the default branch."


@given(TEXTS)
@settings(deadline=None)
def test_hostile_keys_of_a_config_leave_nothing_alive(text: str) -> None:
    _, problems = read_config(f"version: 1\n{text!r}: 1\nbranches: {text!r}\n")

    _, summary = config_check(problems)

    assert live(summary) == []
