"""Mask the secrets in a block of a log, looking closely only where one could begin.

A block is all that is read of a log at once, and no line leaves `bot.logs.lines` but through here.
What is masked is what masking the whole block would mask.
"""

import re
from collections.abc import Sequence

from bot.logs.colors import colorless
from bot.logs.leads import ends_in, numbers_of, scanner_of
from bot.model.secret_leads import AFTER, BEFORE, LEADS, SPREADING
from bot.model.secrets import mask_secrets

MAX_HELD = 1 << 16
"""Bytes that are kept for the next block at most, so that a secret is seen whole."""
_SCANNER = scanner_of(LEADS)
_OF_A_KEY = re.compile(
    rb"(?:.{0,60}[^A-Za-z0-9+/=])?[A-Za-z0-9+/]{40,}={0,2}[\s|\xe2\x94\x82]{0,8}$"
)
"""A line that could be of a private key: its last line, yet to come, may be all that tells so."""


def hidden(raws: list[bytes], led: Sequence[int]) -> list[bytes]:
    """As many lines with their secrets masked; the same list when there are none.

    `led` are the indexes of the lines that could hold a sign of a secret, or more.
    """
    told = raws
    for first, end in _regions(raws, led):
        old = b"\n".join(raws[first:end]).decode("utf-8", "surrogateescape")
        new = mask_secrets(old)
        if new != old:
            told = list(raws) if told is raws else told
            told[first:end] = new.encode("utf-8", "surrogateescape").split(b"\n")
    return told


def safe_cut(raws: Sequence[bytes], told: Sequence[bytes]) -> int:
    """How many of the lines can be told now without cutting a secret in two.

    The rest, `MAX_HELD` bytes at most, must be looked at again with what follows.
    """
    cut = end = max(0, len(raws) - AFTER)
    held = sum(map(len, raws[cut:]))
    while cut > 0 and held < MAX_HELD:
        is_within = raws[cut - 1] != told[cut - 1] or raws[cut] != told[cut]
        if not is_within and not _OF_A_KEY.match(raws[cut - 1]):
            return cut
        cut -= 1
        held += len(raws[cut])
    return cut if held < MAX_HELD else end


def _regions(raws: list[bytes], led: Sequence[int]) -> list[tuple[int, int]]:
    """Stretches of lines that hold each secret whole, ascending and apart."""
    near = colorless(b"\n".join([raws[index] for index in led]))
    regions = list[tuple[int, int]]()
    for nth in numbers_of(near, ends_in(_SCANNER, near)):
        if not regions and any(word in near for word in SPREADING):
            return [(0, len(raws))]
        first, end = max(0, led[nth] - BEFORE), min(len(raws), led[nth] + 1 + AFTER)
        if regions and first <= regions[-1][1]:
            first = regions.pop()[0]
        regions.append((first, end))
    return regions
