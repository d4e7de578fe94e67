"""Answers to `/gardener` commands: why, help, refused, wrong."""

from collections.abc import Iterator, Sequence

from bot.model.broke import BrokenRange
from bot.model.issue import Override, TrackedIssue
from bot.model.plan import Answer, Reply
from bot.render.escape import Markdown, code_span, inline
from bot.render.flaky import evidence as flaky
from bot.render.links import Links, commit_link, run_link
from bot.render.marker import comment_marker
from bot.render.phrases import and_list, code_list, count, sentence, when
from bot.render.standing import closing, state
from bot.render.told import Output, told

DECISIONS = 10
NUMBERS = 20


def reply_comment(reply: Reply, links: Links, output: Output = "redacted") -> Markdown:
    """One comment for all the answers to one comment; its first line is the marker of its key."""
    issue = told(reply.issue, output) if reply.issue else None
    blocks = ["\n".join(_answer(answer, issue, links, output)) for answer in reply.answers]
    return Markdown(f"{comment_marker(reply.key)}\n" + "\n\n".join(blocks))


def _answer(
    answer: Answer, issue: TrackedIssue | None, links: Links, output: Output
) -> Iterator[str]:
    match answer.what:
        case "why":
            yield from _why(issue, links, output)
        case "help":
            yield from _help(answer.detail)
        case "refused":
            yield f"{_written(answer)}: not done. {sentence(answer.detail)}"
        case "wrong":
            yield f"{_written(answer)}: not done. {sentence(answer.detail)} {_hint(answer.hint)}"


def _written(answer: Answer) -> Markdown:
    text = answer.command
    return code_span(text if text.startswith("/gardener") else f"/gardener {text}", 120)


def _hint(hint: str) -> str:
    """Name what may be written instead: one way, or the verbs there are."""
    if not hint or hint == "help":
        return "`/gardener help` lists what you can write."
    verbs = hint.split(", ")
    if len(verbs) > 1:
        return f"There are {and_list([code_span(verb, 60) for verb in verbs])}."
    return f"Write it as {code_span(f'/gardener {hint}')}."


def _help(table: str) -> Iterator[str]:
    """Make a table of lines "usage, a tab, what it does"."""
    yield "| Write | What it does |"
    yield "|---|---|"
    for line in table.splitlines():
        usage, _, about = line.partition("\t")
        yield f"| {code_span(f'/gardener {usage}', in_table=True)} | {inline(about)} |"
    yield ""
    yield "One command a line, at the start of the line; text in code and quotes is not read."


def _why(issue: TrackedIssue | None, links: Links, output: Output) -> Iterator[str]:
    if issue is None:
        yield "Test Gardener does not keep this issue, so there is nothing to explain."
        return
    verdict = issue.verdict
    standing = state(issue)
    if standing:
        yield f"{standing}\n"
    yield f"- **Fingerprint:** {code_list(issue.fingerprints, 5)}"
    if output != "none":
        yield f"- **Same cause means:** {code_span(verdict.cluster.cause, 400)}"
        yield from _grouping(verdict.cluster.reasons)
    yield f"- **Severity:** {sentence(verdict.severity_reason or verdict.severity.upper())}"
    yield f"- **Origin:** {verdict.origin}: {sentence(verdict.origin_reason)}"
    yield from (f"- **{name}:** {text}" for name, text in _evidence(issue, links) if text)
    yield from (f"- **Set by hand:** {_override(o)}" for o in issue.overrides)
    yield from _decisions(issue)


def _grouping(reasons: Sequence[str]) -> Iterator[str]:
    if reasons:
        yield f"- **Grouped because:** {sentence('; '.join(reasons), 600)}"


def _evidence(issue: TrackedIssue, links: Links) -> Iterator[tuple[str, str]]:
    verdict = issue.verdict
    for name, seen in (("First failure", verdict.first_bad), ("Last pass", verdict.last_good)):
        if seen:
            yield name, f"{commit_link(links, seen.sha)}, {run_link(seen)}, {when(seen.at)}"
    yield "Broke", _broke(issue.broke, links)
    yield "Flaky", flaky(issue, links)
    yield "Duplicate", f"its failures go to #{issue.duplicate_of}." if issue.duplicate_of else ""
    yield "Takes in", and_list([f"#{n}" for n in issue.duplicates[:NUMBERS]])
    yield "Linked by hand", and_list([f"#{n}" for n in issue.linked[:NUMBERS]])
    yield "Split from", f"#{issue.split_from}" if issue.split_from else ""
    yield "Kept open by", code_span(issue.kept_by, 80) if issue.kept_by else ""
    yield "Closes", closing(issue)


def _broke(broke: BrokenRange | None, links: Links) -> str:
    """Between which runs of one job it broke."""
    if broke is None:
        return ""
    good, bad = broke.last_good, broke.first_bad
    number = f", {count(broke.total, 'commit')} between" if broke.total else ""
    return (
        f"passed at {commit_link(links, good.sha)} ({run_link(good)}), failed at "
        f"{commit_link(links, bad.sha)} ({run_link(bad)}) in {code_span(broke.leg, 80)}{number}."
    )


def _override(override: Override) -> str:
    value = f" {code_span(override.value, 80)}" if override.value else ""
    had = f"; the bot had {code_span(override.before, 80)}" if override.before else ""
    return f"{override.field}{value} by {code_span(override.by, 80)}, {when(override.at)}{had}."


def _decisions(issue: TrackedIssue) -> Iterator[str]:
    if not issue.decisions:
        return
    yield "\nLast decisions, newest first:\n"
    for d in issue.decisions[:DECISIONS]:
        reason = f": {sentence(d.reason)}" if d.reason else ""
        yield f"- {when(d.at)}: {inline(d.what, 150)}{reason}"
