"""The worklog as a document: issues, next steps, how the tests did, and what it all means.

# Failing Test Gardener Worklog - CI
**Date**: 2025-09-14
## Issues Discovered
### Issue 1: …
## Next Steps
1. **URGENT**: …
## Test Execution Summary
### Overall Assessment
"""

from collections.abc import Iterable, Iterator, Sequence

from bot.model.names import Severity
from bot.model.worklog import Worklog, WorklogEntry
from bot.render.escape import clean, code_span, fence, inline, prose
from bot.render.links import link
from bot.render.phrases import count, sentence, short_sha
from bot.render.shorten import head
from bot.render.suite_lines import passed_text, suite_line

TESTS = 100
PASSED_SUITES = 20
LINE = 600


def worklog_markdown(worklog: Worklog) -> str:
    """The whole document, ending in one newline."""
    focus = inline(worklog.focus)
    head_lines = [
        f"# Failing Test Gardener Worklog - {focus}"
        if focus
        else "# Failing Test Gardener Worklog",
        f"**Date**: {worklog.date.isoformat()}  ",
        *([f"**Focus**: {focus}  "] if focus else []),
        f"**Status**: {inline(worklog.status)}  ",
    ]
    if worklog.sha:
        run = f" ({link('run', worklog.run_url)})" if worklog.run_url else ""
        head_lines.append(f"**Commit**: {code_span(short_sha(worklog.sha))}{run}  ")
    blocks = ["\n".join(head_lines), *_issues(worklog), *_next_steps(worklog)]
    return "\n\n".join([*blocks, *_summary(worklog), *_problems(worklog)]) + "\n"


def _issues(worklog: Worklog) -> Iterator[str]:
    yield "## Issues Discovered"
    if not worklog.entries:
        yield passed_text(worklog)
    for number, entry in enumerate(worklog.entries, start=1):
        yield "\n\n".join(_entry(number, entry))


def _entry(number: int, entry: WorklogEntry) -> Iterator[str]:
    severity = f"{entry.severity.upper()} - {entry.severity.word}"
    reason = _reason(entry)
    facts = [
        f"### Issue {number}: {inline(entry.heading, LINE)}",
        f"**Category**: {inline(entry.category)}  ",
        f"**Severity**: {severity} ({reason})  " if reason else f"**Severity**: {severity}  ",
        f"**Description**: {prose(entry.description, LINE)}",
    ]
    yield "\n".join(facts)
    yield from _list("Details", entry.details)
    yield from _list("Impact", entry.impact)
    if entry.logs:
        text = clean("\n".join(" ".join(line[:4000].splitlines()) for line in entry.logs))
        yield f"**Logs**:\n{fence(head(text, lines=90, chars=9000))}"
    yield from _list("Failed Tests", entry.failed_tests)
    last = [line for line in _ending(entry) if line]
    if last:
        yield "  \n".join(last)


def _reason(entry: WorklogEntry) -> str:
    """The sentence "P1 because …" without what stands before it already."""
    text = entry.severity_reason.strip().rstrip(".")
    return prose(text.removeprefix(f"{entry.severity.upper()} because "), LINE)


def _list(title: str, lines: Sequence[str]) -> Iterator[str]:
    if not lines:
        return
    shown = [f"- {prose(line, LINE)}" for line in lines[:TESTS]]
    hidden = len(lines) - TESTS
    shown += [f"- +{hidden:,} more"] if hidden > 0 else []
    yield "\n".join([f"**{title}**:", *shown])


def _ending(entry: WorklogEntry) -> Iterator[str]:
    if entry.business_impact:
        yield f"**Business Impact**: {prose(entry.business_impact, LINE)}"
    title = inline(entry.title)
    if entry.number:
        words = ", ".join(dict.fromkeys(w for w in (entry.state, entry.progress) if w))
        yield f"**GitHub Issue**: #{entry.number} - {title}" + (
            f" ({inline(words)})" if words else ""
        )
    elif entry.not_opened:
        yield f"**GitHub Issue**: not opened: {inline(entry.not_opened)}"
    elif title:
        yield f"**GitHub Issue**: none yet - {title}"
    if entry.related:
        near = (
            f"#{r.number} ({inline(r.state.upper(), 25)})" if r.state else f"#{r.number}"
            for r in entry.related
        )
        yield f"**Related Issues**: {', '.join(near)}"


def _next_steps(worklog: Worklog) -> Iterator[str]:
    yield "## Next Steps"
    steps = list(_steps(worklog.entries))
    yield "\n".join(f"{n}. {step}" for n, step in enumerate(steps, start=1)) or "Nothing to do."


def _steps(entries: Iterable[WorklogEntry]) -> Iterator[str]:
    """By urgency: the critical ones first, each with its severity and its issue."""
    ordered = sorted(entries, key=lambda entry: entry.severity)
    for entry in ordered:
        if not entry.next_step:
            continue
        word = "**NEW**: " if entry.progress == "new" else ""
        word = "**URGENT**: " if entry.severity is Severity.P0 else word
        issue = f" - Issue #{entry.number}" if entry.number else ""
        step = prose(entry.next_step.rstrip("."), LINE)
        yield f"{word}{step} ({entry.severity.upper()}){issue}"
    held_back = sum(bool(entry.not_opened) for entry in ordered)
    if held_back:
        yield f"Open issues for what was held back this time ({count(held_back, 'cause')})"


def _summary(worklog: Worklog) -> Iterator[str]:
    if worklog.jobs or worklog.suites or worklog.assessment:
        yield "## Test Execution Summary"
    if worklog.jobs:
        yield "\n".join(["### Jobs", *(suite_line(line) for line in worklog.jobs)])
    if worklog.suites:
        yield "\n".join(["### Test Suites", *_suites(worklog)])
    if worklog.assessment:
        lines = (line.partition(": ") for line in worklog.assessment)
        said = [
            f"- **{inline(a)}**: {sentence(b, LINE)}" if b else f"- {inline(a)}"
            for a, _, b in lines
        ]
        yield "\n".join(["### Overall Assessment", *said])


def _suites(worklog: Worklog) -> Iterator[str]:
    """All that is not simply green, and the first of what is."""
    yield from (suite_line(line) for line in worklog.suites if line.status != "PASSED")
    green = [line for line in worklog.suites if line.status == "PASSED"]
    yield from (suite_line(line) for line in green[:PASSED_SUITES])
    rest = green[PASSED_SUITES:]
    if rest:
        tests = count(sum(line.tests - line.skipped for line in rest), "test")
        yield f"- {count(len(rest), 'more suite')}: PASSED ({tests})"


def _problems(worklog: Worklog) -> Iterator[str]:
    if worklog.problems:
        yield "## Could Not Be Read"
        yield "\n".join(f"- {prose(problem, LINE)}" for problem in worklog.problems[:TESTS])
