r"""Make a stranger's text inert in Markdown: no link, mention, reference, command, HTML or secret.

GitHub looks for mentions and references in the text that Markdown has already been taken from, so
a backslash does not stop them; a zero-width space (`&#8203;`) inside does. In code nothing is
looked for, so names and messages go into code where they can.
"""

import re
from typing import NewType

from bot.model.secrets import mask_secrets

Markdown = NewType("Markdown", str)

BREAK = "&#8203;"

# CSI and OSC sequences, then any other escape; https://www.ecma-international.org ECMA-48.
_ANSI = re.compile(
    r"\x1b\[[0-?]{0,64}[ -/]{0,8}[@-~]|\x1b\][^\x07\x1b\n]{0,2000}(?:\x07|\x1b\\)?|\x1b.?"
)
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Controls, bidi, zero-width and tag characters: what a reader cannot see, or sees in another order.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)
_SURROGATES = re.compile("[\ud800-\udfff]")
_MARKER = re.compile(r"<!--(?=\s{0,20}gardener)", re.IGNORECASE)
_TICKS = re.compile("`+")
_SPACES = re.compile(r"\s+")
_CODE = re.compile(r"`([^`\n]{1,200})`")

# In this order: what `&` and `\` stand for first, then Markdown's marks, then GitHub's.
_INLINE: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile("&"), "&amp;"),
    (re.compile("<"), "&lt;"),
    (re.compile(">"), "&gt;"),
    (re.compile(r"([\\`*~\[\]|])"), r"\\\1"),
    (re.compile(r"(?<![^\W_])_|_(?![^\W_])"), r"\\_"),
    # Between dollars GitHub reads math; one before a digit ends none, and is money.
    (re.compile(r"\$(?!\d)"), "&#36;"),
    (re.compile("@"), "@" + BREAK),
    (re.compile(r"(?<!&)#(?=\d)"), "#" + BREAK),
    (re.compile(r"\b(GH-)(?=\d)", re.IGNORECASE), r"\1" + BREAK),
    # Not after another colon: `test_a.py::test_b: boom` is everywhere, and an emoji does no harm.
    (
        re.compile(r"(?<!:):(?=//|(?!\d+(?::|$))(?:\\?[a-z0-9_+-]){1,40}(?::|$))", re.IGNORECASE),
        ":" + BREAK,
    ),
    (re.compile(r"(?<=::)(?=//)"), BREAK),
    (re.compile(r"(www)(?=\.)", re.IGNORECASE), r"\1" + BREAK),
    (re.compile(r"\b(mailto|xmpp)(?=:)", re.IGNORECASE), r"\1" + BREAK),
    (re.compile(r"/(?=gardener\b)", re.IGNORECASE), "/" + BREAK),
    (re.compile(r"^(?=[-+=#])"), r"\\"),
    (re.compile(r"^(\d{1,9})(?=[.)])"), r"\1\\"),
    (re.compile(r"^(?=\d{1,9}$)"), BREAK),  # a full stop of ours may follow
)


def clean(text: str) -> str:
    r"""Mask secrets and take out what cannot be seen; line ends become `\n`.

    >>> clean("a\x1b[31mred\x1b[0m\r\nb\u202e")
    'ared\nb'
    """
    text = _LINE_ENDS.sub("\n", _ANSI.sub("", text))
    text = _SURROGATES.sub("\ufffd", _UNSEEN.sub("", text))
    return mask_secrets(_MARKER.sub("<!- -", text))


def one_line(text: str, limit: int) -> str:
    """Clean text on one line, at most `limit` characters, ending in … where it was cut."""
    line = _SPACES.sub(" ", clean(text[: 4 * limit + 1000])).strip()
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def inline(text: str, limit: int = 300) -> Markdown:
    r"""Text for one line of a paragraph, a list or a table.

    >>> inline("fixes #1, ask @team about __init__ | <b>")
    'fixes #&#8203;1, ask @&#8203;team about \\_\\_init\\_\\_ \\| &lt;b&gt;'
    """
    line = one_line(text, limit)
    for pattern, replacement in _INLINE:
        line = pattern.sub(replacement, line)
    return Markdown(line)


def prose(text: str, limit: int = 300, *, in_table: bool = False) -> Markdown:
    """A sentence of ours around a stranger's words: pairs of backticks become code, the rest inert.

    >>> prose("`a.py` of @team")
    '`a.py` of @&#8203;team'
    """
    parts = _CODE.split(one_line(text, limit))
    pieces = (
        code_span(part, in_table=in_table) if number % 2 else _piece(part)
        for number, part in enumerate(parts)
    )
    return Markdown("".join(pieces))


def _piece(text: str) -> str:
    """Escape a piece of a line and keep the spaces at its ends."""
    if not text.strip():
        return " " if text else ""
    return " " * text[:1].isspace() + inline(text, len(text)) + " " * text[-1:].isspace()


def plain(text: str, limit: int = 300, lines: int = 20) -> Markdown:
    """Text of several lines as one paragraph that keeps its line breaks."""
    kept = [line for line in clean(text).split("\n") if line.strip()]
    more = [f"… and {len(kept) - lines} more"] if len(kept) > lines else []
    return Markdown("<br>\n".join(inline(line, limit) for line in [*kept[:lines], *more]))


def code_span(text: str, limit: int = 200, *, in_table: bool = False) -> Markdown:
    """Text as code on one line. A table is cut at `|` even inside code, so there it is escaped."""
    line = one_line(text, limit) or "-"
    line = line.replace("|", "\\|") if in_table else line
    ticks = "`" * (_longest_ticks(line) + 1)
    pad = " " if line.startswith("`") or line.endswith("`") else ""
    return Markdown(f"{ticks}{pad}{line}{pad}{ticks}")


def fence(text: str, lang: str = "") -> Markdown:
    """Text as a block of code, whose fence is longer than any run of backticks inside."""
    body = clean(text).strip("\n")
    ticks = "`" * max(3, _longest_ticks(body) + 1)
    return Markdown(f"{ticks}{lang}\n{body}\n{ticks}")


def _longest_ticks(text: str) -> int:
    return max((len(run) for run in _TICKS.findall(text)), default=0)
