"""Causes that look apart and are one: one commit brought them into one file, or one issue has them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from bot.model.broke import BrokenRange
from bot.model.failure import Cluster
from bot.model.match import Match
from bot.model.names import Kind, Origin
from bot.triage.words.slug import describe
from bot.triage.words.unspoken import is_unspoken, unspoken

LEAST_SURE = 2  # a cause that showed only once in the run may be a flake that happened to be there


def with_one_commit(
    matches: Sequence[Match], broke: Mapping[str, BrokenRange]
) -> tuple[Match, ...]:
    """Make one of the new regressions that came with the same single commit in the same file.

    The first, which is the most decisive, gives the name. What has an issue already is left alone,
    and so is what lies between two commits that are further apart.
    """
    return _gathered(matches, lambda one, other: _is_same(one, other, broke))


def with_one_home(matches: Sequence[Match]) -> tuple[Match, ...]:
    """Make one of the causes that have the same issue, so that it tells of all that failed.

    An issue that lists several causes, as people or a storm made it, keeps them apart.
    """
    return _gathered(matches, _share_home)


def _gathered(
    matches: Sequence[Match], are_one: Callable[[Match, Match], bool]
) -> tuple[Match, ...]:
    found: list[Match] = []
    for match in matches:
        home = next((n for n, one in enumerate(found) if are_one(one, match)), None)
        if home is None:
            found.append(match)
        else:
            found[home] = _joined(found[home], match)
    return tuple(found)


def _share_home(a: Match, b: Match) -> bool:
    if a.issue is None or b.issue is None or a.issue.number != b.issue.number:
        return False
    is_plain = a.issue.breadth == "cause" and not a.issue.children and a.via == b.via
    return is_plain and a.verdict.kind is b.verdict.kind


def _is_same(a: Match, b: Match, broke: Mapping[str, BrokenRange]) -> bool:
    commits = {_commit(a, broke), _commit(b, broke)}
    files = [{f.suite for f in m.verdict.cluster.failures} for m in (a, b)]
    return "" not in commits and len(commits) == 1 and not files[0].isdisjoint(files[1])


def _commit(match: Match, broke: Mapping[str, BrokenRange]) -> str:
    """The one commit between the last pass and the first failure of a new cause, or nothing."""
    verdict = match.verdict
    span = broke.get(verdict.cluster.fingerprint)
    is_sure = len(verdict.cluster.failures) >= LEAST_SURE
    if match.issue is not None or span is None or span.total != 1 or not is_sure:
        return ""
    is_regression = verdict.origin is Origin.REGRESSION and verdict.kind is Kind.FAILING
    return span.first_bad.sha if is_regression else ""


def _joined(into: Match, other: Match) -> Match:
    one, two = into.verdict.cluster, other.verdict.cluster
    why = _why(into)
    whole = replace(
        one,
        failures=(*one.failures, *two.failures),
        findings=(*one.findings, *(f for f in two.findings if f not in one.findings)),
        suites=tuple(dict.fromkeys((*one.suites, *two.suites))),
        aliases=_aliases(one, two),
        reasons=tuple(dict.fromkeys((*one.reasons, *why))),
    )
    said = describe(whole, into.verdict.kind)
    verdict = replace(into.verdict, cluster=whole, description=said)
    return replace(into, verdict=unspoken(verdict) if is_unspoken(into.verdict) else verdict)


def _why(match: Match) -> tuple[str, ...]:
    """Say why causes are one: as the issue says already, or by their commit."""
    if match.issue is not None:
        return match.issue.verdict.cluster.reasons
    bad = match.verdict.first_bad
    return (f"came with one commit, {bad.sha[:7]}, in one test file",) if bad else ()


def _aliases(one: Cluster, two: Cluster) -> tuple[str, ...]:
    prints = (*one.aliases, *two.fingerprints)
    return tuple(p for p in dict.fromkeys(prints) if p != one.fingerprint)
