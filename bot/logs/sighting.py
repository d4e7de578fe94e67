"""A cause seen in one log, and what tells it from others of its row."""

from dataclasses import dataclass, field

from bot.logs.endpoints import endpoint_of, resource_of
from bot.logs.rule import KeyedBy
from bot.logs.table import Row

LINE_CHARS = 500
MAX_ITEMS = 100


@dataclass(slots=True)
class Sighting:
    """A cause seen in this log; `line` is the decisive one so far."""

    row: Row
    key: str
    line: int = 0
    last_line: int = 0
    text: str = ""
    step: int = 0
    chain: int = 0
    count: int = 0
    file: str = ""
    file_line: int | None = None
    excerpt: list[str] = field(default_factory=list)
    around: list[bytes] = field(default_factory=list)
    """The lines of the excerpt as they are; those of `line` itself are `text`."""
    start: int = 1
    items: dict[str, None] = field(default_factory=dict)
    title: str = ""
    missing: int = 0
    collect_left: int = 0
    collect_gap: int = 0

    def add_item(self, item: str) -> None:
        """Remember `item` once, up to a bound."""
        if item and len(self.items) < MAX_ITEMS:
            self.items[item[:LINE_CHARS]] = None


def key_of(seen: Sighting, words: str) -> str:
    """What tells this cause from others of its row: the words it captured, else what it is about."""
    match seen.row.rule.keyed_by:
        case KeyedBy.ENDPOINT:
            about = endpoint_of(seen.text)
            return f"{words} {about}".strip() if about not in words else words
        case KeyedBy.RESOURCE:
            return words or resource_of(seen.text)
        case KeyedBy.STEP:
            return words or seen.title
    return words
