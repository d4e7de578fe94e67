"""Tests that ran and failed, in the words of runners of Swift, Dart, Elixir, Deno, Bun, Perl, Julia and more."""

from functools import partial

from bot.logs.rule import Rule, Tier
from bot.model.names import LogCause

_failed = partial(
    Rule,
    cause=LogCause.ASSERTION,
    tier=Tier.ASSERTION,
    category="Tests",
    first=True,
)

ROWS = (
    _failed(
        id="test-failed-swift",
        tier=Tier.BUILD,
        pattern=r"(?P<file>\S+\.(?:swift|mm?)):(?P<line>\d+): error: -?\[?(?P<item>[\w. ]+)\]? : (?P<key>.*)"
        r"|^Test Case '-?\[?(?P<item2>[\w. ]+)\]?' failed|^. Test (?P<item3>.+?) recorded an issue at (?P<file2>\S+?):(?P<line2>\d+):\d+: (?P<key2>.*)",
        slug="swift-test-failed",
        example='/srv/CartTests.swift:12: error: -[ShopTests.CartTests testTotal] : XCTAssertEqual failed: ("3") is not equal to ("4")\n'
        "Test Case '-[ShopTests.CartTests testTotal]' failed (0.004 seconds).",
        near_miss="Test Case '-[ShopTests.CartTests testTotal]' passed (0.004 seconds).",
    ),
    _failed(
        id="test-failed-dart",
        pattern=r"^\d\d:\d\d \+\d+(?: ~\d+)? -[1-9]\d*: (?P<key>.+?)(?:\.dart: |: )(?P<item>.*) \[E\]|^\d\d:\d\d .*: Some tests failed\.",
        slug="dart-test-failed",
        example="00:04 +12 -1: /srv/app/test/price_test.dart: rounds half up [E]\n  Expected: <2.35>\n    Actual: <2.34>",
        near_miss="00:04 +12: All tests passed!",
    ),
    _failed(
        id="test-failed-elixir",
        pattern=r"^\s+\d+\) test (?P<item>(?P<key>.+?) \([\w.]+\))$|^\s+\d+\) (?P<item2>(?P<key2>\w+)\(.*\)) \[.*\]$|[1-9]\d* tests?, [1-9]\d* failures?\b",
        slug="elixir-test-failed",
        example="  1) test sums (Shop.CartTest)\n     test/cart_test.exs:4\n     Assertion with == failed\n5 tests, 1 failure",
        near_miss="5 tests, 0 failures",
    ),
    _failed(
        id="test-failed-bun-deno",
        pattern=r"^\(fail\) (?P<item>(?P<key>.+?))(?: \[[\d.]+ ?m?s\])?$|^(?P<item2>(?P<key2>\S.*?)) \.\.\. FAILED \(\d+m?s\)"
        r"|^FAILED \| \d+ passed|^\s*FAIL \[ *[\d.]+s\] (?P<item3>(?P<key3>\S+ \S+))",
        slug="test-failed",
        example="(fail) cart > sums [0.21ms]\n\n 4 pass\n 1 fail",
        near_miss="(pass) cart > fails on an empty basket [0.21ms]",
    ),
    _failed(
        id="test-failed-cucumber",
        pattern=r"^Fail(?:ing|ed) scenarios:|^[1-9]\d* scenarios? \((?:.*, )?[1-9]\d* failed|^\s+(?P<file>\S+\.feature):(?P<line>\d+) {2,}(?P<item>(?P<key>\S.*))$"
        r"|Scenario: .* # FAILED",
        slug="scenario-failed",
        example="Failing scenarios:\n  features/cart.feature:4  pays with a card\n\n4 scenarios (1 failed, 3 passed)",
        near_miss="4 scenarios (4 passed)",
    ),
    _failed(
        id="test-failed-snapshot",
        pattern=r"^\s*(?P<key>[1-9]\d* snapshots? (?:failed|does not match|obsolete.*check failed))|Snapshot `(?P<key2>.+?)` mismatched"
        r"|Snapshot tests failed|stored new snapshot in CI",
        slug="snapshot-mismatch",
        example="Error: Snapshot `cart page 1` mismatched\n  Expected 3 to be 4\n##[error]Process completed with exit code 1.",
        near_miss="Snapshots:   4 passed, 4 total",
    ),
    _failed(
        id="test-failed-plain",
        # Perl's Test::More, Robot Framework, Julia, testthat, Pester, gotestsum
        pattern=r"^\s*# +Failed test\b(?: '(?P<item>(?P<key>[^']+))')?|^Failed \d+/\d+ subtests"
        r"|^(?P<item2>(?P<key2>\S.*?)) +\| FAIL \|$"
        r"|^(?P<item3>(?P<key3>\S.*)): Test Failed at (?P<file>\S+?):(?P<line>\d+)$|Some tests did not pass: "
        r"|── (?:Failure|Error) \((?P<item4>[^)]+)\): (?P<key4>.*?) ─+$"
        r"|^\s*\[-\] (?P<item5>(?P<key5>\S.*?)) \d+(?:\.\d+)?m?s\b|^=== FAIL: (?P<item6>(?P<key6>\S+ \S+))",
        slug="test-failed",
        example="#   Failed test 'sum'\n#   at t/sum.t line 1.\n#          got: '3'\n#     expected: '4'\n"
        "# Looks like you failed 1 test of 3.\nResult: FAIL",
        near_miss="#   Failed (TODO) test 'sum'",
    ),
)
