"""What is folded away under the first screen: tests, trace, log, occurrences, neighbors, decisions."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.model.failure import Failure
from bot.model.finding import Finding
from bot.model.issue import TrackedIssue
from bot.render.broke import commits_between
from bot.render.escape import Markdown, clean, code_span, fence, inline
from bot.render.links import Links, commit_link, run_link
from bot.render.opening import lead
from bot.render.phrases import count, sentence, when
from bot.render.shorten import head, head_and_tail
from bot.render.told import Output

EXCERPTS = 3
ERRORS = 10

_VARIANT = re.compile(r"\[[^\n]*\]$")


@dataclass(frozen=True, slots=True)
class Room:
    """How much each folded part may hold. `share` of 1.0 is everything, 0 nothing."""

    share: float
    output: Output

    def of(self, most: int) -> int:
        """This share of the most."""
        return int(most * self.share)


def folds(issue: TrackedIssue, room: Room, links: Links | None) -> list[Markdown]:
    """The folded parts that have something to say, most wanted first."""
    cluster = issue.verdict.cluster
    parts = [
        ("Causes", len(issue.children), _children(issue, room)),
        ("Commits in between", _total(issue), commits_between(issue, links, room.of(20))),
        ("Failed tests", _tests_in(cluster.failures), _tests(cluster.failures, room)),
        ("Other errors with this cause", 0, _other_errors(issue, room)),
        ("Trace of the first failure", 0, _trace(cluster.failures, room)),
        ("Log", 0, _log(cluster.findings, room)),
        ("Occurrences", issue.occurrence_count, _occurrences(issue, room, links)),
        ("Related issues", len(issue.related), _related(issue, room)),
        ("Decisions", 0, _decisions(issue, room)),
    ]
    return [
        Markdown(
            f"<details><summary>{title}{f' ({number:,})' if number else ''}</summary>"
            f"\n\n{content}\n\n</details>"
        )
        for title, number, content in parts
        if content
    ]


def _total(issue: TrackedIssue) -> int:
    return issue.broke.total if issue.broke else 0


def _more(rows: Sequence[str], most: int) -> str:
    """As many rows as there is room for, and how many more there are."""
    if most <= 0:
        return ""
    hidden = len(rows) - most
    return "\n".join([*rows[:most], *([f"- +{hidden:,} more"] if hidden > 0 else [])])


def _children(issue: TrackedIssue, room: Room) -> str:
    rows = []
    for child in issue.children:
        tests = _tests_in(child.cluster.failures)
        about = f" ({count(tests, 'test')})" if tests else ""
        rows.append(f"- **{child.severity.upper()}** {lead(child, room.output)}{about}")
    return _more(rows, room.of(50))


def _tests_in(failures: Sequence[Failure]) -> int:
    return len({f.fingerprints.test for f in failures})


def _tests(failures: Sequence[Failure], room: Room) -> str:
    """Tests by suite, each once; many variants of one test in one row."""
    names = dict.fromkeys((f.suite, f.name) for f in failures)
    if len(names) < 2:
        return ""
    stems = Counter((suite, _VARIANT.sub("", name)) for suite, name in names)
    rows: dict[str, dict[str, None]] = {}
    for suite, name in names:
        stem = _VARIANT.sub("", name)
        many = stems[suite, stem]
        row = f"{code_span(stem)} ({many:,} variants)" if many > 2 else str(code_span(name))
        rows.setdefault(suite, {})[row] = None
    if len(rows) == 1:
        return _more([f"- {row}" for tests in rows.values() for row in tests], room.of(200))
    listed = [
        line
        for suite, tests in rows.items()
        for line in (f"- {code_span(suite)}", *(f"  - {row}" for row in tests))
    ]
    return _more(listed, room.of(200))


def _other_errors(issue: TrackedIssue, room: Room) -> str:
    """What else the tests said that fail for the same reason, each sentence once."""
    cluster = issue.verdict.cluster
    if room.output == "none" or issue.children:
        return ""
    first = cluster.message.strip().partition("\n")[0]
    said: dict[str, Failure] = {}
    for failure in cluster.failures:
        if failure.fingerprints.cause != cluster.fingerprint and failure.message.strip():
            said.setdefault(failure.fingerprints.cause, failure)
    lines = [(f.message.strip().partition("\n")[0], f.name) for f in said.values()]
    rows = [
        f"- {code_span(line, 200)} in {code_span(name)}" for line, name in lines if line != first
    ]
    return _more(rows, room.of(ERRORS))


def _trace(failures: Sequence[Failure], room: Room) -> str:
    first = next((f for f in failures if f.trace.strip()), None)
    if first is None or room.output == "none" or first.trace.strip() == first.message.strip():
        return ""
    lines, chars = (200, 12_000) if room.output == "full" else (40, 4_000)
    if room.of(lines) < 4:
        return ""
    text = clean(first.trace[:400_000])
    cut = head_and_tail(text, lines=room.of(lines), chars=room.of(chars))
    return f"{code_span(first.test)}\n\n{fence(cut)}"


def _log(findings: Sequence[Finding], room: Room) -> str:
    if room.output == "none" or room.of(30) < 3:
        return ""
    return "\n\n".join(block for f in findings[:EXCERPTS] for block in _excerpt(f, room))


def _excerpt(finding: Finding, room: Room) -> Iterator[str]:
    job = f" of job {code_span(finding.job)}" if finding.job else ""
    again = f", {count(finding.count, 'time')}" if finding.count > 1 else ""
    yield f"{code_span(finding.path)}{job}, line {finding.line:,}{again}:"
    excerpt = finding.excerpt or (finding.text,)
    start = finding.excerpt_start if finding.excerpt else finding.line
    # One text, so that a secret over several lines is seen; one line each, so that numbers are true.
    text = clean("\n".join(" ".join(line[:2000].splitlines()) for line in excerpt))
    width = len(str(start + len(excerpt)))
    numbered = [f"{start + n:>{width}} | {line}" for n, line in enumerate(text.split("\n"))]
    yield fence(head("\n".join(numbered), lines=room.of(30), chars=room.of(4000)))
    if finding.items:
        yield _more([f"- {code_span(item, 300)}" for item in finding.items], room.of(20))


def _occurrences(issue: TrackedIssue, room: Room, links: Links | None) -> str:
    rows = []
    for o in issue.occurrences[: room.of(10)]:
        failed = f"{o.failed:,} of {o.ran:,}" if o.ran >= o.failed > 0 else f"{o.failed or '-'}"
        legs = ", ".join(code_span(leg, 80, in_table=True) for leg in o.legs[:3])
        legs += f" +{len(o.legs) - 3}" if len(o.legs) > 3 else ""
        commit = commit_link(links, o.seen.sha)
        rows.append(f"| {when(o.seen.at)} | {run_link(o.seen)} | {commit} | {failed} | {legs} |")
    if not rows or issue.occurrence_count < 2:
        return ""
    hidden = issue.occurrence_count - len(rows)
    older = [f"\n+{count(hidden, 'older one')}"] if hidden > 0 else []
    top = ["| When | Run | Commit | Failed | Jobs |", "|---|---|---|---|---|"]
    return "\n".join([*top, *rows, *older])


def _related(issue: TrackedIssue, room: Room) -> str:
    rows = [
        f"- #{r.number}"
        + (f" ({inline(r.state, 25)})" if r.state else "")
        + f": {sentence(r.title, 150)} {sentence(r.reason, 150)}".replace(":  ", ": ")
        for r in issue.related
    ]
    return _more(rows, room.of(20))


def _decisions(issue: TrackedIssue, room: Room) -> str:
    rows = [
        f"- {when(d.at)}: {inline(d.what, 150)}" + (f": {sentence(d.reason)}" if d.reason else "")
        for d in issue.decisions
    ]
    return _more(rows, room.of(10))
