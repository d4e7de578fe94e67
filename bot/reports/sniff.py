"""Tell from the first bytes what a file is: its content counts, never its name."""

import re
from collections.abc import Callable

from bot.reports.decode import detect

HEAD = 8192
"""How many bytes a format may look at."""

_ROOT = re.compile(
    # Atomic: where one comment ends is found once, or many of them would be tried in every way.
    rb"(?:\xef\xbb\xbf)?\s*+(?:(?>(?:<\?.{0,2000}?\?>|<!--.{0,8000}?-->|<!DOCTYPE[^\[>]{0,2000}(?:\[.{0,8000}?\]\s*)?>))\s*+)*+"
    rb"<(?:[\w.-]{1,60}:)?([A-Za-z_][\w.-]{0,60})(?=[\s/>])",
    re.DOTALL,
)
_FOREIGN = {
    "testrun": "an Eclipse test run",
    "assembly": "an assembly's manifest",
    "site": "a CTest dashboard file without tests, or a site's description",
    "testng-results": "a TestNG result",
    "robot": "a robot's description",
    "result": "a result of the Jenkins API",
    "coverage": "a coverage report",
    "report": "a JaCoCo coverage report",
    "checkstyle": "a Checkstyle report",
    "pmd": "a PMD report",
    "html": "an HTML page",
    "svg": "an image",
    "project": "a project file",
}
_TEXTS = (
    (re.compile(rb"\s*\{.{0,4000}\"\$?(?:schema|version)\".{0,4000}\"runs\"", re.DOTALL), "SARIF"),
    (re.compile(rb"\s*[\[{]"), "JSON"),
    (re.compile(rb"PK\x03\x04"), "a zip archive"),
    (re.compile(rb"\x1f\x8b"), "gzip data"),
)


def decoded(head: bytes) -> bytes:
    """The beginning of a file as UTF-8, whatever it was."""
    codec, skip = detect(head)
    if codec == "utf-8":
        return head[skip:]
    return head[skip:].decode(codec, "ignore").encode("utf-8", "ignore")


def root_of(head: bytes) -> str:
    """The name of the first XML element, without prefix and in lower case; empty when none.

    >>> root_of(b'<?xml version="1.0"?><!-- <testsuite> --><j:TestSuites>')
    'testsuites'
    """
    found = _ROOT.match(head)
    return found[1].decode().lower() if found else ""


def xml_root(*names: str) -> Callable[[bytes], bool]:
    """Whether the first element has one of these names, given in lower case."""

    def sniff(head: bytes) -> bool:
        return root_of(head) in names

    return sniff


def xml_tag(name: str, *words: str) -> Callable[[bytes], bool]:
    """Whether the first element has this name, in any case, and one of these words follows it.

    For names that other files begin with, too. Without words the name alone decides.
    """
    followed = tuple(word.encode() for word in words)

    def sniff(head: bytes) -> bool:
        found = _ROOT.match(head)
        if not found or found[1].decode().lower() != name:
            return False
        rest = head[found.end() :]
        return not followed or any(word in rest for word in followed)

    return sniff


def looks_like(head: bytes) -> str:
    """What a file that no format understands looks like, in words."""
    text = decoded(head)
    if not text.strip(b" \t\r\n\0"):
        return "is empty"
    root = root_of(text)
    if root:
        known = _FOREIGN.get(root)
        return f"looks like {known} (<{root}>)" if known else f"is XML that begins with <{root}>"
    for pattern, title in _TEXTS:
        if pattern.match(text):
            return f"looks like {title}"
    return "is no XML" if text.isascii() else "is no text that any report begins with"
