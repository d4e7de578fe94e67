"""One file: a test report, a log, or neither. Its content decides, its name only in doubt."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.evidence.stream import Member
from bot.logs.scan import scan_log
from bot.logs.user_rules import UserRule
from bot.model.finding import LogReading
from bot.model.report import TestReport
from bot.reports.read import looks_like_report, read_report

_REPORT_NAME = re.compile(
    r"(?:^TEST-|junit|xunit|nunit|surefire)[^/]*\.xml$|\.(?:trx|tap|subunit)$"
    r"|test[-_.]?(?:run|report|result)s?[^/]*\.(?:xml|jsonl?|ndjson)$",
    re.IGNORECASE,
)
_LOG_NAME = re.compile(r"(?:\.log|\.txt|\.out|\.err|/[^./]+|^[^./]+)$", re.IGNORECASE)
_SURE_LOG_NAME = re.compile(r"\.(?:log|txt)$", re.IGNORECASE)
_GITHUB_LINE = re.compile(rb"(?:\xef\xbb\xbf)?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,9}Z ")
_JOB_OF_RUN_LOG = re.compile(r"(?:^|/)-?\d+_([^/]+)\.txt$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is looked for: reports always; logs where they are wanted, with these rules.

    `named` says that somebody asked for this very file, so that it is never passed over.
    """

    logs: bool = False
    named: bool = False
    user_rules: Sequence[UserRule] = ()


def read_member(found: Member, wanted: Wanted) -> TestReport | LogReading | None:
    """Read it to its end, or pass it over: None.

    A file that is named like a report and is none is read, too, so that somebody hears of it.
    """
    head = found.head
    if looks_like_report(head) is not None:
        return _with_problem(found, read_report(found.stream, found.name))
    if wanted.logs and _is_log(found.name, head, surely=not wanted.named):
        return _with_problem(found, scan(found, wanted.user_rules))
    if wanted.named or _REPORT_NAME.search(found.name.rpartition("/")[2]):
        return _with_problem(found, read_report(found.stream, found.name))
    return None


def scan(
    found: Member,
    user_rules: Sequence[UserRule],
    *,
    job: str = "",
    failed: bool | None = None,
) -> LogReading:
    """Read a log; `failed` None lets it speak for itself. GitHub's zips name the job in the file."""
    known = _JOB_OF_RUN_LOG.search(found.name)
    name = job or (known[1] if known else "")
    return scan_log(found.stream, found.name, job=name, user_rules=user_rules, failed=failed)


def is_step_log(name: str, seen: set[str]) -> bool:
    """Whether a file of GitHub's log archive repeats what a whole job's log there has told.

    The archive holds `0_build.txt` and, again, `build/1_Set up job.txt`; the first come first.
    """
    folder, _, file = name.rpartition("/")
    outer, _, job = folder.rpartition("/")
    if _JOB_OF_RUN_LOG.search(file) and folder not in seen:
        seen.add(f"{folder}/{file.partition('_')[2].removesuffix('.txt')}")
    is_part = file == "system.txt" or _JOB_OF_RUN_LOG.search(file) is not None
    return is_part and f"{outer}/{job}" in seen


def _is_log(name: str, head: bytes, *, surely: bool) -> bool:
    if _GITHUB_LINE.match(head):
        return True
    pattern = _SURE_LOG_NAME if surely else _LOG_NAME
    return bool(head) and b"\0" not in head and pattern.search(name) is not None


def _with_problem(found: Member, reading: TestReport | LogReading) -> TestReport | LogReading:
    """Say, too, why the stream ended before the file did."""
    if not found.problem or found.problem in reading.problems:
        return reading
    return replace(reading, problems=(*reading.problems, found.problem))
