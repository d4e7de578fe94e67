"""The check run: title and summary of what was found on a commit, and of a config's problems."""

from collections import Counter
from collections.abc import Iterator, Sequence

from bot.model.config_text import ConfigProblem
from bot.model.sorting import Sort
from bot.model.worklog import Worklog, WorklogEntry
from bot.render.escape import Markdown, inline, prose
from bot.render.links import link
from bot.render.phrases import count, sentence
from bot.render.suite_lines import passed_text, suite_line

# GitHub takes 65,535 characters; the title has no documented limit and shows about this much.
MAX_SUMMARY = 65_000
MAX_TITLE = 120

# The last rung always fits: no line is longer than an escaped cell of its parts.
_LADDER = (300, 100, 30, 10, 3)
_ORDER = tuple(Sort)
_HEADINGS = {
    Sort.NEW: "New in this change",
    Sort.KNOWN: "Known",
    Sort.FLAKY: "Flaky",
    Sort.BASE: "Broken on the base",
    Sort.INFRASTRUCTURE: "Infrastructure",
    Sort.UNCLASSIFIED: "Unclassified",
    Sort.WARNING: "Warning",
}


def is_red(worklog: Worklog) -> bool:
    """Whether anything failed, or could not be read."""
    return bool(worklog.problems) or any(entry.sorted for entry in worklog.entries)


def check_title(worklog: Worklog) -> str:
    """One plain line: how many causes of each sort, `2 new, 3 known, 1 flaky`."""
    counted = Counter(entry.sorted.sort for entry in worklog.entries if entry.sorted)
    parts = [f"{counted[sort]:,} {sort}" for sort in _ORDER if counted[sort]]
    if parts:
        return ", ".join(parts)[:MAX_TITLE]
    closed = sum(entry.progress == "closed" for entry in worklog.entries)
    said = passed_text(worklog)
    if closed:
        said = f"{said.removesuffix('.')}; {count(closed, 'issue')} closed"
    return said[:MAX_TITLE]


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


def _parts(worklog: Worklog, rows: int) -> Iterator[str]:
    red = sorted(
        (entry for entry in worklog.entries if entry.sorted),
        key=lambda e: (_ORDER.index(e.sorted.sort) if e.sorted else 0, e.severity),
    )
    yield _table(red, rows) if red else str(sentence(passed_text(worklog)))
    yield _held_back(red, rows)
    settled = [entry for entry in worklog.entries if not entry.sorted]
    yield _bullets("Not failing here", [_settled(entry) for entry in settled[:rows]], len(settled))
    suites = [line for line in worklog.suites if line.status != "PASSED"]
    yield _bullets("Suites", [suite_line(line) for line in suites[:rows]], len(suites))
    yield _bullets("Jobs", [suite_line(line) for line in worklog.jobs[:rows]], len(worklog.jobs))
    problems = [f"- {inline(problem)}" for problem in worklog.problems[:rows]]
    yield _bullets("Could not be read", problems, len(worklog.problems))


def _table(entries: Sequence[WorklogEntry], rows: int) -> str:
    top = ["| | What fails | Issue | Why it is here | Severity |", "|---|---|---|---|---|"]
    text = "\n".join([*top, *(_row(entry) for entry in entries[:rows])])
    hidden = len(entries) - rows
    return f"{text}\n\n+{count(hidden, 'more root cause')}" if hidden > 0 else text


def _row(entry: WorklogEntry) -> str:
    if entry.sorted is None:
        return ""
    number = entry.number or entry.sorted.number
    closed = " (closed)" if entry.number and entry.state == "closed" else ""
    issue = f"#{number}{closed}" if number else "-"
    what = prose(entry.description or entry.heading, in_table=True)
    why = inline(entry.sorted.reason, 200)
    page = link("run", entry.sorted.url)
    if entry.sorted.url and page != "run":
        why = Markdown(f"{why} ({page})")
    sort = f"**{_HEADINGS[entry.sorted.sort]}**"
    return f"| {sort} | {what} | {issue} | {why} | {entry.severity.upper()} |"


def _held_back(entries: Sequence[WorklogEntry], rows: int) -> str:
    """Why causes have no issue, each reason once."""
    reasons = Counter(entry.not_opened for entry in entries if entry.not_opened)
    lines = [
        f"- {inline(reason, 250)} ({count(n, 'cause')})"
        for reason, n in reasons.most_common(min(rows, 10))
    ]
    return _bullets("No issue opened", lines, len(reasons))


def _settled(entry: WorklogEntry) -> str:
    issue = f"#{entry.number} " if entry.number else ""
    what = prose(entry.description or entry.heading)
    return f"- {issue}{inline(entry.progress, 60)}: {what}"


def _bullets(title: str, lines: Sequence[str], total: int) -> str:
    if not lines:
        return ""
    hidden = total - len(lines)
    return "\n".join([f"**{title}**", "", *lines, *([f"- +{hidden:,} more"] if hidden > 0 else [])])
