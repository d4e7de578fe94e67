"""Tests and commands that took too long."""

from functools import partial

from bot.logs.rule import Rule, Tier
from bot.model.names import LogCause

_late = partial(Rule, cause=LogCause.TIMEOUT, tier=Tier.CRASH, category="Tests/Timeout", first=True)

ROWS = (
    _late(
        id="timeout-browser-suite",
        tier=Tier.LINT,
        pattern=r"TEST-UNEXPECTED-TIMEOUT \| (?P<key>.*)"
        r"|(?P<key2>application timed out after \d+ seconds)"
        r"|command timed out: (?P<key3>.*)"
        r"|TEST-UNEXPECTED-FAIL \| (?P<key4>.*(?:Test timed out|timed out).*)"
        r"|(?P<key5>REFTEST TEST-UNEXPECTED.*load failed: timed out.*)",
        slug="test-timeout",
        example="INFO - TEST-START | cart/test_total.js\nTEST-UNEXPECTED-TIMEOUT | automation.py | application timed out after 370 seconds with no output",
        near_miss="TEST-UNEXPECTED-FAIL | cart/test_total.js | wrong sum",
    ),
    _late(
        id="timeout-go",
        tier=Tier.LINT,
        pattern=r"^panic: (?P<key>test timed out after )"
        r"|^\*\*\* Test killed with quit: ran too long",
        slug="go-test-timeout",
        example="=== RUN   TestReplicate\npanic: test timed out after 10m0s\nrunning tests:\n\tTestReplicate (9m58s)\n\ngoroutine 402 [running]:\nFAIL\texample.org/shop\t600.021s",
        near_miss="panic: runtime error: index out of range",
    ),
    _late(
        id="timeout-pytest",
        tier=Tier.LINT,
        pattern=r"Failed: Timeout (?P<key>>?\(?>?[\d.]+s\)?)|\+{10,} Timeout \+{10,}"
        r"|(?P<key2>from pytest-timeout)|^E\s+(?:asyncio\.exceptions\."
        r"|concurrent\.futures\.\w+\.)?(?P<key3>TimeoutError)\b"
        r"|worker .* not responding.*timeout",
        slug="pytest-timeout",
        example=">   def test_slow(): time.sleep(10)\nE   Failed: Timeout (>1.0s) from pytest-timeout.\n\ntest_cart.py:2: Failed",
        near_miss="plugins: timeout-2.4.0",
    ),
    _late(
        id="timeout-javascript",
        tier=Tier.LINT,
        pattern=r"Timeout of (?P<key>\d+ms) exceeded|[Ee]xceeded timeout of (?P<key2>\d+ ?ms) for a"
        r"|Test timed out in (?P<key3>\d+ms)|Test timeout of (?P<key4>\d+ms) exceeded"
        r"|Timeout \d+ms exceeded|TimeoutError: (?P<key5>(?:page|locator|Waiting|waiting"
        r"|Navigation|browserContext|frame).*)|Async callback was not invoked within"
        r"|Timed out retrying after|Timeout - Async function did not complete"
        r"|Timed out \d+ms waiting for|did not complete within \d+ ?ms",
        slug="javascript-test-timeout",
        example='  1) cart\n       waits:\n     Error: Timeout of 100ms exceeded. For async tests and hooks, ensure "done()" is called',
        near_miss="Timeout set to 100ms",
    ),
    _late(
        id="timeout-jvm-dotnet",
        tier=Tier.LINT,
        pattern=r"(?P<key>\w+\(\) timed out after [\d.]+ (?:milli)?seconds?)|TestTimedOut"
        r"|TestTimedOutException: (?P<key2>test timed out.*)"
        r"|There was a timeout or other error in the fork"
        r"|(?P<key3>java\.util\.concurrent\.TimeoutException)|TestTimeoutException"
        r"|Test '.*' exceeded execution timeout|(?P<key4>\*\*\*Timeout +[\d.]+ sec)"
        r"|^\s*\d+ - \S+ \(Timeout\)|^TIMEOUT: //\S+"
        r"|(?P<key5>has been running for over \d+ seconds)|SIGALRM|Net::ReadTimeout"
        r"|Timeout::Error|execution expired",
        slug="test-timeout",
        example="[ERROR] CartTest.total:12 » TestTimedOut test timed out after 500 milliseconds",
        near_miss="Default timeout is 500 milliseconds",
    ),
    _late(
        id="timeout-command",
        tier=Tier.CRASH,
        pattern=r"(?P<key>[\w /-]{2,60}?) timed out after [\d.]+ ?(?:s|sec|seconds|minutes|m)\b"
        r"|(?P<key2>subprocess\.TimeoutExpired: .*)"
        r"|timeout: sending signal (?P<key3>\w+) to command|\bexit(?:ed)?(?: with)?(?: code"
        r"| status)? 124\b|DEADLINE_EXCEEDED|context deadline exceeded"
        r"|timed out waiting for (?P<key4>.*)|##\[error\].{0,200}(?:has )?timed out"
        r"|wait-for(?:-it)?(?:\.sh)?: timeout|Timed out waiting for (?P<key7>container port|\w+ to \w+)|(?P<key5>upstream request timeout)|Final attempt failed\. Timeout"
        r"|Timeout of \d+(?:ms|s)? hit|Command (?:timed out|took >)"
        r"|^(?:E\s+)?(?:[a-z_]\w*\.)*(?P<key6>TimeoutError\b.*)",
        slug="command-timeout",
        example="[ERROR] backend tests timed out after 180 seconds\n[INFO] Cleaned up 2 hanging processes after timeout",
        near_miss="timeouts are 180 seconds by default",
    ),
    _late(
        id="timeout-bare",
        tier=Tier.GENERIC,
        first=False,
        pattern=r"(?i:^.{0,60}\b(?:timed out|timeout (?:error|expired|reached|exceeded)"
        r"|timeouterror)\b)",
        slug="timeout",
        example="Error: request timed out\n##[error]Process completed with exit code 1.",
        near_miss="timeout: 30",
    ),
)
