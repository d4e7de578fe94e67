"""Remember what was read of a failure: fingerprinting, clustering and headlines all ask for it."""

from hashlib import blake2b
from itertools import islice

from bot.triage.reading.signature import Signature, signature

MOST = 131_072
"""So many are remembered while a run is looked at: each is about 1 kB, while its trace may be long."""
AT_REST = 16_384
"""So many are remembered from one run to the next."""

_known: dict[bytes, Signature] = {}


def read(type_: str, message: str, trace: str) -> Signature:
    """The signature of these texts; the texts themselves are not held."""
    text = f"{type_}\0{message}\0{trace}"
    key = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
    found = _known.get(key)
    if found is None:
        found = signature(type_, message, trace)
        if len(_known) >= MOST:
            forget()
        _known[key] = found
    return found


def forget() -> None:
    """Keep only the newest, when a run is done with."""
    for old in list(islice(_known, max(0, len(_known) - AT_REST))):
        _known.pop(old, None)
