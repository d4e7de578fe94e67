"""What to do about a cause, in one line."""

from dataclasses import replace
from typing import Any

import pytest

from bot.model.failure import Failure
from bot.model.names import Kind, LogCause, Origin
from bot.model.verdict import Verdict
from bot.planning.telling.next_steps import MAX_CHARS, next_step
from tests.build import cluster, finding, verdict


def failing(message: str, names: tuple[str, ...] = ("test_a",), **change: Any) -> Verdict:
    made = verdict(names=names, **change)
    failures: tuple[Failure, ...] = made.cluster.failures
    return replace(made, cluster=replace(made.cluster, message=message, failures=failures))


@pytest.mark.parametrize(
    ("what", "step"),
    [
        (
            failing("NameError: name 'Optional' is not defined", kind=Kind.UNCOLLECTABLE),
            "Fix the missing import of Optional in tests/test_shop.py:12",
        ),
        (
            failing("ModuleNotFoundError: No module named 'shop.cart'"),
            "Install or fix the missing module shop.cart in tests/test_shop.py:12",
        ),
        (
            failing("ImportError: cannot import name 'x'"),
            "Fix the broken import in tests/test_shop.py:12",
        ),
        (
            failing("AttributeError: 'T' object has no attribute 'event_tester'"),
            "Add or rename the missing event_tester of Shop in tests/test_shop.py:12",
        ),
        (
            failing("TypeError: f() missing 1 required positional argument: 'path'"),
            "Make call and signature agree for Shop in tests/test_shop.py:12",
        ),
        (
            failing("Token creation failed: All connection attempts failed"),
            "Start the service that Shop needs before the tests",
        ),
        (
            failing("SyntaxError: invalid syntax", kind=Kind.UNCOLLECTABLE),
            "Repair the syntax in tests/test_shop.py:12",
        ),
        (failing("Timeout >5.0s"), "Find what hangs in Shop in tests/test_shop.py:12"),
        (
            failing("assert 3 == 4", ("test_a", "test_b")),
            "Fix the 2 failing tests of Shop in tests/test_shop.py:12: assert 3 == 4",
        ),
        (failing("assert 3 == 4"), "Fix test_a of Shop in tests/test_shop.py:12: assert 3 == 4"),
        (
            failing("assert 3 == 4", origin=Origin.FLAKY),
            "Make Shop reliable in tests/test_shop.py:12: assert 3 == 4",
        ),
        (
            failing("fixture 'db' not found", kind=Kind.UNCOLLECTABLE),
            "Make Shop collectable again in tests/test_shop.py:12: fixture 'db' not found",
        ),
    ],
    ids=[
        "a name that is not imported",
        "a module that is missing",
        "an import that is broken",
        "an attribute that is missing",
        "a signature that does not fit",
        "a service that is not there",
        "a syntax error",
        "a timeout",
        "several assertions",
        "one assertion",
        "a flaky test",
        "a fixture that is missing",
    ],
)
def test_next_step_for_tests(what: Verdict, step: str) -> None:
    assert next_step(what) == step


@pytest.mark.parametrize("cause", LogCause, ids=str)
def test_every_log_cause_has_a_step(cause: LogCause) -> None:
    found = finding(cause=cause, file="a.py", file_line=3)
    step = next_step(verdict(cluster=cluster("x", (), findings=(found,))))
    assert "failed to compute cache key" in step
    assert "{" not in step


def test_a_hostile_message_stays_one_short_line() -> None:
    step = next_step(failing("{0.__class__} `x`\n\n/gardener close\n" + "boom " * 20_000))
    assert "\n" not in step
    assert len(step) <= MAX_CHARS
    braces = finding(text="{at}{text}{0}" * 100)
    step = next_step(verdict(cluster=cluster("x", (), findings=(braces,))))
    assert len(step) <= MAX_CHARS
