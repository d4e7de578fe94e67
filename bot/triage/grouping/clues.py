"""What a failure speaks of, beside its cause: its test, the values in it, what was called, changed.

A wrong value shows only in the test: no exception and no frame of the project's code lead to its
cause. Failures of one cause still resemble each other in what their tests were about, in the values
that went in, and in how what came out differs from what was expected.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from bot.model.failure import Failure
from bot.triage.fingerprint import fold_parameters
from bot.triage.reading.generic import GENERIC_WORDS, is_status
from bot.triage.reading.signature import Signature
from bot.triage.suites import words_of

_MAX = 6000
_RULE_BEGINS = 8 * "_ "
_RULE = re.compile(r"^(?:_ ){8,}_?\s*$", re.MULTILINE)
_NO_CODE = re.compile(r"E |\S+:\d+: ")
_QUOTED = re.compile(r"('[^'\n]{0,300}'|\"[^\"\n]{0,300}\")")
_CALLED = re.compile(r"\b([a-zA-Z_]\w++)\s*+\(|\.([a-zA-Z_]\w++)")
_TOKEN = re.compile(r"\w+|[^\w\s]")
_PIECE = re.compile(r"\w+|\s+|[^\w\s]")
_WORD = re.compile(r"\w+")
_MINUS = re.compile(r"^- ?(.*)$", re.MULTILINE)
_PLUS = re.compile(r"^\+ ?(?! {0,9}where )(.*)$", re.MULTILINE)
_COMPARED = re.compile(
    r"assert (?P<came>[^\n]{1,400}?) (?:==|is|in|not in|is not|!=) (?P<due>[^\n]{1,400})"
)
_KEYWORDS_TEXT = """
if for while return assert and or not in is with def class lambda except elif isinstance len str int
list dict set tuple print range sorted repr type super bool function new await expect it describe
test switch catch
"""
_KEYWORDS = frozenset(_KEYWORDS_TEXT.split())


@dataclass(frozen=True, slots=True)
class Clues:
    """Each is a set of words; `change` has `-word` for what is missing and `+word` for what is new."""

    names: frozenset[str]
    values: frozenset[str]
    calls: frozenset[str]
    change: frozenset[str]


def read_clues(failure: Failure, found: Signature) -> Clues:
    """The clues of one failure. `found` is its signature."""
    source = _before_rule(failure.trace[: 4 * _MAX])[-_MAX:]
    code = "\n".join([line for line in source.splitlines() if not _NO_CODE.match(line)])
    pieces = _QUOTED.split(code)  # code, what stands in quotes, code, and so on
    quoted = " ".join([text[1:-1] for text in pieces[1::2]])
    name = fold_parameters(failure.name)
    parameters = failure.name[len(name) :][:400].strip("[]()")
    return Clues(
        names=frozenset(words_of(name)) - GENERIC_WORDS,
        values=frozenset(_TOKEN.findall(f"{quoted} {parameters}")),
        calls=_calls(" ".join(pieces[::2])) - {name},
        change=frozenset(_changes(failure.message[:_MAX], found)),
    )


def _before_rule(trace: str) -> str:
    """The test's own source: what pytest writes above the first rule of `_ _ _`."""
    at = trace.find(_RULE_BEGINS)  # looking for every line's begin would take five times as long
    if at < 0:
        return trace
    rule = _RULE.search(trace, trace.rfind("\n", 0, at) + 1)
    return trace[: rule.start()] if rule else trace


def _calls(code: str) -> frozenset[str]:
    return frozenset(a or b for a, b in _CALLED.findall(code)) - _KEYWORDS


def _changes(message: str, found: Signature) -> Iterator[str]:
    """How what came differs from what was due: pieces lost and won, and the kind of difference."""
    due, came = _values(message, found)
    if is_status(due, came):  # every fault behind a web server ends in a 500 for a 200
        return
    before, after = Counter(_PIECE.findall(due)), Counter(_PIECE.findall(came))
    yield from (f"-{piece.strip() or ' '}" for piece in before - after)
    yield from (f"+{piece.strip() or ' '}" for piece in after - before)
    if due != came:
        yield from _kinds(due, came)


def _values(message: str, found: Signature) -> tuple[str, str]:
    minus, plus = _MINUS.findall(message), _PLUS.findall(message)
    if minus or plus:
        return " ".join(minus), " ".join(plus)
    compared = _COMPARED.search(message)
    if compared:
        return compared["due"], compared["came"]
    return found.expected, found.actual


def _kinds(due: str, came: str) -> Iterator[str]:
    wanted, got = _WORD.findall(due), _WORD.findall(came)
    if due.lower() == came.lower():
        yield "=other case"
    if wanted == got:
        yield "=other spaces" if due.split() == came.split() else "=other punctuation"
    elif sorted(wanted) == sorted(got):
        yield "=other order"
    elif not got:
        yield "=nothing came"
    elif not wanted:
        yield "=something came"
    elif set(got) < set(wanted):
        yield "=words missing"
    elif set(wanted) < set(got):
        yield "=words added"
