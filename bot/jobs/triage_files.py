"""Triage reports and logs that lie on this disk: the same engine, without GitHub."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from bot.evidence.read import FileRow, FilesRead, read_files
from bot.jobs.context.log_rules import usable_rules
from bot.model.config import RepoConfig
from bot.model.masking import masked
from bot.model.names import Origin
from bot.model.verdict import Verdict
from bot.model.worklog import Worklog
from bot.planning.standing import Standing
from bot.planning.telling.worklog import build_worklog
from bot.planning.telling.worklog_facts import WorklogFacts
from bot.render.triage_json import Json, triage_json
from bot.triage.extract import extract_failures
from bot.triage.grouping.cluster import cluster
from bot.triage.grouping.twins import Twin, told_once
from bot.triage.judge import judge
from bot.triage.suites import suite_totals


@dataclass(frozen=True, kw_only=True)
class LocalTriage:
    """What the files came to."""

    read: FilesRead
    verdicts: tuple[Verdict, ...]
    worklog: Worklog

    @property
    def is_unreadable(self) -> bool:
        """Whether nothing that was given could be understood."""
        return not any(row.format for row in self.read.files)

    @property
    def has_failures(self) -> bool:
        """Whether a test failed, or a log shows more than warnings."""
        return any(verdict.origin is not Origin.WARNING for verdict in self.verdicts)

    @property
    def json(self) -> dict[str, Json]:
        """The document that `--json` prints."""
        totals = _row(self.read.totals)
        kept = {name: totals[name] for name in totals if name not in ("path", "format", "problems")}
        return triage_json([_row(row) for row in self.read.files], kept, self.verdicts)


def triage_files(paths: Sequence[Path], config: RepoConfig, *, today: date) -> LocalTriage:
    """Read every file, group what failed by its cause, judge it, and write the worklog."""
    rules, unusable = usable_rules(config)
    read = masked(read_files(paths, user_rules=rules))
    evidence, twins = told_once(read.evidence)
    suites = suite_totals(evidence.reports, evidence.legs)
    failures = extract_failures(evidence.reports, evidence.legs)
    findings = [finding for log in evidence.logs for finding in log.findings]
    verdicts = judge(
        cluster(failures, findings, suites), config=config, history={}, run=None, default_branch=""
    )
    facts = WorklogFacts(date=today, suites=suites, problems=(*unusable, *evidence.problems))
    worklog = build_worklog([Standing(verdict=verdict) for verdict in verdicts], facts)
    files = _passed_over(read.files, twins)
    return LocalTriage(
        read=replace(read, files=files, evidence=evidence), verdicts=verdicts, worklog=worklog
    )


def _passed_over(rows: Sequence[FileRow], twins: Sequence[Twin]) -> tuple[FileRow, ...]:
    """The rows, with the sentence of each that tells nothing of its own."""
    said = {twin.path: twin.sentence for twin in twins}
    return tuple(
        replace(row, problems=(*row.problems, said[row.path]), is_twin=True)
        if row.path in said
        else row
        for row in rows
    )


def _row(row: FileRow) -> dict[str, Json]:
    values: dict[str, Json] = asdict(row)
    del values["is_twin"]
    values["problems"] = list(row.problems)
    values["seconds"] = round(row.seconds, 3)
    return values
