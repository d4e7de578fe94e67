"""Remember what was read of a failure: fingerprinting, clustering and headlines all ask for it."""

from hashlib import blake2b
from itertools import islice

from bot.triage.signature import Signature, signature

MOST = 16_384
"""So many are remembered: each is a few hundred bytes, while its trace may be long."""

_known: dict[bytes, Signature] = {}


def read(type_: str, message: str, trace: str) -> Signature:
    """The signature of these texts; the texts themselves are not held."""
    text = f"{type_}\0{message}\0{trace}"
    key = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
    found = _known.get(key)
    if found is None:
        found = signature(type_, message, trace)
        if len(_known) >= MOST:
            for old in list(islice(_known, MOST // 2)):
                _known.pop(old, None)
        _known[key] = found
    return found
