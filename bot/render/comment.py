"""Comments that the bot writes of its own accord: one comment, however many reasons there are.

<!-- gardener:comment run:1001:1:comment:12 -->
**2 more tests fail for this cause:**
- `test_a`
- `test_b`

Seen in run 1001 at `a1b2c3d`, 2025-09-14 14:00 UTC.
"""

from collections.abc import Iterator, Sequence

from bot.model.issue import TrackedIssue
from bot.model.plan import News
from bot.render.escape import Markdown, code_span
from bot.render.links import Links, commit_link, link, run_link
from bot.render.marker import comment_marker
from bot.render.opening import Output
from bot.render.phrases import and_list, count, sentence, when

ITEMS = 20

_REOPENS = "It reopens by itself when the same cause fails again at a newer commit."


def news_comment(
    issue: TrackedIssue,
    news: Sequence[News],
    links: Links,
    key: str,
    output: Output = "redacted",
) -> Markdown:
    """Tell the news of an issue, also when it is closed or reopened by them.

    The first line is the marker by which `key` is found again. A few thousand characters at most.
    """
    blocks = [block for item in news for block in _blocks(item, output)]
    if issue.last_seen and any(item.what != "passed" for item in news):
        seen = issue.last_seen
        blocks.append(
            f"Seen in {run_link(seen)} at {commit_link(links, seen.sha)}, {when(seen.at)}."
        )
    return Markdown(f"{comment_marker(key)}\n" + "\n\n".join(blocks))


def _blocks(news: News, output: Output) -> Iterator[str]:
    detail = sentence(news.detail, 500)
    match news.what:
        case "new-tests":
            yield _tests(news)
        case "severity":
            yield f"**Severity** {detail}"
        case "returned":
            yield f"**Failing again**: {detail}"
        case "failing-still":
            yield f"**Still failing**: {detail}"
        case "new-cause":
            yield _causes(news, output)
        case "reopened":
            yield f"**Reopened**: {detail}"
        case "passed":
            yield f"**Closing**: {detail}{_runs(news.items)}"
            yield _REOPENS


def _tests(news: News) -> str:
    number = len(news.items)
    if not number:
        return f"**More tests fail for this cause**: {sentence(news.detail)}"
    verb = "fails" if number == 1 else "fail"
    rows = [f"- {code_span(name)}" for name in news.items[:ITEMS]]
    hidden = number - ITEMS
    rows += [f"- +{hidden:,} more"] if hidden > 0 else []
    return f"**{count(number, 'more test')} {verb} for this cause:**\n\n" + "\n".join(rows)


def _causes(news: News, output: Output) -> str:
    """A cause's description may quote a test, so without test output only the number is told."""
    if output == "none":
        return f"**{count(max(len(news.items), 1), 'further cause')} joined this issue.**"
    if not news.items:
        return f"**Further cause here**: {sentence(news.detail, 500)}"
    rows = [f"- {sentence(cause)}" for cause in news.items[:ITEMS]]
    hidden = len(news.items) - ITEMS
    rows += [f"- +{hidden:,} more"] if hidden > 0 else []
    return f"**{count(len(news.items), 'further cause')} here:**\n\n" + "\n".join(rows)


def _runs(urls: Sequence[str]) -> str:
    """The passing runs by number, newest first, as evidence to click on."""
    shown = [link(_run_name(url), url) for url in urls[:ITEMS]]
    return f" Evidence: {and_list(shown)}." if shown else ""


def _run_name(url: str) -> str:
    number = url.rstrip("/").rpartition("/runs/")[2].partition("/")[0]
    return f"run {number}" if number.isascii() and number.isdigit() else "this run"
