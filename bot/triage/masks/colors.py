"""Take the colors of a terminal out of a text."""

import re

_ANSI = re.compile(
    r"\x1b\[[0-9;?]{0,20}[A-Za-z]|\x1b\][^\x07\x1b]{0,200}(?:\x07|\x1b\\)|#x1B\[[0-9;]{0,20}m"
)


def without_colors(text: str) -> str:
    r"""The text without terminal escapes and carriage returns.

    >>> without_colors("\x1b[31mred\x1b[0m\r")
    'red'
    """
    if "\x1b" in text or "#x1B" in text:
        text = _ANSI.sub("", text)
    return text.replace("\r", "")
