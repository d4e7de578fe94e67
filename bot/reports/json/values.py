"""Values of a JSON report: built within bounds, and read without trust in their types."""

from collections.abc import Container
from typing import Final, TypeAlias

from bot.reports.json.events import Event, Scalar
from bot.reports.text import clipped

Json: TypeAlias = "Scalar | list[Json] | dict[str, Json]"

DEPTH = 40
"""How deep one result may nest; what is deeper is left out."""

NODES = 20_000
"""How many values one result may have; further ones are left out."""

SHORT = 300
"""How many characters of a text are always kept."""

_STARTS: Final = frozenset({"start_map", "start_array"})
_ENDS: Final = frozenset({"end_map", "end_array"})


class Record:
    """A JSON object whose values may be missing or of any type.

    `key` is where it stands in `around`, the object that holds it; a document stands nowhere.
    """

    __slots__ = ("around", "key", "values")

    def __init__(
        self, values: dict[str, Json], key: str = "", around: "Record | None" = None
    ) -> None:
        self.values = values
        self.key = key
        self.around = around

    def text(self, *keys: str) -> str:
        """The first of these that is a text or a number; empty when none is."""
        for key in keys:
            value = self.values.get(key)
            if isinstance(value, str):
                if value:
                    return value
            elif isinstance(value, int | float) and not isinstance(value, bool):
                return str(value)
        return ""

    def number(self, key: str) -> float | None:
        """A number that is neither negative nor endless."""
        value = self.values.get(key)
        if not isinstance(value, int | float) or isinstance(value, bool):
            return None
        return float(value) if 0 <= value < 10**15 else None

    def whole(self, key: str) -> int | None:
        """A whole number above zero, such as a line."""
        value = self.number(key)
        return int(value) or None if value is not None and value < 10**9 else None

    def count(self, key: str) -> int:
        """A counter; 0 when there is none."""
        return self.whole(key) or 0

    def flag(self, key: str) -> bool:
        """Whether the value is `true`."""
        return self.values.get(key) is True

    def record(self, key: str) -> "Record":
        """The object that stands there; an empty one when it is none."""
        value = self.values.get(key)
        return Record(value if isinstance(value, dict) else {}, key, self)

    def records(self, key: str) -> "list[Record]":
        """The objects of a list, or the one object that stands in its place."""
        value = self.values.get(key)
        found = value if isinstance(value, list) else [value]
        return [Record(one, key, self) for one in found if isinstance(one, dict)]

    def texts(self, key: str) -> list[str]:
        """The texts of a list, or the one text that stands in its place."""
        value = self.values.get(key)
        found = value if isinstance(value, list) else [value]
        return [one for one in found if isinstance(one, str) and one]

    def __bool__(self) -> bool:
        """Whether it holds anything."""
        return bool(self.values)


class Tree:
    """Builds one object or array of events; what is too much of it or of no use is left out."""

    def __init__(self, useless: Container[str], limit: int) -> None:
        self.root: Json = None
        self.is_done = False
        self._useless = useless
        self._limit = limit
        self._left = NODES
        self._chars = 64 * limit
        self._around: list[Json] | dict[str, Json] = []
        self._outer: list[list[Json] | dict[str, Json]] = []
        self._key = ""
        self._skipped = 0

    def feed(self, batch: list[Event], at: int) -> int:
        """Take events from the one at `at` on; where it stopped, `is_done` or at the end."""
        for index in range(at, len(batch)):
            event, value = batch[index]
            if event == "map_key":
                self._key = value  # type: ignore[assignment]
            elif event in _STARTS:
                self._start(event)
            elif event in _ENDS:
                self._end()
                if self.is_done:
                    return index + 1
            elif not self._skipped:
                self._put(value)
        return len(batch)

    def _start(self, event: str) -> None:
        value: list[Json] | dict[str, Json] = {} if event == "start_map" else []
        if self._skipped or (self._outer and not self._put(value)):
            self._skipped += 1
            return
        if not self._outer:
            self.root = value
        self._outer.append(self._around)
        self._around = value

    def _end(self) -> None:
        if self._skipped:
            self._skipped -= 1
            return
        self._around = self._outer.pop()
        self.is_done = not self._outer

    def _put(self, value: Json) -> bool:
        """Where it belongs; false when there is no room or no use for it."""
        self._left -= 1
        if self._left < 0 or len(self._outer) >= DEPTH:
            return False
        if isinstance(value, str) and len(value) > SHORT:
            value = self._short(value)
        around = self._around
        if isinstance(around, list):
            around.append(value)
        elif self._key in self._useless:
            return False
        else:
            around[self._key] = value
        return True

    def _short(self, text: str) -> str:
        text = clipped(text, self._limit if self._chars > 0 else SHORT)
        self._chars -= len(text)
        return text
