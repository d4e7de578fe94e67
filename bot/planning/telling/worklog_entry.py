"""One entry of the worklog: everything a person would write down about one cause."""

from collections.abc import Sequence

from bot.model.failure import Cluster, Failure, SuiteTotals
from bot.model.finding import Finding
from bot.model.names import Kind, LogCause, Origin
from bot.model.verdict import Verdict
from bot.model.worklog import WorklogEntry
from bot.planning.standing import Standing
from bot.planning.telling.next_steps import next_step
from bot.planning.telling.summary import blame, short
from bot.planning.telling.worklog_facts import WorklogFacts
from bot.triage.suites import human_name, human_slug
from bot.triage.words.headline import telling

SUITES_SHOWN = 5
ERRORS_SHOWN = 5
PLACES_SHOWN = 5
ITEMS_SHOWN = 20
EXCERPTS_SHOWN = 3
LINE_CHARS = 300

_RULE_ITEM_WORDS = {"category-aborted": "Skipped because of it: "}
_ITEM_WORDS = {LogCause.POLICY: "Found: ", LogCause.DEPRECATION_ONLY: "Deprecated: "}
_DONE = ("closed", "passed", "flaky")


def entry(standing: Standing, facts: WorklogFacts, *, is_leading: bool) -> WorklogEntry:
    """Write down one cause; `is_leading` is the one that other jobs are waiting for."""
    verdict, issue = standing.verdict, standing.issue
    is_done = standing.progress.startswith(_DONE)
    return WorklogEntry(
        heading=human_slug(verdict.slug),
        category=verdict.category,
        severity=verdict.severity,
        severity_reason=verdict.severity_reason,
        origin=verdict.origin,
        description=verdict.description,
        details=_details(verdict),
        impact=() if is_done else _impact(verdict, facts, is_leading=is_leading),
        logs=_logs(verdict.cluster.findings),
        failed_tests=_failed_tests(verdict.cluster.failures),
        business_impact=verdict.impact,
        fingerprint=verdict.cluster.fingerprint,
        number=issue.number if issue else 0,
        title=verdict.title,
        state=issue.state if issue else "",
        progress=standing.progress,
        not_opened=standing.not_opened,
        related=standing.related,
        next_step="" if is_done else next_step(verdict),
        sorted=standing.sorted,
    )


def _details(verdict: Verdict) -> tuple[str, ...]:
    cluster = verdict.cluster
    return tuple(
        dict.fromkeys(
            (
                *_rates(cluster),
                *_errors(verdict),
                *_places(cluster),
                *_items(cluster.findings),
                *((verdict.origin_reason,) if verdict.origin_reason else ()),
            )
        )
    )


def _rates(cluster: Cluster) -> list[str]:
    """Say how many tests of each suite fail, and with what pass rate."""
    found = []
    for suite in cluster.suites[:SUITES_SHOWN]:
        here = sum(f.suite == suite.name and f.leg == suite.leg for f in cluster.failures)
        found.append(_rate(suite, here or min(suite.red, len(cluster.failures))))
    hidden = len(cluster.suites) - SUITES_SHOWN
    return [*found, f"and {hidden} more suites"] if hidden > 0 else found


def _rate(suite: SuiteTotals, here: int) -> str:
    name = human_name(suite.name) + (f" in {suite.leg}" if suite.leg else "")
    if suite.is_uncollectable or not suite.ran:
        return f"No test of {name} could run"
    if suite.red == suite.ran:
        tests = f"All {suite.ran} tests" if suite.ran > 1 else "The only test"
        return f"{tests} of {name} failing"
    rate = 100 * (suite.ran - suite.red) / suite.ran
    if here < suite.red:
        return (
            f"{here} of {suite.ran} tests of {name} failing for this cause, "
            f"{suite.red} in all ({rate:.1f}% pass rate)"
        )
    return f"{suite.red} of {suite.ran} tests of {name} failing ({rate:.1f}% pass rate)"


def _errors(verdict: Verdict) -> list[str]:
    cluster = verdict.cluster
    said = [cluster.message, *(f.message for f in cluster.failures)]
    lines = dict.fromkeys(short(telling(text), LINE_CHARS) for text in said if text.strip())
    also = dict.fromkeys(line for f in cluster.failures for line in f.also)
    return [
        *(f"Error: {line}" for line in list(lines)[:ERRORS_SHOWN]),
        *(f"Also printed: {short(line, LINE_CHARS)}" for line in list(also)[:ERRORS_SHOWN]),
    ]


def _places(cluster: Cluster) -> list[str]:
    blamed = [
        *((f.file or f.test_file, f.line) for f in cluster.failures),
        *((f.file, f.file_line) for f in cluster.findings),
    ]
    exact = {file for file, line in blamed if line}
    places = dict.fromkeys(
        f"{file}:{line}" if line else file
        for file, line in blamed
        if file and (line or file not in exact)
    )
    shown = [f"File: {place}" for place in list(places)[:PLACES_SHOWN]]
    hidden = len(places) - PLACES_SHOWN
    return [*shown, f"and {hidden} more places"] if hidden > 0 else shown


def _items(findings: Sequence[Finding]) -> list[str]:
    lines = dict.fromkeys(
        _RULE_ITEM_WORDS.get(finding.rule, _ITEM_WORDS.get(finding.cause, ""))
        + short(item, LINE_CHARS)
        for finding in findings
        for item in finding.items
    )
    shown = list(lines)[:ITEMS_SHOWN]
    hidden = len(lines) - ITEMS_SHOWN
    return [*shown, f"and {hidden} more"] if hidden > 0 else shown


def _impact(verdict: Verdict, facts: WorklogFacts, *, is_leading: bool) -> tuple[str, ...]:
    """Name what could not run because of a cause, and what else is red beside it."""
    found = []
    if verdict.kind is Kind.UNCOLLECTABLE:
        suites = dict.fromkeys(f.suite for f in verdict.cluster.failures if f.suite)
        found += [f"No test of {human_name(s)} could run" for s in list(suites)[:SUITES_SHOWN]]
    if any(finding.has_fallback for finding in verdict.cluster.findings):
        found.append("A fallback took over, so the tests went on")
    if is_leading:
        because = blame(facts.jobs)
        skipped = [job.name for job in facts.jobs if job.conclusion == "skipped"]
        found += [f"{name} did not run {because}".rstrip() for name in skipped[:ITEMS_SHOWN]]
        found += _beside(verdict, facts)
    return tuple(found)


def _beside(verdict: Verdict, facts: WorklogFacts) -> list[str]:
    """Name the suites that fail in the same run as trouble outside the code."""
    if verdict.origin is not Origin.INFRASTRUCTURE:
        return []
    own = {f.suite for f in verdict.cluster.failures}
    red = dict.fromkeys(human_name(s.name) for s in facts.suites if s.red and s.name not in own)
    return [f"{name} failed in the same run" for name in list(red)[:ITEMS_SHOWN]]


def _logs(findings: Sequence[Finding]) -> tuple[str, ...]:
    shown = [f.excerpt or (f.text,) for f in findings[:EXCERPTS_SHOWN]]
    return tuple(line for excerpt in shown for line in excerpt)


def _failed_tests(failures: Sequence[Failure]) -> tuple[str, ...]:
    """List the tests, by class when there are several: "TestCart: test_a, test_b"."""
    classes: dict[str, dict[str, None]] = {}
    for failure in failures:
        name = failure.classname.rpartition(".")[2] or failure.suite
        classes.setdefault(name, {})[failure.name] = None
    if len(classes) < 2:
        return tuple(name for tests in classes.values() for name in tests)
    return tuple(f"{name}: {', '.join(tests)}" for name, tests in classes.items())
