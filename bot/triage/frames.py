"""Read the frames of a stack trace, in the manner of a dozen languages, innermost first."""

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.triage.frame_styles import STYLES, Style
from bot.triage.paths import in_repository, is_foreign, is_test

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


_DEF = re.compile(
    r"^(?:[> ] {0,3})?(?P<indent>[ \t]{0,80})(?:async )?def (?P<name>\w{1,100})", re.M
)
_BLOCK = re.compile(r"^(?:_ ){8,}_?\s*$", re.M)


@lru_cache(maxsize=2048)
def read_frames(trace: str) -> tuple[Frame, ...]:
    """The frames of a trace, innermost first; empty when it has none that can be read.

    The style with the most frames wins. Lines of pytest's long format take their function from
    the source that stands above them.
    """
    trace = trace if len(trace) <= MAX_CHARS else trace[: MAX_CHARS // 2] + trace[-MAX_CHARS // 2 :]
    found = [_read(style, trace) for style in STYLES if style.needs in trace]
    return max(found, key=_worth, default=())


def _worth(frames: tuple[Frame, ...]) -> tuple[int, int]:
    return len(frames), sum(bool(frame.function) for frame in frames)


def _read(style: Style, trace: str) -> tuple[Frame, ...]:
    found = []
    start = 0
    for match in style.pattern.finditer(trace):
        function = (match.groupdict().get("function") or "").strip()
        if style.name == "pytest" and not function:
            function = _function_above(trace[start : match.start()])
        start = match.end()
        file = match["file"].strip()
        found.append(
            Frame(
                file=in_repository(file),
                function=short_function(function),
                line=int(match["line"][:9]),
                is_own=not is_foreign(file, function),
            )
        )
    return tuple(reversed(found)) if style.innermost_last else tuple(found)


def _function_above(block: str) -> str:
    """The function whose source pytest printed: the outermost `def` after the last rule."""
    rules = list(_BLOCK.finditer(block))
    part = block[rules[-1].end() :] if rules else block
    defs = list(_DEF.finditer(part))
    if not defs:
        return ""
    least = min(len(match["indent"]) for match in defs)
    return next(match["name"] for match in defs if len(match["indent"]) == least)


def short_function(function: str) -> str:
    """The function without its arguments, its generic parts and the names made by a compiler.

    >>> short_function("Acme.Cart.<Total>d__3.MoveNext()"), short_function("shop::total::h0a1b2c3d4e5f6a7b")
    ('Acme.Cart.Total', 'shop::total')
    """
    function = re.sub(r"\([^()]*\)$", "", function)
    function = re.sub(r"<(\w+)>d__\d+\.MoveNext", r"\1", function)
    function = re.sub(r"::h[0-9a-f]{16}$|\$\$?[Ll]ambda.*$|\$\d+\b", "", function)
    return function.strip()[:160]
