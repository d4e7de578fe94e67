"""Find the issues, open or closed, that belong near a verdict, each with the reason."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.model.failure import Cluster
from bot.model.issue import Related, TrackedIssue
from bot.model.match import IssueCard
from bot.model.verdict import Verdict
from bot.triage.areas import paths_of
from bot.triage.corpus import Corpus
from bot.triage.fingerprint import fold_parameters

MOST = 5
ENOUGH = 0.30
"""Less than this is chance: two issues taken at random reach it in one of eighty."""
WORTH_A_WORD = 0.15

_MENTIONS = re.compile(
    r"\b[Ii]ssues?:? ((?:#\d{1,7}(?:\s?(?:,|and|&)\s?)?){1,20})|(?<![\w/#&])#(\d{1,7})\b"
)
_NUMBER = re.compile(r"#(\d{1,7})")
_LOOKED_AT = 60_000
_TRACE = 1500


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
    corpus = _corpus(tuple(texts.items()))
    for number, found in corpus.like(verdict.slug, _text(verdict)).items():
        if found.score >= WORTH_A_WORD:
            yield number, _Near(found.score, "speaks of " + ", ".join(found.shared))
    known = {issue.number for issue in tracked}
    for number, text in texts.items():
        if number not in known:
            yield from ((number, near) for near in _by_names(verdict.cluster, "\n".join(text)))


@lru_cache(maxsize=4)
def _corpus(texts: tuple[tuple[int, tuple[str, str]], ...]) -> Corpus:
    """All verdicts of a run look at nearly the same issues."""
    return Corpus(dict(texts))


def _by_names(cluster: Cluster, text: str) -> Iterator[_Near]:
    """What a person's issue names: a file of this cluster, or one of its tests."""
    text = text[:_LOOKED_AT]
    file = next((path for path in sorted(files_of(cluster)) if _names(text, path)), "")
    if file:
        yield _Near(0.45, f"names the file {file}")
    tests = sorted({fold_parameters(failure.name) for failure in cluster.failures})
    test = next((name for name in tests[:50] if _is_telling(name) and _names(text, name)), "")
    if test:
        yield _Near(0.6, f"names the test {test}")


def _names(text: str, name: str) -> bool:
    """Whether a text holds a name, not as a part of a longer one."""
    return name in text and (
        re.search(rf"(?<![\w/.-]){re.escape(name)}(?![\w-])", text) is not None
    )


def _is_telling(test: str) -> bool:
    """Whether a test's name would not stand in a sentence by chance."""
    return len(test) >= 10 and not test.isalpha()


def _text(verdict: Verdict) -> str:
    """What the issue of a verdict would say: the sentences, the error, where it broke, the tests."""
    cluster = verdict.cluster
    first = min(cluster.failures, key=lambda failure: failure.test, default=None)
    lines = [finding.text for finding in cluster.findings[:5]]
    parts = (
        f"{verdict.category} {verdict.description}",
        cluster.message[:1000],
        first.trace[-_TRACE:] if first else "",
        *lines,
        " ".join(failure.name for failure in cluster.failures[:50]),
        " ".join(paths_of(cluster)[:20]),
    )
    return "\n".join(part for part in parts if part)
