"""Read XML that strangers wrote: one pass, flat memory, no entities, and on past broken places."""

import re
from collections.abc import Iterator
from typing import BinaryIO, Generic
from xml.parsers import expat

from bot.reports.caps import Caps
from bot.reports.decode import utf8_chunks
from bot.reports.xml.sink import Found, Lane, Refused, Sink

REPAIRS, SPACING = 300, 40
"""So many broken places are stepped over, and one more for each so many bytes of the file."""

PIECE = 4096
"""How many bytes are parsed at once behind the first broken place: what follows is handed on."""

REREAD, AGAIN = 1 << 20, 8
"""So many bytes may be parsed a second time for such places, and so many for each of the file."""

_INVALID = expat.errors.codes[expat.errors.XML_ERROR_INVALID_TOKEN]
_SECOND_DOCUMENT = (
    expat.errors.codes[expat.errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT],
    expat.errors.codes[expat.errors.XML_ERROR_MISPLACED_XML_PI],
)
_OPEN_VALUE = re.compile(rb"""=\s*(["'])[^"']*\Z""")
_VALUES = re.compile(rb"""(?:\s++[^\s<>"'=/]++\s*+=\s*+(?:"[^"]*+"|'[^']*+'))*+""")


class Document(Generic[Found]):
    """Drives expat over one stream. `read` may be called once."""

    def __init__(self, sink: Sink[Found], caps: Caps, lane: Lane | None = None) -> None:
        self._sink = sink
        self._lane = lane
        self._caps = caps
        self._said: set[str] = set()
        self._line = 1
        self._taken = self._repairs = self._reread = 0
        self._is_seeking = self._in_cdata = False
        self._quote = b""  # what ends the value whose `<` are taken literally
        self._done = 0  # so many bytes of what is parsed next need not be looked at for that
        self._is_plain = True
        self._begin()

    def read(self, stream: BinaryIO) -> Iterator[Found | str]:
        """The sink's items and problems, as they appear."""
        try:
            for chunk in utf8_chunks(stream):
                self._taken += len(chunk)
                for piece in self._beside_lane(chunk):
                    self._feed(piece)
                yield from self._drain()
            self._close()
        except Refused as refusal:
            self._sink.items.append(str(refusal))
        self._sink.abandon(keep_containers=False)
        yield from self._drain()

    def _drain(self) -> list[Found | str]:
        items = self._sink.items
        self._sink.items = []
        return items

    def _begin(self) -> None:
        """A new parser inside the elements that are open now."""
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.buffer_size = 1 << 16
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        opening = "".join(f"<{tag}>" for tag in self._sink.tags).encode()
        if opening:
            parser.Parse(opening, False)
        # Newer expats wait with a long tag until it doubles, and then tell a wrong place of it;
        # https://docs.python.org/3/library/pyexpat.html#xml.parsers.expat.xmlparser.SetReparseDeferralEnabled
        if hasattr(parser, "SetReparseDeferralEnabled"):
            parser.SetReparseDeferralEnabled(False)
        parser.EntityDeclHandler = self._refuse_entity
        parser.StartElementHandler = self._sink.start
        parser.EndElementHandler = self._sink.end
        parser.CharacterDataHandler = self._sink.text
        if self._lane:
            parser.StartDoctypeDeclHandler = self._doctype
            parser.StartCdataSectionHandler = parser.EndCdataSectionHandler = self._cdata
        self._parser = parser
        self._reread += len(opening)
        self._window = b""  # what the parser was given and has not finished
        self._base = len(opening)  # the parser's index of the window's first byte

    def _beside_lane(self, chunk: bytes) -> Iterator[bytes]:
        """What of a chunk is for the parser, when the lane has taken what it can."""
        at = 0
        stop = chunk.find(self._lane.marker) if self._lane else -1
        while self._lane and stop >= 0:
            yield chunk[at:stop]
            if not self._is_between_tags():
                at = stop
                break
            at = self._lane.take(chunk, stop)
            if chunk.find(b"\n", stop, at) >= 0:  # counting takes longer than looking
                self._line += chunk.count(b"\n", stop, at)
            stop = chunk.find(self._lane.marker, at + 1)
        yield chunk[at:]

    def _is_between_tags(self) -> bool:
        """Whether a tag that begins here is one, and means what it seems to mean."""
        return self._is_plain and not (self._window or self._in_cdata or self._repairs)

    def _doctype(self, *_: object) -> None:
        """A document type can give attributes to tags that do not show them."""
        self._is_plain = False

    def _cdata(self) -> None:
        self._in_cdata = not self._in_cdata

    def _refuse_entity(self, name: str, *_: object) -> None:
        raise Refused(
            f"declares the entity `{name[:60]}`, which may read other files or swell without end, "
            "so it was not read: let the tool write it without a DOCTYPE"
        )

    def _feed(self, data: bytes) -> None:
        """Parse more; step over what is broken, in small pieces once something was."""
        waiting = [(data, 0)] if data else []
        while waiting:
            data, at = waiting.pop()
            # A tag that is still open is scanned again for each piece: so those grow with it.
            end = at + max(PIECE, len(self._window)) if self._repairs else len(data)
            if end < len(data):
                waiting.append((data, end))
            piece = data[at:end]
            rest = self._seek(piece) if self._is_seeking else self._parse(piece)
            if rest:
                waiting.append((rest, 0))

    def _parse(self, piece: bytes) -> bytes:
        """Parse a piece: what of it, behind a broken place, is still to be parsed."""
        if self._quote:
            piece = self._literal(piece)
        self._window += piece
        try:
            self._parser.Parse(piece, False)
        except expat.ExpatError as error:
            return self._repair(error)
        self._forget()
        return b""

    def _literal(self, data: bytes) -> bytes:
        """More of a value that holds a bare `<`, up to its closing quote."""
        start, self._done = self._done, max(0, self._done - len(data))
        end = data.find(self._quote, start)
        if end >= 0:
            self._quote = b""
        stop = end if end >= 0 else len(data)
        return data[:start] + data[start:stop].replace(b"<", b"&lt;") + data[stop:]

    def _forget(self) -> None:
        """Keep only the tag that is still incomplete; a single tag may not grow for ever."""
        done = self._parser.CurrentByteIndex - self._base
        self._window = self._window[done:]
        self._base += done
        if len(self._window) > self._caps.tag:
            line = self._line + self._parser.CurrentLineNumber - 1
            raise Refused(
                f"has a tag longer than {self._caps.tag // 1_000_000} MB at line {line}, so reading "
                f"stopped there; {self._sink.count} results were read"
            )

    def _repair(self, error: expat.ExpatError) -> bytes:
        """Go on behind a broken place: what of the window is to be parsed next."""
        self._repairs += 1
        self._quote = b""
        self._parser.buffer_text = False  # hands over the text in front of the broken place
        at = max(0, self._parser.ErrorByteIndex - self._base)
        line = self._line + error.lineno - 1
        is_spent = self._reread > REREAD + AGAIN * self._taken
        if is_spent or self._repairs > REPAIRS + self._taken // SPACING:
            raise Refused(
                f"is broken XML in very many places, so reading stopped at line {line}; "
                f"{self._sink.count} results were read"
            )
        if error.code in _SECOND_DOCUMENT:
            return self._second_document(at, line)
        if error.code == _INVALID and self._window[at : at + 1] == b"<":
            start = self._window.rfind(b"<", 0, at)
            value = _OPEN_VALUE.search(self._window, max(0, start), at) if start >= 0 else None
            if value:
                return self._escape(start, at, value[1], line)
        reason = expat.ErrorString(error.code)
        self._say(
            f"is not well-formed XML at line {line} ({reason}); reading went on at the next test "
            "behind it, so results may be missing"
        )
        self._sink.abandon(keep_containers=True)
        # A tag may be right where text before it broke the document; the same place twice may not.
        start = at if at and self._window[at : at + 1] == b"<" else at + 1
        return self._skip(start, at, line)

    def _escape(self, start: int, at: int, quote: bytes, line: int) -> bytes:
        """An attribute holds a bare `<`: take it literally, and so in the values behind it."""
        self._say(f"has a bare `<` in an attribute at line {line}, which was taken literally")
        window = self._window
        end = window.find(quote, at)
        values = _VALUES.match(window, end + 1) if end >= 0 else None
        end = values.end() if values else len(window)
        data = window[start:at] + window[at:end].replace(b"<", b"&lt;") + window[end:]
        self._quote, self._done = (b"", 0) if values else (quote, len(data))
        self._line = line - window.count(b"\n", start, at)
        self._reread += at - start
        return self._again(data)

    def _second_document(self, at: int, line: int) -> bytes:
        """The document is over, or was cut off, and something else follows."""
        if self._sink.tags:
            self._say(f"breaks off at line {line}, where another document begins in the middle")
        self._sink.abandon(keep_containers=False)
        rest = self._window[at:].lstrip(b" \t\r\n")
        if not rest.startswith(b"<"):
            self._say(f"has something else behind its end at line {line}, which was not read")
            return self._skip(at, at, line)
        self._line = line + self._window.count(b"\n", at, len(self._window) - len(rest))
        return self._again(rest)

    def _again(self, data: bytes) -> bytes:
        """Parse this with a new parser."""
        self._begin()
        return data

    def _skip(self, start: int, at: int, line: int) -> bytes:
        """Look for a place to go on from `start`; `line` is that of `at`."""
        self._line = line + self._window.count(b"\n", at, start)
        rest, self._window = self._window[start:], b""
        self._is_seeking = True
        return rest

    def _seek(self, data: bytes) -> bytes:
        """What to parse next, empty when nothing to go on with is in sight."""
        data = self._window + data
        found = self._sink.resume.search(data)
        if found is None:
            kept = max(0, len(data) - 60)
            self._line += data.count(b"\n", 0, kept)
            self._window = data[kept:]
            return b""
        self._is_seeking = False
        self._line += data.count(b"\n", 0, found.start())
        return self._again(data[found.start() :])

    def _close(self) -> None:
        """The stream is over: was the document?"""
        if self._is_seeking:
            return
        try:
            self._parser.Parse(b"", True)
        except expat.ExpatError as error:
            line = self._line + error.lineno - 1
            inside = f"<{self._sink.tags[-1][:60]}>" if self._sink.tags else "its first tag"
            self._sink.items.append(
                f"ends in the middle of {inside} at line {line}; "
                f"{self._sink.count} results were read, later ones are unknown"
            )

    def _say(self, problem: str) -> None:
        """Each kind of damage once: the first place is enough to find the cause."""
        kind = problem[:20]
        if kind not in self._said:
            self._said.add(kind)
            self._sink.items.append(problem)
