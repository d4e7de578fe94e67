"""Read Markdown as GitHub does, and tell what in it is alive."""

import re
import unicodedata
from collections.abc import Collection, Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.commands.parse import parse_commands

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
_NUMBER = re.compile(r"(?<![\w/#&-])#([1-9]\d{0,3})\b")
# GitHub closes what is named behind these words; a stranger's word in front of our number, too.
_CLOSING = re.compile(r"\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?)\b[:\s]*\(ours\)", re.IGNORECASE)
# Joiners and variation selectors make one sign of several, as in emoji and in Persian.
_SHAPING = "\u200c\u200d"
_OUR_LINKS = ("https://github.example/acme/shop/",)


def tokens(text: str) -> list[Token]:
    return _PARSER.parse(text)


def live(text: str, ours: Collection[int] = ()) -> list[str]:
    """Every mention, reference, foreign link, image or HTML that a reader of `text` would meet.

    Issues in `ours` may be referred to, but never behind a word that closes them.
    """
    return [found for token in tokens(text) for found in _live_in(token, ours)]


def _live_in(token: Token, ours: Collection[int]) -> Iterator[str]:
    if token.type == "html_block":
        yield from _foreign(token.content)
    children = token.children or []
    # Code is not searched by GitHub, so it parts the texts around it.
    spoken = "".join(_spoken(child) for child in children)
    spoken = _NUMBER.sub(lambda m: "(ours)" if int(m[1]) in ours else m[0], spoken)
    yield from (match.group() for match in _LIVE.finditer(spoken))
    yield from (match.group() for match in _CLOSING.finditer(spoken))
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


def unseen(text: str) -> list[str]:
    """Every character that a reader cannot see, or that changes how others are seen."""
    return sorted({f"U+{ord(letter):04X}" for letter in text if _is_unseen(letter)})


def _is_unseen(letter: str) -> bool:
    if letter in "\n\t" or letter in _SHAPING:
        return False
    return unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp")


def faults(text: str, *, ours: Collection[int] = ()) -> list[str]:
    """All that may be wrong with a document of ours; issues in `ours` it may refer to itself."""
    found = [f"alive: {what}" for what in live(text, ours)]
    found += [f"unseen: {what}" for what in unseen(text)]
    found += [f"commands: {c.text}" for c in parse_commands(text)]
    found += [] if is_well_formed(text) else ["something stays open at the end"]
    found += [f"{len(text)} characters"] if len(text) > 65_000 else []
    return found


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
