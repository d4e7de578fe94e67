"""Read one job log of any size and give its findings."""

from collections.abc import Sequence
from typing import BinaryIO

from bot.logs.choose import LogName, choose
from bot.logs.endings import Endings
from bot.logs.lines import read_lines
from bot.logs.place import Place
from bot.logs.sightings import Book
from bot.logs.table import Table, built_in
from bot.logs.user_rules import UserRule, user_table
from bot.model.finding import LogReading
from bot.model.names import LogCause

UNCLASSIFIED = "unclassified"
_ERROR = "##[error]"
_FOREIGN = ("site-packages/", "dist-packages/", "node_modules/", "/hostedtoolcache/")
_OURS_ALL_THE_SAME = "Pydantic"  # it warns from its own file about classes that are ours


def scan_log(
    stream: BinaryIO,
    path: str,
    *,
    job: str = "",
    user_rules: Sequence[UserRule] = (),
    failed: bool | None = None,
) -> LogReading:
    """Read `stream` to its end, once, in constant memory.

    `failed` says how the job ended when that is known; otherwise the log's own last lines decide.
    A log that ends well gives warnings at most. No byte sequence makes this raise.
    """
    reading = _Reading(user_rules)
    number = 0
    for number, (text, is_echo) in enumerate(read_lines(stream), start=1):
        reading.feed(number, text, is_echo)
    if failed:
        reading.speak_for_silence()
    log = LogName(path=path, job=job, lines=number)
    findings = choose(reading.book.sightings.values(), reading.endings, failed, log)
    return LogReading(path=path, job=job, lines=number, findings=findings)


class _Reading:
    """The state of one pass."""

    def __init__(self, user_rules: Sequence[UserRule]) -> None:
        self.book = Book()
        self.endings = Endings()
        self.place = Place(bad_steps=self.endings.bad_steps)
        self._table = built_in()
        self._users = user_table(tuple(user_rules)) if user_rules else None

    def feed(self, number: int, text: str, is_echo: bool) -> None:
        book, place = self.book, self.place
        book.pass_by(number, text)
        if text and not is_echo:
            hits = self._table.hits(text)
            if hits or place.is_inside:
                self._look(number, text, hits)
            if self._users is not None and not place.in_echo:
                self._try(self._users, self._users.hits(text), number, text)
        book.remember(text)

    def speak_for_silence(self) -> None:
        """Point at the last line of a failed log in which no row saw anything."""
        book = self.book
        if book.last_line and all(s.row.rule.is_standing for s in book.sightings.values()):
            row = next(row for row in self._table.rows if row.rule.id == UNCLASSIFIED)
            book.note(row, _NoGroups(), book.last_line, book.last_text, self.place)

    def _look(self, number: int, text: str, hits: list[int]) -> None:
        place, table = self.place, self._table
        if place.is_inside or table.place_sign in hits:
            place.enter(text)
        if table.ending_sign in hits and not place.in_echo:
            self.endings.note(number, text, place.step)
        place.is_over = 0 < self.endings.first_exit_step < place.step
        if hits and place.is_evidence(text):
            if text.startswith(_ERROR):
                body = text.removeprefix(_ERROR)
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
            match = row.regex.search(text) or row.regex.search(text.removeprefix(_ERROR))
            if match is None or _is_foreign(row.rule.cause, text):
                continue
            self.book.note(row, match, number, text, self.place)
            return


class _NoGroups:
    """A match of nothing in particular."""

    def groupdict(self) -> dict[str, str | None]:
        return {}


def _is_foreign(cause: LogCause, text: str) -> bool:
    """Whether a deprecation is about somebody else's code."""
    if cause is not LogCause.DEPRECATION_ONLY or _OURS_ALL_THE_SAME in text:
        return False
    return any(part in text for part in _FOREIGN)
