"""Take the red cases out of reports and give each its fingerprints."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from bot.model.failure import Failure
from bot.model.names import Kind, Outcome
from bot.model.report import PassedRun, TestCase, TestReport
from bot.model.secrets import mask_secrets
from bot.triage.collection import is_uncollectable
from bot.triage.fingerprint import digest, from_signature, test_key
from bot.triage.reading.frames import Frame
from bot.triage.reading.paths import in_repository
from bot.triage.reading.remembered import read
from bot.triage.reading.spoken import decisive_line
from bot.triage.suites import python_module, suite_name

_PRINTED_ERROR = re.compile(r"\b[A-Z]\w{2,60}(?:Error|Exception): \S.{0,250}")
_LONGEST_LINE = 1000
_SOURCE_SUFFIXES = (
    ".py",
    ".js",
    ".ts",
    ".jsx",
    ".tsx",
    ".mjs",
    ".cjs",
    ".java",
    ".kt",
    ".go",
    ".rs",
)


def extract_failures(
    reports: Sequence[TestReport], legs: Mapping[str, str] = {}
) -> tuple[Failure, ...]:
    """Every red case of the reports as a `Failure`, in report order.

    `legs` gives for a report's path the artifact or job that ran it. Secrets are masked before
    anything else looks at a text; tests that one thing broke mostly say the same.
    """
    mask = cache(mask_secrets)
    return tuple(
        _failure(case, report.path, legs.get(report.path, ""), mask)
        for report in reports
        for case in report.red
    )


def case_fingerprint(case: TestCase) -> str:
    """The fingerprint of a case's test, whatever its outcome: the key of its history."""
    return digest(_key(case))


def outcomes(
    reports: Sequence[TestReport], legs: Mapping[str, str] = {}
) -> list[tuple[str, str, Outcome]]:
    """Every case as (test fingerprint, leg, outcome): what the history is made of."""
    found: list[tuple[str, str, Outcome]] = []
    for report in reports:
        leg = legs.get(report.path, "")
        for part in report.parts:
            if isinstance(part, PassedRun):
                found += ((digest(key), leg, Outcome.PASSED) for key in _keys(part))
            else:
                found.append((case_fingerprint(part), leg, part.outcome))
    return found


def _keys(run: PassedRun) -> Iterator[str]:
    for stretch, names, _ in run.by_stretch():
        for name in names:
            yield test_key(stretch.file, stretch.classname, name)


def _key(case: TestCase) -> str:
    return test_key(case.file, case.classname, case.name)


def _failure(case: TestCase, source: str, leg: str, mask: Callable[[str], str]) -> Failure:
    message, trace = mask(case.message), mask(case.trace)
    found = read(case.type, message, trace)
    if said := decisive_line(found, mask(case.output) or trace):
        message = f"{said}\n{message}"
        found = read(case.type, message, trace)
    test_file = _test_file(case, found.frames)
    broke = next((f for f in found.frames if f.is_own), None)
    return Failure(
        name=case.name,
        classname=case.classname,
        suite=suite_name(case),
        outcome=case.outcome,
        kind=Kind.UNCOLLECTABLE if is_uncollectable(case) else Kind.FAILING,
        type=found.type or case.type,
        message=message,
        trace=trace,
        fingerprints=from_signature(found, _key(case)),
        file=broke.file if broke else test_file,
        line=broke.line if broke else case.line,
        leg=leg,
        source=source,
        test_file=test_file,
        also=_also(mask(case.output), message),
        is_flaky=case.is_flaky and not _broke_after(case),
        reported_type=case.type,
    )


def _also(output: str, message: str) -> tuple[str, ...]:
    """The errors that a test printed beside the one it failed with, the first three."""
    found: dict[str, None] = {}
    if "Error: " not in output and "Exception: " not in output:
        return ()
    for line in output.splitlines():
        error = _PRINTED_ERROR.search(line[:_LONGEST_LINE])
        if error and error[0] not in message:
            found[error[0].strip()] = None
    return tuple(found)[:3]


def _broke_after(case: TestCase) -> bool:
    """Whether it passed and its teardown failed: an error right after a pass is no other try."""
    return case.outcome is Outcome.ERROR and case.tries[-1].outcome is Outcome.ERROR


def _test_file(case: TestCase, frames: Sequence[Frame]) -> str:
    """The file of the test as the report says it, or as its class name or its trace tell."""
    if case.file:
        return in_repository(case.file)
    module = python_module(case.classname or case.name)
    if module:
        return module.replace(".", "/") + ".py"
    for text in (case.classname, case.suite, case.name):
        if text.endswith(_SOURCE_SUFFIXES) and " " not in text:
            return in_repository(text)
    return next((f.file for f in reversed(frames) if f.is_own and f.is_test), "")
