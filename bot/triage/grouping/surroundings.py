"""Name the trouble around the tests that a failure tells of: a dead service, a full disk.

Each client words the same trouble in its own way, so that what is missing joins failures better
than what was said about it.
"""

import re

_MAX = 4000
_REFUSED = re.compile(
    r"connection refused|actively refused|ECONNREFUSED|could not connect to|can't connect to|failed to connect to"
    r"|connection attempts? failed|unable to connect to|cannot connect to|error while connecting to",
    re.IGNORECASE,
)
_PORT = re.compile(r"\bport[ =:]{1,2}(?P<port>\d{2,5})\b", re.IGNORECASE)
_HOST_AND_PORT = re.compile(
    r"(?P<host>[\w.-]{1,120}|\[[\da-f:]{2,40}\]):(?P<port>\d{2,5})\b", re.IGNORECASE
)
_ONE_FOR_ALL_HOSTS = frozenset({"80", "443", "8080", "8443"})
"""Very many hosts listen at these ports; any other port tells which service is meant."""
_TROUBLES = (
    (
        re.compile(
            r"docker daemon|docker\.sock|docker_engine|docker (?:desktop|engine)[^\n]{0,40}not (?:running|reachable|available)"
            r"|initialize docker client|fetching server API version",
            re.IGNORECASE,
        ),
        "docker does not answer",
    ),
    (
        re.compile(
            r"no space left on device|\bENOSPC\b|disk (?:is )?full|disk quota exceeded", re.I
        ),
        "the disk is full",
    ),
    (
        re.compile(r"too many open files|\bEMFILE\b", re.IGNORECASE),
        "too many files are open",
    ),
)


def trouble(text: str) -> str:
    """What is wrong around the tests, in words; empty when the text tells of nothing of the kind.

    >>> trouble("connect ECONNREFUSED 127.0.0.1:5432")
    'nothing answers at port 5432'
    >>> trouble('connection to server at "localhost" (::1), port 5432 failed: Connection refused')
    'nothing answers at port 5432'
    """
    text = text[:_MAX]
    if _REFUSED.search(text):
        port, place = _PORT.search(text), _HOST_AND_PORT.search(text)
        if port:
            return f"nothing answers at port {port['port']}"
        if place and place["port"] in _ONE_FOR_ALL_HOSTS:
            return f"nothing answers at {place[0]}"
        if place:
            return f"nothing answers at port {place['port']}"
    return next((name for pattern, name in _TROUBLES if pattern.search(text)), "")
