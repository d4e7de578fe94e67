"""Which failures of one run are surely the same cause although their messages differ.

Each rule gives a failure zero or more tokens; failures that share a token are joined. The rules
look only at one run, that is one commit, so that lines of code may be compared here.
"""

import builtins
import re
from collections.abc import Iterator, Sequence

from bot.model.failure import Failure
from bot.model.names import Kind
from bot.triage.fingerprint import fold_parameters
from bot.triage.grouping.surroundings import trouble
from bot.triage.reading.frames import Frame
from bot.triage.reading.generic import is_status
from bot.triage.reading.remembered import read
from bot.triage.reading.signature import Signature
from bot.triage.reading.stock import is_stock

_RAISERS = re.compile(
    r"^(?:fail|error|abort|check|ensure|expect|require|raise|assert|throw|panic|die|verify|validate|must"
    r"|report|rethrow|reraise)(?:_|[A-Z]|$)|^handle_?(?:\w+_)?(?:exception|error)s?$"
    r"|(?:_error|Error|_or_raise|_for_status|OrThrow)$"
)
_CALLED = re.compile(r"\bwhere [^\n]{1,200}? = (?P<call>[\w.]{2,80})\(")
_MISSING_FROM = re.compile(
    r"cannot import name '[^'\n]{1,200}' from (?:partially initialized module )?'(?P<module>[^'\n]{1,200})'"
    r"|requested module '(?P<es>[^'\n]{1,200})' does not provide an export"
)
_BUILTIN = frozenset(dir(builtins))
_VALUE_ONLY = re.compile(r"^(?:'[^']*'|\"[^\"]*\"|<\w+>|[\w-]+)$")
_WORDS = {
    "cause": "",
    "raised in": "{1} raised in {2}:{3}",
    "broke at": "all broke at {1}:{2}",
    "line": "{1} in the same line, {2}:{3}",
    "exception": "the same exception, {1}: {2}",
    "returned by": "wrong values of {1}()",
    "around": "{1}",
    "status": "the answer was {1}, not {2}",
    "missing from": "{1} lacks names that are imported from it",
}

Token = tuple[str, ...]
READ_OF_A_CAUSE = 8
"""So many traces of one cause are read for what may join it with another."""
MOST_ON_A_LINE = 20
"""A line where more cases of one test fail reads them from a table, and one line tells nothing."""


def read_signature(failure: Failure) -> Signature:
    """The signature of a failure (remembered, so that asking twice costs nothing)."""
    type_ = failure.type if failure.reported_type is None else failure.reported_type
    return read(type_, failure.message, failure.trace)


def read_signatures(failures: Sequence[Failure]) -> list[Signature]:
    """Those of a run. Of very many failures with one cause the later ones share the first's."""
    known: dict[str, list[Signature]] = {}
    found = []
    for failure in failures:
        of_cause = known.setdefault(failure.fingerprints.cause, [])
        if len(of_cause) < READ_OF_A_CAUSE:
            of_cause.append(read_signature(failure))
            found.append(of_cause[-1])
        else:
            found.append(of_cause[0])
    return found


def crowded_lines(failures: Sequence[Failure], found: Sequence[Signature]) -> frozenset[Token]:
    """The lines of checks that fail for very many values: a specification's examples, say."""
    names: dict[Token, set[str]] = {}
    for failure, one in zip(failures, found, strict=True):
        if is_assertion(one):
            for token in _same_line(failure, one):
                names.setdefault(token, set()).add(failure.name)
    return frozenset(line for line, cases in names.items() if len(cases) > MOST_ON_A_LINE)


def why(token: Token) -> str:
    """What those who share the token have in common, in words; empty for the same cause.

    >>> why(("broke at", "shop/cart.py", "7"))
    'all broke at shop/cart.py:7'
    """
    return _WORDS[token[0]].format(*(part.partition("\n")[0][:160] for part in token))


def tokens(failure: Failure, found: Signature) -> Iterator[Token]:
    """What this failure may be joined by, surest first. `found` is its signature."""
    yield ("cause", failure.fingerprints.cause)
    yield from _raised_in(found)
    yield from _same_line(failure, found)
    if found.is_weak and found.actual.startswith("5") and is_status(found.expected, found.actual):
        yield ("status", found.actual, found.expected)
    if not found.is_weak:
        yield from _same_exception(found)
        yield from _same_call(failure, found)
        around = "" if is_assertion(found) else trouble(failure.message)
        if around:
            yield ("around", around)
        missing = _MISSING_FROM.search(failure.message) or _MISSING_FROM.search(found.text)
        if missing:
            yield ("missing from", missing["module"] or missing["es"])


def _raised_in(found: Signature) -> Iterator[Token]:
    """One function raised the same type, or one line broke: one fault shows many messages.

    Functions whose work is to raise on behalf of others (`fail`, `check_range`) are left out.
    """
    frame = found.frame
    if frame and frame.function and not raises_for_others(frame):
        yield ("raised in", found.type, frame.file, frame.function)
        if frame.line is not None:
            yield ("broke at", frame.file, str(frame.line))


def raises_for_others(frame: Frame) -> bool:
    """Whether the function's name says that it reports faults that lie elsewhere."""
    return _RAISERS.search(frame.function.rpartition(".")[2]) is not None


def _same_line(failure: Failure, found: Signature) -> Iterator[Token]:
    """The same line of the same test (other parameters, other legs), or of the same set-up."""
    own = next((frame for frame in found.frames if frame.is_own), None)
    if own is None or own.line is None or found.frame is not None:
        return
    is_here = own.function in ("", fold_parameters(failure.name))
    if is_here or failure.kind is Kind.UNCOLLECTABLE:
        yield ("line", found.type, own.file, str(own.line))


def _same_exception(found: Signature) -> Iterator[Token]:
    """An assertion that shows an exception, and the exception itself."""
    is_elsewhere = found.frame is not None and is_stock(found.text)
    if found.text and not is_assertion(found) and not is_elsewhere:
        yield ("exception", found.type, found.text)


def _same_call(failure: Failure, found: Signature) -> Iterator[Token]:
    """Wrong values that the same function of the project returned, as pytest tells it."""
    if is_assertion(found) and found.frame is None:
        for call in _CALLED.findall(failure.message):
            if call not in _BUILTIN:
                yield ("returned by", call)


def is_assertion(found: Signature) -> bool:
    """Whether a check of the test failed, and nothing was raised by the code under test."""
    return "assert" in found.type.lower()


def lone_values(signatures: Sequence[Signature]) -> Iterator[tuple[int, int]]:
    """Exceptions shown by assertions, whose message is only a value, and their one possible source.

    `KeyError('a')` and `KeyError('b')` are one cause when one single function raised a KeyError.
    """
    places: dict[str, dict[str, int]] = {}
    for index, found in enumerate(signatures):
        if found.frame is not None:
            places.setdefault(found.type, {}).setdefault(found.place, index)
    for index, found in enumerate(signatures):
        sources = places.get(found.type, {})
        if found.is_embedded and len(sources) == 1 and _VALUE_ONLY.match(found.text):
            yield index, next(iter(sources.values()))
