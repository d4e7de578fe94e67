"""When a run is broken as a whole, and where its causes go."""

from dataclasses import replace

import pytest

from bot.model.config import IssueSettings, RepoConfig
from bot.model.names import Kind, LogCause, Origin, Outcome
from bot.model.run import WorkflowJob
from bot.model.verdict import Verdict
from bot.planning.facts import RunFacts
from bot.planning.storms import why_broken
from tests.build import cluster, finding, run, verdict
from tests.planning.garden import FAIL, PASS, SKIP, Garden, facts


def causes(tests: int, of: int) -> list[Verdict]:
    """So many red tests, one after another given to so many causes, each in a suite of its own."""
    found = []
    for n in range(of):
        made = verdict(f"c{n}", tuple(f"t{t}" for t in range(n, tests, of)))
        failures = tuple(replace(f, suite=f"s{n}.py") for f in made.cluster.failures)
        found.append(replace(made, cluster=replace(made.cluster, failures=failures)))
    return found


def seen(red: int, green: int, skipped: int = 0) -> RunFacts:
    results: dict[str, Outcome] = {f"t{n}": FAIL for n in range(red)}
    results |= {f"g{n}": PASS for n in range(green)} | {f"s{n}": SKIP for n in range(skipped)}
    return facts(run(2), results)


@pytest.mark.parametrize(
    ("red", "green", "of", "is_broken"),
    [(8, 2, 4, True), (79, 21, 20, False), (9, 0, 9, False), (40, 10, 1, False), (40, 0, 2, False)],
    ids=["80 %", "79 %", "nine tests", "one cause", "two causes"],
)
def test_most_tests_for_several_causes_break_a_run(
    red: int, green: int, of: int, is_broken: bool
) -> None:
    assert bool(why_broken(causes(red, of), seen(red, green))) is is_broken


def test_skipped_tests_count_for_nothing() -> None:
    assert why_broken(causes(10, 5), seen(10, 0, skipped=90)) == "10 of 10 tests fail"


def test_one_cause_behind_80_percent_is_that_cause() -> None:
    big, *small = causes(8, 1)
    small = [verdict("x", ("t8",)), verdict("y", ("t9",))]
    assert why_broken([big, *small], seen(10, 0)) == ""


def lost(job: str, *others: str, kind: Kind = Kind.UNCOLLECTABLE) -> Verdict:
    findings = tuple(finding(job=name) for name in (job, *others))
    return replace(
        verdict(job, (), cluster=cluster(job, (), findings=findings, suites=())),
        kind=kind,
        origin=Origin.INFRASTRUCTURE if kind is Kind.UNCOLLECTABLE else Origin.NEW,
    )


def jobs(**conclusions: str) -> RunFacts:
    made = [
        WorkflowJob(id=n, name=name, conclusion=word, url="")
        for n, (name, word) in enumerate(conclusions.items())
    ]
    return facts(run(2), jobs=tuple(made))


FOUR = {"a": "failure", "b": "failure", "c": "success", "d": "success"}


@pytest.mark.parametrize(
    ("verdicts", "table", "said"),
    [
        ([lost("a"), lost("b")], FOUR, "2 of 4 jobs failed without a report"),
        ([lost("a", "b"), lost("x")], FOUR, ""),
        ([lost("a"), lost("b")], FOUR | {"e": "success"}, ""),
        ([lost("a"), lost("b")], FOUR | {"e": "skipped"}, "2 of 4 jobs failed without a report"),
        ([lost("a"), lost("b", kind=Kind.FAILING)], FOUR, ""),
    ],
    ids=[
        "half of the jobs",
        "one cause took both",
        "less than half",
        "a skipped job did not run",
        "a job whose log blames the code is not lost",
    ],
)
def test_lost_jobs_break_a_run(verdicts: list[Verdict], table: dict[str, str], said: str) -> None:
    assert why_broken(verdicts, jobs(**table)) == said


def test_a_job_that_reports_is_not_lost() -> None:
    told = replace(jobs(**FOUR), outcomes={"1:t": {"report-a": Outcome.PASSED}})
    assert why_broken([lost("a"), lost("b")], told) == ""


def test_a_broken_run_that_returns_takes_in_what_is_new() -> None:
    garden = Garden(config=RepoConfig(issues=IssueSettings(close_after_passes=1)))
    all_causes = causes(12, 6)
    garden.see(run(2), all_causes[:5])
    garden.see(run(3), green=[f"t{n}" for n in range(12)])
    assert [i.state for i in garden.issues.values()] == ["closed"]
    garden.see(run(4), all_causes)

    assert [(i.state, i.breadth, len(i.children)) for i in garden.issues.values()] == [
        ("open", "run", 6)
    ]


def test_a_broken_run_of_one_suite_is_its_umbrella() -> None:
    garden = Garden()
    garden.see(run(2), [verdict(f"c{n}", (f"t{n}",)) for n in range(12)])
    assert [i.breadth for i in garden.issues.values()] == ["suite"]


def test_a_single_cause_that_returns_in_a_storm_reopens_its_own_issue() -> None:
    settings = IssueSettings(close_after_passes=1, max_new_per_run=20)
    garden = Garden(config=RepoConfig(issues=settings))
    twelve, fine = causes(12, 12), [f"g{n}" for n in range(60)]
    garden.see(run(2), twelve, green=fine)
    garden.see(run(3), twelve[1:], green=[*fine, "t0"])
    assert [i.state for i in garden.issues.values()] == ["closed"] + ["open"] * 11
    garden.see(run(4), twelve)

    assert [i.state for i in garden.issues.values()] == ["open"] * 12
    assert garden.reopens == 1


def test_several_causes_that_return_in_a_storm_are_one_issue() -> None:
    settings = IssueSettings(close_after_passes=1, max_new_per_run=20)
    garden = Garden(config=RepoConfig(issues=settings))
    twelve, fine = causes(12, 12), [f"g{n}" for n in range(60)]
    garden.see(run(2), twelve, green=fine)
    garden.see(run(3), green=[*fine, *(f"t{n}" for n in range(12))])
    garden.see(run(4), twelve)

    assert [i.breadth for i in garden.open] == ["run"]
    assert (len(garden.issues), garden.reopens) == (13, 0)


def test_another_workflow_has_a_broken_run_of_its_own() -> None:
    garden = Garden()
    garden.see(run(2), causes(12, 5))
    other = run(3, workflow="Nightly", workflow_path=".github/workflows/nightly.yml")
    fresh = [
        replace(v, cluster=replace(v.cluster, fingerprint=f"{v.cluster.fingerprint}-n"))
        for v in causes(12, 5)
    ]
    garden.see(other, fresh)
    assert [i.verdict.slug for i in garden.issues.values()] == [
        "broken-run-ci",
        "broken-run-nightly",
    ]


def test_a_finding_that_names_its_line_is_no_loss() -> None:
    lint = finding("ruff", cause=LogCause.LINT, kind=Kind.FAILING, origin=None, job="a")
    made = verdict("ruff", (), cluster=cluster("ruff", (), findings=(lint,), suites=()))
    assert why_broken([replace(made, origin=Origin.NEW), lost("b")], jobs(**FOUR)) == ""
