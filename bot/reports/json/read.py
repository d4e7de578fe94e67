"""Read a JSON report through its dialect; damage becomes one sentence behind all that was read."""

from collections.abc import Iterator
from typing import BinaryIO

from bot.reports.caps import Caps, Item
from bot.reports.json.events import CHUNK, Broken, Refused, batches
from bot.reports.json.walk import Dialect, Walk
from bot.reports.text import name_text


class Reading:
    """One pass over a stream; `damage` is why it ended early, empty until then."""

    def __init__(self, stream: BinaryIO, caps: Caps, dialect: Dialect) -> None:
        self.damage = ""
        self._walk = Walk(dialect, caps)
        self._source = batches(stream, caps)

    def step(self) -> list[Item] | None:
        """The items of the next part; None when there is none."""
        if self.damage:
            return None
        try:
            batch = next(self._source)
            self._walk.taken += CHUNK
            self._walk.take(batch)
        except StopIteration:
            return None
        except Refused as refusal:
            self.damage = f"{refusal}; {{count}} results were read"
        except Broken as broken:
            self.damage = self._told(broken.reason)
        if self.damage:
            self._walk.settle()
        ready, self._walk.ready = self._walk.ready, []
        return ready

    def _told(self, reason: str) -> str:
        """The problem of a text that is no JSON to its end."""
        inside = self._walk.inside
        if not inside and self._walk.documents:
            return "has something else behind its end, which was not read"
        unknown = "{count} results were read, later ones are unknown"
        if not reason:
            return f"ends in the middle of `{name_text(inside, 60)}`{{behind}}; {unknown}"
        return f"is not well-formed JSON{{behind}} ({reason}); {unknown}"


def read_json(stream: BinaryIO, caps: Caps, dialect: Dialect) -> Iterator[Item]:
    """Every result as it is written. Never raises for content: the damage is the last item."""
    reading = Reading(stream, caps, dialect)
    count, last = 0, ""
    while (items := reading.step()) is not None:
        for item in items:
            if not isinstance(item, str):
                count, last = count + 1, item.name
            yield item
    if reading.damage:
        behind = f" behind `{name_text(last, 100)}`" if last else ""
        yield reading.damage.replace("{behind}", behind).replace("{count}", str(count))
