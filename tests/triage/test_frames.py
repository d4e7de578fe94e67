"""Stack traces of many languages."""

import pytest

from bot.triage.frame_styles import STYLES, Style
from bot.triage.frames import Frame, read_frames

PYTEST = """\
    def test_total():
        cart = Cart()
>       assert cart.total() == 3

tests/test_cart.py:12:
_ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _
/opt/venv/lib/python3.12/site-packages/attr/_make.py:80: in call
    return f()

self = <Cart>

    def total(self):
        def inner():
            pass
>       return self.prices["x"]
E       KeyError: 'x'

src/shop/cart.py:7: KeyError
"""


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_the_example_of_a_style_is_one_own_frame_in_line_7(style: Style) -> None:
    (frame,) = read_frames(style.example)
    assert (frame.line, frame.is_own) == (7, True)
    assert "art" in frame.file


def test_pytest_long_traces_take_functions_from_the_source_above() -> None:
    assert read_frames(PYTEST) == (
        Frame("src/shop/cart.py", "total", 7, is_own=True),
        Frame("/opt/venv/lib/python3.12/site-packages/attr/_make.py", "call", 80, is_own=False),
        Frame("tests/test_cart.py", "test_total", 12, is_own=True),
    )


FOREIGN = {
    "a library of Python": '  File "/x/site-packages/a/b.py", line 1, in c',
    "the loader of Python": '  File "<frozen importlib._bootstrap>", line 1, in _load',
    "a package of node": "    at f (/app/node_modules/jest/a.js:1:2)",
    "node itself": "    at process (node:internal/process/task_queues:95:5)",
    "the JDK": "    at java.util.ArrayList.get(ArrayList.java:4)",
    "JUnit": "    at org.junit.Assert.fail(Assert.java:86)",
    "a JDK module": "    at java.base/java.lang.Thread.run(Thread.java:1)",
    "go's runner": "testing.tRunner(0xc0)\n\t/usr/local/go/src/testing/testing.go:15 +0x1",
    "Rust's library": "  1: core::panicking::panic_fmt\n     at /rustc/abc/library/core/src/panicking.rs:72:14",
    "a gem": "/usr/lib/ruby/gems/3.2.0/gems/rspec/a.rb:3:in `run'",
    ".NET": "   at System.Linq.First(X s) in /_/src/Linq.cs:line 5",
}


@pytest.mark.parametrize("trace", FOREIGN.values(), ids=FOREIGN.keys())
def test_frames_of_others_are_not_own(trace: str) -> None:
    assert [frame.is_own for frame in read_frames(trace)] == [False]


def test_text_without_frames_has_none() -> None:
    assert read_frames("nothing to see at all: 12") == ()
