"""Comments that the bot writes of its own accord: one comment, however many reasons there are.

<!-- gardener:comment run:1001:1:comment:12 -->
**2 more tests fail for this cause:**
- `test_a`
- `test_b`

Seen in run 1001 at `a1b2c3d`, 2025-09-14 14:00 UTC.
"""

from collections.abc import Iterator, Mapping, Sequence

from bot.model.issue import TrackedIssue
from bot.model.plan import News
from bot.render.asked import asked
from bot.render.closings import not_seen, passed
from bot.render.escape import Markdown, code_span
from bot.render.links import Links, commit_link, run_link
from bot.render.marker import comment_marker
from bot.render.phrases import count, sentence, when
from bot.render.told import Output, told, told_news

ITEMS = 20

_HEADS: Mapping[str, str] = {
    "severity": "**Severity**",
    "returned": "**Failing again**:",
    "failing-still": "**Still failing**:",
    "flaky": "**Origin** is now",
    "reopened": "**Reopened**:",
}
_ENDINGS = {"passed": passed, "not-seen": not_seen}
_SILENT = (*_ENDINGS, "duplicate", "merged", "split")  # no run is the reason


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
    issue = told(issue, output)
    blocks: list[str] = []
    for item in told_news(news, output):
        ends = _ENDINGS.get(item.what)
        blocks += ends(issue, item, links) if ends else _blocks(item, output)
    if issue.last_seen and any(item.what not in _SILENT for item in news):
        seen = issue.last_seen
        blocks.append(
            f"Seen in {run_link(seen)} at {commit_link(links, seen.sha)}, {when(seen.at)}."
        )
    return Markdown(f"{comment_marker(key)}\n" + "\n\n".join(blocks))


def _blocks(news: News, output: Output) -> Iterator[str]:
    if news.what in _HEADS:
        yield f"{_HEADS[news.what]} {sentence(news.detail, 500)}"
        return
    match news.what:
        case "new-tests":
            yield _tests(news)
        case "new-cause":
            yield _causes(news, output)
        case _:
            yield from asked(news, output)


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
