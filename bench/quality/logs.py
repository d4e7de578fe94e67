"""Is the cause of a job log found, and its decisive line, beside a table of keywords.

`manifest.jsonl` rows: `{"path", "cause", "also_ok", "decisive_line"}`, lines counted from 1. Logs
labelled `none` or `deprecation_only` must raise no alarm.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TypedDict

from bench.quality.table import show
from bot.logs.scan import scan_log

QUIET = ("none", "deprecation_only")
NEAR = 3


class Row(TypedDict):
    """One labelled log."""

    path: str
    cause: str
    also_ok: list[str]
    decisive_line: int | None


class Found(NamedTuple):
    """What a method says first; `none` and 0 when it says nothing. `alarms`: is anything wrong."""

    cause: str
    line: int
    alarms: bool


def ours(path: Path) -> Found:
    """The most decisive finding of the product."""
    with path.open("rb") as stream:
        findings = scan_log(stream, path.name).findings
    alarms = any(str(finding.cause) not in QUIET for finding in findings)
    return (
        Found(str(findings[0].cause), findings[0].line, alarms)
        if findings
        else Found("none", 0, False)
    )


_KEYWORDS = (
    ("disk_full", r"no space left on device|disk quota exceeded"),
    ("oom", r"out of memory|oom-?kill|exit code 137|MemoryError|bad_alloc|cannot allocate memory"),
    ("docker_daemon", r"docker daemon"),
    ("rate_limit", r"rate limit|ratelimit|too many requests"),
    ("docker_build", r"failed to solve|docker build.*failed|dockerfile"),
    ("cancelled", r"operation was canceled|run was canceled|shutdown signal"),
    ("dependency", r"no matching distribution|npm err!|could not find a version|eresolve|unresolv"),
    ("collection", r"error collecting|collected 0 items|errors during collection"),
    ("syntax", r"syntaxerror|syntax error"),
    (
        "compile",
        r"compilation (?:failed|error)|error ts\d+|error\[e\d+\]|undefined reference|: error:",
    ),
    ("lint", r"eslint|ruff|flake8|would reformat|mypy"),
    ("permission", r"permission|forbidden|access denied|unauthorized|authentication failed"),
    (
        "network",
        r"connection (?:refused|reset|timed out)|could not resolve|getaddrinfo|econnrefused|ssl",
    ),
    ("timeout", r"timed? ?out|exceeded the maximum execution time"),
    ("crash", r"segmentation fault|core dumped|panic:|sigsegv"),
    ("assertion", r"assert|--- fail|\d+ failed"),
    ("config", r"invalid|not set|environment variable|unrecognized|no such file"),
    ("infra", r"lost communication|runner .* error"),
    ("script_error", r"exit code [1-9]|command not found|error"),
)
_TABLE = tuple((cause, re.compile(words, re.IGNORECASE)) for cause, words in _KEYWORDS)


def keywords(path: Path) -> Found:
    """The first row of a table of keywords that any line holds, at its first line."""
    lines = path.read_text("utf-8", "replace").splitlines()
    for cause, pattern in _TABLE:
        for number, line in enumerate(lines, 1):
            if pattern.search(line):
                return Found(cause, number, True)
    return Found("none", 0, False)


METHODS: dict[str, Callable[[Path], Found]] = {
    "**Test Gardener**": ours,
    "table of keywords, first that fits": keywords,
}


def is_right(row: Row, found: Found) -> bool:
    """Whether the cause is the labelled one, or another that can be defended."""
    return found.cause in (row["cause"], *row["also_ok"])


def is_near(row: Row, found: Found) -> bool:
    """Whether the line is within three of the decisive one."""
    return bool(found.line) and abs(found.line - (row["decisive_line"] or 0)) <= NEAR


def report(root: Path, misses: bool = False) -> None:
    """Print the table; with `misses` each log that is read wrong."""
    lines = (root / "manifest.jsonl").read_text("utf-8").splitlines()
    rows: list[Row] = [json.loads(line) for line in lines if line.strip()]
    lined = [row for row in rows if row["decisive_line"] and row["cause"] != "none"]
    quiet = [row for row in rows if row["cause"] in QUIET]
    cells = []
    for name, read in METHODS.items():
        found = {row["path"]: read(root / row["path"]) for row in rows}
        right = sum(is_right(row, found[row["path"]]) for row in rows) / max(1, len(rows))
        near = sum(is_near(row, found[row["path"]]) for row in lined) / max(1, len(lined))
        alarms = sum(found[row["path"]].alarms for row in quiet)
        cells.append((name, right, near, f"{alarms} of {len(quiet)}"))
        for row in rows if misses and read is ours else ():
            said = found[row["path"]]
            if not is_right(row, said) or (row in lined and not is_near(row, said)):
                print(f"{row['path']}: {row['cause']} at {row['decisive_line']}, said {said}")
    head = ("method", "right cause", "line within 3", "false alarms")
    show(f"Logs: {len(rows)}", head, cells)
