"""The body of an issue: marker, first screen, folded parts, footer; and how it gets into a body.

<!-- gardener:1 {"fingerprints": ["1:9f3a…"]} -->
<!-- gardener:begin -->
…
<!-- gardener:end -->
"""

import re

from bot.model.issue import TrackedIssue
from bot.render.escape import Markdown
from bot.render.folds import Room, folds
from bot.render.links import Links
from bot.render.marker import BEGIN, END, ISSUE, issue_marker
from bot.render.opening import first_screen
from bot.render.told import Output, told

# GitHub refuses 65,536; what lies between is for people's own text.
MAX_BLOCK = 59_000
MAX_BODY = 65_000

FOOTER = (
    "<sub>Test Gardener keeps this issue: one root cause, edited in place while it fails, closed"
    " when it passes. What you write outside this block stays.</sub><br>\n"
    "<sub>Comment `/gardener why` for the reasons, `/gardener mute 7d` for silence,"
    " `/gardener help` for everything else.</sub>"
)

_LADDER = (1.0, 0.5, 0.25, 0.1, 0.0)
_FOLD = re.compile(r"<details>.*")
_FENCE = re.compile(r"`{3,}")
_MARKER_LINE = re.compile(ISSUE.pattern + r"(?:\r?\n)?")


def issue_body(issue: TrackedIssue, output: Output, links: Links | None = None) -> Markdown:
    """The bot's whole block, under 59,000 characters: folded parts shrink and go when it is long.

    `output` is how much test output may be shown, as `told.py` has it.
    """
    marker = issue_marker(issue.fingerprints)
    issue = told(issue, output)
    screen = first_screen(issue, output, links)
    block = Markdown("")
    for share in _LADDER:
        parts = [*screen, *folds(issue, Room(share, output), links), FOOTER]
        block = Markdown(f"{marker}\n{BEGIN}\n\n" + "\n\n".join(parts) + f"\n\n{END}")
        if size(block) < MAX_BLOCK:
            break
    return block


def splice(old: str | None, block: Markdown) -> Markdown:
    """Put the block into a body: all that people wrote before and after it stays as it is.

    The marker becomes the first line. Where the begin and end markers are gone, the block goes to
    the end. Folded parts give way to people's text; where even the first screen does not fit, the
    body stays as it was.
    """
    if not old or not old.strip():
        return block
    before, after = _outside(old)
    marker, _, core = block.partition("\n")
    gap = "" if not before or before.endswith("\n") else "\n\n"
    for text in _shrinking(core):
        body = f"{marker}\n{before}{gap}{text}{after}"
        if size(body) <= MAX_BODY:
            return Markdown(body)
    return Markdown(old)


def size(text: str) -> int:
    """Characters as GitHub's pages count them: one beyond the basic plane counts as two."""
    return len(text) + sum(letter > "\uffff" for letter in text)


def _outside(old: str) -> tuple[str, str]:
    """What people wrote before and after the bot's block."""
    begin = -1
    end = old.find(END)
    while end >= 0:
        # The last begin before it: text after a stray begin marker is not ours.
        begin = old.rfind(BEGIN, 0, end)
        if begin >= 0:
            break
        end = old.find(END, end + 1)
    parts = (old, "") if begin < 0 else (old[:begin], old[end + len(END) :])
    before, after = map(_unmarked, parts)
    return before, after


def _unmarked(text: str) -> str:
    """Without markers, also without those that two halves make when one between them is gone."""
    rest = _MARKER_LINE.sub("", text).replace(BEGIN, "").replace(END, "")
    while rest != text:
        text, rest = rest, _MARKER_LINE.sub("", rest).replace(BEGIN, "").replace(END, "")
    return rest


def _shrinking(core: str) -> list[str]:
    """The block, then the block without its last folded part, and so on until none is left."""
    lines = core.split("\n")
    tries = [core]
    for start, end in reversed(_fold_lines(lines)):
        lines = lines[:start] + lines[end + 2 :]
        tries.append("\n".join(lines))
    return tries


def _fold_lines(lines: list[str]) -> list[tuple[int, int]]:
    """First and last line of each folded part; what a fence holds only looks like one."""
    found: list[tuple[int, int]] = []
    fence, start = "", -1
    for number, line in enumerate(lines):
        ticks = _FENCE.match(line)
        if fence:
            fence = "" if line == fence else fence
        elif ticks:
            fence = ticks[0]
        elif _FOLD.match(line):
            start = number
        elif line == "</details>" and start >= 0:
            found.append((start, number))
            start = -1
    return found
