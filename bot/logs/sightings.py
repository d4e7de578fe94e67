"""Keep what was seen of each cause while a log streams by: a few lines around each, no more."""

from bot.logs.keys import stable_key
from bot.logs.lines import Page, clean
from bot.logs.place import Place
from bot.logs.rule import group
from bot.logs.sighting import LINE_CHARS, MAX_ITEMS, Sighting, key_of
from bot.logs.table import ERROR, Row

BEFORE, AFTER = 12, 17
MAX_KEYS, MAX_WORDS = 25, 500
COLLECT_LINES, COLLECT_GAP = 200, 5
BURST = 15
"""Lines without a match after which a generic row takes a newer one for the decisive line."""


class Book:
    """All sightings of one log, by row and key.

    What surrounds a decisive line is read when its page is turned: most lines that were decisive
    for a while are not any more by then.
    """

    def __init__(self) -> None:
        self.sightings: dict[tuple[str, str], Sighting] = {}
        self._page = Page(1, [])
        self._history: list[bytes] = []
        self._last_text, self._last_line = "", 0
        self._last_before: list[bytes] = []
        self._pointed: dict[int, Sighting] = {}
        self._open: list[Sighting] = []
        self._collecting: list[Sighting] = []
        self._keys: dict[str, int] = {}
        self._stable: dict[tuple[str, str], str] = {}

    @property
    def is_collecting(self) -> bool:
        """Whether every line matters now, because it may be an item of a list."""
        return bool(self._collecting)

    def open_page(self, page: Page) -> None:
        """Begin with the lines of `page`; the page before was closed."""
        self._page = page
        for seen in self._open:
            following = page.raws[: seen.missing]
            seen.around += following
            seen.missing -= len(following)
        self._open = [seen for seen in self._open if seen.missing > 0]

    def close_page(self) -> None:
        """Read what surrounds the decisive lines of this page."""
        for seen in self._pointed.values():
            self._read(seen)
            index = seen.line - self._page.first
            following = self._page.raws[index + 1 : index + 1 + AFTER]
            self._surround(seen, self._before(index), following)
            if seen.missing > 0 and seen not in self._open:
                self._open.append(seen)
        self._pointed = {}
        self._remember_last()
        self._history = self._before(len(self._page.raws))

    def note_last(self, row: Row, place: Place) -> None:
        """Point `row` at the last line that is not empty; the last page was closed."""
        if self._last_line:
            seen = self._sighting(row, "")
            assert seen is not None
            seen.count, seen.step, seen.last_line = 1, place.step, self._last_line
            seen.line, seen.text = self._last_line, self._last_text[:LINE_CHARS]
            self._surround(seen, self._last_before, [])

    def settle(self) -> list[Sighting]:
        """All sightings, with keys that are the same from run to run."""
        for seen in self.sightings.values():
            seen.excerpt = [_shown(raw) for raw in seen.around]
            if 0 <= (index := seen.line - seen.start) < len(seen.excerpt):
                seen.excerpt[index] = seen.text
            if not seen.row.rule.per_key:
                seen.key = stable_key(seen.key)
        return list(self.sightings.values())

    def collect(self, text: str) -> None:
        """Add `text` to the lists it belongs to."""
        for seen in self._collecting:
            collect = seen.row.collect
            found = collect.groups(text) if collect is not None else None
            seen.collect_left -= 1
            seen.collect_gap = COLLECT_GAP if found is not None else seen.collect_gap - bool(text)
            if found is not None:
                seen.add_item(group(found, "item"))
        self._collecting = [s for s in self._collecting if s.collect_left > 0 < s.collect_gap]

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

    def note(self, row: Row, number: int, text: str, place: Place) -> None:
        """Take note that line `number` matched `row`, unless there are too many keys."""
        seen = self._seen(row, text)
        if seen is None:
            return
        is_burst = row.rule.is_generic and seen.last_line > 0 and number - seen.last_line <= BURST
        seen.count += 1
        seen.last_line = number
        if row.collect is not None:
            seen.collect_left, seen.collect_gap = COLLECT_LINES, COLLECT_GAP
            if seen not in self._collecting:
                self._collecting.append(seen)
        if not (
            is_burst and seen.step == place.step and not _is_marked(seen.text, text)
        ) and self._takes(seen, place):
            seen.step, seen.chain, seen.title = place.step, place.chain, place.title
            seen.line, seen.text = number, text
            is_placed = place.in_trace or bool(place.section)
            seen.file = place.frame_file if is_placed else ""
            seen.file_line = place.frame_line if is_placed else None
            self._pointed[id(seen)] = seen

    def _seen(self, row: Row, text: str) -> Sighting | None:
        """What `text` is a sighting of; its words are read at once only where they must be."""
        if not row.rule.per_key:
            seen = self._sighting(row, "")
            if seen is None or not row.has_items or len(seen.items) >= MAX_ITEMS:
                return seen
        groups = row.groups(text)
        seen = self._sighting(row, self._key(row, group(groups, "key")))
        if seen is not None:
            seen.add_item(group(groups, "item"))
        return seen

    def _key(self, row: Row, words: str) -> str:
        """The key of a sighting.

        Once a row has all the keys that it may have, words that it has never seen are not made
        stable any more: that is dear, and nearly all of them would be one key too many.
        """
        if not row.rule.per_key:
            return ""
        slot = (row.rule.id, words)
        if slot not in self._stable:
            if self._keys.get(row.rule.id, 0) >= MAX_KEYS:
                return words
            if len(self._stable) >= MAX_WORDS:
                self._stable.clear()
            self._stable[slot] = stable_key(words)
        return self._stable[slot]

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

    def _read(self, seen: Sighting) -> None:
        """Learn from the decisive line what it captured."""
        groups = seen.row.groups(seen.text)
        if not seen.row.rule.per_key:
            seen.key = key_of(seen, group(groups, "key"))
        if file := group(groups, "file"):
            line = group(groups, "line")
            seen.file, seen.file_line = file, int(line[:7]) if line.isdigit() else None
        seen.text = seen.text[:LINE_CHARS]

    def _before(self, index: int) -> list[bytes]:
        """Up to `BEFORE` lines in front of line `index` of this page."""
        raws = self._page.raws
        if index >= BEFORE:
            return raws[index - BEFORE : index]
        return (self._history + raws[:index])[-BEFORE:]

    def _surround(self, seen: Sighting, before: list[bytes], following: list[bytes]) -> None:
        seen.around = [*before, b"", *following]
        seen.start = seen.line - len(before)
        seen.missing = AFTER - len(following)

    def _remember_last(self) -> None:
        """Keep the last line that is not empty: if nothing else is seen, it speaks."""
        for index in range(len(self._page.raws) - 1, -1, -1):
            text, _ = clean(self._page.raws[index])
            if text:
                self._last_text, self._last_line = text, self._page.first + index
                self._last_before = self._before(index)
                return


def _is_marked(before: str, text: str) -> bool:
    """Whether only the newer of two lines bears the mark of an error."""
    return text.startswith(ERROR) and not before.startswith(ERROR)


def _shown(raw: bytes) -> str:
    return clean(raw)[0][:LINE_CHARS]
