"""What a failure says, cut down to its cause: exception type, first meaningful lines, own frames."""

import re
from dataclasses import dataclass

from bot.triage.masks.colors import without_colors
from bot.triage.masks.normalize import normalize
from bot.triage.reading.assertion import Assertion, read_assertion
from bot.triage.reading.frames import Frame, read_frames
from bot.triage.reading.generic import is_bare_status, is_generic
from bot.triage.reading.paths import place_of
from bot.triage.reading.preamble import bare_message
from bot.triage.reading.root import root_cause, split_type

MAX_LINES = 8
MAX_TEXT = 700
MAX_VALUE = 240
"""How much of what was expected, and of what came, the text shows."""

_SAYS_NOTHING = re.compile(
    r"^(?:collection failure|collection error|test (?:setup|teardown) failure|failed|failure|error"
    r"|test suite failed to run|see (?:the )?(?:output|log)\b.*|)$",
    re.IGNORECASE,
)
_WRAPPED = re.compile(r'^failed on (?:setup|teardown) with "(?P<text>.*)"$', re.DOTALL)
_ERROR_LINES = re.compile(r"(?:^E(?: .*)?$\n?)+", re.MULTILINE)
_ERROR_MARGIN = re.compile(r"^E {0,7}", re.MULTILINE)
_ASSERTIONS = re.compile(
    r"^$|assert|expect|compar|equal|mismatch|notmet|^(?:error|failed|failure|test_?failed|fail)$",
    re.IGNORECASE,
)
_SEPARATOR = "\x1f"
_DIFF = re.compile(
    r"^\s*(?:\S{0,80}\bld(?:\.\w{1,8})?: [^\n]{1,300}: in function |(?:x|y|ACTUAL|DESIRED): array\(|[-?] |\+ (?! ?where|  where)|[-+]$|Skipping \d+ identical|Full diff|Full output)"
)
_EMBEDDED = re.compile(
    r"\b(?P<type>[A-Z]\w{1,80}(?:Error|Exception|Exit|Interrupt|Iteration))\("
    r"(?P<quote>\"|'|\\\")(?P<text>[^\n]{1,300}?)(?P=quote)[,)]"
)
_FRAME_LINE = re.compile(
    r"^\s*(?:at |File \"|#\d+ |from |\.\.\. \d+ more|goroutine \d+|\S{1,200}\.(?:rb|php|exs?):\d+(?::in [^\n]+)?$|Stack ?trace:|Aborted(?: \(core dumped\))?$)"
)


@dataclass(frozen=True, slots=True)
class Signature:
    """`text` is normalized; `frame` the innermost frame of the project's own code, tests apart.

    `is_embedded` says that an assertion showed the exception that the code under test had raised,
    and that this one is meant. `is_weak` says that neither text nor frame names a cause.
    `expected` and `actual` are what an assertion compared, cut down to what differs and normalized;
    both are empty when the failure is no comparison that can be read.
    """

    type: str
    text: str
    frames: tuple[Frame, ...]
    frame: Frame | None
    is_embedded: bool
    is_weak: bool
    expected: str = ""
    actual: str = ""

    @property
    def place(self) -> str:
        """The innermost own frame, without its line: `shop/cart.py:total`; empty when unknown."""
        if self.frame is None:
            return ""
        return place_of(self.frame.file, self.frame.function)

    @property
    def key(self) -> str:
        """The readable key of the cause."""
        said = f"{self.type}: {self.text}" if self.type and self.text else self.type or self.text
        return f"{said} @ {self.place}" if self.place else said


def signature(type_: str, message: str, trace: str) -> Signature:
    """Cut a failure down to its cause."""
    trace = without_colors(trace)
    message = bare_message(_meaningful(message, trace))
    frames = read_frames(trace or message)
    root = root_cause(trace) or root_cause(message)
    if root is not None:
        kind, said, section = root
        frames = read_frames(section) or frames
    else:
        kind, said = split_type(message, type_, trace)
    embedded = _EMBEDDED.search(said) if "assert" in (kind + said[:20]).lower() else None
    if embedded:
        kind, said = embedded["type"], embedded["text"].replace("\\'", "'")
    own = next((f for f in frames if f.is_own and not f.is_test), None)
    found = _Found(
        type=kind,
        said=said,
        frames=frames,
        frame=None if embedded else own,
        is_embedded=embedded is not None,
    )
    asserted = None if embedded or not _ASSERTIONS.search(kind) else read_assertion(said)
    return _compared(found, asserted) if asserted else _told(found)


@dataclass(frozen=True, slots=True)
class _Found:
    """What was read of a failure, its words not yet normalized."""

    type: str
    said: str
    frames: tuple[Frame, ...]
    frame: Frame | None
    is_embedded: bool


def _told(found: _Found) -> Signature:
    text = normalize(_lines(found.said))[:MAX_TEXT]
    return Signature(
        type=found.type,
        text=text,
        frames=found.frames,
        frame=found.frame,
        is_embedded=found.is_embedded,
        is_weak=found.frame is None and is_generic(found.type, text),
    )


def _compared(found: _Found, asserted: Assertion) -> Signature:
    """The signature of a comparison: one type and one wording, whatever tool made it."""
    both = f"{asserted.expected[:1500]}{_SEPARATOR}{asserted.actual[:1500]}"
    values = normalize(both, is_value=True).split(_SEPARATOR)
    expected, actual = (value.strip()[:MAX_VALUE] for value in [*values, ""][:2])
    said = f"expected {expected or 'nothing'}, got {actual or 'nothing'}"
    if asserted.verb:
        said = f"{said} ({asserted.verb})"
    subject = normalize(_lines(asserted.subject))
    text = (f"{subject}\n{said}" if subject else said)[:MAX_TEXT]
    return Signature(
        type="AssertionError",
        text=text,
        frames=found.frames,
        frame=found.frame,
        is_embedded=False,
        is_weak=found.frame is None
        and (
            is_generic("AssertionError", f"{subject} {expected} {actual}")
            or is_bare_status(subject, expected, actual)
        ),
        expected=expected,
        actual=actual,
    )


def _meaningful(message: str, trace: str) -> str:
    """The message, or what the trace says when the message is a form word of the tool."""
    message = message.strip("\n")
    if wrapped := _WRAPPED.match(message.strip()):
        message = wrapped["text"].strip()
    if not _SAYS_NOTHING.match(message.strip()):
        return message
    said = _ERROR_LINES.findall(trace)
    if said:
        return _ERROR_MARGIN.sub("", said[-1]).strip("\n")
    lines = [line for line in trace.strip().splitlines() if line.strip()]
    if lines and lines[0].startswith("Traceback"):
        return lines[-1].strip()
    return trace.strip("\n") or message


def _lines(text: str) -> str:
    kept: list[str] = []
    for line in text.splitlines():
        if not line.strip() or _DIFF.match(line):
            continue
        if kept and _FRAME_LINE.match(line):
            break
        kept.append(line)
        if len(kept) == MAX_LINES:
            break
    return "\n".join(kept)
