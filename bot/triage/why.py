"""Say of any two failures what was equal, what was masked and what differs, in plain sentences."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.triage.explain import explain
from bot.triage.fingerprint import from_signature, test_key
from bot.triage.masks.normalize import masked_values
from bot.triage.reading.signature import Signature, signature

MOST_MASKED = 12
MOST_SHOWN = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One failure as its report has it: the test, the exception's type, message and stack."""

    message: str
    type: str = ""
    details: str = ""
    test: str = ""


@dataclass(frozen=True, slots=True)
class Why:
    """Whether two failures are one cause, why in one sentence, and the parts, a sentence each."""

    is_same: bool
    why: str
    equal: tuple[str, ...]
    masked: tuple[str, ...]
    differs: tuple[str, ...]

    @property
    def text(self) -> str:
        """All of it as lines of plain text."""
        lines = [self.why]
        for heading, said in (
            ("Equal", self.equal),
            ("Masked", self.masked),
            ("Different", self.differs),
        ):
            lines += [f"{heading}:", *(f"- {line}" for line in said)] if said else []
        return "\n".join(lines)


def why(a: Told, b: Told) -> Why:
    """Explain a pair the way the engine sees it.

    >>> print(why(Told(message="no answer from 10.0.0.7"), Told(message="no answer from 10.9.9.9")).text)
    Same cause: type, message and place are equal after masking.
    Equal:
    - Message: `no answer from <ip1>`.
    Masked:
    - `<ip1>` is `10.0.0.7` in the first and `10.9.9.9` in the second.
    """
    left, right = _signature(a), _signature(b)
    equal: list[str] = []
    differs: list[str] = []
    for name, one, two in _parts(a, b, left, right):
        if one == two:
            equal += [f"{name}: {_shown(one)}."] if one else []
        else:
            differs.append(f"{name}: {_shown(one)} in the first, {_shown(two)} in the second.")
    found = explain(
        from_signature(left, test_key("", "", a.test) if a.test else ""),
        from_signature(right, test_key("", "", b.test) if b.test else ""),
    )
    return Why(found.is_same, found.why, tuple(equal), tuple(_masked(a, b)), tuple(differs))


def _signature(told: Told) -> Signature:
    return signature(told.type, told.message, told.details)


def _parts(a: Told, b: Told, left: Signature, right: Signature) -> Iterator[tuple[str, str, str]]:
    yield "Test", a.test, b.test
    yield "Type", left.type, right.type
    yield "Place in the project's code", left.place, right.place
    if left.expected + left.actual and right.expected + right.actual:
        yield "Expected", left.expected, right.expected
        yield "Came", left.actual, right.actual
        yield "About", _subject(left), _subject(right)
    else:
        yield from _lines(left.text.splitlines(), right.text.splitlines())


def _subject(found: Signature) -> str:
    return "\n".join(line for line in found.text.splitlines() if not line.startswith("expected "))


def _lines(left: Sequence[str], right: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """The messages whole when they are equal, else the first lines that differ."""
    if left == right:
        yield "Message", "\n".join(left), "\n".join(right)
        return
    for index in range(max(len(left), len(right))):
        one, two = "".join(left[index : index + 1]), "".join(right[index : index + 1])
        if one != two:
            yield f"Line {index + 1} of the message", one, two
            return


def _masked(a: Told, b: Told) -> Iterator[str]:
    """The values that were taken out and are not the same in both."""
    sides: defaultdict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for side, told in enumerate((a, b)):
        for name, value in masked_values(told.message):
            if value not in sides[name][side]:
                sides[name][side].append(value)
    changed = [(name, left, right) for name, (left, right) in sides.items() if left != right]
    for name, left, right in changed[:MOST_MASKED]:
        what = f"`{name}` is" if name else "Left out was"
        yield f"{what} {_listed(left)} in the first and {_listed(right)} in the second."
    if len(changed) > MOST_MASKED:
        yield f"{len(changed) - MOST_MASKED} more kinds of values."


def _listed(values: Sequence[str]) -> str:
    more = f" and {len(values) - 3} more" if len(values) > 3 else ""
    return (", ".join(_shown(value) for value in values[:3]) + more) if values else "nothing"


def _shown(text: str) -> str:
    """As code on one line; nothing for the empty text."""
    bare = " / ".join(text.replace("`", "'").split("\n"))
    if not bare:
        return "nothing"
    return f"`{bare[:MOST_SHOWN]}…`" if len(bare) > MOST_SHOWN else f"`{bare}`"
