"""The words of an issue and how much each counts: names in parts, told lines twice, titles more."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from bot.model.verdict import Verdict
from bot.triage.areas import paths_of
from bot.triage.suites import words_of

TITLE_WEIGHT = 4
"""How often a word of a title counts as if it stood in the text once."""
TEST_TITLE_WEIGHT = 2
"""The same of a title that is the id of a test: one test fails for many causes."""
LOOKED_AT = 6000
_TRACE = 1500

_TOKEN = re.compile(r"[A-Za-z_][\w./-]*[A-Za-z0-9_]")
_PIECES = re.compile(r"[./-]")
_ERROR_TYPE = re.compile(r"\b[A-Z]\w{0,60}(?:Error|Exception|Warning)\b")
_TELLING = re.compile(
    r"^\s{0,40}(?:>|E)\s|\b[A-Z]\w{0,60}(?:Error|Exception|Warning)\b"
    r"|\b(?:panic|fatal|assert\w{0,20}|expected|FAIL(?:ED)?|BUG|error)\b"
)
"""A line that says what went wrong, of a report or of a person who quotes one."""

_ENDINGS = (
    *("ations", "ation", "ating", "ated", "ates", "ate", "ings", "ing", "ions", "ion"),
    *("ies", "ed", "es", "s", "e", "y"),
)
_STOP_TEXT = """
the and for with that this from are was were has have had not but all any can could should would
will when what which while into over under more most than then they them their there here been
being its our your out off per via use used using after before also only same such very just
both each due issue issues test tests testing failure failures failing failed fails fail error
errors file files category severity description details impact affected multiple high medium low
critical status priority new active dev infrastructure business related
"""
_STOP = frozenset(_STOP_TEXT.split())


@lru_cache(maxsize=4096)
def issue_words(title: str, body: str = "") -> Mapping[str, int]:
    """The words of an issue, each with how often it counts.

    Of the body the first 6,000 characters are read. A type of error stands there as `!KeyError`.

    >>> dict(issue_words("Cart total", "KeyError: 'user_id'"))
    {'cart': 4, 'total': 4, 'key': 2, 'user': 2, '!KeyError': 1}
    """
    counts: dict[str, int] = {}
    head = TEST_TITLE_WEIGHT if "::" in title else TITLE_WEIGHT
    body = body[:LOOKED_AT]
    for line, weight in ((title[:LOOKED_AT], head), *_weighed(body)):
        for word in _words(line):
            counts[word] = counts.get(word, 0) + weight
    for kind in _ERROR_TYPE.findall(f"{title}\n{body}"):
        counts[f"!{kind}"] = counts.get(f"!{kind}", 0) + 1
    return counts


def _weighed(body: str) -> Iterator[tuple[str, int]]:
    for line in body.splitlines():
        yield line, 2 if _TELLING.search(line) else 1


def spelling(title: str, body: str = "") -> Mapping[str, str]:
    """How each of these words stands there, for people: `cache` for `cach`."""
    return {
        stem: word
        for token in reversed(_TOKEN.findall(f"{title}\n{body[:LOOKED_AT]}"))
        for stem, word in _parts(token)
    }


def _words(line: str) -> Iterator[str]:
    for token in _TOKEN.findall(line):
        for stem, _ in _parts(token):
            yield stem


@lru_cache(maxsize=16_384)
def _parts(token: str) -> tuple[tuple[str, str], ...]:
    """The words of one name, path or word, each once, by what its forms share."""
    found: dict[str, str] = {}
    for piece in _PIECES.split(token):
        for word in words_of(piece):
            stem = "" if word in _STOP else stem_of(word)
            if len(stem) > 2 and stem not in _STOP:
                found.setdefault(stem, word)
    return tuple(found.items())


def stem_of(word: str) -> str:
    """What forms of one word share; at least four letters of it.

    >>> [stem_of(word) for word in ("deprecated", "deprecation", "dependencies", "dependency")]
    ['deprec', 'deprec', 'dependenc', 'dependenc']
    """
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def text_of(verdict: Verdict) -> str:
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
