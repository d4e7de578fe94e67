"""Reports that tell the same tests twice: one run written in two formats, or a copy, or a sum."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.model.evidence import Evidence
from bot.model.report import TestCase, TestReport

SHARED = 0.95
"""The share of the smaller report's tests that a twin in another format must tell too."""
SMALLER = 0.6
"""How small it may be beside the larger: formats differ in whether parents and hooks are tests."""

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Twin:
    """`path` was read, and passed over for `of`."""

    path: str
    of: str

    @property
    def sentence(self) -> str:
        """What people are told."""
        return f"{self.path} tells the same tests as {self.of}, so they were counted once."


def told_once(evidence: Evidence) -> tuple[Evidence, tuple[Twin, ...]]:
    """The evidence without its twins, each of which becomes a sentence among the problems."""
    kept, twins = without_twins(evidence.reports, evidence.legs)
    said = tuple(twin.sentence for twin in twins)
    return replace(evidence, reports=kept, problems=(*evidence.problems, *said)), twins


def without_twins(
    reports: Sequence[TestReport], legs: Mapping[str, str] = {}
) -> tuple[tuple[TestReport, ...], tuple[Twin, ...]]:
    """The reports without those that only repeat another of the same leg.

    Of two formats the one that says more of its red tests stays. In one format a report goes when
    every case of it, with its time, stands in another one too. Reports of different legs are never
    compared: the same test may well fail in the same way on two systems.
    """
    by_leg: dict[str, list[TestReport]] = {}
    for report in reports:
        by_leg.setdefault(legs.get(report.path, ""), []).append(report)
    twins: dict[str, Twin] = {}
    for together in by_leg.values():
        if len(together) < 2:
            continue
        ranked = sorted(together, key=_worth)
        for twin in (*_copies(ranked), *_other_formats(ranked)):
            if twin.of not in twins:
                twins.setdefault(twin.path, twin)
    kept = tuple(report for report in reports if report.path not in twins)
    return kept, tuple(twins[report.path] for report in reports if report.path in twins)


def _worth(report: TestReport) -> tuple[int, int, str]:
    said = sum(len(case.message) + len(case.trace) for case in report.red)
    return -said, -report.tests, report.path


def _copies(ranked: Sequence[TestReport]) -> Iterable[Twin]:
    """Reports all of whose cases stand in an earlier one."""
    holders: dict[tuple[object, ...], list[int]] = {}
    for at, report in enumerate(ranked):
        cases = [_exactly(case) for case in report.cases]
        if any(case.seconds for case in report.cases):
            shared = set(holders.get(cases[0], ()))
            for case in cases[1:]:
                if not shared:
                    break
                shared.intersection_update(holders.get(case, ()))
            if shared:
                yield Twin(report.path, ranked[min(shared)].path)
                continue
        for case in set(cases):
            holders.setdefault(case, []).append(at)


def _exactly(case: TestCase) -> tuple[object, ...]:
    return case.name, case.classname, case.outcome, case.seconds, case.message


def _other_formats(ranked: Sequence[TestReport]) -> Iterable[Twin]:
    """Reports in another format that tell of the same tests as an earlier one."""
    if len({report.format for report in ranked}) < 2:
        return
    told = [Counter(map(_roughly, report.cases)) for report in ranked]
    for later, report in enumerate(ranked):
        for earlier in range(later):
            differs = ranked[earlier].format != report.format
            if differs and _same_tests(told[earlier], told[later]):
                yield Twin(report.path, ranked[earlier].path)
                break


def _roughly(case: TestCase) -> tuple[str, ...]:
    """The last two words of a full name and whether it passed: formats split names differently."""
    colour = "red" if case.outcome.is_red else case.outcome.value
    return colour, *_WORD.findall(f"{case.classname} {case.name}".casefold())[-2:]


def _same_tests(a: Counter[tuple[str, ...]], b: Counter[tuple[str, ...]]) -> bool:
    less, more = sorted((a.total(), b.total()))
    if less == 0 or less < SMALLER * more:
        return False
    reds = [{key for key in told if key[0] == "red"} for told in (a, b)]
    if not (reds[0] <= reds[1] or reds[1] <= reds[0]):
        return False
    return (a & b).total() >= SHARED * less
