"""Find the issues, open or closed, that belong near a verdict, each with the reason."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.model.failure import Cluster
from bot.model.issue import Related, TrackedIssue
from bot.model.match import IssueCard
from bot.model.verdict import Verdict
from bot.triage.areas import paths_of
from bot.triage.corpus import Corpus, cosine, issue_words

MOST = 5
ENOUGH = 0.30
"""Less than this is chance: unrelated issues of one project reach it in one of fifty."""

_MENTIONS = re.compile(
    r"\b[Ii]ssues?:? ((?:#\d{1,7}(?:\s?(?:,|and|&)\s?)?){1,20})|(?<![\w/#&])#(\d{1,7})\b"
)
_NUMBER = re.compile(r"#(\d{1,7})")
_PATH = re.compile(r"[\w.-]+(?:/[\w.-]+)+\.\w{1,5}")


@dataclass(frozen=True, slots=True)
class _Near:
    """One reason to call an issue related, and how much it weighs, 0 to 1."""

    score: float
    reason: str


def relate(
    verdict: Verdict, tracked: Sequence[TrackedIssue], cards: Sequence[IssueCard] = ()
) -> tuple[Related, ...]:
    """At most five related issues, nearest first.

    Looked at: numbers that the log itself names, the same cause, file and area, and the words.
    Pull requests and issues that are not among `tracked` and `cards` appear only when a log names
    them, with an empty state.
    """
    near: dict[int, list[_Near]] = {}
    titles: dict[int, tuple[str, str]] = {}
    for issue in tracked:
        titles[issue.number] = (issue.verdict.title, _state(issue.state, issue.state_reason))
        near.setdefault(issue.number, []).extend(_to_tracked(verdict, issue))
    for card in cards:
        titles[card.number] = (card.title, _state(card.state, card.state_reason))
    for number in mentioned(verdict.cluster):
        near.setdefault(number, []).append(_Near(1.0, "the log names it"))
    for number, found in _by_words(verdict, tracked, cards):
        near.setdefault(number, []).append(found)
    related = [
        _related(number, found, titles) for number, found in near.items() if found and number
    ]
    related = [one for one in related if one.score >= ENOUGH]
    return tuple(sorted(related, key=lambda one: (-one.score, one.number))[:MOST])


def files_of(cluster: Cluster) -> set[str]:
    """The files of its tests, of the places that broke, and of its findings."""
    files = {path for f in cluster.failures for path in (f.test_file, f.file)}
    return (files | {finding.file for finding in cluster.findings}) - {""}


def mentioned(cluster: Cluster) -> tuple[int, ...]:
    """The issue numbers that the findings' lines name, in order.

    >>> _numbers("activating fallback (Issues #680, #773, #860)")
    (680, 773, 860)
    """
    found: list[int] = []
    for finding in cluster.findings:
        for line in (finding.text, *finding.excerpt):
            found += _numbers(line)
    return tuple(dict.fromkeys(found))


def _numbers(line: str) -> tuple[int, ...]:
    """`#12` of a sentence; alone it must not be a build step such as docker's `#12 ERROR`."""
    found = []
    for match in _MENTIONS.finditer(line):
        if match[1]:
            found += [int(n) for n in _NUMBER.findall(match[1])]
        elif match.start() > 0 and re.search(
            r"(?:see|issue|bug|fix\w*|gh|refs?|related|\(|to)\W*$", line[: match.start()], re.I
        ):
            found.append(int(match[2]))
    return tuple(number for number in dict.fromkeys(found) if number)


def _state(state: str, reason: str) -> str:
    return state if state == "open" or not reason else f"{state} ({reason.replace('_', ' ')})"


def _related(number: int, found: Sequence[_Near], titles: dict[int, tuple[str, str]]) -> Related:
    """Reasons add up, the strongest in full, the others by what it leaves."""
    ranked = sorted(found, key=lambda one: (-one.score, one.reason))
    left = 1.0
    for one in ranked:
        left *= 1.0 - min(one.score, 1.0)
    title, state = titles.get(number, ("", ""))
    reason = "; ".join(dict.fromkeys(one.reason for one in ranked[:2]))
    return Related(
        number=number, title=title, state=state, reason=reason, score=round(1.0 - left, 3)
    )


def _to_tracked(verdict: Verdict, issue: TrackedIssue) -> Iterator[_Near]:
    cluster = verdict.cluster
    if set(cluster.fingerprints) & set(issue.fingerprints):
        yield _Near(0.95, "the same cause")
    tests = {failure.fingerprints.test for failure in cluster.failures}
    shared = tests & set(issue.tests)
    if shared:
        yield _Near(
            0.7, "the same test" if len(shared) == 1 else f"{len(shared)} of the same tests"
        )
    files = files_of(cluster) & files_of(issue.verdict.cluster)
    if files:
        yield _Near(0.5, f"the same file {min(files, key=lambda f: (-len(f), f))}")
    if verdict.area and verdict.area == issue.verdict.area:
        yield _Near(0.32, f"the same area {verdict.area}")


def _by_words(
    verdict: Verdict, tracked: Sequence[TrackedIssue], cards: Sequence[IssueCard]
) -> Iterator[tuple[int, _Near]]:
    """Issues that speak of the same things, weighed by how rare the words are."""
    texts = {card.number: (card.title, card.body) for card in cards}
    for issue in tracked:
        texts.setdefault(issue.number, (issue.verdict.slug, _text(issue.verdict)))
    if not texts:
        return
    mine = issue_words(verdict.slug.replace("-", " "), _text(verdict))
    words = {
        number: issue_words(title.replace("-", " "), body)
        for number, (title, body) in texts.items()
    }
    corpus = Corpus([mine, *words.values()])
    vector = corpus.vector(mine)
    files = files_of(verdict.cluster)
    known = {issue.number for issue in tracked}
    for number, theirs in words.items():
        other = corpus.vector(theirs)
        score = cosine(vector, other) if len(texts) > 2 else 0.8 * cosine(vector, other)
        shared = sorted(set(vector) & set(other), key=lambda w: (-vector[w] * other[w], w))[:3]
        if score >= 0.15:
            yield number, _Near(score, "speaks of " + ", ".join(shared))
        same = files & set(_PATH.findall(texts[number][1][:60_000]))
        if same and number not in known:
            yield number, _Near(0.45, f"names the file {min(same)}")


def _text(verdict: Verdict) -> str:
    cluster = verdict.cluster
    tests = " ".join(failure.name for failure in cluster.failures[:50])
    lines = " ".join(finding.text for finding in cluster.findings[:5])
    paths = " ".join(paths_of(cluster)[:20])
    return (
        f"{verdict.category} {verdict.description} {cluster.message[:1000]} {lines} {tests} {paths}"
    )
