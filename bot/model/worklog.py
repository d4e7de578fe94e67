"""The worklog: the document a person would keep by hand after a run."""

from dataclasses import dataclass
from datetime import date

from bot.model.issue import Related
from bot.model.names import Origin, Severity
from bot.model.sorting import Sorted


@dataclass(frozen=True, slots=True, kw_only=True)
class WorklogEntry:
    """One issue of the worklog. `number` is 0 when no GitHub issue exists, then `not_opened` says why.

    `progress` says where it is on its way ("still failing", "passed 1 of 3", "closed", "new").
    `sorted` is what it is to the author of the commit; None when it did not fail here.
    """

    heading: str
    category: str
    severity: Severity
    severity_reason: str
    origin: Origin
    description: str
    details: tuple[str, ...] = ()
    impact: tuple[str, ...] = ()
    logs: tuple[str, ...] = ()
    failed_tests: tuple[str, ...] = ()
    business_impact: str = ""
    fingerprint: str = ""
    number: int = 0
    title: str = ""
    state: str = ""
    progress: str = ""
    not_opened: str = ""
    related: tuple[Related, ...] = ()
    next_step: str = ""
    sorted: Sorted | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SuiteLine:
    """One line of the test execution summary. `status` is a word such as FAILED."""

    name: str
    status: str
    tests: int = 0
    red: int = 0
    skipped: int = 0
    seconds: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worklog:
    """The document. `entries` come most urgent first; `problems` name what could not be read.

    `run` is the attempt it tells of, `run:{id}:{attempt}`, and `event` what started it; both are
    empty for several runs, or without GitHub.
    """

    repo: str
    date: date
    focus: str
    status: str
    entries: tuple[WorklogEntry, ...] = ()
    jobs: tuple[SuiteLine, ...] = ()
    suites: tuple[SuiteLine, ...] = ()
    assessment: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    sha: str = ""
    run_url: str = ""
    run: str = ""
    event: str = ""
