"""Name a cluster in at most eight words that a person can skim, the same in every run."""

import re
from collections import Counter
from collections.abc import Sequence

from bot.model.config import Area
from bot.model.failure import Cluster, Failure
from bot.model.finding import Finding
from bot.model.names import Kind
from bot.triage.attach import is_local, job_name
from bot.triage.collection import is_whole_file
from bot.triage.fingerprint import fold_parameters
from bot.triage.joins import read_signature
from bot.triage.suites import human_name, words_of
from bot.triage.wording import cause_words

MOST_WORDS = 8
MOST_CHARS = 80

_ERROR_HEAD = re.compile(r"(?:[a-z_]\w*\.)*([A-Z]\w*(?:Error|Exception)\b)")
_FILLER_TEXT = """
a an and are as at be by can correctly does each fails for from has have in into is it its not
of on or should still that the their then to was when with without works critical comprehensive
complete mission basic simple full real business value unit integration e2e functional
regression fixed new success successful successfully valid
execute executes get gets set sets send sends call calls run runs check checks handle handles
context method methods type types object objects instance function default directly
return returns raise raises create creates use uses using after before if can will does
"""
_FILLER = frozenset(_FILLER_TEXT.split())


def slug(cluster: Cluster, area: Area | None = None) -> str:
    """The last part of a title: subject and cause, ASCII, lower case, joined by hyphens.

    It does not depend on the order of the failures, nor on how many there are.
    """
    if cluster.failures:
        words = _of_failures(cluster, area)
    else:
        words = [word for finding in cluster.findings[:1] for word in _of_finding(finding)]
    return _fit(words) or "unnamed-failure"


def _of_finding(finding: Finding) -> list[str]:
    """The words of its rule; what is about one job alone is named after that job."""
    words = (finding.slug or finding.rule).lower().split("-")
    job = words_of(job_name(finding)) if is_local(finding) and finding.job else ()
    return [*job[: MOST_WORDS - len(words)], *words]


def _of_failures(cluster: Cluster, area: Area | None) -> list[str]:
    leader = _leader(cluster)
    found = read_signature(leader)
    cause = list(cause_words(found.type, found.text))
    subject = _subject(cluster, area)
    tests = {fold_parameters(f.name) for f in cluster.failures}
    room = MOST_WORDS - len(cause) - (not cause)
    if not cause:
        themes = _themes(tests, set(subject), room - min(len(subject), room - 2))
        subject = subject[: room - len(themes)] + themes
        cause = ["failures" if len(tests) > 1 else "failure"]
    return subject[: max(2, room)] + [w for w in cause if w not in subject or len(cause) == 1]


def _leader(cluster: Cluster) -> Failure:
    """The failure that the cluster is named after."""
    named = [f for f in cluster.failures if f.fingerprints.cause == cluster.fingerprint]
    return min(named or cluster.failures, key=lambda f: (f.test, f.leg))


def _subject(cluster: Cluster, area: Area | None) -> list[str]:
    """Words of the one suite, what several suites share, or the area's name."""
    suites = sorted({f.suite for f in cluster.failures})
    all_words = [_plain(words_of(suite)) for suite in suites]
    if len(suites) == 1:
        return all_words[0]
    shared = [w for w in all_words[0] if all(w in words for words in all_words)]
    if shared:
        return shared
    if area is not None:
        return _plain(words_of(area.name))
    counts = Counter(f.suite for f in cluster.failures)
    first = min(suites, key=lambda s: (-counts[s], s))
    return _plain(words_of(first))


def _plain(words: Sequence[str]) -> list[str]:
    kept = [w for w in dict.fromkeys(words) if w not in _FILLER]
    return kept or list(dict.fromkeys(words))


def _themes(tests: set[str], known: set[str], most: int) -> list[str]:
    """The words that most of the tests' names share, beside the subject's."""
    names = [list(dict.fromkeys(words_of(test))) for test in sorted(tests)]
    counts = Counter(w for words in names for w in words if w not in known | _FILLER and len(w) > 1)
    place = {w: words.index(w) for words in reversed(names) for w in words}
    if len(names) == 1:
        return sorted(counts, key=lambda w: place[w])[: max(2, most)]
    ranked = sorted(counts, key=lambda w: (-counts[w], place[w], w))
    return ranked[:2]


def _fit(words: Sequence[str]) -> str:
    """At most eight words and eighty characters, ASCII, without numbers and repetitions."""
    kept: list[str] = []
    for word in words:
        plain = "".join(c for c in word.lower() if c.isascii() and c.isalnum())
        if plain and not plain.isdigit() and plain not in kept and len(kept) < MOST_WORDS:
            kept.append(plain[:30])
    while len("-".join(kept)) > MOST_CHARS:
        kept.pop()
    return "-".join(kept)


def describe(cluster: Cluster, kind: Kind) -> str:
    """One sentence on what fails: how many tests of which suite, and with what."""
    said = headline(cluster)
    if not cluster.failures:
        job = (
            f" of {cluster.findings[0].job}" if cluster.findings and cluster.findings[0].job else ""
        )
        return f"The log{job} shows: {said}"
    suites = sorted({f.suite for f in cluster.failures})
    tests = len({f.test for f in cluster.failures})
    if len(suites) > 1:
        return f"{tests} tests in {len(suites)} suites fail: {said}"
    name = human_name(suites[0])
    if kind is Kind.UNCOLLECTABLE and tests == 1:
        only = cluster.failures[0]
        if not is_whole_file(only.name, only.classname):
            return f"{only.name} of {name} cannot be set up: {said}"
        return f"{only.test_file or name} cannot be collected: {said}"
    ran = max((s.ran for s in cluster.suites if s.name == suites[0]), default=0)
    if ran >= tests and ran > 1:
        verb = "fails" if tests == 1 else "fail"
        return f"{tests} of {ran} tests of {name} {verb}: {said}"
    return (
        f"{fold_parameters(cluster.failures[0].name)} of {name} fails: {said}"
        if tests == 1
        else (f"{tests} tests of {name} fail: {said}")
    )


def _with_type(type_: str, text: str) -> str:
    """The error as people say it; one that wraps another keeps its own words first.

    >>> _with_type("OSError", "app.client.AuthError: no token")
    'AuthError: no token (from OSError)'
    """
    wrapper = _ERROR_HEAD.match(text)
    if type_ and wrapper:
        return f"{wrapper[1]}{text[wrapper.end() :]} (from {type_})"
    return f"{type_}: {text}" if type_ and text else type_ or text


def headline(cluster: Cluster) -> str:
    """The first line of what the cause says, at most 200 characters, as it was printed."""
    text = cluster.message
    if cluster.failures:
        leader = _leader(cluster)
        found = read_signature(leader)
        lines = [line.strip() for line in leader.message.splitlines() if line.strip()]
        text = lines[0] if lines else ""
        text = lines[-1] if text.startswith('File "') else text
        if found.is_embedded or found.type not in text or len(text) < 12:
            first = found.text.partition("\n")[0]
            first = first if found.is_embedded or not text else text
            text = _with_type(found.type, first)
    text = " ".join(text.split("\n")[0].split()) or "no message was given"
    return text if len(text) <= 200 else text[:199] + "…"
