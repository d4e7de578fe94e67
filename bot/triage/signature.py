"""What a failure says, cut down to its cause: exception type, first meaningful lines, own frames."""

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.triage.frames import Frame, read_frames
from bot.triage.generic import is_generic
from bot.triage.normalize import normalize
from bot.triage.paths import tail
from bot.triage.root import root_cause, split_type

MAX_LINES = 8
MAX_TEXT = 700

_SAYS_NOTHING = re.compile(
    r"^(?:collection failure|collection error|test (?:setup|teardown) failure|failed|failure|error"
    r"|test suite failed to run|see (?:the )?(?:output|log)\b.*|)$",
    re.IGNORECASE,
)
_WRAPPED = re.compile(r'^failed on (?:setup|teardown) with "(?P<text>.*)"$', re.DOTALL)
_ERROR_LINE = re.compile(r"^E {3,}(?P<text>\S.*)$", re.MULTILINE)
_DIFF = re.compile(
    r"^\s*(?:[-?] |\+ (?! ?where|  where)|[-+]$|Skipping \d+ identical|Full diff|Full output)"
)
_EMBEDDED = re.compile(
    r"\b(?P<type>[A-Z]\w{1,80}(?:Error|Exception|Exit|Interrupt|Iteration))\("
    r"(?P<quote>\"|'|\\\")(?P<text>[^\n]{1,300}?)(?P=quote)[,)]"
)
_FRAME_LINE = re.compile(
    r"^\s*(?:at |File \"|#\d+ |from |\.\.\. \d+ more|goroutine \d+|Stack ?trace:)"
)


@dataclass(frozen=True, slots=True)
class Signature:
    """`text` is normalized; `frame` the innermost frame of the project's own code, tests apart.

    `is_embedded` says that an assertion showed the exception that the code under test had raised,
    and that this one is meant. `is_weak` says that neither text nor frame names a cause.
    """

    type: str
    text: str
    frames: tuple[Frame, ...]
    frame: Frame | None
    is_embedded: bool
    is_weak: bool

    @property
    def place(self) -> str:
        """The innermost own frame, without its line: `shop/cart.py:total`; empty when unknown."""
        if self.frame is None:
            return ""
        return f"{tail(self.frame.file)}:{self.frame.function.rpartition('.')[2]}"

    @property
    def key(self) -> str:
        """The readable key of the cause."""
        said = f"{self.type}: {self.text}" if self.type and self.text else self.type or self.text
        return f"{said} @ {self.place}" if self.place else said


@lru_cache(maxsize=4096)
def signature(type_: str, message: str, trace: str) -> Signature:
    """Cut a failure down to its cause."""
    message = _meaningful(message, trace)
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
    own = [frame for frame in frames if frame.is_own]
    frame = next((f for f in own if not f.is_test), None)
    if embedded:
        frame = None
    text = normalize(_lines(said))[:MAX_TEXT]
    return Signature(
        type=kind,
        text=text,
        frames=frames,
        frame=frame,
        is_embedded=embedded is not None,
        is_weak=frame is None and is_generic(kind, text),
    )


def _meaningful(message: str, trace: str) -> str:
    """The message, or what the trace says when the message is a form word of the tool."""
    message = message.strip()
    if wrapped := _WRAPPED.match(message):
        message = wrapped["text"].strip()
    if not _SAYS_NOTHING.match(message):
        return message
    said = _ERROR_LINE.findall(trace)
    if said:
        return "\n".join(said[-MAX_LINES:] if len(said) > MAX_LINES else said)
    lines = [line for line in trace.strip().splitlines() if line.strip()]
    if lines and lines[0].startswith("Traceback"):
        return lines[-1].strip()
    return "\n".join(lines[:MAX_LINES]) or message


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
