"""Which failures of one run are the same cause although their messages differ.

Each rule gives a failure zero or more tokens; failures that share a token are joined. The rules
look only at one run, that is one commit, so that lines of code may be compared here.
"""

import builtins
import re
from collections.abc import Iterator, Sequence

from bot.model.failure import Failure
from bot.model.names import Kind
from bot.triage.fingerprint import fold_parameters
from bot.triage.signature import Signature, signature

_RAISERS = re.compile(
    r"^(?:fail|error|abort|check|ensure|expect|require|raise|assert|throw|panic|die|verify|validate|must"
    r"|report)(?:_|[A-Z]|$)|(?:_error|Error|_or_raise|_for_status|OrThrow)$"
)
_CALLED = re.compile(r"\bwhere [^\n]{1,200}? = (?P<call>[\w.]{2,80})\(")
_BUILTIN = frozenset(dir(builtins))
_VALUE_ONLY = re.compile(r"^(?:'[^']*'|\"[^\"]*\"|<\w+>|[\w-]+)$")


def read_signature(failure: Failure) -> Signature:
    """The signature of a failure (remembered, so that asking twice costs nothing)."""
    return signature(failure.type, failure.message, failure.trace)


def tokens(failure: Failure, found: Signature) -> Iterator[tuple[str, ...]]:
    """What this failure may be joined by, surest first. `found` is its signature."""
    yield ("cause", failure.fingerprints.cause)
    yield from _raised_in(found)
    yield from _same_line(failure, found)
    if not found.is_weak:
        yield from _same_exception(found)
        yield from _same_call(failure, found)


def _raised_in(found: Signature) -> Iterator[tuple[str, ...]]:
    """One function of the project raised the same type: one fault shows many messages.

    Functions whose work is to raise on behalf of others (`fail`, `check_range`) are left out.
    """
    frame = found.frame
    if frame and frame.function and not _RAISERS.search(frame.function.rpartition(".")[2]):
        yield ("raised in", found.type, frame.file, frame.function)


def _same_line(failure: Failure, found: Signature) -> Iterator[tuple[str, ...]]:
    """The same line of the same test (other parameters, other legs), or of the same set-up."""
    own = next((frame for frame in found.frames if frame.is_own), None)
    if own is None or own.line is None or found.frame is not None:
        return
    is_here = own.function in ("", fold_parameters(failure.name))
    if is_here or failure.kind is Kind.UNCOLLECTABLE:
        yield ("line", found.type, own.file, str(own.line))


def _same_exception(found: Signature) -> Iterator[tuple[str, ...]]:
    """An assertion that shows an exception, and the exception itself."""
    if found.text and not is_assertion(found):
        yield ("exception", found.type, found.text)


def _same_call(failure: Failure, found: Signature) -> Iterator[tuple[str, ...]]:
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
