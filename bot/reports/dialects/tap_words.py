"""Why a TAP test failed: its YAML block, its comments or the text behind it, in words."""

import json
import re
from dataclasses import dataclass, field

from bot.reports.caps import Caps
from bot.reports.text import Clip
from bot.reports.texts import type_of
from bot.reports.wording import LINES

_KEY = re.compile(
    r"(?P<key>'[^']{1,200}'|\"[^\"]{1,200}\"|[\w$][\w$ .()/-]{0,80}?)\s*+:(?:\s+(?P<value>.*))?$"
)
_BLOCK = re.compile(r"[|>][+-]?\d?$")
_WHERE = re.compile(
    r"\s*(?:Failed (?:\(TODO\) )?test\b.*|at \S.* line \d+\.?|\(?(?:in|from) (?:test file|function) .*[,)]"
    r"|in test file .*\))\s*$"
)
_LABEL = re.compile(r"^\s*+'?(?P<label>.*?)'?:\s*[|>]-?$")
_SUMMARY = re.compile(
    r"(?:tests|suites|pass|fail|ok|cancelled|skip|skipped|todo|duration_ms|time=|failed|passed)\b"
    r"[\s:=]*[\d.]*(?:ms)?(?: of \d+)?(?: tests?)?$|Looks like you|Subtest: "
)
_STACK = re.compile(r"\s*(?:at )?(?:async )?(?:[^\s()][^()]{0,200} \()?[^\s()]+:\d+:\d+\)?$")
_WORD = re.compile(r"\w")
_FRAME = re.compile(r"\s+at \S")
_CHILDREN = ("subtestsFailed", "cancelledByParent")


def is_summary(comment: str) -> bool:
    """Whether a comment is one of the totals at the end, or a harness talking to itself."""
    return _SUMMARY.match(comment) is not None


@dataclass(frozen=True, slots=True)
class Words:
    """`is_own` is None when the tool does not tell whether the parent failed by itself, too."""

    type: str = ""
    message: str = ""
    trace: str = ""
    seconds: float | None = None
    is_own: bool | None = None
    is_suite: bool = False


_NO_WORDS = Words()


@dataclass(slots=True)
class Diagnostics:
    """What stands behind a test line, as it comes."""

    caps: Caps
    yaml: Clip | None = None
    comments: Clip | None = None
    text: Clip | None = None
    blocks: int = field(default=0)

    def add(self, kind: str, line: str) -> None:
        """Take a line of the `yaml`, the `comments` or the `text`."""
        clip: Clip | None = getattr(self, kind)
        if clip is None:
            clip = Clip(self.caps.trace)
            setattr(self, kind, clip)
        clip.add(f"{line}\n")

    def words(self) -> Words:
        """The failure in words; what the tool says in YAML goes before its comments."""
        if self.yaml is None and self.comments is None and self.text is None:
            return _NO_WORDS
        comments = _dedent(self.comments.text()) if self.comments else ""
        text = _dedent(self.text.text()) if self.text else ""
        if self.yaml is not None:
            return _of_yaml(self.yaml.text(), comments)
        return _of_text(comments or text, text if comments else "")


def _dedent(text: str) -> str:
    lines = [line.rstrip() for line in text.strip("\n").split("\n")]
    indent = min((len(line) - len(line.lstrip()) for line in lines if line), default=0)
    return "\n".join(line[indent:] for line in lines)


def _of_text(text: str, more: str) -> Words:
    """Perl's and bats' comments, Mocha's indented text."""
    lines = text.split("\n")
    said = [line for line in lines if not _WHERE.match(line)] or lines
    kept: list[str] = []
    for line in said:
        if kept and (_FRAME.match(line) or _repeats(line, kept)):
            break
        if _WORD.search(line):
            kept.append(line.strip())
    trace = "\n".join(filter(None, (text, more)))
    found = [type_of(line) for line in lines]
    return Words(next(filter(None, found), ""), "\n".join(kept[:LINES]), trace)


def _repeats(line: str, kept: list[str]) -> bool:
    """Whether a stack begins here: `TypeError: no cart` behind the message `no cart`."""
    return line.strip().endswith(kept[0]) and type_of(line) != ""


def _of_yaml(text: str, comments: str) -> Words:
    fields = read_block(text)
    get = fields.get
    raw = get("message") or get("error") or get("reason") or ""
    stack = get("stack", "")
    type_ = next(filter(None, map(type_of, (get("name", ""), get("type", ""), stack, raw))), "")
    failure = get("failureType", "")
    return Words(
        type=type_,
        message=_message(fields, raw),
        trace=_trace(stack, f"{type_}: {raw}" if type_ else raw, text) or comments,
        seconds=_milliseconds(get("duration_ms", "")),
        is_own=failure not in _CHILDREN if failure else None,
        is_suite=get("type") == "suite",
    )


def _message(fields: dict[str, str], raw: str) -> str:
    """The tool's message, and what was expected where the message does not say it."""
    lines = [line for line in raw.split("\n") if not _WHERE.match(line)] or raw.split("\n")
    parts = [_dedent("\n".join(line for line in lines if line.strip()))[:2000]]
    found = fields.get("found", fields.get("actual", fields.get("got")))
    wanted = fields.get("wanted", fields.get("expected"))
    if found is not None and wanted is not None and not (found in raw and wanted in raw):
        parts += [f"expected: {wanted[:500]}", f"actual: {found[:500]}"]
    elif not parts[0] and "diff" in fields:
        parts.append("\n".join(_changes(fields["diff"])))
    if "details" in fields:
        labels = _labels(fields["details"])
        parts = [labels] if labels.startswith(parts[0]) else [parts[0], labels]
    if not any(parts) and "exitCode" in fields:
        parts.append(f"exit code {fields['exitCode']}")
    return "\n".join("\n".join(filter(None, parts)).split("\n")[: 2 * LINES])


def _changes(diff: str) -> list[str]:
    lines = diff.split("\n")
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))][:LINES]


def _labels(details: str) -> str:
    """Ava's block of details: each with its label on a line of its own."""
    lines = []
    for line in details.split("\n"):
        label = _LABEL.match(line)
        lines.append(label["label"] if label else line.strip())
    return "\n".join(lines[: 2 * LINES])


def _trace(stack: str, head: str, text: str) -> str:
    """The stack in the manner of V8, which leaves out `at` only in TAP; else the whole block."""
    if not stack:
        return _dedent(text)
    lines = [
        f"    at {line.strip()}" if _STACK.match(line) and "at " not in line[:12] else line
        for line in stack.split("\n")
    ]
    if head and not type_of(lines[0]):
        lines.insert(0, head)
    return "\n".join(lines)


def _milliseconds(text: str) -> float | None:
    try:
        value = float(text) / 1000
    except ValueError:
        return None
    return value if 0 <= value < 1e9 else None


def read_block(text: str) -> dict[str, str]:
    r"""The keys of a YAML block with their values as text; what is nested stays as it is written.

    Tools write into these blocks what no YAML parser accepts, so none is asked.

    >>> read_block("  message: 'it''s'\n  at:\n    line: 3\n  stack: |-\n    a\n      b\n")
    {'message': "it's", 'at': 'line: 3', 'stack': 'a\n  b'}
    """
    lines = text.split("\n")
    first = next((line for line in lines if line.strip()), "")
    indent = len(first) - len(first.lstrip())
    found: dict[str, str] = {}
    at = 0
    while at < len(lines):
        line = lines[at]
        at += 1
        key = _KEY.match(line[indent:]) if line[:indent].strip() == "" else None
        if key is None or line[indent : indent + 1] == " ":
            continue
        start = at
        while at < len(lines) and (not lines[at].strip() or lines[at][: indent + 1].strip() == ""):
            at += 1
        value = (key["value"] or "").strip()
        name = key["key"].strip("'\"")
        if value and not _BLOCK.match(value):
            found.setdefault(name, _scalar(value))
        else:
            found.setdefault(name, _dedent("\n".join(lines[start:at])))
    return found


def _scalar(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] == "'":
        return value[1:-1].replace("''", "'")
    if value.startswith('"'):
        try:
            read = json.loads(value)
        except ValueError:
            return value.strip('"')
        return read if isinstance(read, str) else value
    return "" if value in ("~", "null") else value
