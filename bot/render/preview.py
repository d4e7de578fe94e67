"""What `gardener preview` prints: one line, the issues that would have been, and one of them whole.

41 failed runs, 312 failing tests -> I would have opened 6 issues (1 P1, 4 P2, 1 infrastructure),
0 of them still open; 2 look flaky; 9 were not news
"""

from collections import Counter
from collections.abc import Iterator

from bot.model.names import Origin
from bot.model.preview import Preview, Unreported, WouldBe
from bot.render.body import issue_body
from bot.render.escape import Markdown, code_span, inline, prose
from bot.render.links import Links
from bot.render.phrases import and_list, count
from bot.render.title import issue_title
from bot.render.told import Output
from bot.render.triage_json import Json

SCHEMA = "gardener.preview/1"
SNIPPET = """\
- uses: actions/upload-artifact@v4
  if: ${{ !cancelled() }}
  with:
    name: tests-${{ github.job }}-${{ strategy.job-index }}-attempt-${{ github.run_attempt }}
    path: "**/junit*.xml"
    retention-days: 14"""
_ISSUES_SHOWN = 50


def preview_text(preview: Preview, output: Output, links: Links | None = None) -> str:
    """All of it as Markdown; the body of the most urgent issue comes last, as GitHub would show it."""
    blocks = [headline(preview), *(part for part in _parts(preview) if part)]
    one = preview.most_urgent
    if one is not None:
        blocks += [
            "---",
            f"The most urgent one as it would look now ({one.issue.state}):",
            f"# {inline(issue_title(one.issue))}",
            issue_body(one.issue, output, links),
        ]
    return "\n\n".join(blocks)


def headline(preview: Preview) -> Markdown:
    """The line that says what there was and what would have come of it."""
    seen = (
        f"{count(preview.failed, 'failed run')}, {count(preview.failing_tests, 'failing test')} -> "
    )
    if not preview.issues:
        would = "I would have opened no issue"
    else:
        would = f"I would have opened {count(len(preview.issues), 'issue')} ({_kinds(preview)})"
        would = f"{would}, {preview.still_open:,} of them still open"
    flaky, quiet = preview.flaky, preview.not_news
    looks = f"{flaky:,} {'looks' if flaky == 1 else 'look'} flaky"
    return Markdown(f"{seen}{would}; {looks}; {quiet:,} {'was' if quiet == 1 else 'were'} not news")


def preview_json(preview: Preview, output: Output, links: Links | None = None) -> dict[str, Json]:
    """The document of the schema `gardener.preview/1`; times are ISO 8601, UTC."""
    one = preview.most_urgent
    example: Json = None
    if one is not None:
        example = {"title": issue_title(one.issue), "body": issue_body(one.issue, output, links)}
    return {
        "schema": SCHEMA,
        "repository": preview.repo.full_name,
        "since": preview.since.isoformat(),
        "until": preview.until.isoformat(),
        "runs": {"found": preview.found, "read": preview.read, "failed": preview.failed},
        "failing_tests": preview.failing_tests,
        "opened": len(preview.issues),
        "closed": sum(len(i.closed) for i in preview.issues),
        "reopened": sum(len(i.reopened) for i in preview.issues),
        "comments": sum(i.comments for i in preview.issues),
        "still_open": preview.still_open,
        "flaky": preview.flaky,
        "not_news": preview.not_news,
        "not_opened": dict(preview.quiet),
        "issues": [_row(one) for one in preview.issues],
        "example": example,
        "expired_artifacts": preview.expired,
        "unreported_workflows": [
            {"name": w.name, "path": w.path, "failed": w.failed, "uploads": w.uploads}
            for w in preview.unreported
        ],
        "notes": [*_notes(preview)],
        "stopped": preview.stopped,
    }


def _row(one: WouldBe) -> Json:
    issue = one.issue
    return {
        "title": issue_title(issue),
        "kind": issue.verdict.kind.value,
        "origin": issue.verdict.origin.value,
        "severity": issue.verdict.severity.value,
        "fingerprints": list(issue.fingerprints),
        "state": issue.state,
        "opened_at": one.opened_at.isoformat(),
        "closed_at": [at.isoformat() for at in one.closed],
        "reopened_at": [at.isoformat() for at in one.reopened],
        "comments": one.comments,
    }


def _kinds(preview: Preview) -> str:
    """How many of each severity; what lies outside the code is counted apart."""
    kinds = Counter(
        "~infrastructure"
        if one.issue.verdict.origin is Origin.INFRASTRUCTURE
        else one.issue.verdict.severity.upper()
        for one in preview.issues
    )
    return ", ".join(f"{kinds[kind]:,} {kind.removeprefix('~')}" for kind in sorted(kinds))


def _parts(preview: Preview) -> Iterator[str]:
    yield _whole(preview)
    shown = sorted(
        preview.issues,
        key=lambda i: (i.issue.state != "open", i.issue.verdict.severity, i.opened_at),
    )
    lines = [_line(one) for one in shown[:_ISSUES_SHOWN]]
    hidden = len(shown) - len(lines)
    yield "\n".join([*lines, *([f"- +{hidden:,} more"] if hidden > 0 else [])])
    yield _quiet(preview)
    yield "\n".join(f"- {prose(note)}" for note in _notes(preview))
    yield _upload(preview)


def _whole(preview: Preview) -> str:
    issues = preview.issues
    done = and_list(
        [
            f"{len(issues):,} opened",
            f"{sum(len(i.closed) for i in issues):,} closed",
            f"{sum(len(i.reopened) for i in issues):,} reopened",
            count(sum(i.comments for i in issues), "comment"),
        ]
    )
    runs = f"{count(preview.read, 'run')} of {inline(preview.repo.full_name)}"
    since = f"{preview.since:%Y-%m-%d} to {preview.until:%Y-%m-%d}"
    return f"From {runs}, {since}: {done}. Nothing was written to GitHub."


def _line(one: WouldBe) -> str:
    comments = f"; {count(one.comments, 'comment')}" if one.comments else ""
    # As code, for the number is of this preview alone: on a page it would link to another issue.
    title = code_span(f"#{one.issue.number} {issue_title(one.issue)}", 250)
    return f"- {title}: {_history(one)}{comments}"


def _history(one: WouldBe) -> str:
    """Opened, closed and reopened, in the order of time."""
    events = sorted(
        [(one.opened_at, 0, "opened")]
        + [(at, 1, "closed") for at in one.closed]
        + [(at, 1, "reopened") for at in one.reopened]
    )
    told = ", ".join(f"{word} {at:%Y-%m-%d}" for at, _, word in events)
    return f"{told}, still open" if one.issue.state == "open" else told


def _quiet(preview: Preview) -> str:
    """Why causes would have got no issue."""
    if not preview.quiet:
        return ""
    reasons = sorted(preview.quiet.items(), key=lambda item: (-item[1], item[0]))
    lines = [f"- {inline(why)}: {number:,}" for why, number in reasons[:10]]
    return "\n".join([f"{count(preview.not_news, 'cause')} without an issue:", "", *lines])


def _notes(preview: Preview) -> Iterator[str]:
    if preview.stopped:
        yield preview.stopped
    yield from preview.notes
    if preview.expired:
        had = "has" if preview.expired == 1 else "have"
        artifacts = count(preview.expired, "artifact")
        yield f"{artifacts} {had} expired: of those runs only the logs were read."
    if preview.unread:
        yield f"{count(preview.unread, 'run')} could not be read: GitHub no longer has them."
    if not preview.found:
        yield f"No run of a watched branch was over since {preview.since:%Y-%m-%d}."


def _upload(preview: Preview) -> str:
    """Which workflows show no test report, and the step that mends it."""
    if not preview.unreported:
        return ""
    lines = [_unreported(one) for one in preview.unreported]
    said = "Without test reports only logs tell what failed. After the step that runs the tests:"
    return "\n".join([*lines, "", said, "", "```yaml", SNIPPET, "```"])


def _unreported(one: Unreported) -> str:
    missing = "has no `upload-artifact` step" if one.uploads is False else "uploads no test report"
    runs = count(one.failed, "failed run")
    return f"- {inline(one.name)} ({code_span(one.path)}, {runs}) {missing}."
