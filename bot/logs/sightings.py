"""Keep what was seen of each cause while a log streams by: a few lines around each, no more."""

from collections import deque
from dataclasses import dataclass, field

from bot.logs.keys import stable_key
from bot.logs.place import Place
from bot.logs.rule import group
from bot.logs.table import Match, Row

LINE_CHARS = 500
BEFORE, AFTER = 12, 17
MAX_KEYS = 25
MAX_ITEMS = 100
COLLECT_LINES, COLLECT_GAP = 200, 5


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
    start: int = 1
    items: dict[str, None] = field(default_factory=dict)
    missing: int = 0
    collect_left: int = 0
    collect_gap: int = 0

    def add_item(self, item: str) -> None:
        """Remember `item` once, up to a bound."""
        if item and len(self.items) < MAX_ITEMS:
            self.items[item[:LINE_CHARS]] = None


class Book:
    """All sightings of one log, by row and key."""

    def __init__(self) -> None:
        self.sightings: dict[tuple[str, str], Sighting] = {}
        self.last_text = ""
        self.last_line = 0
        self._ring: deque[str] = deque(maxlen=BEFORE)
        self._open: list[Sighting] = []
        self._collecting: list[Sighting] = []
        self._keys: dict[str, int] = {}

    def pass_by(self, number: int, text: str) -> None:
        """Show every line once, before it is noted: it may belong to an excerpt or a list."""
        if self._open:
            for seen in self._open:
                seen.excerpt.append(text[:LINE_CHARS])
                seen.missing -= 1
            self._open = [seen for seen in self._open if seen.missing > 0]
        if self._collecting:
            self._collect(text)
        if text:
            self.last_text, self.last_line = text, number

    def remember(self, text: str) -> None:
        """Keep `text` for the excerpts of later lines."""
        self._ring.append(text)

    def counts_only(self, row: Row, number: int, place: Place) -> bool:
        """Count one more match of a row from which nothing new can be learned."""
        seen = None if row.rule.per_key else self.sightings.get((row.rule.id, ""))
        if seen is None or row.collect is not None or not row.rule.first:
            return False
        if (row.has_items and len(seen.items) < MAX_ITEMS) or place.has_passed(seen.step):
            return False
        seen.count += 1
        seen.last_line = number
        return True

    def note(self, row: Row, match: Match, number: int, text: str, place: Place) -> Sighting | None:
        """Take note that line `number` matched `row`; None when there are too many keys."""
        groups = match.groupdict()
        key = stable_key(group(groups, "key"))
        seen = self._sighting(row, key if row.rule.per_key else "")
        if seen is None:
            return None
        seen.count += 1
        seen.last_line = number
        seen.add_item(group(groups, "item"))
        if row.collect is not None:
            seen.collect_left, seen.collect_gap = COLLECT_LINES, COLLECT_GAP
            if seen not in self._collecting:
                self._collecting.append(seen)
        if self._takes(seen, place):
            seen.key, seen.step, seen.chain = key, place.step, place.chain
            self._blame(seen, group(groups, "file"), group(groups, "line"), place)
            self._point(seen, number, text)
        return seen

    def _sighting(self, row: Row, key: str) -> Sighting | None:
        slot = (row.rule.id, key)
        if slot not in self.sightings:
            count = self._keys.get(row.rule.id, 0)
            if count >= MAX_KEYS:
                return None
            self._keys[row.rule.id] = count + 1
            self.sightings[slot] = Sighting(row=row, key=key)
        return self.sightings[slot]

    def _takes(self, seen: Sighting, place: Place) -> bool:
        """Whether the newest match is the decisive one."""
        if not seen.line:
            return True
        if place.is_over:
            return False  # the job broke in an earlier step
        if place.in_trace and place.is_chained and seen.chain == place.chain:
            return False  # of chained exceptions the first is the cause
        return not seen.row.rule.first or place.has_passed(seen.step)

    def _blame(self, seen: Sighting, file: str, line: str, place: Place) -> None:
        if file:
            seen.file, seen.file_line = file, int(line[:7]) if line.isdigit() else None
        elif place.in_trace or place.section:
            seen.file, seen.file_line = place.frame_file, place.frame_line

    def _point(self, seen: Sighting, number: int, text: str) -> None:
        seen.line, seen.text = number, text[:LINE_CHARS]
        seen.excerpt = [line[:LINE_CHARS] for line in self._ring]
        seen.start = number - len(seen.excerpt)
        seen.excerpt.append(text[:LINE_CHARS])
        seen.missing = AFTER
        if seen not in self._open:
            self._open.append(seen)

    def _collect(self, text: str) -> None:
        for seen in self._collecting:
            collect = seen.row.collect
            found = collect.search(text) if collect is not None else None
            seen.collect_left -= 1
            seen.collect_gap = COLLECT_GAP if found else seen.collect_gap - bool(text)
            if found:
                seen.add_item(group(found.groupdict(), "item"))
        self._collecting = [s for s in self._collecting if s.collect_left > 0 < s.collect_gap]
