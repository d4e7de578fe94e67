"""Where tests of the same name ran: the trace of one that was moved."""

from collections.abc import Collection, Mapping, Sequence

from bot.model.names import Outcome
from bot.model.report import TestReport
from bot.triage.suites import suite_name

PLACES_KEPT = 5


def namesakes(
    reports: Sequence[TestReport], names: Collection[str]
) -> Mapping[str, tuple[str, ...]]:
    """The suites in which a test with one of these names ran, the first five, by name."""
    found: dict[str, dict[str, None]] = {}
    for case in (case for report in reports for case in report.cases if case.name in names):
        places = found.setdefault(case.name, {})
        if case.outcome is not Outcome.SKIPPED and len(places) < PLACES_KEPT:
            places[suite_name(case)] = None
    return {name: tuple(places) for name, places in found.items()}
