"""The formats of test reports that are understood: a format is one file and one line here."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from bot.reports.caps import Caps, Item
from bot.reports.formats import junit
from bot.reports.sniff import xml_root


@dataclass(frozen=True)
class Format:
    """One format.

    `name` is what `--json` shows, `title` what people read. `sniff` tells from the first 8 KB of a
    file, decoded to UTF-8, whether it is this format. `read` yields every result as it is written,
    several for a test that was tried several times, and problems; it raises nothing for bad
    content.
    """

    name: str
    title: str
    sniff: Callable[[bytes], bool]
    read: Callable[[BinaryIO, Caps], Iterator[Item]]


FORMATS: tuple[Format, ...] = (
    Format("junit", "JUnit XML", xml_root("testsuites", "testsuite", "testcase"), junit.read),
)
