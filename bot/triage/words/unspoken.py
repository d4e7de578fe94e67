"""The words of a cause for `output: none`: names and numbers, nothing that a test or a log printed."""

import re
from dataclasses import replace

from bot.model.failure import Cluster, Failure
from bot.model.finding import Finding
from bot.model.verdict import Verdict
from bot.triage.fingerprint import fold_parameters
from bot.triage.suites import words_of
from bot.triage.words.slug import MOST_CHARS, MOST_WORDS, what_fails

_BRACKETED = re.compile(r"[\[(].*", re.DOTALL)


def unspoken(verdict: Verdict) -> Verdict:
    """The verdict with a title and a sentence of names alone; its evidence stays, to compare with."""
    cluster = verdict.cluster
    said = what_fails(_bare(cluster), verdict.kind)
    if not cluster.failures:
        said += f" {_cause(cluster)}"
    return replace(verdict, slug=_slug(cluster), description=f"{said}.")


def is_unspoken(verdict: Verdict) -> bool:
    """Whether its words are names alone."""
    return verdict == unspoken(verdict)


def without_evidence(verdict: Verdict) -> Verdict:
    """The same without what was printed, and without the values tests were called with."""
    return replace(unspoken(verdict), cluster=_bare(verdict.cluster))


def bare_name(name: str) -> str:
    """The name of a test without anything in brackets.

    >>> bare_name("test_login[alice@example.com]"), bare_name("GET /users [admin]")
    ('test_login', 'GET /users')
    """
    return _BRACKETED.sub("", fold_parameters(name)).strip() or "unnamed"


def _bare(cluster: Cluster) -> Cluster:
    return replace(
        cluster,
        cause="",
        message="",
        reasons=(),
        failures=tuple(_bare_failure(failure) for failure in cluster.failures),
        findings=tuple(_bare_finding(finding) for finding in cluster.findings),
    )


def _bare_failure(failure: Failure) -> Failure:
    return replace(
        failure,
        name=bare_name(failure.name),
        type="",
        message="",
        trace="",
        also=(),
        reported_type=None,
        fingerprints=replace(failure.fingerprints, cause_key="", normalized=""),
    )


def _bare_finding(finding: Finding) -> Finding:
    return replace(finding, key="", slug=finding.rule, text="", excerpt=(), items=())


def _cause(cluster: Cluster) -> str:
    """What kind of trouble a log shows, by the rule that saw it."""
    rules = dict.fromkeys(finding.rule.replace("-", " ") for finding in cluster.findings)
    return " and ".join(rules) or "a failure"


def _slug(cluster: Cluster) -> str:
    if cluster.failures:
        first = min(cluster.failures, key=lambda f: (f.suite, f.name))
        words = [*words_of(first.suite), *words_of(bare_name(first.name))]
        end = ["failure" if len(cluster.failures) == 1 else "failures"]
    else:
        first_found = cluster.findings[0] if cluster.findings else None
        words = [*words_of(first_found.job), *first_found.rule.split("-")] if first_found else []
        end = []
    kept = [w for word in dict.fromkeys(words) if (w := re.sub(r"[^a-z0-9]", "", word.lower()))]
    kept = [*kept[: MOST_WORDS - len(end)], *end]
    while len(kept) > 1 and len("-".join(kept)) > MOST_CHARS:
        kept.pop(-1 - len(end))
    return "-".join(kept)[:MOST_CHARS] or "unnamed-failure"
