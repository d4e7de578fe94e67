"""The lines of TAP 12, 13 and 14, and of what harnesses print around it.

https://testanything.org/tap-version-14-specification.html
"""

import re
from dataclasses import dataclass, replace

STEP = 4
"""By how many spaces a subtest is indented."""

_TEST = re.compile(
    r"(?P<not>not )?ok(?:\s+(?P<number>\d{1,9})(?!\S))?(?P<dash>\s+-(?=\s))?(?:\s+(?P<text>.*))?$"
)
PLAIN = re.compile(
    r"ok(?: (?P<number>[2-9]\d{0,8}|1\d{1,8}))?(?: - (?P<text>[A-Za-z0-9][^#{\\]*))?", re.ASCII
)
"""A passed test with no more than its number, though not the first, and a name without signs."""
_PLAN = re.compile(r"1\.\.(?P<count>\d{1,9})(?:\s*#\s*(?P<reason>.*))?\s*$")
_VERSION = re.compile(r"TAP version \d+\s*$")
_FILE = re.compile(r"(?P<file>\S.{0,300}?\S) \.\.+ *$")
_DIRECTIVE = re.compile(
    r"(?<!\\)(?:^|(?<!\s)\s+)#\s*(?P<kind>skip|todo|expected failure)\w*\b[\s:-]*(?P<reason>.*)$",
    re.I,
)
_TIME = re.compile(r"(?<!\s)\s+#\s*time=(?P<time>[\d.]{1,20})(?P<unit>ms|s|m)?\s*$")
_TOOK = re.compile(r"(?<!\s)\s+in (?P<time>\d{1,12})(?P<unit>ms|s|sec)$")
_UNITS = {"ms": 0.001, "s": 1.0, "sec": 1.0, "m": 60.0}

_BEGIN = (
    rb"(?:TAP version \d+[ \t\r]*$"
    rb"|1\.\.0 *#[ \t]*skip|1\.\.\d{1,9}[ \t\r]*\n(?:[^\n]*\n){0,50}?"
    rb"[ \t]*(?:pragma [+-]|Bail out!|(?:not )?ok\b|\Z)"
    rb"|(?:    ){0,3}(?:not )?ok 1(?= |[ \t\r]*$)|(?:    ){1,3}1\.\.\d{1,9}[ \t\r]*(?:#[^\n]*)?$|Bail out!)"
)
_BEFORE = rb"(?:[ \t\r]*(?:[#>$][^\n]*)?\n)*"
_HEAD = re.compile(_BEFORE + _BEGIN, re.M | re.I)
_PROVE = re.compile(
    rb"\s*[^\s<{\[][^\n]{0,300}\.\w{1,5} \.\.+ *\r?\n" + _BEFORE + _BEGIN, re.M | re.I
)


def sniff(head: bytes) -> bool:
    """Whether it is TAP from the very head on; comments and the banner of npm may stand there."""
    return _HEAD.match(head) is not None or _PROVE.match(head) is not None


@dataclass(frozen=True, slots=True)
class TestLine:
    """`ok 3 - adds # SKIP winter`; `directive` is `skip`, `todo` or empty."""

    __test__ = False

    is_ok: bool
    number: int | None
    text: str
    has_dash: bool
    directive: str = ""
    reason: str = ""
    seconds: float | None = None
    is_opening: bool = False


@dataclass(frozen=True, slots=True)
class PlanLine:
    """`1..3`; a plan of none may tell a reason."""

    count: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class BailLine:
    """`Bail out! no database`: nothing runs any more."""

    reason: str


@dataclass(frozen=True, slots=True)
class VersionLine:
    """`TAP version 14`: a document begins."""


@dataclass(frozen=True, slots=True)
class FileLine:
    """`t/cart.t ..`: prove shows what this file writes."""

    file: str


Line = TestLine | PlanLine | BailLine | VersionLine | FileLine | None


def parse(text: str, *, with_time: bool = False) -> Line:
    """A line without its indentation; None when it is no line of TAP.

    `with_time` says that names end with how long a test took, as bats writes them.
    """
    if text.startswith(("ok", "not ok")):
        found = _TEST.match(text)
        return _test(found, with_time=with_time) if found else None
    if text.startswith("1.."):
        plan = _PLAN.match(text)
        return PlanLine(int(plan["count"]), plan["reason"] or "") if plan else None
    if text.startswith("Bail out!"):
        return BailLine(text[9:].strip())
    if text.startswith("TAP version") and _VERSION.match(text):
        return VersionLine()
    file = _FILE.match(text) if " .." in text else None
    return FileLine(file["file"]) if file else None


def took(text: str) -> bool:
    """Whether a name ends as bats writes times: `adds in 7ms`."""
    return _TOOK.search(text) is not None


def timed(line: TestLine) -> TestLine:
    """The line as bats meant it: `adds in 7ms` is the test `adds`."""
    found = _TOOK.search(line.text)
    if found is None:
        return line
    return replace(line, text=line.text[: found.start()], seconds=_seconds(found))


def _test(found: re.Match[str], *, with_time: bool) -> TestLine:
    text = (found["text"] or "").rstrip()
    is_opening = text == "{" or text.endswith(" {")
    text = text[:-1].rstrip() if is_opening else text
    seconds = None
    time = _TIME.search(text)
    if time:
        text, seconds = text[: time.start()], _seconds(time)
    directive = _DIRECTIVE.search(text)
    if directive:
        text = text[: directive.start()]
    kind = directive["kind"].lower() if directive else ""
    line = TestLine(
        is_ok=not found["not"],
        number=int(found["number"]) if found["number"] else None,
        text=text.replace("\\#", "#").strip(),
        has_dash=found["dash"] is not None,
        directive=kind if kind in ("skip", "todo") else "",
        reason=directive["reason"].strip() if directive else "",
        seconds=seconds,
        is_opening=is_opening,
    )
    return timed(line) if with_time else line


def _seconds(found: re.Match[str]) -> float | None:
    try:
        return float(found["time"]) * _UNITS[found["unit"] or "ms"]
    except ValueError:
        return None
