"""Lay the findings of logs beside the failures of reports: what repeats them is evidence only."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.model.failure import Cluster, Failure
from bot.model.finding import Finding
from bot.model.names import Kind, LogCause, Origin
from bot.triage.fingerprint import digest
from bot.triage.grouping.dependents import died_under_it
from bot.triage.log_lines import bare_line
from bot.triage.masks.normalize import normalize

ECHOES = frozenset(
    {LogCause.ASSERTION, LogCause.CRASH, LogCause.TIMEOUT, LogCause.COLLECTION, LogCause.SYNTAX}
)
"""What a test runner prints about the tests that a report tells of as well."""

_BROKEN_FILES = frozenset(
    {LogCause.COLLECTION, LogCause.SYNTAX, LogCause.COMPILE, LogCause.DEPENDENCY}
)
_LOCAL = frozenset(
    {
        LogCause.COLLECTION,
        LogCause.SCRIPT_ERROR,
        LogCause.POLICY,
        LogCause.CONFIG,
        LogCause.INFRA,
        LogCause.TIMEOUT,
        LogCause.CANCELLED,
    }
)
_DEADLY = frozenset({LogCause.CRASH, LogCause.OOM})
"""What ends the process of a test runner, and with it tests that can only say so."""
COMPANIONS = {"environment-not-isolated": "service-missing"}
"""A test environment that is not what the tests expect shows as both; the service is the cause."""


def attach_findings(
    clusters: Sequence[Cluster], findings: Sequence[Finding]
) -> tuple[Cluster, ...]:
    """The clusters with the findings that repeat them, then one cluster for each other finding.

    A generic finding ("exit code 1") is dropped when anything specific is known of its log.
    """
    out = list(clusters)
    own: dict[tuple[str, str], list[Finding]] = {}
    specific = {f.path for f in findings if not f.is_generic}
    for finding in findings:
        at = _explained_by(finding, out)
        if at is not None:
            out[at] = replace(out[at], findings=(*out[at].findings, finding))
        elif finding.is_generic and (clusters or finding.path in specific):
            continue
        elif not (_is_echo(finding) and clusters):
            own.setdefault(_identity(finding), []).append(finding)
    _join_companions(own)
    return (*out, *(finding_cluster(group) for group in own.values()))


def _identity(finding: Finding) -> tuple[str, str]:
    place = job_name(finding) if is_local(finding) else ""
    return finding.rule, f"{finding.key} {place}".strip()


def is_local(finding: Finding) -> bool:
    """Whether it is about its own job alone: nothing collected here is not nothing there."""
    return finding.origin is None and finding.cause in _LOCAL


def job_name(finding: Finding) -> str:
    """The job without its matrix values, or the log.

    >>> job_name(Finding(rule="r", cause=LogCause.INFRA, category="", key="", slug="", path="a.log",
    ...                  line=1, text="", job="unit (3.12, ubuntu)"))
    'unit'
    """
    return finding.job.partition(" (")[0] or finding.path


def _join_companions(own: dict[tuple[str, str], list[Finding]]) -> None:
    """Lay a warning beside the trouble of the same log that it comes with, as evidence."""
    for rule, leader in COMPANIONS.items():
        leaders = {f.path: group for group in own.values() for f in group[:1] if f.rule == leader}
        for identity in [i for i in own if i[0] == rule]:
            alone = [f for f in own[identity] if f.path not in leaders]
            for finding in own.pop(identity):
                if finding.path in leaders:
                    leaders[finding.path].append(finding)
            if alone:
                own[identity] = alone


def finding_cluster(findings: Sequence[Finding]) -> Cluster:
    """One cause seen in logs alone. Its fingerprint is the rule's id and what the rule captured."""
    first = findings[0]
    key = f"{first.rule}: {first.key}" if first.key else first.rule
    if first.is_generic or is_local(first):  # it holds for its own job only
        key = f"{key} in {job_name(first)}"
    return Cluster(
        fingerprint=digest(f"log {key}"),
        cause=key,
        message=bare_line(first.text),
        findings=tuple(findings),
    )


def _is_echo(finding: Finding) -> bool:
    """Whether it is a runner's summary of tests, which the reports tell better."""
    return finding.cause is LogCause.ASSERTION and finding.severity is None


def _explained_by(finding: Finding, clusters: Sequence[Cluster]) -> int | None:
    """The index of the cluster of failures that this finding repeats, if one does."""
    if finding.severity is not None:  # a rule of the user's own is news by itself
        return None
    for index, known in enumerate(clusters):
        if any(_repeats(finding, failure) for failure in _samples(known.failures)):
            return index
    if finding.cause in _DEADLY:
        died = [i for i, known in enumerate(clusters) if _all_died(known, finding)]
        return died[0] if len(died) == 1 else None
    return None


def _all_died(cluster: Cluster, finding: Finding) -> bool:
    """Whether its tests say only that their process ended, in the finding's job or in one unknown."""
    is_here = any(
        not failure.leg
        or not finding.job
        or failure.leg in finding.job
        or finding.job in failure.leg
        for failure in cluster.failures
    )
    return is_here and all(died_under_it(failure) for failure in _samples(cluster.failures))


def _samples(failures: Sequence[Failure]) -> Iterable[Failure]:
    seen: set[tuple[str, str]] = set()
    for failure in failures:
        key = (failure.fingerprints.cause, failure.test_file)
        if key not in seen and len(seen) < 200:
            seen.add(key)
            yield failure


def _repeats(finding: Finding, failure: Failure) -> bool:
    if finding.cause in _BROKEN_FILES and finding.file:
        files = (failure.file, failure.test_file)
        if failure.kind is Kind.UNCOLLECTABLE and any(_same_file(finding.file, f) for f in files):
            return True
    if finding.is_generic:
        return False
    printed = finding.text.strip().removeprefix("E ").strip()
    if len(printed) > 12 and finding.origin is not Origin.WARNING and printed in failure.trace:
        return True
    if finding.cause not in ECHOES:
        return False
    if len(failure.name) > 3 and failure.name in finding.text:
        return True
    said = normalize(finding.text)
    key = normalize(finding.key)
    message = failure.fingerprints.normalized
    return bool(
        (len(key) > 12 and key in message)
        or (len(message) > 12 and message.partition("\n")[0][:200] in said)
    )


def _same_file(a: str, b: str) -> bool:
    """Whether one path ends with the other, at a separator."""
    if not a or not b:
        return False
    a, b = a.replace("\\", "/"), b.replace("\\", "/")
    return a == b or a.endswith("/" + b) or b.endswith("/" + a)
