"""The one line of a cause that a person should read first, as the tool printed it."""

import re

from bot.model.failure import Cluster, Failure
from bot.triage.grouping.joins import is_assertion, read_signature

MOST = 200
_LINES = 12

_ERROR_HEAD = re.compile(r"(?:[a-z_]\w*\.)*([A-Z]\w*(?:Error|Exception)\b)")
_SAYS_NOTHING = re.compile(
    r"thread '.{1,200}' (?:\(\d+\) )?panicked at \S+:?$"
    r"|[\w./\\-]{1,200}\.\w{1,5}:\d+(?::\d+)?:?(?: Failure)?$"
    r"|Error Trace:.*|Test:\s.*|Failures?:?$|Error:$"
    r"|(?:\w{0,30}Error: )?expect\(.{0,80}\)(?:\.\w+)?\.\w+\(.{0,80}\)(?: // .*| failed)?$"
    r"|Failure/Error: .*|Locator: .*|[-+] (?:Expected|Received)\s+[-+] \s?\d+$"
    r"|File \"[^\"]{1,300}\".*"
)
"""Lines that only say where, or that a check failed; what came and what was expected follows."""
_EXPECTED = re.compile(
    r"(?:expected|want|wanted|expects?)\b.{0,120}[:=]|(?:left [!=]= right` failed|^left:|differ$)",
    re.IGNORECASE,
)
_GOT = re.compile(
    r"(?:actual|received|got|but was|found|which is|to be|to equal|left:|right:|expected:)(?:\b|\s)",
    re.IGNORECASE,
)
_BARE_HEAD = re.compile(r"^(?:Uncaught )?Error:\s+(?=\S)")


def leader_of(cluster: Cluster) -> Failure:
    """The failure that a cluster is named after, the same whatever order they came in."""
    named = [f for f in cluster.failures if f.fingerprints.cause == cluster.fingerprint]
    return min(named or cluster.failures, key=lambda f: (f.test, f.leg))


def headline(cluster: Cluster) -> str:
    """The first telling line of what the cause says, at most 200 characters."""
    text = _of_failure(leader_of(cluster)) if cluster.failures else cluster.message
    text = " ".join(text.split("\n")[0].split()) or "no message was given"
    return text if len(text) <= MOST else text[: MOST - 1] + "…"


def _of_failure(leader: Failure) -> str:
    found = read_signature(leader)
    text = telling(leader.message)
    if found.is_embedded or not text:
        return _with_type(found.type, found.text.partition("\n")[0])
    printed = found.type in leader.message or found.type in leader.trace
    says_more = (printed or not is_assertion(found)) and found.type not in text
    return _with_type(found.type, text) if says_more else text


def telling(message: str) -> str:
    r"""The first line that says something, with those that finish its sentence.

    >>> telling("expect(received).toBe(expected)\n\nExpected: 3\nReceived: 4\n\n  at a.js:1")
    'Expected: 3 Received: 4'
    >>> telling("thread 'cart::total' panicked at src/cart.rs:17:9:\nindex out of bounds")
    'index out of bounds'
    """
    lines = [line.strip() for line in message[:8000].splitlines() if line.strip()][:_LINES]
    rest = [line for line in lines if not _SAYS_NOTHING.match(line)] or lines[:1]
    if not rest:
        return ""
    said, last, end = rest[0], rest[0], 1
    said = last = _BARE_HEAD.sub("", said)
    while end < len(rest) and len(said) < MOST and _goes_on(last, rest[end]):
        last = rest[end]
        said, end = f"{said} {last}", end + 1
    return said


def _goes_on(line: str, following: str) -> bool:
    return line.endswith(":") or bool(_GOT.match(following) and _EXPECTED.search(line))


def _with_type(type_: str, text: str) -> str:
    """The error as people say it; one that wraps another keeps its own words first.

    >>> _with_type("OSError", "app.client.AuthError: no token")
    'AuthError: no token (from OSError)'
    """
    wrapper = _ERROR_HEAD.match(text)
    if type_ and wrapper:
        return f"{wrapper[1]}{text[wrapper.end() :]} (from {type_})"
    return f"{type_}: {text}" if type_ and text else type_ or text
