"""What a serialized report of pytest says of a failure: message, type and a trace as it prints."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.reports.caps import Caps
from bot.reports.json.lines import Event, inner, word
from bot.reports.text import Clip
from bot.reports.texts import type_of
from bot.reports.wording import short_text

_BETWEEN = "\n_ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _\n\n"
_NAME = re.compile(r"[A-Za-z_][\w.]{0,200}")
_ENTRIES = 400
_SKIPPED = "Skipped: "


@dataclass(frozen=True, slots=True)
class PytestWords:
    """The texts of one phase."""

    type: str = ""
    message: str = ""
    trace: str = ""
    output: str = ""


def words_of(event: Event, caps: Caps) -> PytestWords:
    """The texts of a report that did not pass."""
    output = _output(event, caps.output)
    expected = word(event, "wasxfail")
    told = event.get("longrepr")
    if expected:
        return PytestWords("", expected.removeprefix("reason: "))
    if isinstance(told, list):
        reason = told[2] if len(told) > 2 and isinstance(told[2], str) else ""
        return PytestWords("", reason.removeprefix(_SKIPPED), output=output)
    if isinstance(told, dict):
        return _of_exception(told, caps, output)
    text = told if isinstance(told, str) else ""
    message = short_text("", text, "")
    type_ = next(filter(None, map(type_of, reversed(message.split("\n")))), "")
    return PytestWords(type_, message, text, output)


def _of_exception(told: Event, caps: Caps, output: str) -> PytestWords:
    trace = Clip(caps.trace)
    for piece in _pieces(told):
        trace.add(piece)
    message = word(inner(told, "reprcrash"), "message")
    text = trace.text().strip("\n")
    type_ = type_of(message) or _raised(inner(told, "reprtraceback"))
    return PytestWords(type_, message or short_text("", text, ""), text, output)


def _pieces(told: Event) -> Iterator[str]:
    """The trace as pytest prints it, the exceptions that led to the last one before it."""
    chain = told.get("chain")
    links = chain[:50] if isinstance(chain, list) and chain else [[inner(told, "reprtraceback")]]
    for link in links:
        if isinstance(link, list) and link and isinstance(link[0], dict):
            yield from _traceback(link[0])
            if len(link) > 2 and isinstance(link[2], str) and link is not links[-1]:
                yield f"\n{link[2]}\n\n"


def _traceback(traceback: Event) -> Iterator[str]:
    for at, entry in enumerate(_entries(traceback)):
        if at:
            yield _BETWEEN
        lines = entry.get("lines")
        for line in lines if isinstance(lines, list) else ():
            if isinstance(line, str):
                yield f"{line}\n"
        place = inner(entry, "reprfileloc")
        if place:
            yield f"\n{word(place, 'path')}:{place.get('lineno')}: {word(place, 'message')}\n"
    extra = word(traceback, "extraline")
    if extra:
        yield f"{extra}\n"


def _entries(traceback: Event) -> list[Event]:
    entries = traceback.get("reprentries")
    if not isinstance(entries, list):
        return []
    kept = entries if len(entries) <= _ENTRIES else entries[-_ENTRIES:]
    return [inner(entry, "data") for entry in kept if isinstance(entry, dict)]


def _raised(traceback: Event) -> str:
    """The class that the last frame names: `tests/test_cart.py:7: AssertionError`."""
    for entry in reversed(_entries(traceback)):
        name = word(inner(entry, "reprfileloc"), "message")
        if name:
            return name[:300] if _NAME.fullmatch(name) else ""
    return ""


def _output(event: Event, limit: int) -> str:
    """What was captured, under the titles that pytest gives."""
    told = event.get("sections")
    sections = told if isinstance(told, list) else []
    clip = Clip(limit)
    for section in sections:
        if isinstance(section, list) and len(section) > 1 and isinstance(section[1], str):
            clip.add(f"--- {section[0]} ---\n" if len(sections) > 1 else "")
            clip.add(f"{section[1]}\n")
    return clip.text()
