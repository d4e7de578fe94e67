"""What a cause is called in a few words: `missing event_tester` out of an AttributeError."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """One row: a message that fits is called `words`, with `{}` for what the pattern captured."""

    pattern: re.Pattern[str]
    words: str
    example: str
    called: str


def _row(pattern: str, words: str, example: str, called: str) -> Wording:
    return Wording(re.compile(pattern, re.IGNORECASE), words, example, called)


WORDINGS: tuple[Wording, ...] = (
    _row(
        r"has no attribute '(\w+)'",
        "missing {}",
        "'Cart' object has no attribute 'event_tester'",
        "missing event tester",
    ),
    _row(
        r"No module named '?([\w.]+)'?",
        "missing module {}",
        "No module named 'shop.cart'",
        "missing module cart",
    ),
    _row(
        r"cannot import name '?(\w+)'?",
        "cannot import {}",
        "cannot import name 'Cart' from 'shop'",
        "cannot import cart",
    ),
    _row(
        r"name '(\w+)' is not defined",
        "undefined {}",
        "name 'Optional' is not defined",
        "undefined optional",
    ),
    _row(
        r"fixture '(\w+)' not found",
        "missing fixture {}",
        "fixture 'db' not found",
        "missing fixture db",
    ),
    _row(
        r"Cannot find module '([^'\n]+)'",
        "missing module {}",
        "Cannot find module './utils/money'",
        "missing module money",
    ),
    _row(
        r"(\w+) is not defined\b",
        "undefined {}",
        "ReferenceError: cart is not defined",
        "undefined cart",
    ),
    _row(
        r"(\w+) is not a function\b",
        "{} not a function",
        "cart.total is not a function",
        "total not a function",
    ),
    _row(
        r"missing (?:\d+|<n>) required (?:positional|keyword-only) arguments?: '(\w+)'",
        "missing argument {}",
        "f() missing 1 required positional argument: 'path'",
        "missing argument path",
    ),
    _row(
        r"unexpected keyword argument '(\w+)'",
        "unexpected argument {}",
        "f() got an unexpected keyword argument 'user'",
        "unexpected argument user",
    ),
    _row(
        r"(?:of|reading) (?:undefined|null) \(reading '(\w+)'",
        "{} of undefined",
        "Cannot read properties of undefined (reading 'id')",
        "id of undefined",
    ),
    _row(
        r"KeyError: '?([A-Za-z_]\w+)'?",
        "missing key {}",
        "KeyError: 'user_id'",
        "missing key user id",
    ),
    _row(
        r"(?:environment variable|env var) \"?([A-Z_]+)\"?",
        "{} not set",
        "environment variable DATABASE_URL is not set",
        "database url not set",
    ),
    _row(
        r"no such table: (\w+)", "missing table {}", "no such table: orders", "missing table orders"
    ),
    _row(
        r"(?:relation|table|column) \"?'?(\w+)\"?'? does not exist",
        "missing {}",
        'relation "orders" does not exist',
        "missing orders",
    ),
    _row(
        r"undefined reference to [`'](\w+)",
        "undefined {}",
        "undefined reference to `ssl_connect'",
        "undefined ssl connect",
    ),
    _row(
        r"connection refused|ECONNREFUSED|connect(?:ion)? attempts? failed|failed to connect|could not connect|unable to connect",
        "connection refused",
        "All connection attempts failed",
        "connection refused",
    ),
    _row(
        r"connection (?:was )?(?:reset|closed|lost|aborted)|ECONNRESET|socket hang up|broken pipe",
        "connection lost",
        "read ECONNRESET",
        "connection lost",
    ),
    _row(
        r"could not resolve|name resolution|\bENOTFOUND|getaddrinfo",
        "host not found",
        "Could not resolve host: x",
        "host not found",
    ),
    _row(r"certificate", "certificate", "certificate has expired", "certificate"),
    _row(r"no space left|disk full|ENOSPC", "disk full", "No space left on device", "disk full"),
    _row(
        r"out of memory|OutOfMemory|MemoryError|heap",
        "out of memory",
        "Java heap space",
        "out of memory",
    ),
    _row(
        r"database is locked|deadlock|lock (?:wait )?timeout",
        "database locked",
        "database is locked",
        "database locked",
    ),
    _row(
        r"permission denied|EACCES|access ?denied|forbidden",
        "permission denied",
        "open state.db: permission denied",
        "permission denied",
    ),
    _row(
        r"unauthorized|401\b|not authenticated|invalid (?:token|credentials)",
        "unauthorized",
        "expected 200 got 401",
        "unauthorized",
    ),
    _row(
        r"address already in use|EADDRINUSE|port is already",
        "port taken",
        "Address already in use",
        "port taken",
    ),
    _row(
        r"no such file or directory|FileNotFound|ENOENT",
        "missing file",
        "No such file or directory: 'a'",
        "missing file",
    ),
    _row(
        r"not JSON serializable",
        "not serializable",
        "X is not JSON serializable",
        "not serializable",
    ),
    _row(
        r"unable to (?:find|locate) (?:an? )?(?:css|element|role)|no such element|element not found",
        "element not found",
        'Unable to find css "#flash"',
        "element not found",
    ),
    _row(
        r"timed? ?out|timeout|deadline exceeded", "timeout", "Test timed out in 5000ms", "timeout"
    ),
    _row(r"segmentation fault|SIGSEGV|SIGABRT|nil pointer", "crash", "Segmentation fault", "crash"),
    _row(r"snapshot", "snapshot mismatch", "toMatchSnapshot(): 1 failed", "snapshot mismatch"),
    _row(
        r"Syntax ?Error|invalid syntax|unexpected token|IndentationError",
        "syntax error",
        "SyntaxError: invalid syntax",
        "syntax error",
    ),
)
"""Rows from particular to general; the first that fits wins."""


_PLAIN_TYPES = frozenset(
    {
        "error",
        "exception",
        "failure",
        "typeerror",
        "valueerror",
        "runtimeerror",
        "systemexit",
        "failed",
    }
)
"""Types that say nothing a person would put in a title."""


def cause_words(type_: str, text: str) -> tuple[str, ...]:
    """The words of a cause; of the exception's type when no row knows the message.

    >>> cause_words("NullPointerException", "cart was here")
    ('null', 'pointer')
    >>> cause_words("AssertionError", "assert 1 == 2")
    ()
    """
    said = f"{type_}: {text}" if type_ else text
    for row in WORDINGS:
        found = row.pattern.search(said)
        if found:
            subject = spaced(found[1]) if found.lastindex else ""
            return tuple(row.words.replace("{}", subject).split())
    if type_.lower() in _PLAIN_TYPES or "assert" in type_.lower():
        return ()
    return tuple(spaced(re.sub(r"(?:Error|Exception|Failure|Failed)$", "", type_)).split())


def spaced(name: str) -> str:
    """An identifier, a module or a path as lower-case words: the last part of it.

    >>> spaced("shop.cart"), spaced("./utils/money"), spaced("eventTester")
    ('cart', 'money', 'event tester')
    """
    last = re.split(r"[./\\]", name.strip("./\\"))[-1]
    return " ".join(re.findall(r"[a-z]+|[A-Z]+(?![a-z])|[A-Z][a-z]*", last)).lower()
