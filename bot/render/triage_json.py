"""What `gardener triage --json` prints: the schema `gardener.triage/1`.

{"schema": …, "files": [{"path", "format", "tests", …}], "totals": {…}, "clusters": [{…}]}
"""

from collections.abc import Sequence
from typing import TypeAlias

from bot.model.failure import Failure
from bot.model.finding import Finding
from bot.model.verdict import Verdict

Json: TypeAlias = bool | int | float | str | list["Json"] | dict[str, "Json"] | None

SCHEMA = "gardener.triage/1"


def triage_json(
    files: Sequence[dict[str, Json]], totals: dict[str, Json], verdicts: Sequence[Verdict]
) -> dict[str, Json]:
    """The whole document; `files` and `totals` are ready rows, clusters come most urgent first."""
    return {
        "schema": SCHEMA,
        "files": list(files),
        "totals": totals,
        "clusters": [_cluster(verdict) for verdict in verdicts],
    }


def _cluster(verdict: Verdict) -> dict[str, Json]:
    cluster = verdict.cluster
    # A log's cause is a word of a closed list, a test's is the readable key of its fingerprint.
    cause = cluster.cause if cluster.failures else cluster.findings[0].cause.value
    return {
        "fingerprint": cluster.fingerprint,
        "title": verdict.title,
        "kind": verdict.kind.value,
        "origin": verdict.origin.value,
        "severity": verdict.severity.value,
        "category": verdict.category,
        "cause": cause,
        "reasons": [verdict.severity_reason, verdict.origin_reason, *cluster.reasons],
        "message": cluster.message,
        "evidence": [_evidence(finding) for finding in cluster.findings],
        "failures": [_failure(failure) for failure in cluster.failures],
    }


def _evidence(finding: Finding) -> dict[str, Json]:
    return {"path": finding.path, "line": finding.line, "text": finding.text}


def _failure(failure: Failure) -> dict[str, Json]:
    return {
        "test": failure.test,
        "name": failure.name,
        "classname": failure.classname,
        "file": failure.test_file or failure.file,
        "outcome": failure.outcome.value,
        "message": failure.message,
        "fingerprint": failure.fingerprints.failure,
    }
