"""Text that a report carries packed, in base64 and mostly zlib: unpacked piece by piece."""

import base64
import binascii
import codecs
import zlib

from bot.reports.text import Clip

_STEP = 1 << 16


class Allowance:
    """How many bytes all packed texts of one report may become: what is beyond is not read."""

    def __init__(self, left: int = 1 << 28) -> None:
        self.left = left


class Packed:
    """Collects base64 in pieces, holds no more of its meaning than `Clip` does.

    Damage ends the text; what came before it stays.
    """

    def __init__(self, limit: int, allowance: Allowance) -> None:
        self._clip = Clip(limit)
        self._coded = ""
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._inflate: zlib._Decompress | None = None
        self._is_begun = False
        self._allowance = allowance
        self._is_over = False

    def add(self, piece: str, /) -> None:
        """One more piece of base64; white space means nothing."""
        if self._is_over:
            return
        coded = self._coded + "".join(piece.split())
        whole = len(coded) // 4 * 4
        self._coded = coded[whole:]
        try:
            data = base64.b64decode(coded[:whole].encode("ascii", "replace"))
            self._unpack(data)
        except (binascii.Error, zlib.error):
            self._is_over = True

    def _unpack(self, data: bytes) -> None:
        if not self._is_begun and data:
            self._is_begun = True
            if data[0] & 0x0F == 8 or data[:2] == b"\x1f\x8b":
                self._inflate = zlib.decompressobj(wbits=47)  # zlib or gzip, as its head says
        if self._inflate is None:
            self._keep(data)
            return
        while data and not self._is_over:
            self._keep(self._inflate.decompress(data, _STEP))
            data = self._inflate.unconsumed_tail

    def _keep(self, data: bytes) -> None:
        self._allowance.left -= len(data)
        self._is_over |= self._allowance.left < 0
        self._clip.add(self._decoder.decode(data))

    def text(self) -> str:
        """What was collected, plain and clipped."""
        return self._clip.text()
