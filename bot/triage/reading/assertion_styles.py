"""How runners and matchers say in one breath what was expected and what came.

Each row's example is its test. A pattern has the groups `expected` and `actual`, and where the
style has them `verb` (the matcher) and `subject` (the expression, or the person's own words).
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AssertionStyle:
    """One wording; `needs` is a text without which the pattern cannot match."""

    name: str
    pattern: re.Pattern[str]
    needs: str
    example: str
    expected: str
    actual: str


_V = r"[^\n]{1,600}?"
_W = r"[\s\S]{0,1500}?"
_B = r"[\s\S]{0,300}?"
_M = re.MULTILINE
_I = re.IGNORECASE | re.MULTILINE
_EQUAL = r"(?:strictly |deeply |loosely |deep |strict )?(?:equal|eql)"
STYLES: tuple[AssertionStyle, ...] = (
    AssertionStyle(
        "Java",
        re.compile(
            rf"expected(?: same)?:?\s?(?P<verb>not )?<(?P<expected>{_W})>,? (?:but was|actual|was not):?\s?<(?P<actual>{_W})>(?=\.?\s|\.?$)",
            _I,
        ),
        "<",
        "expected: <3> but was: <4>",
        "3",
        "4",
    ),
    AssertionStyle(
        "TestNG",
        re.compile(rf"expected \[(?P<expected>{_W})\] but found \[(?P<actual>{_W})\](?=\s|$)", _I),
        "but found [",
        "expected [3] but found [4]",
        "3",
        "4",
    ),
    AssertionStyle(
        "MSTest",
        re.compile(rf"Expected:<(?P<expected>{_W})>\. Actual:<(?P<actual>{_W})>\.", _M),
        "Actual:<",
        "Assert.AreEqual failed. Expected:<3>. Actual:<4>.",
        "3",
        "4",
    ),
    AssertionStyle(
        "test-unit",
        re.compile(
            rf"<(?P<expected>{_W})>(?:\([^)\n]*\))? expected but was\s+<(?P<actual>{_W})>(?=\.?\s|\.?$|\()",
            _M,
        ),
        "expected but was",
        "<3> expected but was\n<4>.",
        "3",
        "4",
    ),
    AssertionStyle(
        "Fluent Assertions",
        re.compile(
            rf"^Expected (?P<subject>{_V}) (?P<verb>(?:not )?to [a-z ]{{2,40}}?) (?P<expected>{_V})"
            rf"(?: because [^\n]{{1,200}})?, but (?:found|was|it was) (?P<actual>{_V})(?: \(difference of [^()\n]{{1,80}}\))?\.?$",
            _M,
        ),
        ", but ",
        "Expected cart.Total to be 3, but found 4.",
        "3",
        "4",
    ),
    AssertionStyle(
        "node:assert, deep",
        re.compile(
            rf"^Expected values to be [^\n]*:\n\n(?P<actual>{_W})\n\nshould (?P<verb>[\w -]{{1,40}})\n\n(?P<expected>{_W})(?=\n\n|\n    at |\Z)",
            _M,
        ),
        "\n\nshould ",
        "Expected values to be loosely deep-equal:\n\nSet(1) {\n  4\n}\n\nshould loosely deep-equal\n\nSet(1) {\n  3\n}",
        "3",
        "4",
    ),
    AssertionStyle(
        "Chai",
        re.compile(
            rf"^expected (?!values to be |strings to be |call)(?P<actual>{_V}) (?P<verb>(?:not )?to (?:not )?(?:{_EQUAL}|be|include|contain|match)"
            rf"(?: (?:deeply|above|below|at least|at most|close to|greater than|less than))?) (?P<expected>{_V})"
            r"(?: // [^\n]*)?\.?$",
            _I,
        ),
        " to ",
        "expected 4 to deeply equal 3",
        "3",
        "4",
    ),
    AssertionStyle(
        "node:assert",
        re.compile(rf"^(?P<actual>{_V}) !== (?P<expected>[^\n]{{1,600}})$", _M),
        "!==",
        "4 !== 3",
        "3",
        "4",
    ),
    AssertionStyle(
        "AssertJ",
        re.compile(
            rf"^Expecting(?: actual)?:\s*\n\s*(?P<actual>{_B})\n\s*(?P<verb>(?:not )?to [^\n:]{{2,60}}):\s*\n\s*(?P<expected>{_B})(?=\n\s*(?:but|when|in|\n)|\s*\Z)",
            _M,
        ),
        "Expecting",
        "Expecting actual:\n  4\nto be equal to:\n  3\nbut was not.",
        "3",
        "4",
    ),
    AssertionStyle(
        "Go",
        re.compile(
            rf"^(?:(?P<subject>{_V})(?: =|:|,| returned)? )?(?:(?:got|returned|=)[: ] ?)(?P<actual>{_V})[,;] ?(?:but )?(?:want(?:ed)?|expected):? (?P<expected>[^\n]{{1,600}})$",
            _I,
        ),
        ", ",
        "Total() = 4, want 3",
        "3",
        "4",
    ),
    AssertionStyle(
        "expected, got",
        re.compile(
            rf"^(?:(?P<subject>{_V})[:,] )?(?:expected(?! string length)|want)(?: to (?:be|get|have|receive))?:? (?P<expected>{_V})[,;]? (?:but )?(?:got|received|was|found):? (?P<actual>[^\n]{{1,600}})$",
            _I,
        ),
        " ",
        "expected 3, got 4",
        "3",
        "4",
    ),
    AssertionStyle(
        "PHPUnit",
        re.compile(
            rf"^(?:(?P<subject>{_V})\n)?Failed asserting that (?P<actual>{_V}) (?P<verb>matches expected|is identical to|is equal to|equals|is|contains|matches|starts with|ends with|has the key) (?P<expected>{_V})\.$",
            _M,
        ),
        "Failed asserting",
        "Failed asserting that 4 matches expected 3.",
        "3",
        "4",
    ),
    AssertionStyle(
        "XCTest",
        re.compile(
            rf"XCT\w+ failed: \(\"(?P<actual>{_W})\"\) is (?P<verb>[a-z ]{{2,40}}) \(\"(?P<expected>{_W})\"\)(?: - (?P<subject>[^\n]*))?"
        ),
        "XCT",
        'XCTAssertEqual failed: ("4") is not equal to ("3")',
        "3",
        "4",
    ),
    AssertionStyle(
        "Swift Testing",
        re.compile(
            rf"Expectation failed: \((?P<subject>{_V}) → (?P<actual>{_V})\) (?P<verb>[=!<>]{{1,3}}) \(?(?:{_V} → )?(?P<expected>{_V})\)?$",
            _M,
        ),
        "Expectation failed",
        "Expectation failed: (cart.total → 4) == 3",
        "3",
        "4",
    ),
    AssertionStyle(
        "ScalaTest",
        re.compile(
            rf"^(?P<actual>{_V}) (?P<verb>did not equal|was not equal to|did not contain) (?P<expected>{_V})(?: \(\w+\.scala:\d+\))?$",
            _M,
        ),
        " not ",
        "4 did not equal 3 (CartSpec.scala:12)",
        "3",
        "4",
    ),
    AssertionStyle(
        "Catch2",
        re.compile(
            rf"^\s*(?:[A-Z_]{{4,30}}\( (?P<subject>{_V}) \)\n)?with expansion:\s+(?P<actual>{_V})\s+(?P<verb>[=!<>]=|[<>])\s+(?P<expected>{_V})\s*$",
            _M,
        ),
        "with expansion",
        "  REQUIRE( cart.total() == 3 )\nwith expansion:\n  4 == 3",
        "3",
        "4",
    ),
    AssertionStyle(
        "doctest",
        re.compile(
            rf"^\s*values: [A-Z_]{{4,30}}\( (?P<actual>{_V}) (?P<verb>[=!<>]=|[<>]) (?P<expected>{_V}) \)$",
            _M,
        ),
        "values: ",
        "  values: CHECK( 4 == 3 )",
        "3",
        "4",
    ),
    AssertionStyle(
        "Boost.Test",
        re.compile(
            rf"check (?P<subject>{_V}) has failed \[(?P<actual>{_V}) (?P<verb>!=|[<>]=?) (?P<expected>{_V})\]"
        ),
        "has failed [",
        "check cart.total() == 3 has failed [4 != 3]",
        "3",
        "4",
    ),
    AssertionStyle(
        "googletest",
        re.compile(
            rf"^Expected equality of these values:\n  (?P<subject>{_V})\n    Which is: (?P<actual>{_V})\n  (?P<expected>{_V})(?:\n    Which is: {_V})?$",
            _M,
        ),
        "these values",
        "Expected equality of these values:\n  cart.total()\n    Which is: 4\n  3",
        "3",
        "4",
    ),
    AssertionStyle(
        "googletest, expected first",
        re.compile(
            rf"^Expected equality of these values:\n  (?P<expected>{_V})\n  (?P<subject>{_V})\n    Which is: (?P<actual>{_V})$",
            _M,
        ),
        "these values",
        "Expected equality of these values:\n  3\n  cart.total()\n    Which is: 4",
        "3",
        "4",
    ),
    AssertionStyle(
        "googletest, compared",
        re.compile(rf"^Expected: (?P<expected>\({_V}\)), actual: (?P<actual>{_V})$", _M),
        ", actual: ",
        "Expected: (a) < (3), actual: 4 vs 3",
        "a, <, 3",
        "4 vs 3",
    ),
    AssertionStyle(
        "Gomega",
        re.compile(
            rf"^Expected\n\s+(?P<actual>{_W})\n(?P<verb>(?:not )?to [\w ]{{2,40}})\n\s+(?P<expected>{_W})(?=\n\S|\s*\Z)",
            _M,
        ),
        "Expected\n",
        "Expected\n    <int>: 4\nto equal\n    <int>: 3",
        "<int>: 3",
        "<int>: 4",
    ),
    AssertionStyle(
        "Shouldly",
        re.compile(
            rf"^(?P<subject>{_V})\n\s+should (?P<verb>[\w ]{{2,40}})\n\s*(?P<expected>{_W})\n\s+but was(?: not)?\n\s*(?P<actual>{_W})(?=\n\s*\n|\s*\Z)",
            _M,
        ),
        " should ",
        "cart.Total\n    should be\n3\n    but was\n4",
        "3",
        "4",
    ),
)
