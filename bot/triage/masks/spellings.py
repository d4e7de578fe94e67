"""Spellings of one message by versions of a language or by systems, made one."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spelling:
    """`pattern` becomes `instead`; `needs` is a text without which it cannot match.

    `example` becomes `alike` by the whole table, which is the row's test.
    """

    needs: str
    pattern: re.Pattern[str]
    instead: str
    example: str
    alike: str


SPELLINGS: tuple[Spelling, ...] = (
    Spelling(
        "nil:",
        re.compile(r"\bnil:NilClass\b"),
        "nil",
        "undefined method 'total' for nil:NilClass",
        "undefined method 'total' for nil",
    ),
    Spelling(  # Ruby 3.4 shows no object
        " for #<",
        re.compile(
            r"(?<=' for )#<(?P<type>[A-Z][\w:]{0,100}?)(?::0x[0-9a-f]{4,20}[^>\n]{0,200}| [^>\n]{0,300})?>"
        ),
        r"an instance of \g<type>",
        "undefined method 'total' for #<Shop::Cart:0x00007f8b1c0a2b30>",
        "undefined method 'total' for an instance of Shop::Cart",
    ),
    Spelling(
        "main:Object",
        re.compile(r"\bmain:Object\b"),
        "main",
        "undefined local variable or method 'cart' for main:Object",
        "undefined local variable or method 'cart' for main",
    ),
    Spelling(
        ":Class",
        re.compile(r"(?<=' for )(?P<type>[A-Z][\w:]{0,100}?):Class\b"),
        r"class \g<type>",
        "undefined method 'all' for Cart:Class",
        "undefined method 'all' for class Cart",
    ),
    Spelling(  # V8 before 9.3
        "Cannot ",
        re.compile(
            r"Cannot (?P<do>read|set) property '(?P<name>[^'\n]{1,100})' of (?P<of>undefined|null)"
        ),
        r"Cannot \g<do> properties of \g<of> (\g<do>ing '\g<name>')",
        "Cannot read property 'id' of undefined",
        "Cannot read properties of undefined (reading 'id')",
    ),
    Spelling(
        "is not valid JSON",
        re.compile(
            r"(?:JSON\.parse: )?Unexpected token '?(?P<at>[^'\n]{1,2})'?, [^\n]{0,120} is not valid JSON"
        ),
        r"Unexpected token \g<at> in JSON",
        "Unexpected token '<', \"<!DOCTYPE \"... is not valid JSON",
        "Unexpected token < in JSON",
    ),
    Spelling(
        " in JSON at position",
        re.compile(r"(?<= in JSON) at position \d+(?: \(line \d+ column \d+\))?"),
        "",
        "Unexpected token < in JSON at position 0",
        "Unexpected token < in JSON",
    ),
    Spelling(  # Java 8 says neither `class` nor the modules
        "cannot be cast to",
        re.compile(
            r"(?:class )?(?P<a>[\w.$\[;]{1,200}) cannot be cast to (?:class )?(?P<b>[\w.$\[;]{1,200})(?: \([^()\n]{1,400}\))?"
        ),
        r"\g<a> cannot be cast to \g<b>",
        "class shop.A cannot be cast to class shop.B (shop.A and shop.B are in unnamed module of loader 'app')",
        "shop.A cannot be cast to shop.B",
    ),
    Spelling(  # Java 8 says what the system said a second time
        "(Bind failed)",
        re.compile(r" \(Bind failed\)"),
        "",
        "Address already in use (Bind failed)",
        "Address already in use",
    ),
    Spelling(
        "(Connection",
        re.compile(r"\b(?P<said>Connection (?:refused|reset|timed out)) \((?P=said)\)"),
        r"\g<said>",
        "Connection refused (Connection refused)",
        "Connection refused",
    ),
    Spelling(  # macOS and Windows number what the system said in their own ways
        "refused",
        re.compile(
            r"(?P<word>\b(?:errno|winerror|error|code:) |refused, errno = )(?:61|10061)(?=[^\n]{0,100}refused|, address)",
            re.I,
        ),
        r"\g<word>111",
        "[Errno 61] Connection refused",
        "[Errno 111] Connection refused",
    ),
    Spelling(
        "refused (os error",
        re.compile(r"(?<=refused \(os error )(?:61|10061)\b"),
        "111",
        "Connection refused (os error 61)",
        "Connection refused (os error 111)",
    ),
    Spelling(
        "in use",
        re.compile(r"(?P<word>\b(?:errno|error) )48(?=[^\n]{0,60}address already in use)", re.I),
        r"\g<word>98",
        "[Errno 48] Address already in use",
        "[Errno 98] Address already in use",
    ),
    Spelling(
        "timed out",
        re.compile(r"(?P<word>\b(?:errno|error) )60(?=[^\n]{0,60}timed out)", re.I),
        r"\g<word>110",
        "[Errno 60] Operation timed out",
        "[Errno 110] Operation timed out",
    ),
    Spelling(
        "reset by peer",
        re.compile(r"(?P<word>\b(?:errno|error) )54(?=[^\n]{0,60}reset by peer)", re.I),
        r"\g<word>104",
        "[Errno 54] Connection reset by peer",
        "[Errno 104] Connection reset by peer",
    ),
    Spelling(
        "not empty",
        re.compile(r"(?P<word>\b(?:errno|error) )66(?=[^\n]{0,60}directory not empty)", re.I),
        r"\g<word>39",
        "[Errno 66] Directory not empty: 'build'",
        "[Errno 39] Directory not empty: 'build'",
    ),
    Spelling(
        "Did you mean",
        re.compile(r"\.? ?\(?Did you mean:? [^\n]{1,160}$|\n[ \t]*Did you mean\?[^\n]*", re.M),
        "",
        "'Cart' object has no attribute 'totl'. Did you mean: 'total'?",
        "'Cart' object has no attribute 'totl'",
    ),
    Spelling(  # Python 3.10 names the class
        "() ",
        re.compile(
            r"\b(?:\w{1,80}\.|<locals>\.){1,6}(?=\w{1,80}\(\) (?:missing \d|takes |got (?:an? unexpected|multiple|some)))"
        ),
        "",
        "Cart.send() missing 1 required positional argument: 'to'",
        "send() missing 1 required positional argument: 'to'",
    ),
    Spelling(
        "pytest-timeout",
        re.compile(r"Timeout \((?P<than>>[\d.]{1,12}s)\) from pytest-timeout\.?"),
        r"Timeout \g<than>",
        "Failed: Timeout (>5.0s) from pytest-timeout.",
        "Failed: Timeout >5.0s",
    ),
    Spelling(
        "The system cannot find",
        re.compile(r"The system cannot find the (?:file|path) specified\.?"),
        "No such file or directory",
        "NotFound: The system cannot find the file specified.",
        "NotFound: No such file or directory",
    ),
    Spelling(  # any address of the machine
        ":",
        re.compile(r"(?<![\w:.\[])(?:0\.0\.0\.0|\[::\]|::|\*)(?=:\d{2,5}(?![\w.]|:\d))"),
        "",
        "bind 0.0.0.0:8080, [::]:8080, :::8080 or *:8080",
        "bind :8080, :8080, :8080 or :8080",
    ),
    Spelling(
        "(core dumped)",
        re.compile(r" ?\(core dumped\)"),
        "",
        "Aborted (core dumped)",
        "Aborted",
    ),
)
"""Each row is true of all programs of its language; none is about one project."""

_WINDOWS = re.compile(
    r"(?<![\w\\])(?:[A-Za-z]:\\{1,2}[^\s\"'\\/:*?<>|]{1,100}(?:\\{1,2}[^\n\"'\\/:*?<>|]{1,100}){0,30}"
    r"|(?<![.@+~-])[\w.@+~-]{1,100}(?:\\{1,2}[\w.@+~-]{1,100}){1,30}\.\w{1,5}(?![\w\\]))"
)
_BACKSLASHES = re.compile(r"\\{1,2}")


_DATETIME = re.compile(
    r"\b(?:datetime\.)?datetime\((?P<day>\d{4}, \d{1,2}, \d{1,2}), (?P<clock>\d{1,2}, \d{1,2}(?:, \d{1,6}){0,2})"
    r"(?:, tzinfo=[\w.]{1,60}(?:\([^()\n]{0,80}\))?)?\)"
)


def plain_times(text: str) -> str:
    """The text with the moments that Python prints as calls in the manner of all logs.

    >>> plain_times("due datetime.datetime(2024, 5, 1, 10, 0, tzinfo=datetime.timezone.utc)")
    'due 2024-05-01 10:00:00'
    """
    return _DATETIME.sub(_plain_time, text) if "datetime(" in text else text


def _plain_time(match: re.Match[str]) -> str:
    day = "-".join(part.zfill(2) for part in match["day"].split(", "))
    clock = [part.zfill(2) for part in match["clock"].split(", ")]
    return f"{day} {':'.join([*clock[:2], *(clock[2:3] or ['00'])])}"


def with_slashes(text: str) -> str:
    r"""The text with its Windows paths in the manner of every other system.

    >>> print(with_slashes(r"in 'C:\a b\c.ts', shop\types.py by App\Cart"))
    in 'C:/a b/c.ts', shop/types.py by App\Cart
    """
    if "\\" not in text:
        return text
    return _WINDOWS.sub(lambda found: _BACKSLASHES.sub("/", found[0]), text)


def spelled_alike(text: str) -> str:
    """The text in the spelling of today's versions.

    >>> spelled_alike("Cannot read property 'id' of null")
    "Cannot read properties of null (reading 'id')"
    """
    for row in SPELLINGS:
        if row.needs in text:
            text = row.pattern.sub(row.instead, text)
    return with_slashes(text)
