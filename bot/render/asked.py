"""What a comment says when people ordered two issues together or one apart."""

from collections.abc import Iterator

from bot.model.plan import News
from bot.render.escape import code_span, inline
from bot.render.phrases import sentence
from bot.render.told import Output

ITEMS = 20

_UNDO = "`/gardener unduplicate` takes it back."


def asked(news: News, output: Output) -> Iterator[str]:
    """Tell of `duplicate`, `merge` and `split`; nothing of any other news."""
    match news.what:
        case "duplicate":
            yield f"**Duplicate**: the failures go to {_target(news)}. {_UNDO}"
        case "merged":
            yield f"**Merged**: both causes are kept in {_target(news)}. {_UNDO}"
        case "split":
            yield from _split(news, output)


def _target(news: News) -> str:
    """The issue as a link, and who asked, without notifying them."""
    where = f"#{news.number}" if news.number else "another issue"
    return f"{where}, as {inline(news.detail, 80)} asked" if news.detail else where


def _split(news: News, output: Output) -> Iterator[str]:
    """What stays here, and the titles of the issues that are opened for the rest."""
    number = len(news.items)
    got = "one cause got an issue" if number == 1 else f"each of {number:,} causes got an issue"
    stays = f" This one keeps: {sentence(news.detail)}" if news.detail and output != "none" else ""
    yield f"**Split**: {got} of its own.{stays}"
    yield "\n".join(f"- {code_span(title)}" for title in news.items[:ITEMS])
