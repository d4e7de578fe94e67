"""The check run: title and summary of what was found on a commit, and of a config's problems."""

from collections.abc import Sequence

from bot.model.config_text import ConfigProblem
from bot.model.worklog import SuiteLine, Worklog, WorklogEntry
from bot.render.escape import Markdown, inline, prose
from bot.render.phrases import count, sentence
from bot.render.suite_lines import passed_text, suite_line

# GitHub takes 65,535 characters; the title has no documented limit and shows about this much.
MAX_SUMMARY = 65_000
MAX_TITLE = 120

# The last rung always fits: no line is longer than an escaped cell of its parts.
_LADDER = (300, 100, 30, 10, 3)


def check_title(worklog: Worklog) -> str:
    """One plain line: how many causes, and how many tests they broke."""
    if not worklog.entries:
        return passed_text(worklog)[:MAX_TITLE]
    red = sum(line.red for line in worklog.suites)
    causes = count(len(worklog.entries), "root cause")
    new = sum(entry.progress == "new" for entry in worklog.entries)
    parts = [causes, *([f"{new} new"] if new else [])]
    tests = f"{count(red, 'test')} failing: " if red else ""
    worst = f", most urgent {worklog.entries[0].severity.upper()}"
    return f"{tests}{', '.join(parts)}{worst}"[:MAX_TITLE]


def check_summary(worklog: Worklog) -> Markdown:
    """What a reviewer wants to know of this commit: causes, suites, jobs; at most 65,000 characters."""
    tries = ("\n\n".join(part for part in _parts(worklog, rows) if part) for rows in _LADDER)
    return Markdown(next(text for text in tries if len(text) <= MAX_SUMMARY))


def config_check(problems: Sequence[ConfigProblem]) -> tuple[str, Markdown]:
    """Title and summary of the check of `.github/gardener.yml`."""
    if not problems:
        text = "It takes effect once it is on the default branch."
        return "The config is valid", Markdown(text)
    lines = [f"- {prose(problem.text, 500)}" for problem in problems[:50]]
    hidden = len(problems) - 50
    more = [f"- +{hidden:,} more"] if hidden > 0 else []
    kept = "The last good config stays in force until these are mended."
    title = f"{count(len(problems), 'problem')} in .github/gardener.yml"
    return title, Markdown("\n".join([*lines, *more, "", kept]))


def _parts(worklog: Worklog, rows: int) -> list[str]:
    if not worklog.entries:
        blocks = [str(sentence(passed_text(worklog)))]
    else:
        top = ["| Severity | What fails | Issue | Progress |", "|---|---|---|---|"]
        table = [_row(entry) for entry in worklog.entries[:rows]]
        hidden = len(worklog.entries) - rows
        blocks = ["\n".join([*top, *table])]
        blocks += [f"+{count(hidden, 'more root cause')}"] if hidden > 0 else []
    red = [line for line in worklog.suites if line.status != "PASSED"]
    blocks.append(_list("Suites", red, rows))
    blocks.append(_list("Jobs", worklog.jobs, rows))
    problems = [f"- {inline(problem)}" for problem in worklog.problems[:rows]]
    if problems:
        blocks.append("\n".join(["**Could not be read**", "", *problems]))
    return blocks


def _row(entry: WorklogEntry) -> str:
    if entry.number:
        issue = f"#{entry.number}"
    else:
        issue = f"not opened: {inline(entry.not_opened, 100)}" if entry.not_opened else "-"
    what = prose(entry.description or entry.heading, in_table=True)
    return f"| {entry.severity.upper()} | {what} | {issue} | {inline(entry.progress, 60) or '-'} |"


def _list(title: str, lines: Sequence[SuiteLine], rows: int) -> str:
    if not lines:
        return ""
    shown = [suite_line(line) for line in lines[:rows]]
    hidden = len(lines) - rows
    return "\n".join([f"**{title}**", "", *shown, *([f"- +{hidden:,} more"] if hidden > 0 else [])])
