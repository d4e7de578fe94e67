"""Go through the pages of one log, line by line only where lines may matter."""

from collections.abc import Sequence

from bot.logs.endings import Endings
from bot.logs.lines import Page, clean
from bot.logs.place import Place
from bot.logs.sightings import Book
from bot.logs.table import ERROR, Table, built_in
from bot.model.names import LogCause

UNCLASSIFIED = "unclassified"
_FOREIGN = ("site-packages/", "dist-packages/", "node_modules/", "/hostedtoolcache/")
_OURS_ALL_THE_SAME = "Pydantic"  # it warns from its own file about classes that are ours


class Reading:
    """The state of one pass, whose pages say which lines to look at for both tables."""

    def __init__(self, users: Table | None) -> None:
        self.book = Book()
        self.endings = Endings()
        self.place = Place(bad_steps=self.endings.bad_steps)
        self._table = built_in()
        self._users = users

    def read(self, page: Page) -> None:
        """Look at the lines of `page` that may matter: all while inside of something, else few."""
        self.book.open_page(page)
        total = len(page.raws)
        done = 0
        for index in (*page.led, total):
            while done < index and self._is_watching:
                self._pass(page.raws[done])
                done += 1
            if index < total:
                self._feed(page.first + index, page.raws[index])
            done = index + 1
        self.book.close_page()

    @property
    def _is_watching(self) -> bool:
        return self.place.is_inside or self.book.is_collecting

    def speak_for_silence(self) -> None:
        """Point at the last line of a failed log in which no row saw anything."""
        if all(s.row.rule.is_standing for s in self.book.sightings.values()):
            row = next(row for row in self._table.rows if row.rule.id == UNCLASSIFIED)
            self.book.note_last(row, self.place)

    def _pass(self, raw: bytes) -> None:
        """Note a line that matches nothing but stands inside of something."""
        text, is_echo = clean(raw)
        self.book.collect(text)
        if text and not is_echo and self.place.is_inside:
            self.place.enter(text)
            self.place.leave(text)

    def _feed(self, number: int, raw: bytes) -> None:
        """Try everything on a line."""
        text, is_echo = clean(raw)
        if self.book.is_collecting:
            self.book.collect(text)
        if not text or is_echo:
            return
        hits = self._table.hits(text)
        if hits or self.place.is_inside:
            self._look(number, text, hits)
        if self._users is not None and not self.place.in_echo:
            self._try(self._users, self._users.hits(text), number, text)

    def _look(self, number: int, text: str, hits: Sequence[int]) -> None:
        place, table = self.place, self._table
        if place.is_inside or table.place_sign in hits:
            place.enter(text)
        if table.ending_sign in hits and not place.in_echo:
            self.endings.note(number, text, place.step, is_aside=place.is_aside)
        place.is_over = 0 < self.endings.exit_step < place.step and place.is_aside
        if hits and place.is_evidence(text):
            if text.startswith(ERROR):
                body = text.removeprefix(ERROR)
                hits = sorted({*hits, *table.hits(body)})
            self._try(table, hits, number, text)
        place.leave(text)

    def _try(self, table: Table, hits: Sequence[int], number: int, text: str) -> None:
        """Note the most decisive row that holds for this line."""
        for index in hits:
            if index >= len(table.rows):
                return
            row = table.rows[index]
            if not self.place.holds(row.rule):
                continue
            if self.book.counts_only(row, number, self.place):
                return
            if not _is_foreign(row.rule.cause, text):
                self.book.note(row, number, text, self.place)
                return


def _is_foreign(cause: LogCause, text: str) -> bool:
    """Whether a deprecation is about somebody else's code."""
    if cause is not LogCause.DEPRECATION_ONLY or _OURS_ALL_THE_SAME in text:
        return False
    return any(part in text for part in _FOREIGN)
