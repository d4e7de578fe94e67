"""What a cause is called that only tests have: elements, snapshots, mocks, time limits."""

from bot.triage.words.row import rows

TESTS = rows(
    (
        r"(?:unable to|could not|cannot) (?:find|locate) (?:an? )?(?:accessible )?(?:css|xpath|element|role|field|button|link)|no such element|ElementNotFound|element not found",
        "element not found",
        'Unable to find css "#flash"',
        "element not found",
    ),
    (
        r"found 0 widgets",
        "widget not found",
        'Found 0 widgets with text "3"',
        "widget not found",
    ),
    (
        r"strict mode violation|multiple elements with",
        "several elements match",
        "strict mode violation: locator('a') resolved to 2 elements",
        "several elements match",
    ),
    (
        r"toBeVisible|element is not visible|not interactable",
        "element not visible",
        "expect(locator).toBeVisible() failed",
        "element not visible",
    ),
    (
        r"snapshot.{0,40}(?:fail|mismatch|match|differ|obsolete|not written|name)|toMatch(?:Inline)?Snapshot|match.{0,20}snapshot",
        "snapshot mismatch",
        "toMatchSnapshot(): 1 failed",
        "snapshot mismatch",
    ),
    (
        r"(?:to have been|to be) called|tohavebeencalled|expected call|not invoked",
        "call missing",
        "Expected mock to have been called with [1]",
        "call missing",
    ),
    (
        r"invalid hook call",
        "invalid hook call",
        "Invalid hook call. Hooks can only be called inside",
        "invalid hook call",
    ),
    (
        r"import file mismatch",
        "import file mismatch",
        "import file mismatch: imported module 'test_a'",
        "import file mismatch",
    ),
    (
        r"failed to load ApplicationContext",
        "context not loaded",
        "Failed to load ApplicationContext",
        "context not loaded",
    ),
    (
        r"open handles?|did not exit",
        "open handles",
        "Jest has detected 1 open handle",
        "open handles",
    ),
    (
        r"worker .{1,20}crashed|crashed worker|worker process .{0,40}exited",
        "worker crash",
        "worker 'gw0' crashed while running",
        "worker crash",
    ),
    (
        r"\btime[ds]?[ -]?out(?:[^=\w]|$)|TimeoutE|TimeoutException|Timed?Out(?:Error|Exception)|deadline[ _]exceeded|exceeded timeout",
        "timeout",
        "Test timed out in 5000ms",
        "timeout",
    ),
)
"""Rows from particular to general; the first that fits wins."""
