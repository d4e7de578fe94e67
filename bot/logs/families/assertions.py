"""Tests that ran and failed, as their runner sums them up in the log."""

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
        id="test-failed-mozilla",
        tier=Tier.LINT,
        pattern=r"TEST-UNEXPECTED-(?:FAIL|PASS|ERROR|CRASH) \| (?P<item>[^|]*?) \| ?(?P<key>.*)"
        r"|^(?:REFTEST )?TEST-UNEXPECTED-\w+ \| (?P<key2>.*)",
        slug="test-unexpected-fail",
        example="TEST-UNEXPECTED-FAIL | cart/test_total.js | A promise chain failed to handle a rejection",
        near_miss="TEST-PASS | cart/test_total.js | sum is right",
    ),
    _failed(
        id="test-failed-pytest",
        pattern=r"^(?:FAILED"
        r"|SUBFAIL(?:ED)?) (?:\[[^\]]*\] )?(?P<item>(?P<file>[^\s:]+\.py)::[^\s]+(?: \[[^\]]*\])?)(?: - (?P<key>.*))?$"
        r"|^(?P<file2>[^\s:]+\.py)::(?P<item2>\S+) FAILED(?P<key2>)",
        slug="pytest-failed",
        per_key=True,
        example="=========================== short test summary info ============================\nFAILED tests/test_cart.py::test_total - assert 3 == 4\n"
        "========================= 1 failed, 4 passed in 0.31s =========================",
        near_miss="tests/test_cart.py::test_failed_payment PASSED [ 50%]",
    ),
    _failed(
        id="test-failed-pytest-error",
        pattern=r"^ERROR (?P<item>(?P<file>[^\s:]+\.py)::[^\s]+)(?: - (?P<key>.*))?$",
        slug="pytest-setup-error",
        per_key=True,
        example="ERROR tests/test_cart.py::test_total - RuntimeError: no basket\n=========== 1 error in 0.31s ===========",
        near_miss="ERROR root:cart.py:12 no basket",
    ),
    _failed(
        id="test-failed-go",
        pattern=r"^\s*--- FAIL: (?P<item>(?P<key>\S+))|^FAIL\s+(?P<key2>[\w.-]+/\S+)\s+[\d.]+s"
        r"|^\s+(?P<file>\S+_test\.go):(?P<line>\d+): (?P<key3>Error Trace.*)",
        slug="go-test-{key}",
        example="=== RUN   TestTotal\n    cart_test.go:12: got 3, want 4\n--- FAIL: TestTotal (0.00s)\nFAIL\nFAIL\texample.org/shop\t0.006s",
        near_miss="--- PASS: TestFail (0.00s)",
    ),
    _failed(
        id="test-failed-rust",
        pattern=r"^test (?P<item>(?P<key>\S+)) \.\.\. FAILED"
        r"|^assertion (?:`.*` )?failed(?:: (?P<key2>.*))?|^\s+(?P<key3>\S+::\S+) panicked",
        slug="rust-test-{key}",
        example="running 2 tests\ntest cart::sums ... FAILED\n\nfailures:\n    cart::sums\n\ntest result: FAILED. 1 passed; 1 failed",
        near_miss="test cart::fails_on_empty ... ok",
    ),
    _failed(
        id="test-failed-jest",
        pattern=r"^\s*● (?P<item>(?P<key>.* \x{203a} .*))|^\s*FAIL\s+(?P<file>\S+\.(?:[cm]?[jt]sx?"
        r"|vue))(?: > (?P<key2>.*))?|^\s*[\x{00d7}✕✗] (?P<key3>.+?)(?: \(?\d+ ?ms\)?)?$"
        r"|^\s+(?P<key4>expect\(.*\)\.\S+)|^not ok \d+ -? ?(?P<key6>.*)"
        r"|AssertionError \[ERR_ASSERTION\]: (?P<key7>.*)|^\s*✖ (?P<key8>.+?) \(\d",
        slug="javascript-test-failed",
        example="FAIL src/cart.test.js\n  ● cart \u203a sums\n\n    expect(received).toBe(expected)\n\n    Expected: 4\n    Received: 3\n\nTests:       1 failed, 4 passed, 5 total",
        near_miss="PASS src/cart.test.js",
    ),
    _failed(
        id="test-failed-mocha",
        pattern=r"^\s*AssertionError(?: \[ERR_ASSERTION\])?: (?P<key>expected .*)"
        r"|^\s+AssertionError: (?P<key3>.*)|^\s{2,}(?P<item>\d+\) \[\w+\] \x{203a} (?P<key2>.*))"
        r"|^\s+[1-9]\d* failing\b",
        slug="javascript-test-failed",
        example="  4 passing (12ms)\n  1 failing\n\n  1) cart\n       sums:\n\n      AssertionError: expected 3 to equal 4\n      + expected - actual",
        near_miss="  0 failing",
    ),
    _failed(
        id="test-failed-rspec",
        pattern=r"^\s+Failure/Error: (?P<key>.*)|^rspec (?P<item>(?P<file>\./\S+?):(?P<line>\d+))"
        r"|^\s+(?P<key2>expected: .*)|Minitest::Assertion: (?P<key3>.*)"
        r"|^(?P<key4>\S+#test_\S+) \[\S+:\d+\]:|^(?P<key5>Failed examples:)",
        slug="rspec-failed",
        example="Failures:\n\n  1) Cart sums\n     Failure/Error: expect(1).to eq 2\n\n       expected: 2\n            got: 1\n\n"
        "Failed examples:\n\nrspec ./spec/cart_spec.rb:1 # Cart sums",
        near_miss="expected rate of return: 4 %",
    ),
    _failed(
        id="test-failed-jvm",
        pattern=r"(?P<key>(?:org\.opentest4j\.)?AssertionFailedError.*)"
        r"|^\[ERROR\] +(?P<item>[\w.$]+(?:Test|Tests|IT|Spec)\.\w+)(?::\d+)?(?P<key2> .*)?"
        r"|(?P<key3>java\.lang\.AssertionError.*)|^(?P<item2>\S+ > \S.*) FAILED$"
        r"|Tests run: \d+, Failures: (?:[1-9]|\d+, Errors: [1-9])|There (?:were"
        r"|was a) failing tests?|(?P<key4>org\.junit\.ComparisonFailure.*)"
        r"|\*\*\* FAILED \*\*\*",
        slug="jvm-test-failed",
        example="CartTest > total() FAILED\n    org.opentest4j.AssertionFailedError: expected: <4> but was: <3>\n\n5 tests completed, 1 failed",
        near_miss="CartTest > fails on empty basket PASSED",
    ),
    _failed(
        id="test-failed-dotnet-php",
        pattern=r"^\s*Failed (?P<item>[\w.]+(?:\(.*\))?) \[[<\d].*\]"
        r"|Assert\.\w+\(\) Failure(?P<key>.*)|Failed asserting that (?P<key2>.*)"
        r"|There (?:was|were) \d+ failures?:|^FAILURES!|Failed! +- Failed: +[1-9]|\[FAIL\]$"
        r"|^\s+✗ (?P<key3>.*)|^# Subtest: .*not ok",
        slug="test-failed",
        example="There was 1 failure:\n\n1) CartTest::testTotal\nFailed asserting that 3 matches expected 4.\n\nFAILURES!\nTests: 5, Assertions: 9, Failures: 1.",
        near_miss="OK (5 tests, 9 assertions)",
    ),
    _failed(
        id="test-failed-native",
        pattern=r"^\[  FAILED  \] (?P<item>(?P<key>[\w./]+))|(?P<file>\S+\.(?:cc|cpp"
        r"|c)):(?P<line>\d+): Failure|^\s*\d+/\d+ Test +#\d+: (?P<key2>\S+) \.*\**Failed"
        r"|The following tests FAILED|^\s+\d+ - (?P<key3>\S+) \(Failed\)"
        r"|^FAIL: (?P<key4>\w*[./-][\w./-]*)(?: \(exit|$)|^(?://\S+) +FAILED in"
        r"|^(?P<key5>//\S+) +.*FAILED|REQUIRE\( .* \)|^Failed example:|\*\*\*Failed"
        r"|^# FAIL: +[1-9]",
        slug="native-test-failed",
        example="[ RUN      ] Cart.Total\ncart_test.cc:9: Failure\nExpected equality of these values:\n  3\n  4\n[  FAILED  ] Cart.Total (0 ms)",
        near_miss="[       OK ] Cart.Fails (0 ms)",
    ),
    _failed(
        id="error-line-pytest",
        pattern=r"^E\s+(?P<key>(?:AssertionError|assert )\b.*)"
        r"|^E\s+(?P<key2>[A-Za-z_][\w.]*(?:Error|Exception|Failed|Exit)(?:: .*|$))"
        r"|^E\s+(?P<key3>Failed: .*)",
        slug="pytest-failed",
        per_key=True,
        example="    def test_total():\n>       assert total(1, 2) == 4\nE       assert 3 == 4\n\ntest_cart.py:4: AssertionError",
        near_miss="Error: 3 == 4",
    ),
    _failed(
        id="error-line-assertion",
        pattern=r"^AssertionError(?:: (?P<key>.*))?$|^Error: (?P<key2>expected .*)",
        slug="assertion-error",
        example='Traceback (most recent call last):\n  File "smoke.py", line 4, in <module>\nAssertionError: 3 != 4',
        near_miss="self.assertRaises(AssertionError)",
    ),
    _failed(
        id="test-failed-unittest",
        pattern=r"^(?:FAIL|ERROR): (?P<item>(?P<key>test\w+)) \(",
        slug="test-failed",
        example="======================================================================\nERROR: test_total (test_cart.CartTest)\n"
        "----------------------------------------------------------------------\nFAILED (errors=1)",
        near_miss="test_total (test_cart.CartTest) ... ok",
    ),
    _failed(
        id="test-summary",
        tier=Tier.WRAPPER,
        pattern=r"^=* ?[1-9]\d* failed(?:, \d+ \w+)* in [\d.]+|^Tests: +[1-9]\d* failed"
        r"|^(?P<key>\S+) \d+/\d+ failed!|^FAILED \((?:failures|errors)=\d+"
        r"|[1-9]\d* tests? failed\b",
        slug="tests-failed",
        example="====== 10 failed, 56 passed in 15.84s ======",
        near_miss="====== 56 passed in 15.84s ======",
    ),
    _failed(
        id="coverage-gate",
        pattern=r"Required test coverage of (?P<key>\S+) not reached"
        r"|coverage threshold for (?P<key2>\w+) .*not met|Coverage failure: total"
        r"|(?i:total coverage .* (?:is )?(?:below|less than))|Rule violated for (?:bundle"
        r"|package|class) (?P<key3>\S+): .*covered ratio"
        r"|ERROR: Coverage for (?P<key4>\w+) \(",
        cause=LogCause.POLICY,
        category="Code Quality/Coverage",
        tier=Tier.SCRIPT,
        slug="coverage-below-threshold",
        example="FAIL Required test coverage of 90% not reached. Total coverage: 84.12%",
        near_miss="Required test coverage of 90% reached. Total coverage: 94.12%",
    ),
)
