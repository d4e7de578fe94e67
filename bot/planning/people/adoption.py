"""A person's issue becomes the home of the failures it names.

| what its title or text names                       | counts when                              |
|----------------------------------------------------|------------------------------------------|
| a fingerprint, as in a marker or in `why`          | it is one of a known cause or test       |
| a test's whole id: `path::name` or `class::name`   | it stands there as a word of its own     |
| a test's name alone                                | it is no common word and of one cause    |
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from bot.model.failure import Cluster, Failure
from bot.model.issue import Field, Override, TrackedIssue
from bot.model.match import IssueCard
from bot.model.names import Kind, Origin
from bot.model.verdict import Verdict
from bot.model.worklog import WorklogEntry
from bot.planning.course.turned import under_another_number
from bot.planning.one_issue.joining import causes, joined

READ = 60_000
_PRINT = re.compile(r"(?<!\w)\d{1,3}:[0-9a-f]{16}(?!\w)")
_PARAMETERS = re.compile(r"\[[^\n]*\]$")


def named_issues(text: str, kept: Sequence[TrackedIssue]) -> tuple[TrackedIssue, ...]:
    """Find the issues of ours whose failures a person's text names exactly."""
    text = text[:READ]
    prints = set(_PRINT.findall(text))
    exact = [
        issue
        for issue in kept
        if prints & {*issue.fingerprints, *issue.tests}
        or any(_stands(text, name) for f in _failures(issue) for name in _ids(f))
    ]
    if exact:
        return tuple(exact)
    by_name = [i for i in kept if any(_is_telling(n) and _stands(text, n) for n in _names(i))]
    return tuple(by_name) if len(by_name) == 1 else ()


def named_entries(text: str, entries: Sequence[WorklogEntry]) -> tuple[WorklogEntry, ...]:
    """Find the causes of the last runs that have no issue and that a person's text names."""
    text = text[:READ]
    prints = set(_PRINT.findall(text))
    return tuple(
        entry
        for entry in entries
        if not entry.number
        and entry.fingerprint
        and (
            entry.fingerprint in prints
            or any(_is_telling(t) and _stands(text, t) for t in _tests_of(entry))
        )
    )


def adopted(card: IssueCard, homes: Sequence[TrackedIssue], by: str, now: datetime) -> TrackedIssue:
    """Make a person's issue the home of what `homes` held. Its title and its end stay theirs."""
    home = homes[0]
    for other in homes[1:]:
        home = joined(home, other)
    title = Override(
        field=Field.TITLE, value=card.title, by=card.author or by, at=now, before=home.verdict.title
    )
    given = replace(
        under_another_number(home, card.number, now),
        muted_until=None,
        muted_by="",
        duplicates=tuple(dict.fromkeys(o.number for o in homes if o.number)),
        is_adopted=True,
        kept_by=card.author or by,
        decisions=(),
    )
    return given.with_override(title)


def home_of(entry: WorklogEntry, workflow: str, branch: str) -> TrackedIssue:
    """Take down a cause that only a worklog knows; the next run that shows it fills it in."""
    kind = next((k for k in Kind if entry.title.startswith(f"{k}-")), Kind.FAILING)
    origin = entry.origin if entry.origin in set(Origin) else Origin.NEW
    start = f"{kind}-test-{entry.origin}-{entry.severity}-"
    verdict = Verdict(
        cluster=Cluster(fingerprint=entry.fingerprint, cause=entry.heading, message=""),
        kind=kind,
        origin=origin,
        severity=entry.severity,
        category=entry.category,
        slug=entry.title.removeprefix(start),
        description=entry.description,
        severity_reason=entry.severity_reason,
        origin_reason="",
        impact=entry.business_impact,
    )
    return TrackedIssue(
        number=0,
        verdict=verdict,
        fingerprints=(entry.fingerprint,),
        workflow=workflow,
        branch=branch,
    )


def _failures(issue: TrackedIssue) -> Iterator[Failure]:
    for verdict in (issue.verdict, *causes(issue)):
        yield from verdict.cluster.failures


def _ids(failure: Failure) -> Iterator[str]:
    """The ways to write a test that name no other."""
    name = failure.name
    inner = failure.classname.rpartition(".")[2]
    if failure.classname:
        yield from (f"{failure.classname}::{name}", f"{failure.classname}.{name}")
    for file in {failure.test_file, failure.file} - {""}:
        yield f"{file}::{name}"
        yield f"{file}::{inner}::{name}"


def _tests_of(entry: WorklogEntry) -> Iterator[str]:
    """A worklog lists tests alone, or by class: `TestCart: test_a, test_b`."""
    for row in entry.failed_tests:
        yield from (row.partition(": ")[2] or row).split(", ")


def _names(issue: TrackedIssue) -> set[str]:
    names = {failure.name for failure in _failures(issue)}
    return names | {_PARAMETERS.sub("", name) for name in names}


def _stands(text: str, name: str) -> bool:
    """Whether a text holds a name, not as a part of a longer one."""
    return name in text and (
        re.search(rf"(?<![\w/.:-]){re.escape(name)}(?![\w:-]|\.\w)", text) is not None
    )


def _is_telling(name: str) -> bool:
    """Whether a test's name would not stand in a sentence by chance."""
    return len(name) >= 8 and not name.isalpha()
