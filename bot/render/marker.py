"""The hidden first lines by which the bot finds its own issues and comments again.

An issue:   `<!-- gardener:1 {"fingerprints": ["1:9f3a…"]} -->`
A comment:  `<!-- gardener:comment run:1001:1:comment:12 -->`
"""

import json
import re
from collections.abc import Sequence

from bot.render.escape import Markdown

BEGIN = Markdown("<!-- gardener:begin -->")
END = Markdown("<!-- gardener:end -->")
MAX_FINGERPRINTS = 500

ISSUE = re.compile(r"<!-- gardener:1 (\{[^\r\n<>]*\}) -->")
_NOT_IN_KEYS = re.compile(r"[^\w:./#+-]|-(?=-)|-$", re.ASCII)


def issue_marker(fingerprints: Sequence[str]) -> Markdown:
    """The first line of a body: its cause fingerprints, at most 500, the main one first."""
    text = json.dumps({"fingerprints": list(fingerprints[:MAX_FINGERPRINTS])})
    inert = text.replace("<", "\\u003c").replace(">", "\\u003e")
    return Markdown(f"<!-- gardener:1 {inert} -->")


def marked_fingerprints(body: str | None) -> tuple[str, ...]:
    """The fingerprints in the marker of a body; empty when its first line is no marker."""
    first = (body or "").lstrip("\ufeff").split("\n", 1)[0].strip()
    found = ISSUE.fullmatch(first)
    if not found:
        return ()
    try:
        value = json.loads(found[1])
    except (ValueError, RecursionError):
        return ()
    listed = value.get("fingerprints") if isinstance(value, dict) else None
    return tuple(f for f in listed if isinstance(f, str)) if isinstance(listed, list) else ()


def comment_marker(key: str) -> Markdown:
    """The first line of the comment that carries out the change `key`."""
    return Markdown(f"<!-- gardener:comment {_NOT_IN_KEYS.sub('_', key)[:300]} -->")


def has_comment_marker(body: str | None, key: str) -> bool:
    """Whether a comment is the one that carried out the change `key`."""
    return (body or "").split("\n", 1)[0].strip() == comment_marker(key)
