"""What waits for room: in which order it is opened, and when it waits no longer."""

from datetime import timedelta

import pytest

from bot.model.config import IssueSettings, RepoConfig
from bot.model.match import Match
from bot.model.names import Severity
from bot.model.plan import Pending
from bot.model.run import WorkflowRun
from bot.planning.facts import RunFacts
from bot.planning.limits import newcomers
from bot.planning.newcomers.pending import held_back, settled
from bot.planning.standing import Standing
from tests.build import NOW, cluster, finding, issue, run, sighting, verdict
from tests.planning.garden import FAIL, LEG, PASS, SKIP, facts

WAITS = held_back(verdict(), (Match(verdict=verdict()),), facts(run(2)))
WIDE = RepoConfig(issues=IssueSettings(umbrella_at=100))


def after(the_run: WorkflowRun, **change: object) -> RunFacts:
    results = change.pop("results", {})
    return facts(the_run, results, pending={WAITS.fingerprint: WAITS}, **change)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("known", "is_over"),
    [
        (after(run(3), results={"test_a": PASS}), True),
        (after(run(3), results={"test_a": FAIL}), False),
        (after(run(3), results={"test_a": SKIP}), False),
        (after(run(3)), False),
        (after(run(1), results={"test_a": PASS}), False),
        (after(run(3, branch="release/2"), results={"test_a": PASS}), False),
        (after(run(3, workflow_path="nightly.yml"), results={"test_a": PASS}), False),
    ],
    ids=[
        "its test passed later",
        "its test failed again",
        "its test was skipped",
        "its test was not seen",
        "its test passed before",
        "its test passed on another branch",
        "its test passed in another workflow",
    ],
)
def test_a_cause_waits_until_it_passes_where_it_failed(known: RunFacts, is_over: bool) -> None:
    assert settled((), (), known, NOW) == ((WAITS.fingerprint,) if is_over else ())


def test_a_pass_in_one_of_two_legs_is_not_enough_when_the_other_is_red() -> None:
    both = held_back(verdict(), (Match(verdict=verdict()),), facts(run(2)))
    known = facts(
        run(3),
        pending={both.fingerprint: both},
        outcomes={"1:test_a": {LEG: FAIL, "report-py312": PASS}},
    )
    assert settled((), (), known, NOW) == ()


def test_a_cause_that_an_issue_holds_waits_no_longer() -> None:
    here = Standing(verdict=verdict(), issue=issue())
    assert settled((here,), (), after(run(3)), NOW) == ("1:boom",)


def test_a_cause_that_was_not_seen_for_a_month_is_forgotten() -> None:
    assert settled((), (), after(run(3)), NOW + timedelta(days=29)) == ()
    assert settled((), (), after(run(3)), NOW + timedelta(days=31)) == ("1:boom",)


def test_a_cause_of_a_log_is_over_when_its_job_or_the_whole_run_succeeds() -> None:
    seen = verdict("disk", (), cluster=cluster("disk", (), findings=(finding(),), suites=()))
    one = held_back(seen, (Match(verdict=seen),), facts(run(2)))
    for word, expected in (("success", ("1:disk",)), ("failure", ())):
        known = facts(run(3, conclusion=word), pending={"1:disk": one})
        assert settled((), (), known, NOW) == expected


def test_waiting_again_keeps_its_place_in_the_queue() -> None:
    later = held_back(verdict(), (Match(verdict=verdict()),), after(run(7)))
    assert (later.since, later.last) == (sighting(2), sighting(7))


def slugs(config: RepoConfig, waits: dict[str, Pending], weeks: int = 0) -> list[str]:
    verdicts = [
        verdict("low", ("a",), severity=Severity.P3),
        verdict("big", ("b", "c"), severity=Severity.P2),
        verdict("small", ("d",), severity=Severity.P2),
        verdict("high", ("e",), severity=Severity.P1),
    ]
    now = NOW + timedelta(weeks=weeks, hours=1)
    matches = [Match(verdict=v) for v in verdicts]
    found = newcomers(matches, config, now, pending=waits)
    return [n.matches[0].verdict.slug.removeprefix("shop-") for n in found]


@pytest.mark.parametrize(
    ("waiting", "weeks", "order"),
    [
        ((), 0, ["high", "big", "small", "low"]),
        (("small",), 0, ["high", "small", "big", "low"]),
        (("low",), 1, ["high", "low", "big", "small"]),
        (("low",), 4, ["low", "high", "big", "small"]),
    ],
    ids=[
        "by urgency, then by how much breaks",
        "of equals what waits comes first",
        "a week of waiting is a step",
        "nothing waits for ever",
    ],
)
def test_the_order_of_opening(waiting: tuple[str, ...], weeks: int, order: list[str]) -> None:
    since = sighting(0)
    waits = {f"1:{w}": Pending(fingerprint=f"1:{w}", title=w, since=since) for w in waiting}
    assert slugs(WIDE, waits, weeks) == order
