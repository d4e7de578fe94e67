"""Everything that was read of one run: reports, logs, jobs, and what could not be read."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.model.finding import LogReading
from bot.model.report import TestReport
from bot.model.run import WorkflowJob


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """The reading of one attempt.

    `legs` tells for each report path which artifact (or folder) it came from; `jobs` are the jobs
    of the attempt, empty when nothing made it worth asking; `problems` are whole sentences that
    name an artifact or a file and why it could not be read.
    """

    reports: tuple[TestReport, ...] = ()
    logs: tuple[LogReading, ...] = ()
    jobs: tuple[WorkflowJob, ...] = ()
    legs: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
