"""libtest's JSON, event by event."""

import pytest

from bot.model.names import Outcome
from tests.reports.make import report

P, S, F, E = Outcome.PASSED, Outcome.SKIPPED, Outcome.FAILURE, Outcome.ERROR
START = '{ "type": "suite", "event": "started", "test_count": 1 }\n'
END = '{ "type": "suite", "event": "failed", "passed": 0, "failed": 1 }\n'


def begin(name: str = "a") -> str:
    return f'{{ "type": "test", "event": "started", "name": "{name}" }}\n'


def end(event: str, more: str = "", name: str = "a") -> str:
    return f'{{ "type": "test", "name": "{name}", "event": "{event}"{more} }}\n'


@pytest.mark.parametrize(
    "text, outcome, message",
    [
        pytest.param(end("ok", ', "exec_time": 0.5'), P, "", id="ok"),
        pytest.param(end("ignored", ', "message": "winter"'), S, "winter", id="ignored"),
        pytest.param(
            end(
                "failed",
                r""", "stdout": "x\nthread 'a' (7) panicked at src/a.rs:1:2:\nno\ncart\nnote: run" """,
            ),
            F,
            "no\ncart",
            id="panic",
        ),
        pytest.param(
            end("failed", r""", "stdout": "thread 'a' panicked at 'no cart', src/a.rs:1:2\n" """),
            F,
            "no cart",
            id="panic of old Rust",
        ),
        pytest.param(
            end("failed", r', "stdout": "Error: \"no\"\n"'), F, 'Error: "no"', id="result"
        ),
        pytest.param(end("failed", ', "message": "no panic"'), F, "no panic", id="should panic"),
        pytest.param(
            end("failed", ', "reason": "time limit exceeded"'), F, "time limit exceeded", id="time"
        ),
        pytest.param(f"printed{end('ok')}", P, "", id="an event behind what a test printed"),
        pytest.param(end("timeout") + end("ok"), P, "", id="a slow test is no result"),
        pytest.param("", E, "never finished", id="no end"),
        pytest.param(
            "error: test failed\n  process didn't exit successfully: `/x` (signal: 6, SIGABRT)\n",
            E,
            "never finished: signal: 6, SIGABRT",
            id="abort",
        ),
    ],
)
def test_outcome_of_a_test(text: str, outcome: Outcome, message: str) -> None:
    tail = END if outcome is not E else START + end("ok", name="b") + END
    case = report(START + begin() + text + tail).cases[0]
    assert (case.name, case.outcome, case.message) == ("a", outcome, message)


def test_binaries_are_told_apart() -> None:
    running = "     Running {} (target/debug/deps/{}-0123456789abcdef)\n"
    one = running.format("unittests src/lib.rs", "shop") + START + begin() + end("failed") + END
    two = running.format("tests/it.rs", "it") + START + begin() + end("ok") + END
    assert [case.id for case in report(one + two).cases] == ["shop::a", "it::a"]
    bare = report((START + begin() + end("failed") + END) * 2)
    assert (bare.tests, len(bare.red)) == (2, 2)


def test_crate_that_cannot_be_built_is_an_error() -> None:
    build = "error[E0425]: cannot find value `x`\n --> src/a.rs:1:2\nerror: could not compile `till` (lib test)\n"
    found = report(START + begin() + end("ok") + END + build)
    (case,) = found.red
    assert (case.name, case.outcome) == ("till (lib test)", E)
    assert case.message == "error[E0425]: cannot find value `x`\n --> src/a.rs:1:2"


@pytest.mark.parametrize(
    "event, outcome, flaky",
    [pytest.param("ok", P, True, id="passed"), pytest.param("failed", F, False, id="red")],
)
def test_tries_of_nextest_are_kept(event: str, outcome: Outcome, flaky: bool) -> None:
    names = begin("shop::it$a"), end(event, name="shop::it$a#3")
    (case,) = report(START + "".join(names) + END).cases
    assert (case.id, case.outcome, case.is_flaky, len(case.tries)) == (
        "shop::it::a",
        outcome,
        flaky,
        3,
    )


def test_stream_without_its_end_says_so() -> None:
    assert "ends before the last binary did" in report(START + begin() + end("ok")).problems[0]
