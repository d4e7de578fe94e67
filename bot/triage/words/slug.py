"""Name a cluster in at most eight words that a person can skim, the same in every run."""

import re
from collections import Counter
from collections.abc import Sequence

from bot.model.config import Area
from bot.model.failure import Cluster, Failure
from bot.model.finding import Finding
from bot.model.names import Kind, LogCause
from bot.triage.collection import is_whole_file
from bot.triage.fingerprint import fold_parameters
from bot.triage.grouping.attach import is_local, job_name
from bot.triage.grouping.joins import is_assertion, read_signature
from bot.triage.suites import human_name, words_of
from bot.triage.words.headline import headline, leader_of
from bot.triage.words.wording import cause_words, said_words

MOST_WORDS = 8
MOST_CHARS = 80

_LINKS_TEXT = "a an the of to in on at by for with and or is are not"
_LINKS = frozenset(_LINKS_TEXT.split())
_IN_A_FILE = frozenset({LogCause.COMPILE, LogCause.LINT, LogCause.SYNTAX})
_IS_ID = re.compile(r"\d{1,20}$|\d\w{3,}$|(?=.{6})\w*\d\w*\d")
_SAYS_FAILED = frozenset({"failed", "failure", "failures", "error", "errors"})

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

    It does not depend on the order of the failures, nor on values that change from run to run.
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
    file = words_of(finding.file)[:2] if finding.cause in _IN_A_FILE and finding.file else ()
    return [*job[: MOST_WORDS - len(words)], *words, *file]


def _of_failures(cluster: Cluster, area: Area | None) -> list[str]:
    leader = leader_of(cluster)
    found = read_signature(leader)
    cause = list(cause_words(found.type, found.text, leader.message))
    subject = _subject(cluster, area)
    tests = {fold_parameters(f.name) for f in cluster.failures}
    if not cause and found.type and len(tests) == 1 and not is_assertion(found):
        cause = [word for word in said_words(found.text) if word not in subject]
    room = MOST_WORDS - len(cause) - (not cause)
    if not cause:
        themes = _themes(tests, set(subject), room - min(len(subject), room - 2))
        subject = subject[: room - len(themes)] + themes
        cause = ["failures" if len(tests) > 1 else "failure"]
    return subject[: max(2, room)] + [w for w in cause if w not in subject or len(cause) == 1]


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
    """At most eight words and eighty characters, ASCII, without ids and repetitions."""
    kept: list[str] = []
    for word in words:
        plain = "".join(c for c in word.lower() if c.isascii() and c.isalnum())[:30]
        if not plain or plain in kept or _IS_ID.match(plain):
            continue
        if kept and _singular(kept[-1]) == _singular(plain):
            kept.pop()
        kept.append(plain)
    if kept[-1:] in (["failure"], ["failures"]) and _SAYS_FAILED & set(kept[:-1]):
        kept.pop()
    kept = kept[:MOST_WORDS]
    while kept and (kept[-1] in _LINKS or len("-".join(kept)) > MOST_CHARS):
        kept.pop()
    return "-".join(kept[next((i for i, w in enumerate(kept) if w not in _LINKS), 0) :])


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and len(word) > 3 else word


def describe(cluster: Cluster, kind: Kind) -> str:
    """One sentence on what fails: how many tests of which suite, and with what."""
    return f"{what_fails(cluster, kind)}: {headline(cluster)}"


def what_fails(cluster: Cluster, kind: Kind) -> str:
    """The first half of that sentence: names and numbers, nothing that a test printed."""
    if not cluster.failures:
        job = cluster.findings[0].job if cluster.findings else ""
        return f"The log{f' of {job}' if job else ''} shows"
    suites = sorted({f.suite for f in cluster.failures})
    tests = len({f.test for f in cluster.failures})
    if len(suites) > 1:
        return f"{tests} tests in {len(suites)} suites fail"
    name = human_name(suites[0])
    if kind is Kind.UNCOLLECTABLE and tests == 1:
        only = cluster.failures[0]
        if not is_whole_file(only.name, only.classname):
            return f"{only.name} of {name} cannot be set up"
        return f"{only.test_file or name} cannot be collected"
    ran = max((s.ran for s in cluster.suites if s.name == suites[0]), default=0)
    share = f"{tests} of {ran}" if ran >= tests and ran > 1 else str(tests)
    if tests > 1:
        return f"{share} tests of {name} fail"
    one = _one_test(cluster.failures[0], name)
    return f"{one}{f' ({share} tests)' if ran > 1 else ''} fails"


def _one_test(failure: Failure, suite: str) -> str:
    """A test with its suite, unless its name holds the suite's; a sentence stands in quotes."""
    name = fold_parameters(failure.name)
    shown = f'"{name}"' if " " in name else name
    holds = set(words_of(suite)) <= set(re.findall(r"[a-z0-9]+", name.lower()))
    return shown if holds else f"{shown} of {suite}"
