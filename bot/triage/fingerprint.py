"""The identity of a failure in three layers: its test, its cause, both.

A fingerprint is `"{VERSION}:"` and 16 hexadecimal digits. Whoever changes a mask, a generic word or
the shape of a key changes fingerprints, and so `VERSION`: the tests pin known ones.
"""

import re
from hashlib import sha256

from bot.model.failure import Fingerprints
from bot.triage.reading.paths import in_repository
from bot.triage.reading.signature import Signature, signature

VERSION = 1

_PARAMETERS = re.compile(r"^(?P<name>[^\s\[(]{1,200})(?:\[.*\]|\(.*\)(?:\[\d+\])?)$", re.DOTALL)


def fold_parameters(name: str) -> str:
    """The name without the values a parametrized test was called with.

    >>> fold_parameters("test_x[a/b]"), fold_parameters("Add(1, 2)"), fold_parameters("GET /users [admin]")
    ('test_x', 'Add', 'GET /users [admin]')
    """
    found = _PARAMETERS.match(name.strip())
    return found["name"] if found else name.strip()


def test_key(file: str, classname: str, name: str) -> str:
    """The readable key of a test: `file::class::name`, parameters folded."""
    return "::".join((in_repository(file), classname.strip(), fold_parameters(name)))


def digest(key: str) -> str:
    """The fingerprint of a readable key."""
    return f"{VERSION}:{sha256(key.encode('utf-8', 'replace')).hexdigest()[:16]}"


def fingerprint(
    *,
    file: str,
    classname: str,
    name: str,
    type: str,
    message: str,
    trace: str,
) -> Fingerprints:
    """The fingerprints of one red test. All texts are as the report has them, secrets masked."""
    return from_signature(signature(type, message, trace), test_key(file, classname, name))


def fingerprint_message(message: str, details: str = "", test: str = "") -> Fingerprints:
    """The fingerprints of a bare message, for questions: `details` is a stack, `test` any name."""
    key = test_key("", "", test) if test else ""
    return from_signature(signature("", message, details), key)


def from_signature(found: Signature, test: str) -> Fingerprints:
    """Put the layers together. A weak cause holds within its own test only."""
    key = found.key
    if found.is_weak and test:
        key = f"{key} in {test}"
    return Fingerprints(
        test=digest(test),
        cause=digest(key),
        failure=digest(f"{test}\n{key}"),
        cause_key=key,
        normalized=found.text,
        weak=found.is_weak,
    )
