"""What an XML dialect is to the reader of documents: a sink of elements, and a lane past the parser."""

import re
from typing import Protocol, TypeVar

Found = TypeVar("Found")
"""What a sink makes of elements, beside problems."""


class Sink(Protocol[Found]):
    """What a dialect does with the elements of a document.

    Tags come as written, prefixes included, and `tags` lists those that are open, outermost
    first. `items` is emptied by the driver after each chunk, `count` is how many results there
    were so far. `resume` matches the beginning of any tag at which reading can go on.
    """

    items: list[Found | str]
    tags: list[str]
    count: int
    resume: re.Pattern[bytes]

    def start(self, tag: str, attributes: dict[str, str], /) -> None:
        """An element begins."""

    def end(self, tag: str, /) -> None:
        """An element ends."""

    def text(self, data: str, /) -> None:
        """Text of the innermost open element, in pieces."""

    def abandon(self, *, keep_containers: bool) -> None:
        """Close what is open as far as it is known, the containers around a result too or not."""


class Lane(Protocol):
    """A sink's short way past the parser, for what it can read at once and as rightly.

    `marker` begins every tag that can be taken so.
    """

    marker: bytes

    def take(self, data: bytes, start: int, /) -> int:
        """Read elements as a whole from `start` on; where the last of them ends.

        Called where nothing but an element, text or an end tag can stand.
        """


class Refused(Exception):
    """The document is not read any further; the text is a predicate for a problem."""
