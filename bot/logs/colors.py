"""Take the colors out of a block of a log, which nothing is to be read from."""

import re

_COLOR = re.compile(rb"\x1b\[[0-?]*[ -/]*[@-~]")


def colorless(block: bytes) -> bytes:
    """The block without the codes that terminals take for colors and moves."""
    return _COLOR.sub(b"", block) if b"\x1b" in block else block
