"""Answer "why were these two not taken for the same?" part by part."""

from dataclasses import dataclass
from typing import Literal

from bot.model.failure import Fingerprints
from bot.triage.fingerprint import VERSION
from bot.triage.grouping.similar import OTHER_TEST, SAME_TEST, alike


@dataclass(frozen=True, slots=True)
class Difference:
    """One part of two failures. `a` and `b` are what was compared, after masking."""

    part: Literal["test", "cause", "message"]
    is_equal: bool
    a: str
    b: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Whether two failures are one cause, the sentence why, and the parts compared."""

    is_same: bool
    why: str
    parts: tuple[Difference, ...]

    @property
    def text(self) -> str:
        """All of it as lines of plain text."""
        lines = [self.why]
        for part in self.parts:
            lines.append(f"{part.part}: equal" if part.is_equal else f"{part.part}: differs")
            lines += [] if part.is_equal else [f"  a: {part.a}", f"  b: {part.b}"]
        return "\n".join(lines)


def explain(a: Fingerprints, b: Fingerprints) -> Explanation:
    """Compare two failures the way the engine does."""
    parts = (
        Difference("test", a.test == b.test, a.test, b.test),
        Difference("cause", a.cause == b.cause, a.cause_key, b.cause_key),
        Difference("message", a.normalized == b.normalized, a.normalized, b.normalized),
    )
    same_test = a.test == b.test
    score = alike(a.normalized, b.normalized, same_test=same_test)
    if a.cause == b.cause:
        return Explanation(
            True, "Same cause: type, message and place are equal after masking.", parts
        )
    if a.cause.partition(":")[0] != b.cause.partition(":")[0]:
        return Explanation(
            False, f"Made by different versions of the algorithm; this is {VERSION}.", parts
        )
    if (a.weak or b.weak) and not same_test:
        return Explanation(
            False, "Different tests, and a message so general joins no two tests.", parts
        )
    if a.normalized == b.normalized:
        return Explanation(
            False, "The messages are equal, but type or place in the code differ.", parts
        )
    if score is not None:
        return Explanation(
            True, f"Nearly the same message: {score:.0%} alike, only values differ.", parts
        )
    bound = SAME_TEST if same_test else OTHER_TEST
    said = f"The messages differ in words, or in more than {bound:.0%} of their characters."
    return Explanation(False, said, parts)
