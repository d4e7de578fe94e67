"""How the languages write a frame of a stack trace; each row's example is its test."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Style:
    """How one family of languages writes a frame. `innermost_last` for Python's order.

    `needs` is a text without which the pattern cannot match: looking for it first is fast.
    """

    name: str
    pattern: re.Pattern[str]
    example: str
    innermost_last: bool = False
    needs: str = ""


_FILE = r"[\w@~$ +.()\[\]\\/:-]{1,300}?"
STYLES: tuple[Style, ...] = (
    Style(
        "python",
        re.compile(
            r'^\s*File "(?P<file>[^"\n]{1,400})", line (?P<line>\d+)(?:, in (?P<function>[^\n]{1,120}))?',
            re.M,
        ),
        '  File "shop/cart.py", line 7, in total',
        innermost_last=True,
        needs="File ",
    ),
    Style(
        "pytest",
        re.compile(
            r"^(?P<file>[\w@~+.\\/:-]{1,300}\.py\w?):(?P<line>\d+):(?: in (?P<function>[^\n]{1,120})"
            r"| (?P<raised>[\w.]{1,100})| ?)$",
            re.M,
        ),
        "shop/cart.py:7: in total",
        innermost_last=True,
        needs=".py",
    ),
    Style(
        "javascript",
        re.compile(
            r"^\s*at (?:async )?(?:new )?(?:(?P<function>[^\n()]{1,200}?) \()?(?:file://)?"
            rf"(?P<file>(?:[A-Za-z]:|node:|webpack:|https?:)?{_FILE}):(?P<line>\d+):\d+\)?",
            re.M,
        ),
        "    at total (src/cart.ts:7:11)",
        needs="at ",
    ),
    Style(
        "java",
        re.compile(
            r"^\s*at (?:[\w.@-]+/)?(?P<function>[\w.$<>]{1,300})\((?P<file>[\w$-]{1,100}\.\w+):(?P<line>\d+)\)",
            re.M,
        ),
        "    at com.acme.Cart.total(Cart.java:7)",
        needs="at ",
    ),
    Style(
        "dotnet",
        re.compile(
            r"^\s*at (?P<function>[\w.`<>\[\], +|]{1,300}\([^\n)]{0,300}\)) in (?P<file>[^\n]{1,300}?):line (?P<line>\d+)",
            re.M,
        ),
        "   at Acme.Cart.Total() in C:\\a\\Cart.cs:line 7",
        needs=":line ",
    ),
    Style(
        "go",
        re.compile(
            r"^(?P<function>[\w./*()$-]{1,300})\([^\n]{0,200}\)\n\t(?P<file>[^\n:]{1,300}\.go):(?P<line>\d+)",
            re.M,
        ),
        "example.com/shop.(*Cart).Total(0x1)\n\t/app/cart.go:7 +0x1d",
        needs=".go:",
    ),
    Style(
        "go test",
        re.compile(
            r"^(?:\s+(?:Error Trace:\s+)?)(?P<file>[\w./-]{1,200}_test\.go):(?P<line>\d+)(?=:|\s|$)",
            re.M,
        ),
        "    cart_test.go:7: got 3",
        needs="_test.go:",
    ),
    Style(
        "rust",
        re.compile(
            r"^\s*\d+:\s+(?:0x[\da-f]+ - )?(?P<function>[^\n]{1,200})\n\s+at (?P<file>[^\n]{1,300}?):(?P<line>\d+)",
            re.M,
        ),
        "   4: shop::cart::total\n             at ./src/cart.rs:7:9",
        needs=" at ",
    ),
    Style(
        "rust panic",
        re.compile(
            r"panicked at (?:'[^\n]{0,300}', )?(?P<file>[\w./\\-]{1,200}\.rs):(?P<line>\d+)"
        ),
        "thread 'main' panicked at src/cart.rs:7:5:",
        needs="panicked at",
    ),
    Style(
        "ruby",
        re.compile(
            r"^\s*(?:#\s)?(?:from )?(?P<file>[\w@~+./-]{1,300}\.rb):(?P<line>\d+)(?::in [`'](?P<function>[^'\n]{1,120})')?",
            re.M,
        ),
        "./lib/cart.rb:7:in `total'",
        needs=".rb:",
    ),
    Style(
        "php",
        re.compile(
            r"^(?:#\d+ )?(?P<file>[\w@~+.\\/:-]{1,300}\.php)[:(](?P<line>\d+)\)?(?:: (?P<function>[\w\\>:-]{1,200})\()?",
            re.M,
        ),
        "#0 /app/src/Cart.php(7): Cart->total()",
        needs=".php",
    ),
    Style(
        "c++",
        re.compile(
            r"^(?P<file>[\w@~+.\\/:-]{1,300}\.(?:cc|cpp|cxx|c|hpp|h|mm?|swift))[:(](?P<line>\d+)[:)]",
            re.M,
        ),
        "src/cart_test.cc:7: Failure",
    ),
    Style(
        "dart",
        re.compile(
            r"^(?:#\d+\s+(?P<function>[^\n(]{1,120}) \()?(?P<file>(?:package:)?[\w@./-]{1,200}\.dart)[ :](?P<line>\d+)",
            re.M,
        ),
        "#0      Cart.total (package:shop/cart.dart:7:3)",
        needs=".dart",
    ),
)
