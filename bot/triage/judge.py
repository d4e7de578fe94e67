"""Judge each cluster: kind, origin, severity, and the words that name it."""

from collections.abc import Sequence
from typing import NamedTuple

from bot.model.config import RepoConfig
from bot.model.failure import Cluster
from bot.model.names import Kind, Origin
from bot.model.run import WorkflowRun
from bot.model.verdict import Verdict
from bot.triage.areas import area_of, category_of
from bot.triage.at_work import Touched
from bot.triage.origin import History, decide_origin, histories_of, sighting_of
from bot.triage.overtaken import passed_since
from bot.triage.proofs import record_of
from bot.triage.severity import Case, decide_severity
from bot.triage.words.slug import describe, slug
from bot.triage.words.unspoken import unspoken

_ORDER = tuple(Origin)


def judge(
    clusters: Sequence[Cluster],
    *,
    config: RepoConfig,
    history: History,
    run: WorkflowRun | None,
    default_branch: str = "",
    touched: Touched | None = None,
) -> tuple[Verdict, ...]:
    """The verdicts of a run, most urgent and most decisive first.

    `history` is that of the tests on the run's branch before this run. Without `run` and history
    (files on a disk) no origin is `regression` or `active-dev`. `touched` is what GitHub tells of
    files that were changed lately. With `output: none` their words quote nothing.
    """
    past = _Past(history, run, default_branch, touched)
    verdicts = [_judge(cluster, config, past) for cluster in clusters]
    if config.output == "none":
        verdicts = [unspoken(verdict) for verdict in verdicts]
    return tuple(sorted(verdicts, key=_urgency))


def kind_of(cluster: Cluster) -> Kind:
    """Uncollectable when most of its tests could not begin, or its findings say so."""
    if not cluster.failures:
        return cluster.findings[0].kind if cluster.findings else Kind.FAILING
    broken = sum(failure.kind is Kind.UNCOLLECTABLE for failure in cluster.failures)
    return Kind.UNCOLLECTABLE if 2 * broken > len(cluster.failures) else Kind.FAILING


class _Past(NamedTuple):
    history: History
    run: WorkflowRun | None
    default_branch: str
    touched: Touched | None


def _judge(cluster: Cluster, config: RepoConfig, past: _Past) -> Verdict:
    history, run = past.history, past.run
    kind = kind_of(cluster)
    area = area_of(cluster, config.areas)
    category = category_of(cluster, area)
    ruling = decide_origin(cluster, *past)
    case = Case(
        cluster=cluster,
        kind=kind,
        origin=ruling.origin,
        area=area,
        category=category,
        branch=run.branch if run else "",
    )
    severity, reason = decide_severity(case, config.severity)
    known = [histories_of(failure, history) for failure in cluster.failures]
    return Verdict(
        cluster=cluster,
        kind=kind,
        origin=ruling.origin,
        severity=severity,
        category=category,
        slug=slug(cluster, area),
        description=describe(cluster, kind),
        severity_reason=reason,
        origin_reason=ruling.reason,
        area=area.name if area else "",
        impact=area.impact if area else "",
        first_bad=ruling.first_bad,
        last_good=ruling.last_good,
        leg=ruling.leg,
        flaky=ruling.flaky,
        record=record_of(cluster.failures, known, sighting_of(run) if run else None),
        passed_since=passed_since(cluster, history, run),
    )


def _urgency(verdict: Verdict) -> tuple[str, bool, bool, int, int, int, str]:
    """By severity, then what breaks most and explains most; the rest only keeps the order stable."""
    findings = verdict.cluster.findings
    own = findings[0] if findings and not verdict.cluster.failures else None
    return (
        verdict.severity.value,
        verdict.origin in (Origin.FLAKY, Origin.WARNING),
        own is not None and own.is_generic,
        own.rank if own and verdict.origin is not Origin.INFRASTRUCTURE else 0,
        -len(verdict.cluster.failures),
        _ORDER.index(verdict.origin),
        verdict.cluster.fingerprint,
    )
