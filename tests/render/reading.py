"""Read Markdown as GitHub does, and tell what in it is alive."""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

_PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])

# What GitHub turns into links in text that is no code: mentions, references, addresses, emoji.
_LIVE = re.compile(
    r"@\w|#\d|\bGH-\d|\b(?:https?|ftp)://\w|\bwww\.\w|\bmailto:\w|(?<!:):(?!\d+:)[a-z0-9_+-]{1,40}:|/gardener\b",
    re.IGNORECASE,
)
_OUR_HTML = re.compile(
    r"<details><summary>[\w ]+(?: \([\d,]+\))?</summary>|</details>|</?sub>|<br>"
    r"|<!-- gardener:(?:begin|end|comment [\w:./#+-]+|1 \{\"fingerprints\": [^<>]*\}) -->"
)
_OUR_LINKS = ("https://github.example/acme/shop/",)


def tokens(text: str) -> list[Token]:
    return _PARSER.parse(text)


def live(text: str) -> list[str]:
    """Every mention, reference, foreign link, image or HTML that a reader of `text` would meet."""
    return [found for token in tokens(text) for found in _live_in(token)]


def _live_in(token: Token) -> Iterator[str]:
    if token.type == "html_block":
        yield from _foreign(token.content)
    children = token.children or []
    # Code is not searched by GitHub, so it parts the texts around it.
    spoken = "".join(_spoken(child) for child in children)
    yield from (match.group() for match in _LIVE.finditer(spoken))
    for child in children:
        if child.type == "image":
            yield f"image {child.attrs['src']}"
        if child.type == "link_open" and not str(child.attrs["href"]).startswith(_OUR_LINKS):
            yield f"link {child.attrs['href']}"
        if child.type == "html_inline":
            yield from _foreign(child.content)


def _spoken(child: Token) -> str:
    if child.type in ("text", "text_special"):
        return child.content
    return "\n" if child.type in ("softbreak", "hardbreak") else "\x00"


def _foreign(html: str) -> Iterator[str]:
    rest = _OUR_HTML.sub("", html).strip()
    if rest:
        yield f"html {rest}"


def code_blocks(text: str) -> list[str]:
    return [token.content for token in tokens(text) if token.type == "fence"]


def is_well_formed(text: str) -> bool:
    """Whether every fence ends and every folded part is closed, seen from the last line."""
    probe = f"{text}\n\nthe end of it all"
    parsed = tokens(probe)
    html = [t.content for t in parsed if t.type == "html_block"]
    opened = sum(content.count("<details>") for content in html)
    closed = sum(content.count("</details>") for content in html)
    last = [t for t in parsed if t.type == "inline"][-1]
    return opened == closed and last.content == "the end of it all" and last.level == 1
