"""The first screen of an issue: everything a maintainer asks first, without one click.

1 of 10 tests of shop fails with boom.

(the error, fenced)

- **Where:** `tests/test_shop.py:12`
- **Since:** `a1b2c3d` (2025-09-14 14:00 UTC), last passed at `9f8e7d6` · compare
…
"""

from collections.abc import Iterator, Sequence

from bot.model.failure import Cluster
from bot.model.issue import TrackedIssue
from bot.model.names import Kind, Origin
from bot.model.verdict import Verdict
from bot.render.broke import broke_line
from bot.render.escape import Markdown, clean, code_span, fence, inline
from bot.render.flaky import evidence
from bot.render.links import Links, commit_link, link, run_link
from bot.render.near import looks_like, named_in
from bot.render.owners import owner_line
from bot.render.phrases import and_list, code_list, count, sentence, sparkline, times, when
from bot.render.reproduce import command
from bot.render.shorten import head
from bot.render.standing import closing, people, state
from bot.render.told import Output as Output

PLACES = 3
SUITES = 3
_NEVER_PASSED = (Origin.NEW, Origin.ACTIVE_DEV)


def first_screen(issue: TrackedIssue, output: Output, links: Links | None) -> list[str]:
    """The blocks of the first screen, in their order."""
    verdict = issue.verdict
    blocks = [state(issue), str(lead(verdict, output))]
    if output != "none" and verdict.cluster.message.strip():
        lines, chars = (30, 3000) if output == "full" else (12, 1200)
        message = clean(verdict.cluster.message[: 20 * chars])
        blocks.append(fence(head(message, lines=lines, chars=chars)))
    blocks.append("\n".join(f"- **{name}:** {text}" for name, text in _facts(issue, links) if text))
    again = command(verdict.cluster.failures)
    if again:
        blocks.append(f"Run it again:\n\n{fence(again, 'sh')}")
    return [block for block in blocks if block]


def lead(verdict: Verdict, output: Output) -> Markdown:
    """What fails, in one sentence. Without test output it is made of names and counts alone."""
    if output != "none" and verdict.description:
        return sentence(verdict.description, 500)
    cluster = verdict.cluster
    if cluster.failures:
        tests = count(len({f.fingerprints.test for f in cluster.failures}), "test")
        suites = code_list(dict.fromkeys(f.suite for f in cluster.failures), SUITES)
        types = code_list(dict.fromkeys(f.type for f in cluster.failures if f.type), 2)
        verb = "cannot run" if verdict.kind is Kind.UNCOLLECTABLE else "failing"
        return Markdown(f"{tests} {verb} in {suites}" + (f" with {types}." if types else "."))
    rules = code_list(dict.fromkeys(f.cause for f in cluster.findings), SUITES)
    jobs = code_list(dict.fromkeys(f.job or f.path for f in cluster.findings), SUITES)
    return Markdown(f"The log of {jobs} shows {rules}.")


def _facts(issue: TrackedIssue, links: Links | None) -> Iterator[tuple[str, str]]:
    verdict, cluster = issue.verdict, issue.verdict.cluster
    yield "Where", _where(issue, links)
    yield "Tests", _tests(cluster)
    yield "Log", _log(cluster)
    broke = broke_line(issue, links)
    yield "Since", _since(verdict, links, is_range_shown=bool(broke))
    yield "Broke", broke
    yield "Seen", _seen(issue)
    yield "Jobs", code_list((leg for o in issue.occurrences[:1] for leg in o.legs), 6)
    yield "Severity", sentence(verdict.severity_reason or verdict.severity.upper())
    yield "Origin", _origin(verdict)
    yield "Flaky", evidence(issue, links)
    yield "Area", inline(verdict.area)
    yield "Business impact", sentence(verdict.impact, 400)
    yield "Owners", owner_line(issue)
    yield "Looks like", looks_like(issue)
    yield "Named in", named_in(issue)
    yield "Set by hand", people(issue)
    yield "Closes", closing(issue)


def _where(issue: TrackedIssue, links: Links | None) -> str:
    cluster = issue.verdict.cluster
    seen = issue.last_seen or issue.verdict.first_bad
    blamed = [
        *((f.file or f.test_file, f.line if f.file else None) for f in cluster.failures),
        *((f.file, f.file_line) for f in cluster.findings),
    ]
    exact = {file for file, line in blamed if line}
    places = [(f, line) for f, line in dict.fromkeys(blamed) if f and (line or f not in exact)]
    shown = [_place(file, line, seen.sha if seen else "", links) for file, line in places[:PLACES]]
    hidden = len(places) - PLACES
    return and_list([*shown, *([f"{hidden:,} more places"] if hidden > 0 else [])])


def _place(file: str, line: int | None, sha: str, links: Links | None) -> str:
    text = code_span(f"{file}:{line}" if line else file)
    return link(text, links.blob(sha, file, line) if links else None)


def _tests(cluster: Cluster) -> str:
    """Count each test once, however many jobs ran it: 4 of 8 in one suite, 1 of 3 in another."""
    red: dict[str, set[str]] = {}
    for failure in (f for f in cluster.failures if f.kind is not Kind.UNCOLLECTABLE):
        red.setdefault(failure.suite, set()).add(failure.fingerprints.test)
    ran: dict[str, int] = {}
    for suite in cluster.suites:
        if not suite.is_uncollectable:
            ran[suite.name] = max(ran.get(suite.name, 0), suite.ran)
    parts = [
        f"{len(tests):,}{_of(ran.get(name, 0), len(tests))} in {code_span(name)}"
        for name, tests in list(red.items())[:SUITES]
    ]
    hidden = len(red) - SUITES
    return and_list([*parts, *([count(hidden, "more suite")] if hidden > 0 else [])])


def _of(ran: int, red: int) -> str:
    return f" of {ran:,}" if ran >= red else ""


def _log(cluster: Cluster) -> str:
    spots = [
        f"line {f.line:,} of {code_span(f.path)}" + (f" (job {code_span(f.job)})" if f.job else "")
        for f in cluster.findings[:PLACES]
    ]
    hidden = len(cluster.findings) - PLACES
    return and_list([*spots, *([f"{hidden:,} more"] if hidden > 0 else [])])


def _since(verdict: Verdict, links: Links | None, *, is_range_shown: bool) -> str:
    bad, good = verdict.first_bad, verdict.last_good
    if bad is None:
        return ""
    text = f"{commit_link(links, bad.sha)}, {run_link(bad)}, {when(bad.at)}"
    if good is None:
        # Of a log's cause, or a machine's, nobody remembers passes: only tests have a history.
        is_known = bool(verdict.cluster.failures) and verdict.origin in _NEVER_PASSED
        return f"{text}; never seen passing before" if is_known else text
    if is_range_shown:
        return text
    compare = links.compare(good.sha, bad.sha) if links else None
    changes = f" ({link('what changed', compare)})" if compare and good.sha != bad.sha else ""
    return f"{text}; last passed in {run_link(good)} at {commit_link(links, good.sha)}{changes}"


def _seen(issue: TrackedIssue) -> str:
    if issue.last_seen is None:
        return ""
    text = f"{times(max(issue.occurrence_count, 1))}, last in {run_link(issue.last_seen)}"
    text += f", {when(issue.last_seen.at)}"
    failed: Sequence[int] = [o.failed for o in reversed(issue.occurrences)]
    if len(failed) < 3 or not any(failed):
        return text
    return f"{text} {sparkline(failed)} ({failed[-1]:,} failed last time)"


def _origin(verdict: Verdict) -> str:
    reason = sentence(verdict.origin_reason)
    return f"{verdict.origin}: {reason}" if reason else f"{verdict.origin}."
