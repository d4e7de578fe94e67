"""Read the frames of a stack trace, in the manner of a dozen languages, innermost first."""

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.triage.masks.colors import without_colors
from bot.triage.reading.frame_names import short_function
from bot.triage.reading.frame_styles import STYLES, Style
from bot.triage.reading.paths import in_repository, is_foreign, is_test

MAX_CHARS = 60_000
"""How much of a trace is looked at, from its end when the innermost frame stands there."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One call. `function` may be empty; `is_own` tells the project's code from everybody else's."""

    file: str
    function: str
    line: int | None
    is_own: bool

    @property
    def is_test(self) -> bool:
        """Whether it stands in a test or its helpers."""
        return is_test(self.file)


_DEF = re.compile(r"def (?P<name>\w{1,100})")
_BEFORE_DEF = re.compile(r"(?:[> ] {0,3})?(?P<indent>[ \t]{0,80})(?:async )?")
_MARGIN = re.compile(r"^[ \t]*(?:[|+] ?)+", re.M)
_BLANK = re.compile(r"\n[ \t]*\n")
_RULE = re.compile(r"^(?:_ ){8,}_?\s*$", re.M)
_RULE_BEGINS = 8 * "_ "


@lru_cache(maxsize=2048)
def read_frames(trace: str) -> tuple[Frame, ...]:
    """The frames of a trace, innermost first; empty when it has none that can be read.

    The style with the most frames wins. Lines of pytest's long format take their function from
    the source that stands above them.
    """
    trace = trace if len(trace) <= MAX_CHARS else trace[: MAX_CHARS // 2] + trace[-MAX_CHARS // 2 :]
    trace = without_colors(trace)
    if "Exception Group" in trace:
        trace = _MARGIN.sub("", trace)
    found = [_read(style, trace) for style in STYLES if style.may_be_in(trace)]
    return max(found, key=_worth, default=())


def _worth(frames: tuple[Frame, ...]) -> tuple[int, int]:
    return len(frames), sum(bool(frame.function) for frame in frames)


def _read(style: Style, trace: str) -> tuple[Frame, ...]:
    found: list[Frame] = []
    start = 0
    has_function, has_behind = ("function" in style.groups, "behind" in style.groups)
    for match in style.pattern.finditer(trace):
        if style.ends_at_blank and found and _BLANK.search(trace, start, match.start() + 1):
            break
        function: str | None = match["function"] if has_function else ""
        if has_behind:
            function = function or match["behind"]
        elif style.name == "pytest" and not function:
            function = _function_above(trace[start : match.start()])
        start = match.end()
        file, line = match.group("file", "line")
        found.append(_frame(file or "", (function or "").strip(), line or ""))
    return tuple(reversed(found)) if style.innermost_last else tuple(found)


@lru_cache(maxsize=16_384)
def _frame(file: str, function: str, line: str) -> Frame:
    """The frame of these texts; most traces of a run share most of their frames."""
    file = file.strip()
    return Frame(
        file=in_repository(file),
        function=short_function(function),
        line=int(line[:9]) if line else None,
        is_own=bool(file) and not is_foreign(file, function),
    )


def _function_above(block: str) -> str:
    """The function whose source pytest printed: the outermost `def` after the last rule."""
    start = 0
    if _RULE_BEGINS in block:
        start = max((rule.end() for rule in _RULE.finditer(block)), default=0)
    defs: list[tuple[int, str]] = []
    for match in _DEF.finditer(block, start):
        line = block[max(start, block.rfind("\n", 0, match.start()) + 1) : match.start()]
        before = _BEFORE_DEF.fullmatch(line)
        if before:
            defs.append((len(before["indent"]), match["name"]))
    return min(defs, key=lambda one: one[0], default=(0, ""))[1]
