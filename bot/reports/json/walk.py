"""Walk a JSON report of any length: each result is looked at as it ends, then forgotten."""

from collections.abc import Iterable
from typing import ClassVar

from bot.model.report import TestCase
from bot.reports.caps import Caps, Item
from bot.reports.json.case import Fitter
from bot.reports.json.events import Event, Refused, Scalar
from bot.reports.json.values import Record, Tree
from bot.reports.text import clipped

HELD = 50_000
"""How many results wait for the end of what is around them; more are placed as far as is known."""

_LONGER = 2
"""How many times longer a result in JSON is than the shortest of all."""

HELD_CHARS = 8_000_000
"""How long the texts of those may be together."""

_STARTS = frozenset({"start_map", "start_array"})
_ENDS = frozenset({"end_map", "end_array"})


class Dialect:
    """What a format makes of the objects of a document.

    `containers` and `results` are the keys under which they stand, `useless` those of values to
    leave out. A key counts where all objects around it are containers or the document itself. An
    array of documents, and documents behind each other, are read as documents one by one.
    `late` are the containers whose results wait until all of them is known; the key of a
    document is empty. A document that has none of `wanted` says nothing that can be trusted.
    """

    containers: ClassVar[frozenset[str]] = frozenset()
    late: ClassVar[frozenset[str]] = frozenset()
    results: ClassVar[frozenset[str]] = frozenset()
    useless: ClassVar[frozenset[str]] = frozenset()
    wanted: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, caps: Caps) -> None:
        self.fit = Fitter(caps).fit
        self.reds = 0  # of the document, so far

    def begin(self) -> None:
        """A document begins."""

    def result(self, record: Record) -> Iterable[Item]:
        """What a result says by itself. What is around it may not be known yet."""
        raise NotImplementedError

    def place(self, case: TestCase, around: Record) -> TestCase | None:
        """The case with what is told by what is around it; None when that leaves it unknown."""
        return case

    def end(self, around: Record) -> Iterable[Item]:
        """What a container or a document says by itself, once it is complete."""
        return ()


class Walk:
    """Takes events; `ready` are the items that are complete."""

    def __init__(self, dialect: Dialect, caps: Caps) -> None:
        self.ready: list[Item] = []
        self.documents = 0
        self.taken = 0  # bytes of the stream, told by whoever drives it
        self._results = 0
        self._dialect = dialect
        self._caps = caps
        self._structure = dialect.containers | dialect.results
        self._open: list[Record | None] = []  # None is an array of containers or results
        self._keys: list[str] = []  # where each of them stands
        self._objects: list[Record] = []  # the objects among them
        self._key = ""
        self._seen: set[str] = set()
        self._tree: Tree | None = None
        self._skipped = self._late = self._chars = 0
        self._held: list[tuple[Item, Record]] = []

    @property
    def inside(self) -> str:
        """The key under which the innermost open object stands; empty outside of documents."""
        if not self._open:
            return ""
        return (self._key if self._tree or self._skipped else self._keys[-1]) or "the document"

    def take(self, batch: list[Event]) -> None:
        """Take events in the order they were written. Raises Refused."""
        at = 0
        while at < len(batch):
            event, value = batch[at]
            if self._tree is not None:
                at = self._tree.feed(batch, at)
                if self._tree.is_done:
                    self._plant(self._tree)
                continue
            if self._skipped:
                self._skip(event)
            else:
                self._move(event, value)
            at += self._tree is None  # a tree takes its first event itself

    def _skip(self, event: str) -> None:
        if event in _STARTS:
            self._skipped += 1
            if self._skipped > self._caps.depth:
                raise self._too_deep()
        elif event in _ENDS:
            self._skipped -= 1

    def _too_deep(self) -> Refused:
        return Refused(f"nests more than {self._caps.depth} deep, so reading stopped there")

    def _move(self, event: str, value: Scalar) -> None:
        """Go on among containers."""
        if event == "map_key":
            self._key = str(value)
        elif event in _STARTS:
            self._start(event)
        elif event in _ENDS:
            self._end()
        elif self._open and self._open[-1] is not None and self._key not in self._dialect.useless:
            if isinstance(value, str):
                value = clipped(value, self._caps.trace)
            self._open[-1].values[self._key] = value

    def _start(self, event: str) -> None:
        in_array = bool(self._open) and self._open[-1] is None
        key = self._keys[-1] if in_array else self._key if self._open else ""
        is_root = not self._objects
        if key in self._structure:
            self._seen.add(key)
        if event == "start_array" and (is_root or key in self._structure):
            self._push(None, key)
        elif event == "start_map" and (is_root or key in self._dialect.containers):
            self._push(Record({}, key, self._objects[-1] if self._objects else None), key)
        elif key in self._dialect.useless:
            self._skipped = 1
        else:
            self._key = key
            self._tree = Tree(self._dialect.useless, self._caps.trace)

    def _push(self, record: Record | None, key: str) -> None:
        if len(self._open) >= self._caps.depth:
            raise self._too_deep()
        self._open.append(record)
        self._keys.append(key)
        if record is not None:
            self._objects.append(record)
            self._late += key in self._dialect.late
            if len(self._objects) == 1:
                self._dialect.reds = 0
                self._dialect.begin()

    def _plant(self, tree: Tree) -> None:
        """A value is complete: it is a result, or says something of what is around it."""
        self._tree = None
        around = self._objects[-1]
        if self._key not in self._dialect.results:
            around.values[self._key] = tree.root
        elif isinstance(tree.root, dict):
            self._results += 1
            if refused := self._caps.refused(self._results, self.taken // _LONGER):
                raise Refused(refused)
            self._hold(self._dialect.result(Record(tree.root, self._key, around)), around)

    def _end(self) -> None:
        record = self._open.pop()
        self._key = self._keys.pop()
        if record is not None:
            self._objects.pop()
            self._late -= self._key in self._dialect.late
            self._hold(self._dialect.end(record), record)
            if not self._objects:
                self._end_document(record)

    def _end_document(self, document: Record) -> None:
        self.documents += 1
        wanted = self._dialect.wanted
        if wanted and not wanted & self._seen:
            self._hold([f"has no `{min(wanted)}`, so its results are unknown"], document)
        self._seen.clear()

    def _hold(self, items: Iterable[Item], around: Record) -> None:
        """Keep items until nothing more can be told of what is around them."""
        for item in items:
            self._held.append((item, around))
            if not isinstance(item, str):
                self._dialect.reds += item.outcome.is_red
                self._chars += len(item.message) + len(item.trace) + len(item.output)
        if not self._late or len(self._held) > HELD or self._chars > HELD_CHARS:
            self.settle()

    def settle(self) -> None:
        """Place all that waits, with what is known."""
        for item, around in self._held:
            placed = item if isinstance(item, str) else self._dialect.place(item, around)
            if placed is not None:
                self.ready.append(placed)
        self._held.clear()
        self._chars = 0
