"""Walk an XML dialect by the names of its elements: what every XML format beside JUnit shares."""

import re
from collections.abc import Iterator, Mapping, Set
from typing import BinaryIO, ClassVar, Protocol

from bot.model.names import Outcome
from bot.model.report import TestCase
from bot.reports.caps import Caps, Item
from bot.reports.text import Clip
from bot.reports.xml.case import Fit
from bot.reports.xml.document import Document
from bot.reports.xml.sink import Refused

_FAR = 200
"""How many elements out is looked: reading stays linear however deep a file nests."""


class Words(Protocol):
    """Collects the text of an element, in pieces."""

    def add(self, piece: str, /) -> None:
        """One more piece."""

    def text(self) -> str:
        """What was collected, plain and clipped."""


class Element:
    """An open element that a dialect asked for.

    `around` is the next such element outside, `own` collects its text where the dialect wants it,
    `texts` holds the words of its children, `parts` its closed children of the dialect's `parts`,
    the last of each name. `has_red` and `count` tell of the tests inside.
    """

    __slots__ = ("around", "attributes", "count", "has_red", "name", "own", "parts", "texts")

    def __init__(self, name: str, attributes: dict[str, str], around: "Element | None") -> None:
        self.name = name
        self.attributes = attributes
        self.around = around
        self.own: Words | None = None
        self.texts: dict[str, Words] = {}
        self.parts: dict[str, Element] = {}
        self.has_red = False
        self.count = 0

    def get(self, attribute: str) -> str:
        """What an attribute says, empty when it is missing."""
        return self.attributes.get(attribute, "")

    def words(self, key: str = "") -> str:
        """The text of a child as the dialect keys it, or with no key the own one."""
        found = self.texts.get(key) if key else self.own
        return found.text() if found is not None else ""

    def inside(self, name: str) -> "Element | None":
        """The nearest element of this name around it, if it is not very far out."""
        found = self.around
        for _ in range(_FAR):
            if found is None or found.name == name:
                return found
            found = found.around
        return None


class Dialect:
    """A sink for `Document` driven by tables; a format says what to do when an element closes.

    Names are local: without namespace prefix. `elements` become an `Element`, `containers` stay
    open behind a broken place, `parts` are remembered by the element around them, `owns` collect
    their own text, and `texts` says under which key (parent, child) is collected by the element
    around them.
    """

    resume: re.Pattern[bytes]
    elements: ClassVar[Set[str]]
    containers: ClassVar[Set[str]]
    parts: ClassVar[Set[str]] = frozenset()
    owns: ClassVar[Set[str]] = frozenset()
    texts: ClassVar[Mapping[tuple[str, str], str]] = {}

    def __init__(self, caps: Caps) -> None:
        self.items: list[Item] = []
        self.tags: list[str] = []
        self.count = 0
        self.caps = caps
        self.fit = Fit(caps)
        self.innermost: Element | None = None
        self._names: list[str] = []
        self._open: list[Element | Words | None] = []
        self._unknown = 0

    def opened(self, element: Element) -> None:
        """An element begins."""

    def closed(self, element: Element) -> None:
        """An element has ended."""
        raise NotImplementedError

    def cut(self, element: Element, *, is_end: bool) -> None:
        """An element was still open where the XML broke, or at the end of the file."""

    def finish(self) -> Iterator[Item]:
        """What is left to say when the file is over."""
        if self._unknown:
            yield f"holds {self._unknown} results without a known outcome, which count as skipped"

    def start(self, tag: str, attributes: dict[str, str], /) -> None:
        """An element begins."""
        if len(self.tags) >= self.caps.depth:
            raise Refused(
                f"nests elements more than {self.caps.depth} deep, so reading stopped there; "
                f"{self.count} results were read"
            )
        self.tags.append(tag)
        name = tag.rpartition(":")[2] if ":" in tag else tag
        if name in self.elements:
            element = Element(name, attributes, self.innermost)
            if name in self.owns:
                element.own = Clip(self.caps.trace)
            self.innermost = element
            self._open.append(element)
            self._names.append(name)
            self.opened(element)
            return
        self._open.append(self._collector(name))
        self._names.append(name)

    def _collector(self, name: str) -> Words | None:
        """What takes the text of an element that is none of the dialect's."""
        around = self._open[-1] if self._open else None
        if around is not None and not isinstance(around, Element):
            return around
        key = self.texts.get((self._names[-1], name)) if self._names else None
        if key is None or self.innermost is None:
            return None
        return self.innermost.texts.setdefault(key, Clip(self.caps.trace))

    def text(self, data: str, /) -> None:
        """Text of the innermost open element, in pieces."""
        top = self._open[-1]
        if isinstance(top, Element):
            top = top.own
        if top is not None:
            top.add(data)

    def end(self, tag: str, /) -> None:
        """An element ends."""
        element = self._pop()
        if isinstance(element, Element):
            if element.name in self.parts and element.around is not None:
                element.around.parts[element.name] = element
            self.closed(element)
            self._hand_up(element)

    def _pop(self) -> Element | Words | None:
        self.tags.pop()
        self._names.pop()
        top = self._open.pop()
        if isinstance(top, Element):
            self.innermost = top.around
        return top

    def _hand_up(self, element: Element) -> None:
        if element.around is not None:
            element.around.has_red |= element.has_red
            element.around.count += element.count

    def abandon(self, *, keep_containers: bool) -> None:
        """Close what is open as far as it is known, the containers around a result too or not."""
        while self._open and not (keep_containers and self._names[-1] in self.containers):
            element = self._pop()
            if isinstance(element, Element):
                self.cut(element, is_end=not keep_containers)
                self._hand_up(element)

    def emit(self, case: TestCase, within: Element | None) -> None:
        """Yield one test that is inside `within`."""
        self.items.append(self.fit.case(case))
        self.count += 1
        if within is not None:
            within.count += 1
            within.has_red |= case.outcome.is_red

    def unknown(self) -> Outcome:
        """The outcome of a test of which the report does not tell any that is known."""
        self._unknown += 1
        return Outcome.SKIPPED


def walk(dialect: Dialect, stream: BinaryIO) -> Iterator[Item]:
    """Every item of a report in this dialect."""
    yield from Document(dialect, dialect.caps).read(stream)
    yield from dialect.finish()
