"""Cut long output so that what decides stays: the first lines and the last ones."""

from bot.render.phrases import count

MAX_LINE = 500


def head(text: str, *, lines: int, chars: int) -> str:
    """The first lines of a text, saying how many are left out."""
    kept = [_line(line) for line in text.strip("\n").split("\n")]
    shown = _within(kept[:lines], chars)
    hidden = len(kept) - len(shown)
    return "\n".join([*shown, f"… {count(hidden, 'more line')}"] if hidden else shown)


def head_and_tail(text: str, *, lines: int, chars: int) -> str:
    """The first quarter and the last lines, as a trace ends with what went wrong."""
    kept = [_line(line) for line in text.strip("\n").split("\n")]
    if len(kept) <= lines and sum(len(line) + 1 for line in kept) <= chars:
        return "\n".join(kept)
    first = _within(kept[: max(1, lines // 4)], chars // 4)
    room = chars - sum(len(line) + 1 for line in first)
    rest = kept[len(first) :]
    last = _within(rest[::-1][: lines - len(first)], room)[::-1]
    hidden = len(rest) - len(last)
    return "\n".join([*first, f"… {count(hidden, 'line')} left out …", *last])


def _line(line: str) -> str:
    return line if len(line) <= MAX_LINE else line[: MAX_LINE - 1] + "…"


def _within(lines: list[str], chars: int) -> list[str]:
    """As many of the lines as fit; always one, cut if need be."""
    kept: list[str] = []
    for line in lines:
        chars -= len(line) + 1
        if chars < 0:
            break
        kept.append(line)
    return kept or [line[: max(chars + len(line), 20)] for line in lines[:1]]
