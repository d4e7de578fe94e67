"""The overall assessment: a few sentences on risk, infrastructure and health."""

from collections.abc import Sequence

from bot.model.names import Origin, Severity
from bot.model.worklog import SuiteLine, WorklogEntry

RISKS_SHOWN = 5

_UNRUN = ("COLLECTION ERROR", "0 items collected")
_SETTLED = ("closed", "passed", "flaky")


def assess(
    entries: Sequence[WorklogEntry], suites: Sequence[SuiteLine], jobs: Sequence[SuiteLine]
) -> tuple[str, ...]:
    """Sum up, each line "Label: sentence"; computed from a worklog's own lines alone."""
    live = [e for e in entries if not e.progress.startswith(_SETTLED)]
    return (*_risks(live), *_infrastructure(live, suites), *_health(live, suites, jobs))


def _risks(entries: Sequence[WorklogEntry]) -> list[str]:
    found = [
        f"Critical business risk: {e.category}: {e.business_impact or e.description}"
        for e in entries
        if e.severity is Severity.P0 and e.origin is not Origin.INFRASTRUCTURE
    ]
    found += (
        f"Business risk: {e.category}: {e.business_impact}"
        for e in entries
        if e.severity is not Severity.P0 and e.business_impact
    )
    return list(dict.fromkeys(found))[:RISKS_SHOWN]


def _infrastructure(entries: Sequence[WorklogEntry], suites: Sequence[SuiteLine]) -> list[str]:
    parts = []
    troubles = [e.heading for e in entries if e.origin is Origin.INFRASTRUCTURE]
    unrun = [s.name for s in suites if s.status in _UNRUN]
    if troubles:
        parts.append(", ".join(troubles[:RISKS_SHOWN]))
    if unrun:
        parts.append(f"{_count(len(unrun), 'suite')} could not be collected")
    return [f"Test infrastructure: {'; '.join(parts)}"] if parts else []


def _health(
    entries: Sequence[WorklogEntry], suites: Sequence[SuiteLine], jobs: Sequence[SuiteLine]
) -> list[str]:
    ran = sum(s.tests - s.skipped for s in suites)
    red = sum(s.red for s in suites)
    broken = sum(bool(s.red) or s.status in _UNRUN for s in suites)
    parts = []
    if red or broken:
        parts.append(
            f"{red} of {_count(ran, 'test')} red in {broken} of {_count(len(suites), 'suite')}"
        )
    elif suites:
        parts.append(f"all {_count(ran, 'test')} passed in {_count(len(suites), 'suite')}")
    skipped = [job.name for job in jobs if job.status == "SKIPPED"]
    if skipped:
        parts.append(f"{_count(len(skipped), 'job')} did not run")
    urgent = sum(e.severity is Severity.P0 for e in entries)
    if urgent:
        parts.append(f"{_count(urgent, 'critical cause')} open")
    return [f"System health: {'; '.join(parts)}"] if parts else []


def _count(n: int, thing: str) -> str:
    return f"{n} {thing}" if n == 1 else f"{n} {thing}s"
