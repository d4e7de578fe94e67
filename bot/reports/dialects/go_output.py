"""What a failed Go test printed: which part of it is the failure, in words."""

import re
from dataclasses import dataclass

from bot.reports.wording import LINES

_NOISE = re.compile(
    r"\s*(?:=== (?:RUN|PAUSE|CONT|NAME|ATTR|ARTIFACTS)\b|--- (?:FAIL|PASS|SKIP|BENCH): )"
    r"|(?:FAIL|PASS|ok)(?:\t.*)?$|exit status \d+$|coverage: |testing: warning: no tests to run$"
)
_PLACE = re.compile(r"^[ \t]+(?P<said>[\w./@+-]{1,200}\.go:\d+: ?(?P<text>.*))$")
_FAILING = re.compile(
    r"(?i)\b(?:got|want(?:ed)?|expect\w*|actual|fail\w*|err(?:or)?s?|unexpected|mismatch\w*"
    r"|not|wrong|bad|incorrect|differ\w*|should|must|cannot|missing|invalid|panic\w*|race|timed? ?out)\b|n't|!="
)
_FIELD = re.compile(r"^\s+(Error Trace|Error|Test|Messages):\s*(.*)$")
_PANIC = re.compile(r"^\t*(?:panic|fatal error): (?P<text>.*)$", re.M)
_RECOVERED = re.compile(r" \[recovered(?:, repanicked)?\]$")
_RUNNING = re.compile(r"^\t(Test\S+|Fuzz\S+|Example\S+|Benchmark\S+) \(.*\)$", re.M)


@dataclass(frozen=True, slots=True)
class Told:
    """The failure: `type` is `panic`, `data race` or empty, `trace` all that was printed."""

    type: str
    message: str
    trace: str

    @property
    def is_own(self) -> bool:
        """Whether a test with failed subtests failed by itself, too, as far as words tell."""
        return self.type != "" or "Error Trace:" in self.trace or _has_failing_line(self.trace)


def told(output: str) -> Told:
    r"""Read what a test or a package printed.

    >>> told("=== RUN   TestAdd\n    add_test.go:9: adding\n    add_test.go:12: got 3, want 4\n").message
    'add_test.go:12: got 3, want 4'
    """
    lines = [line.rstrip() for line in output.split("\n")]
    lines = [line for line in lines if not _NOISE.match(line)]
    trace = "\n".join(lines).strip("\n")
    panic = _PANIC.search(trace)
    if panic:
        return Told("panic", _panic(trace, panic), trace)
    message = _testify(lines) or _at_place(lines) or _first(lines)
    return Told("data race" if "WARNING: DATA RACE" in trace else "", message, trace)


def running(output: str) -> frozenset[str]:
    """The tests that ran when Go's own timeout struck."""
    at = output.find("panic: test timed out after")
    return frozenset(_RUNNING.findall(output, at)) if at >= 0 else frozenset()


def _panic(trace: str, found: re.Match[str]) -> str:
    """The panic's words, which may go on for some lines; what it was recovered from again not."""
    words = _RECOVERED.sub("", found[0].strip())
    kept = [words]
    for line in trace[found.end() :].split("\n")[1:LINES]:
        if not line or line.startswith(("goroutine ", "\t", "[signal", "running tests")):
            break
        kept.append(line.rstrip())
    return "\n".join(kept)


def _testify(lines: list[str]) -> str:
    """The first block of testify: what is wrong, then the words of the test's author."""
    fields: dict[str, list[str]] = {}
    field = ""
    for line in lines:
        found = _FIELD.match(line)
        if found:
            if found[1] in fields and found[1] == "Error Trace":
                break
            field = found[1]
            fields[field] = [found[2]]
        elif field:
            if _PLACE.match(line) or not line.strip():
                field = ""
            else:
                fields[field].append(line.strip())
    if "Error Trace" not in fields:
        return ""
    words = [line.strip() for line in (*fields.get("Error", ()), *fields.get("Messages", ()))]
    return "\n".join(line for line in words if line)


def _has_failing_line(trace: str) -> bool:
    return any(
        found and _FAILING.search(found["text"]) for found in map(_PLACE.match, trace.split("\n"))
    )


def _at_place(lines: list[str]) -> str:
    """The line that begins with a place in a file, and what follows it deeper."""
    places = [at for at, line in enumerate(lines) if _PLACE.match(line)]
    if not places:
        return ""
    failing = [at for at in places if _FAILING.search(_following(lines, at))]
    return _following(lines, failing[0] if failing else places[-1])


def _following(lines: list[str], at: int) -> str:
    indent = len(lines[at]) - len(lines[at].lstrip())
    kept = [lines[at].strip()]
    for line in lines[at + 1 : at + 2 * LINES]:
        if len(line) - len(line.lstrip()) <= indent and line.strip():
            break
        if line.strip():
            kept.append(line.strip())
    return "\n".join(kept[:LINES])


def _first(lines: list[str]) -> str:
    """The first lines that say something; headers of the compiler are none."""
    kept = [line.strip() for line in lines if line.strip() and not line.startswith("# ")]
    return "\n".join(kept[:LINES])
