"""Find the commands in a comment: lines that start with `/gardener`, as a reader would see them.

Not a command: what stands in fenced, indented or inline code, in a quote (with the lines that
Markdown counts to it), in an HTML comment or in an HTML element that shows text as it is.
Where Markdown is unclear the text is no command; see https://spec.commonmark.org/0.31.2/.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

MAX_COMMANDS = 10
MAX_LINE_CHARS = 300

_COMMAND = re.compile(r" {0,3}/gardener(?:[ \t]+(.*))?$", re.IGNORECASE)
_SIGN = re.compile(r"(?i)/gardener")
_FENCED = re.compile(r"```|~~~")
_FENCE = re.compile(r"(?:[ \t]|[-*+][ \t]|\d{1,9}[.)][ \t])*(`{3,}(?=[^`]*$)|~{3,})")
_QUOTE = re.compile(r" {0,3}(?:[-*+][ \t]+|\d{1,9}[.)][ \t]+)*>")
_CUT = re.compile(r" {0,3}(?:#{1,6}(?:[ \t]|$)|(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)|[-=*_]{2,}[ \t]*$)")
_TICKS = re.compile(r"`+")
_OPENING_TAG = re.compile(r"(?i)<(pre|code|blockquote|script|style|textarea|samp|kbd)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """One command: `verb` and `args` in small letters as far as they are words of ours.

    `text` is the line as written, `line` counts from 1. `problem` is a sentence when the line
    cannot be a command at all.
    """

    verb: str
    args: tuple[str, ...] = ()
    text: str = ""
    line: int = 1
    problem: str = ""


def parse_commands(body: str) -> tuple[Parsed, ...]:
    r"""Read the commands of a comment in their order; what comes after the tenth is one problem.

    >>> [(c.verb, c.args) for c in parse_commands("Thanks!\n/gardener reclassify P0")]
    [('reclassify', ('P0',))]
    """
    spoken = islice(_spoken(body), MAX_COMMANDS + 1)
    found = [_parsed(text, line) for line, text in spoken]
    if len(found) <= MAX_COMMANDS:
        return tuple(found)
    extra = found[MAX_COMMANDS]
    problem = f"A comment may hold at most {MAX_COMMANDS} commands; the rest was not read."
    return (
        *found[:MAX_COMMANDS],
        Parsed(verb="", text=extra.text, line=extra.line, problem=problem),
    )


def _parsed(text: str, line: int) -> Parsed:
    match = _COMMAND.match(text)
    words = " ".join(_without_comments(match[1] or "")).split() if match else []
    verb = words[0].lower() if words else "help"
    written = f"/gardener{text.strip()[len('/gardener') : MAX_LINE_CHARS]}"
    return Parsed(verb=verb, args=tuple(words[1:]), text=written, line=line)


@dataclass(slots=True)
class _Scanner:
    """Where the scanner stands: in a fence, an HTML element, a comment or a quote.

    An indented fence may belong to a list item, and then a line that leaves the item ends it, or
    it may not. `ends_with_list` is the one reading or the other; a command must be one in both.
    """

    ends_with_list: bool
    fence: str = ""
    column: int = 0
    closing: str = ""
    is_quoted: bool = False
    paragraph: list[tuple[int, str]] = field(default_factory=list)


def _spoken(body: str) -> Iterator[tuple[int, str]]:
    """Yield the lines that start with the command word and are plain text."""
    if not _SIGN.search(body):
        return
    lines = re.split(r"\r\n|\n|\r", body)
    found = [*_scan(lines, _Scanner(ends_with_list=False))]
    others = found
    if found and _FENCED.search(body):
        others = [*_scan(lines, _Scanner(ends_with_list=True))]
    also = {number for number, _line in others}
    yield from ((number, line) for number, line in found if number in also)


def _scan(lines: list[str], state: _Scanner) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(lines, start=1):
        is_text = _step(state, line)
        if not is_text or not line.strip():
            yield from _flush(state)
        if is_text and line.strip():
            state.paragraph.append((number, line))
    yield from _flush(state)


def _step(state: _Scanner, line: str) -> bool:
    """Move over one line; tell whether it is plain text of a paragraph."""
    if state.closing or (state.fence and not _has_left_list(state, line)):
        _leave(state, line)
        return False
    state.fence = ""
    if not line.strip():
        state.is_quoted = False
        return True
    if _QUOTE.match(line):
        state.is_quoted = True
        return False
    if opening := _FENCE.match(line):
        state.fence, state.column, state.is_quoted = opening[1], opening.start(1), False
        return False
    # A line after a quote belongs to it still, unless it opens something else.
    is_code = line.startswith(("    ", "\t")) and not state.paragraph
    return not (_opens_html(state, line) or state.is_quoted or is_code)


def _has_left_list(state: _Scanner, line: str) -> bool:
    indent = len(line) - len(line.lstrip())
    return state.ends_with_list and bool(line.strip()) and indent < state.column


def _leave(state: _Scanner, line: str) -> None:
    """Step out of a fence or of HTML when this line ends it."""
    if state.closing and state.closing in line.lower():
        state.closing = ""
    elif state.fence and _closes(state.fence, line):
        state.fence = ""


def _closes(fence: str, line: str) -> bool:
    text = line.strip()
    return len(text) >= len(fence) and set(text) == {fence[0]}


def _opens_html(state: _Scanner, line: str) -> bool:
    """Step into HTML that hides text or shows it as code; the opening line is no command."""
    if "<" not in line:
        return False
    outside = "".join(_without_comments(_without_code(line)))
    if "<!--" in outside:
        state.closing = "-->"
        return True
    tag = _OPENING_TAG.search(outside)
    if tag is None:
        return False
    end = f"</{tag[1].lower()}"
    if end not in outside[tag.end() :].lower():
        state.closing = end
    return True


def _without_comments(line: str) -> list[str]:
    """What stands around the comments of a line. A pattern would look for each end anew."""
    parts, at = [], 0
    while (start := line.find("<!--", at)) >= 0 and (end := line.find("-->", start + 4)) >= 0:
        parts.append(line[at:start])
        at = end + 3
    return [*parts, line[at:]]


def _without_code(line: str) -> str:
    return re.sub(r"(?<!`)(`+)(?!`)[^`]*(?<!`)\1(?!`)", "", line)


def _flush(state: _Scanner) -> Iterator[tuple[int, str]]:
    """Give out the commands of a finished block that no code span runs over.

    Headings and list items may or may not cut the block; a span in either reading counts.
    """
    lines, state.paragraph = state.paragraph, []
    if not any(_COMMAND.match(line) for _number, line in lines):
        return
    covered = _covered(lines)
    piece: list[tuple[int, str]] = []
    for number, line in lines:
        if _CUT.match(line):
            covered |= _covered(piece)
            piece = []
        piece.append((number, line))
    covered |= _covered(piece)
    for number, line in lines:
        if _COMMAND.match(line) and number not in covered:
            yield number, line


def _covered(lines: list[tuple[int, str]]) -> set[int]:
    """Find the lines that begin inside a code span."""
    if not any("`" in line for _number, line in lines):
        return set()
    spans = _code_spans("\n".join(line for _number, line in lines))
    starts = [start for start, _end in spans]
    found, at = set(), 0
    for number, line in lines:
        nearest = bisect_right(starts, at) - 1
        if nearest >= 0 and at < spans[nearest][1]:
            found.add(number)
        at += len(line) + 1
    return found


def _code_spans(text: str) -> list[tuple[int, int]]:
    """Find code spans: from one run of backticks to the next run of the same length."""
    runs = [(m.start(), m.end()) for m in _TICKS.finditer(text)]
    lengths = [end - start for start, end in runs]
    last = {length: i for i, length in enumerate(lengths)}
    spans, i = [], 0
    while i < len(runs):
        close = i
        if last[lengths[i]] > i:
            close = lengths.index(lengths[i], i + 1)
            spans.append((runs[i][0], runs[close][1]))
        i = close + 1
    return spans
