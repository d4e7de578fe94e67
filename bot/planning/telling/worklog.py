"""The worklog of a run, of a commit, or of a day, as data."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.model.names import Origin
from bot.model.sorting import Sort
from bot.model.worklog import SuiteLine, Worklog, WorklogEntry
from bot.planning.standing import Standing
from bot.planning.telling.assessment import assess
from bot.planning.telling.summary import job_lines, suite_lines
from bot.planning.telling.worklog_entry import entry
from bot.planning.telling.worklog_facts import WorklogFacts

_SETTLED = ("closed", "passed", "flaky")
_URGENCY = (
    Sort.NEW,
    Sort.UNCLASSIFIED,
    *(s for s in Sort if s not in (Sort.NEW, Sort.UNCLASSIFIED)),
)


_PRINTED = ("Error: ", "Also printed: ", "Found: ", "Deprecated: ")


def build_worklog(standings: Sequence[Standing], facts: WorklogFacts) -> Worklog:
    """Write the worklog; without GitHub a standing is `Standing(verdict=…)` and nothing more."""
    ordered = sorted(standings, key=lambda s: (_is_settled(s.progress), s.verdict.severity))
    leading = next(
        (s for s in ordered if s.verdict.origin not in (Origin.FLAKY, Origin.WARNING)), None
    )
    entries = tuple(entry(s, facts, is_leading=s is leading) for s in ordered)
    failing = [s.verdict for s in ordered if not _is_settled(s.progress)]
    suites, jobs = suite_lines(facts.suites, failing, facts.jobs), job_lines(facts.jobs)
    return Worklog(
        repo=facts.repo,
        date=facts.date,
        focus=facts.focus,
        status=_status(entries),
        entries=entries,
        jobs=jobs,
        suites=suites,
        assessment=assess(entries, suites, jobs),
        problems=facts.problems,
        sha=facts.sha,
        run_url=facts.run_url,
        run=facts.run,
        event=facts.event,
    )


def with_numbers(worklog: Worklog, numbers: Mapping[str, int]) -> Worklog:
    """Fill in the numbers of issues opened since, by their fingerprints."""
    entries = tuple(
        replace(e, number=numbers[e.fingerprint], state="open")
        if not e.number and not e.not_opened and e.fingerprint in numbers
        else e
        for e in worklog.entries
    )
    return replace(worklog, entries=entries)


def without_output(worklog: Worklog) -> Worklog:
    """Leave out every word that tests and logs printed, for `output: none`."""
    entries = tuple(
        replace(
            e,
            description=e.description.partition(": ")[0],
            details=tuple(d for d in e.details if not d.startswith(_PRINTED)),
            logs=(),
            next_step=e.next_step.partition(": ")[0],
        )
        for e in worklog.entries
    )
    return replace(
        worklog, entries=entries, suites=tuple(replace(s, note="") for s in worklog.suites)
    )


def merge_worklogs(worklogs: Sequence[Worklog]) -> Worklog:
    """Merge the worklogs of several workflows of a commit, or of a day, oldest first.

    One cause is one entry; of a suite or job that ran several times the newest line counts.
    Raises ValueError when there is none to merge.
    """
    if not worklogs:
        raise ValueError("there is no worklog to merge")
    newest = worklogs[-1]
    entries: dict[str, WorklogEntry] = {}
    for found in (e for w in worklogs for e in w.entries):
        key = str(found.number or found.title)
        entries[key] = _later(entries[key], found) if key in entries else found
    merged = tuple(sorted(entries.values(), key=lambda e: (_is_settled(e.progress), e.severity)))
    suites = _last([line for w in worklogs for line in w.suites])
    jobs = _last([line for w in worklogs for line in w.jobs])
    return Worklog(
        repo=newest.repo,
        date=newest.date,
        focus=", ".join(dict.fromkeys(w.focus for w in worklogs)),
        status=_status(merged),
        entries=merged,
        jobs=jobs,
        suites=suites,
        assessment=assess(merged, suites, jobs),
        problems=tuple(dict.fromkeys(p for w in worklogs for p in w.problems)),
        sha=newest.sha if len({w.sha for w in worklogs}) == 1 else "",
        run_url=newest.run_url if len({w.run_url for w in worklogs}) == 1 else "",
    )


def _later(old: WorklogEntry, new: WorklogEntry) -> WorklogEntry:
    """Take the newer entry; what failed in either is listed, and "new" stays so for the day.

    Of two sorts that a cause has in two workflows the one that asks more of the author counts.
    """
    tests = tuple(dict.fromkeys((*old.failed_tests, *new.failed_tests)))
    is_new = old.progress == "new" and new.progress == "still failing"
    sorts = [found for found in (old.sorted, new.sorted) if found]
    return replace(
        new,
        failed_tests=tests,
        progress="new" if is_new else new.progress,
        sorted=min(sorts, key=lambda s: _URGENCY.index(s.sort), default=None),
    )


def _last(lines: Sequence[SuiteLine]) -> tuple[SuiteLine, ...]:
    return tuple({line.name: line for line in lines}.values())


def _is_settled(progress: str) -> bool:
    return progress.startswith(_SETTLED)


def _status(entries: Sequence[WorklogEntry]) -> str:
    if not entries:
        return "Nothing failed"
    return "Passing" if all(_is_settled(e.progress) for e in entries) else "In Progress"
