"""The short text of a failure."""

import pytest

from bot.reports.wording import short_text


@pytest.mark.parametrize(
    "message, body, text",
    [
        pytest.param("3 is not 4", "long text", "3 is not 4", id="the tool's own words win"),
        pytest.param("", "", "", id="nothing stays nothing"),
        pytest.param("Failed", "", "Failed", id="an empty word is better than none"),
        pytest.param(
            "test failure",
            'Traceback (most recent call last):\n  File "t.py", line 3, in test\n    f()\nE: no',
            "E: no",
            id="the end of a Python traceback",
        ),
        pytest.param(
            "collection failure",
            "t.py:1: in <module>\n    import x\nE   ModuleNotFoundError: No module named 'x'",
            "ModuleNotFoundError: No module named 'x'",
            id="pytest's marked lines",
        ),
        pytest.param(
            'failed on setup with "OSError: no\nshop"',
            "",
            "OSError: no\nshop",
            id="pytest's set-up",
        ),
        pytest.param(
            "a.spec.ts:4:5 adds",
            "  [chromium] \u203a a.spec.ts:4:5 \u203a adds \u2500\u2500\n\n"
            "    Error: expect(received).toBe(expected)\n\n    Expected: 2\n    Received: 1\n\n"
            "      3 |\n    > 4 | expect(1).toBe(2)\n",
            "Error: expect(received).toBe(expected)\nExpected: 2\nReceived: 1",
            id="Playwright's message is only a place",
        ),
        pytest.param(
            "thread 'a' panicked at src/a.rs:3:5",
            "thread 'a' panicked at src/a.rs:3:5:\nassertion failed\n  left: 1\n right: 2\nnote",
            "assertion failed\n  left: 1\n right: 2",
            id="Rust's message is only a place",
        ),
        pytest.param(
            "",
            "Shop\\CartTest::adds\nFailed asserting that 1 is 2.\n\n/src/CartTest.php:9",
            "Failed asserting that 1 is 2.",
            id="PHPUnit repeats the name first",
        ),
        pytest.param(
            "", "java.lang.E: no\n\tat A.b(A.java:1)", "java.lang.E: no", id="a Java trace"
        ),
        pytest.param("a.cc:4\nValue of: x", "", "Value of: x", id="GoogleTest's place"),
    ],
)
def test_short_text(message: str, body: str, text: str) -> None:
    assert short_text(message, body, "adds") == text
