"""Whole judgements: the seed worklog must come out as people wrote it."""

from dataclasses import replace

import pytest

from bot.model.config import RepoConfig, SeverityMatch, SeverityRule
from bot.model.names import Kind, Origin, Severity
from bot.model.verdict import Verdict
from bot.triage.grouping.cluster import cluster
from bot.triage.judge import judge
from tests.build import NOW, run
from tests.triage import seed


def verdicts(config: RepoConfig = seed.CONFIG) -> dict[str, Verdict]:
    clusters = cluster(seed.failures(), seed.findings(), seed.suites())
    found = judge(
        clusters, config=config, history=seed.history(), run=run(2), default_branch="main"
    )
    return {v.slug: v for v in found}


SEED = [
    ("docker-build-cache-key", "uncollectable-test-infrastructure-p0"),
    ("docker-daemon-unreachable", "uncollectable-test-infrastructure-p3"),
    ("ssot-manager", "failing-test-warning-p1"),
    ("build-test-category-failed", "uncollectable-test-new-p1"),
    ("postgresql-service-missing", "failing-test-warning-p2"),
    ("websocket-five-events-missing-event-tester", "failing-test-new-p0"),
    ("docker-lifecycle-undefined-optional", "uncollectable-test-new-p1"),
    ("jwt-validation-connection-refused", "failing-test-new-p0"),
    ("build-nothing-collected", "uncollectable-test-new-p1"),
    ("deprecation-warnings", "failing-test-warning-p2"),
    ("base-agent-session-factory-failures", "failing-test-regression-p1"),
    ("agent-registry-parent-websocket-failures", "failing-test-regression-p2"),
]


def test_the_seed_comes_out_as_people_wrote_it() -> None:
    found = verdicts()
    assert {slug: v.label for slug, v in found.items()} == dict(SEED)


def test_urgent_verdicts_come_first_and_warnings_last_among_equals() -> None:
    found = list(verdicts().values())
    assert [v.severity for v in found] == sorted(v.severity for v in found)
    p2 = [v.origin for v in found if v.severity is Severity.P2]
    assert p2 == [Origin.REGRESSION, Origin.WARNING, Origin.WARNING]


REASONS = {
    "websocket-five-events-missing-event-tester": "P0 because all 8 tests of WebSocket Five Critical Events fail.",
    "jwt-validation-connection-refused": "P0 because it is in the area Authentication.",
    "docker-build-cache-key": "P0 because the job build could not test anything.",
    "docker-daemon-unreachable": "P3 because the run went on with a fallback.",
    "base-agent-session-factory-failures": "P1 because the tests passed before on main.",
    "ssot-manager": "P1 because the log rule `ssot-manager` says so.",
    "docker-lifecycle-undefined-optional": "P1 because tests/mission_critical/test_docker_lifecycle_critical.py cannot be collected.",
    "deprecation-warnings": "P2 because it will break later.",
}


@pytest.mark.parametrize(("slug", "sentence"), REASONS.items(), ids=list(REASONS))
def test_each_severity_has_its_sentence(slug: str, sentence: str) -> None:
    assert verdicts()[slug].severity_reason == sentence


def test_verdicts_carry_area_impact_and_evidence() -> None:
    found = verdicts()
    jwt = found["jwt-validation-connection-refused"]
    assert (jwt.category, jwt.area, jwt.impact) == (
        "Authentication",
        "Authentication",
        "Protects $120K+ MRR",
    )
    agents = found["base-agent-session-factory-failures"]
    assert agents.last_good is not None
    assert agents.last_good.run_id == run(1).id
    assert agents.first_bad is not None
    assert agents.first_bad.run_id == run(2).id
    assert agents.description.startswith("10 of 66 tests of Base Agent Comprehensive fail: ")


def test_files_on_a_disk_are_never_regressions() -> None:
    clusters = cluster(seed.failures(), seed.findings(), seed.suites())
    found = judge(clusters, config=RepoConfig(), history={}, run=None)
    assert {v.origin for v in found} == {Origin.NEW, Origin.INFRASTRUCTURE, Origin.WARNING}


RULES = {
    "by kind": (SeverityMatch(kind=Kind.UNCOLLECTABLE), "docker-lifecycle-undefined-optional"),
    "by origin": (SeverityMatch(origin=Origin.REGRESSION), "base-agent-session-factory-failures"),
    "by area": (SeverityMatch(area="authent*"), "jwt-validation-connection-refused"),
    "by category": (SeverityMatch(category="infrastructure/*"), "docker-build-cache-key"),
    "by test": (SeverityMatch(test="test_get_session*"), "base-agent-session-factory-failures"),
    "by path": (SeverityMatch(path="tests/agents/**"), "base-agent-session-factory-failures"),
    "by a log's cause": (SeverityMatch(cause="docker_build"), "docker-build-cache-key"),
    "by a message": (
        SeverityMatch(cause="*event_tester*"),
        "websocket-five-events-missing-event-tester",
    ),
}


@pytest.mark.parametrize(("match", "slug"), RULES.values(), ids=RULES.keys())
def test_a_rule_of_the_config_wins_over_everything(match: SeverityMatch, slug: str) -> None:
    never = SeverityRule(match=SeverityMatch(test="no_such_test"), severity=Severity.P0)
    rule = SeverityRule(match=match, severity=Severity.P3)
    config = seed.CONFIG.model_copy(update={"severity": (never, rule)})
    found = verdicts(config)[slug]
    assert found.severity is Severity.P3
    assert "row 2 of `severity` in the config" in found.severity_reason


def test_a_rule_whose_fields_do_not_all_fit_is_passed_over() -> None:
    match = SeverityMatch(kind=Kind.UNCOLLECTABLE, origin=Origin.REGRESSION)
    rule = SeverityRule(match=match, severity=Severity.P3)
    found = verdicts(seed.CONFIG.model_copy(update={"severity": (rule,)}))
    assert found["base-agent-session-factory-failures"].severity is Severity.P1


def test_judging_does_not_depend_on_the_order_of_clusters() -> None:
    clusters = cluster(seed.failures(), seed.findings(), seed.suites())
    args = {
        "config": seed.CONFIG,
        "history": seed.history(),
        "run": replace(run(2), started_at=NOW),
    }
    assert judge(clusters, **args) == judge(clusters[::-1], **args)  # type: ignore[arg-type]
