"""Decide how urgent a cluster is; the first row that fits wins, and each says why.

| severity | built-in rows, in this order                                                     |
|----------|----------------------------------------------------------------------------------|
| p3       | flaky · infrastructure with a working fallback · a cancelled run                 |
| p0       | infrastructure that stopped the run before its tests · every test of a suite of  |
|          | at least three fails, for this one cause                                         |
| p1       | cannot be collected or set up · nothing collected · a part of the run aborted ·  |
|          | a regression on a watched branch                                                 |
| p2       | warnings · everything else                                                       |
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.model.config import Area, SeverityMatch, SeverityRule
from bot.model.failure import Cluster
from bot.model.finding import Finding
from bot.model.names import Kind, LogCause, Origin, Severity
from bot.triage.areas import paths_of
from bot.triage.collection import is_whole_file
from bot.triage.globs import matches, matches_word
from bot.triage.suites import human_name

WHOLE_SUITE = 3
"""From how many tests on a suite that fails as a whole is critical: one or two say little."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What a severity is decided on."""

    cluster: Cluster
    kind: Kind
    origin: Origin
    area: Area | None = None
    category: str = ""
    branch: str = ""


def decide_severity(case: Case, rules: Sequence[SeverityRule] = ()) -> tuple[Severity, str]:
    """The severity and its sentence: config rules, area, a finding's own, then the table."""
    severity, why = _decide(case, rules)
    return severity, f"{severity.upper()} because {why}."


def chosen_severity(case: Case, rules: Sequence[SeverityRule] = ()) -> tuple[Severity, str] | None:
    """What people wrote into the config for it, by a rule or by an area, with the clause why."""
    for number, rule in enumerate(rules, 1):
        if _fits(rule.match, case):
            return (
                rule.severity,
                f"row {number} of `severity` in the config says so{_fields(rule.match)}",
            )
    if case.area is not None and case.area.severity is not None:
        return case.area.severity, f"it is in the area {case.area.name}"
    return None


def _decide(case: Case, rules: Sequence[SeverityRule]) -> tuple[Severity, str]:
    chosen = chosen_severity(case, rules)
    if chosen is not None:
        return chosen
    finding = None if case.cluster.failures else next(iter(case.cluster.findings), None)
    if finding is not None and finding.severity is not None and not finding.has_fallback:
        return finding.severity, _own(finding)
    for severity, row in _ROWS:
        why = row(case, finding)
        if why:
            return severity, why
    return Severity.P2, _part(case.cluster)


def _own(finding: Finding) -> str:
    if finding.cause is LogCause.POLICY:
        return f"the log rule `{finding.rule}` says so"
    return _SHOWN.get(finding.cause, f"the log shows {finding.category} trouble")


_SHOWN = {
    LogCause.SCRIPT_ERROR: "a part of the run was stopped",
    LogCause.CONFIG: "the tests run in another environment than they expect",
    LogCause.NETWORK: "a service that the tests need was not there",
    LogCause.INFRA: "a service that the tests need was not there",
    LogCause.DEPRECATION_ONLY: "it will break later",
}


def _fields(match: SeverityMatch) -> str:
    given = {name: value for name, value in match.model_dump(mode="json").items() if value}
    return " for " + ", ".join(f"{name} {value}" for name, value in given.items()) if given else ""


def _fits(match: SeverityMatch, case: Case) -> bool:
    cluster = case.cluster
    causes = [cluster.cause, *(finding.cause for finding in cluster.findings)]
    causes += [finding.rule for finding in cluster.findings]
    return (
        match.kind in (None, case.kind)
        and match.origin in (None, case.origin)
        and _one(match.area, [case.area.name] if case.area else [], matches_word)
        and _one(match.category, [case.category], matches_word)
        and _one(match.test, [t for f in cluster.failures for t in (f.name, f.test)], matches_word)
        and _one(match.path, paths_of(cluster), matches)
        and _one(match.cause, [*causes, cluster.message], matches_word)
    )


def _one(glob: str | None, texts: Sequence[str], fits: Callable[[str, str], bool]) -> bool:
    return glob is None or any(fits(glob, text) for text in texts)


def _flaky(case: Case, _: Finding | None) -> str:
    return "the same commit passed and failed" if case.origin is Origin.FLAKY else ""


def _fallback(_: Case, finding: Finding | None) -> str:
    return "the run went on with a fallback" if finding and finding.has_fallback else ""


def _cancelled(_: Case, finding: Finding | None) -> str:
    is_cancelled = finding is not None and finding.cause is LogCause.CANCELLED
    return "the run was cancelled, which says nothing of the code" if is_cancelled else ""


def _stopped(case: Case, finding: Finding | None) -> str:
    if finding and case.origin is Origin.INFRASTRUCTURE and case.kind is Kind.UNCOLLECTABLE:
        job = f"the job {finding.job}" if finding.job else "the run"
        return f"{job} could not test anything"
    return ""


def _whole_suite(case: Case, _: Finding | None) -> str:
    mine = Counter((failure.suite, failure.leg) for failure in case.cluster.failures)
    for suite in case.cluster.suites:
        if suite.ran >= WHOLE_SUITE and mine[suite.name, suite.leg] >= suite.ran:
            return f"all {suite.ran} tests of {human_name(suite.name)} fail"
    return ""


def _uncollectable(case: Case, finding: Finding | None) -> str:
    if case.kind is not Kind.UNCOLLECTABLE:
        return ""
    files = [f.test_file or f.suite for f in case.cluster.failures if f.kind is Kind.UNCOLLECTABLE]
    first = next(iter(case.cluster.failures), None)
    if first and len(files) == 1 and not is_whole_file(first.name, first.classname):
        return f"{first.name} cannot be set up"
    if len(set(files)) == 1 and files[0] and len(files) == 1:
        return f"{files[0]} cannot be collected"
    if files:
        return f"{len(files)} tests cannot be set up or collected"
    if finding is not None:
        return f"{finding.file or finding.job or 'a part of the run'} could not run its tests"
    return ""


def _regression(case: Case, _: Finding | None) -> str:
    if case.origin is not Origin.REGRESSION:
        return ""
    tests = "the test" if len(case.cluster.failures) == 1 else "the tests"
    return f"{tests} passed before on {case.branch}" if case.branch else f"{tests} passed before"


def _warning(case: Case, finding: Finding | None) -> str:
    if case.origin is not Origin.WARNING:
        return ""
    is_deprecation = finding is not None and finding.cause is LogCause.DEPRECATION_ONLY
    return "it will break later" if is_deprecation else "nothing failed because of it so far"


_ROWS: tuple[tuple[Severity, Callable[[Case, Finding | None], str]], ...] = (
    (Severity.P3, _flaky),
    (Severity.P3, _fallback),
    (Severity.P3, _cancelled),
    (Severity.P2, _warning),
    (Severity.P0, _stopped),
    (Severity.P0, _whole_suite),
    (Severity.P1, _uncollectable),
    (Severity.P1, _regression),
)


def _part(cluster: Cluster) -> str:
    failures = cluster.failures
    if not failures:
        return "a step failed and the tests are not known to be affected"
    if len(failures) == 1:
        return "one test fails, in no area that the config calls critical"
    if len(cluster.suites) == 1:
        suite = cluster.suites[0]
        return f"{len(failures)} of {suite.ran} tests of {human_name(suite.name)} fail"
    return f"{len(failures)} tests fail, in no area that the config calls critical"
