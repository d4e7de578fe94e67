"""How the languages write a frame of a stack trace; each row's example is its test."""

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Style:
    """How one family of languages writes a frame. `innermost_last` for Python's order.

    `ends_at_blank` says that what follows an empty line is another stack (goroutine, allocation).
    Without `needs`, and without one of `endings` when there are any, the pattern cannot match:
    looking for them first is fast.
    """

    name: str
    pattern: re.Pattern[str]
    example: str
    innermost_last: bool = False
    ends_at_blank: bool = False
    needs: str = ""
    endings: tuple[str, ...] = ()

    def may_be_in(self, trace: str) -> bool:
        """Whether it is worth the search."""
        if self.needs not in trace:
            return False
        for ending in self.endings:  # any() would take four times as long
            if ending in trace:
                return True
        return not self.endings

    @property
    def groups(self) -> Mapping[str, int]:
        """The named groups: always `file` and `line`, mostly `function`; `behind` follows the place."""
        return self.pattern.groupindex


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
            r"| (?P<raised>[\w.]{1,100})(?:: [^\n]{0,300})?| ?)$",
            re.M,
        ),
        "shop/cart.py:7: in total",
        innermost_last=True,
        needs=".py",
        endings=(".py:", ".pyx:", ".pyi:"),
    ),
    Style(
        "javascript",
        re.compile(
            r"^\s*+at (?=[^\n]*?:\d+:\d)(?:async )?(?:new )?(?:(?P<function>[^\n()]{1,200}?) \()?(?:file://)?"
            rf"(?P<file>(?:[A-Za-z]:|node:|webpack(?:-internal)?:|https?:|vite-node:)?{_FILE}):(?P<line>\d+):\d+\)?",
            re.M,
        ),
        "    at total (src/cart.ts:7:11)",
        needs="at ",
    ),
    Style(
        "java",
        re.compile(
            r"^\s*+at (?:[\w.@-]*+/){0,2}(?P<function>[^\n()/]{1,300})"
            r"\((?:(?P<file>[\w$ -]{1,100}\.\w+)(?::(?P<line>\d+))?|Native Method|Unknown Source)\)",
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
            r"^(?:  )?(?P<function>[\w./*()$\[\]-]{1,300})\([^\n]{0,200}\)\n(?:\t| {6})(?P<file>[^\n:]{1,300}\.go):(?P<line>\d+)",
            re.M,
        ),
        "example.com/shop.(*Cart).Total(0x1)\n\t/app/cart.go:7 +0x1d",
        ends_at_blank=True,
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
            r"^\s*(?:#\s)?(?:from |\d+: from |\[)?(?P<file>[\w@~+./-]{1,300}\.rb):(?P<line>\d+)(?::in [`'](?P<function>[^'\n]{1,120})')?",
            re.M,
        ),
        "./lib/cart.rb:7:in `total'",
        needs=".rb:",
    ),
    Style(
        "php",
        re.compile(
            r"^(?:#\d+ )?(?P<file>[\w@~+.\\/:-]{1,300}\.php)[:(](?P<line>\d+)\)?(?:: (?P<function>[\w\\>:{}-]{1,200})\()?",
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
        endings=tuple(
            f".{name}{mark}"
            for name in ("cc", "cpp", "cxx", "c", "hpp", "h", "m", "mm", "swift")
            for mark in ":("
        ),
    ),
    Style(
        "dart",
        re.compile(
            r"^(?:#\d+\s+(?P<function>[^\n(]{1,120}) \()?(?P<file>(?:package:|dart:|file://)?[\w@./-]{1,200}\.dart)[ :](?P<line>\d+)"
            r"(?::\d+)?\)?(?:[ \t]{1,40}(?P<behind>[\w.$<>][^\n]{0,120}))?",
            re.M,
        ),
        "#0      Cart.total (package:shop/cart.dart:7:3)",
        needs=".dart",
    ),
    Style(
        "vitest",
        re.compile(
            r"^\s*[\u276f\u203a] (?:(?P<function>[\w.$<>\[\] ]{1,100}) )?(?P<file>[^\s:]{1,300}):(?P<line>\d+):\d+",
            re.M,
        ),
        " \u276f Cart.total src/cart.ts:7:11",
        needs="\u276f",
    ),
    Style(
        "firefox",
        re.compile(
            r"^\s*(?P<function>[\w.$/<>*\[\] ]{0,200})@(?P<file>[^\s@]{1,300}):(?P<line>\d+):\d+$",
            re.M,
        ),
        "total@http://localhost:4173/src/cart.ts:7:11",
        needs="@",
    ),
    Style(
        "native",
        re.compile(
            r"^\s*#\d+\s+(?:0x[\da-f]+ (?:in )?)?(?P<function>\S[^\n]{0,2000}?) (?:at )?(?P<file>[^\s:()]{1,300}\.\w{1,5}):(?P<line>\d+)(?::\d+)?(?: \([^\n]{0,200}\))?$",
            re.M,
        ),
        "    #0 0x55d2 in Cart::total() const /w/src/cart.cc:7:10",
        ends_at_blank=True,
        needs="#0 ",
    ),
    Style(
        "swift",
        re.compile(
            r"^\d+ (?:\[\w+\] ){0,3}(?:0x[\da-f]+ )?(?P<function>\S[^\n]{0,300}?)(?: \+ \d+)? in \S+ at (?P<file>[^\n:]{1,300}\.swift):(?P<line>\d+)",
            re.M,
        ),
        "0 [ra] 0x0000aaaa Cart.total() + 12 in Shop at /w/Sources/Shop/Cart.swift:7:9",
        needs=".swift:",
    ),
    Style(
        "apple",
        re.compile(
            r"^\d+\s+(?P<file>[\w.+-]{1,100})\s+0x[\da-f]{6,16} (?P<function>\S[^\n]{0,300}?) \+ \d+(?: \((?:[\w.]+):(?P<line>\d+)\))?$",
            re.M,
        ),
        "0   ShopCart    0x0000000104b2f1c4 $s4Shop4CartC5totalSiyF + 212 (Cart.swift:7)",
        needs=" 0x",
    ),
    Style(
        "elixir",
        re.compile(
            r"^\s*(?:\((?!ex_unit|elixir|stdlib|kernel|mix|logger|eex|iex)[\w.]{1,60}(?: [\w.+-]{1,40})?\) )?"
            r"(?P<file>(?:lib|test|web|apps)/[\w./-]{1,200}\.exs?):(?P<line>\d+): (?P<function>[\w.?!]{1,200})",
            re.M,
        ),
        "    (shop 0.1.0) lib/shop/cart.ex:7: Shop.Cart.total/1",
        needs=".ex",
    ),
)
