"""Take off what a runner puts around a message: colors, places, process ids, hints, headings."""

import re

from bot.triage.masks.colors import without_colors
from bot.triage.reading.samples import without_samples

MAX_CHARS = 20_000

_LEADING: tuple[re.Pattern[str], ...] = (
    # gtest, Catch2, doctest, XCTest, Go and PHPUnit begin with the place, which the frames have.
    re.compile(
        r"\A\s*(?:[A-Za-z]:)?[^\s:()]{1,200}(?: [^\s:()]{1,60}){0,3}\.\w{1,6}"
        r"(?::\d+(?::\d+)?|\(\d+(?:,\d+)?\)):?\s+"
        r"(?:Failure\s*\n|FAILED:\s*\n|error: -\[[^\]\n]{1,200}\] :\s|error: (?=Value of|Expected|Failed|Test)"
        r"|ERROR: (?=[A-Z]{4,20}\()|(?=.{0,200}\bXCT))"
    ),
    re.compile(r"\A\s*[\w./-]{1,200}_test\.go:\d+: "),
    re.compile(r"\A\s*Error Trace:[^\n]*(?:\n[^\n:]{0,40}\S+\.go:\d+[^\n]*){0,20}\n"),
    re.compile(r"\A(?:FAILED|ERROR) \S{1,300}::\S{1,300} - (?=\S)"),
    re.compile(r"\A(?:#\d{1,4} )?ERROR: (?:failed to solve: )?(?=process \")"),
    re.compile(r"\A(?:docker: )?Error response from daemon: (?=\S)"),
    re.compile(
        r"\A(?:failed to set up container networking: )?driver failed programming external connectivity on endpoint"
        r" \S{1,100} \([0-9a-f]{12,64}\): (?=\S)"
    ),
    re.compile(r"\A={3,}\s*\n"),
    re.compile(r"\A==\d+==\s?"),
    re.compile(r"\AWARNING: (?=DATA RACE|ThreadSanitizer|MemorySanitizer)"),
    re.compile(r"\A\s*Failure/Error:[^\n]*\n+(?=\s*\S)"),
    re.compile(
        r"\A\s*(?:thread '[^'\n]{1,200}' (?:\(\d+\) )?)?panicked at [^\n':]{1,300}:\d+(?::\d+)?:\s*\n"
    ),
    re.compile(
        r"\A(?:[\w.]{1,200}MultipleFailuresError: )?(?:[^\n]{1,300} \()?Multiple Failures \(\d+ failures?\)\)?\s*\n\s*"
    ),
    re.compile(r"\A(?:Uncaught )?(?:\(in promise\) )?Error:(?:\s+|\Z)"),
    re.compile(r"\A(?:Test )?(?:[Ff]ailed|FAILED)(?: with)?:\s+(?=\S)"),
)
_OLD_PANIC = re.compile(
    r"\A\s*(?:thread '[^'\n]{1,200}' )?panicked at '(?P<said>[\s\S]{0,2000}?)', [^\s']{1,300}:\d+:\d+"
)
_CODE = re.compile(r"\A(?P<type>\w{1,80}(?:Error|Exception)) \[(?P<code>ERR_\w{2,80})\]:")
_TRAILING = re.compile(
    r"\n[ \t]{0,60}(?:note: run with `RUST_BACKTRACE|note: Some details are omitted|Use -vv? to (?:get more|show)"
    r"|Call [Ll]og:|Stack ?[Tt]race:|stack backtrace:|goroutine \d+|={20,}[ \t]*\Z|Shadow bytes around|> {1,20}available fixtures|Ignored nodes:"
    r"|Build info: version|System info: |Driver info: |When the exception was thrown, this was the stack|You can (?:reproduce this example|add @seed))[\s\S]*\Z"
)
_AWAITED = re.compile(
    r"^[ \t]*(?:\d{1,3} ?\u00d7 )?- (?P<what>waiting for [^\n(]{1,80}\([^\n]{1,300})$", re.MULTILINE
)
"""The one line of a browser's call log that says what was looked for in vain."""


def bare_message(message: str) -> str:
    r"""What is said, without the runner's frame around it.

    >>> bare_message("thread 'cart' panicked at src/cart.rs:21:9:\nqueue is closed")
    'queue is closed'
    >>> bare_message("AssertionError [ERR_ASSERTION]: 'a' == 'b'")
    "AssertionError: 'a' == 'b'"
    """
    text = without_samples(without_colors(message[:MAX_CHARS]))
    if old := _OLD_PANIC.match(text):
        text = old["said"].replace("`(left == right)`", "`left == right` failed")
    for _ in range(2):  # a heading may stand before another
        for pattern in _LEADING:
            text = pattern.sub("", text, count=1)
    if code := _CODE.match(text):
        kept = "" if code["code"] == "ERR_ASSERTION" else f" {code['code']}"
        text = f"{code['type']}:{kept}{text[code.end() :]}"
    bare = _TRAILING.sub("", text).strip("\n")
    awaited = _AWAITED.search(text, len(bare)) if "Locator:" not in bare else None
    return f"{bare}\n{awaited['what']}" if awaited else bare
