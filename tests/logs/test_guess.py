"""What the words of an unknown error line say about its cause."""

from io import BytesIO

import pytest

from bot.logs.guess import guess
from bot.logs.scan import scan_log

LINES = [
    ("deploy: you need the 'releases:write' permission", "permission"),
    ("Upload failed: token required", "permission"),
    ("gave up: could not connect to the broker", "network"),
    ("the mirror answered 503", "network"),
    ("waited too long: deadline exceeded", "timeout"),
    ("failed to resolve plugin acme-zip", "dependency"),
    ("setting season is required", "config"),
    ("the emulator failed to boot", "infra"),
    ("> Task ':app:compileRelease' failed", "compile"),
    ("style check found 3 violations", "lint"),
    ("branch name must start with a ticket", "policy"),
    ("3 smoke tests failed", "assertion"),
]


@pytest.mark.parametrize(("text", "cause"), LINES, ids=[text for text, _ in LINES])
def test_words_tell_the_cause(text: str, cause: str) -> None:
    assert str(guess(text)) == cause


def test_words_without_a_cause_tell_none() -> None:
    assert guess("the catalogue has no season") is None


def test_last_words_before_a_bare_exit_are_pointed_at() -> None:
    log = b"Run make catalogue\nseason 4: two covers\nsmoke: giving up\n\n##[error]Process completed with exit code 1.\n"

    (finding,) = scan_log(BytesIO(log), "job.log").findings

    assert (finding.line, finding.text) == (3, "smoke: giving up")


def test_silent_command_is_told_by_its_exit() -> None:
    log = b"$ make catalogue\n##[error]Process completed with exit code 3.\n"

    (finding,) = scan_log(BytesIO(log), "job.log").findings

    assert finding.line == 2


def test_message_is_pointed_at_where_it_begins() -> None:
    log = (
        b"error: this `if` can be collapsed\n --> src/cart.rs:4:5\n  |\n"
        b"  = note: `-D clippy::collapsible-if` implied by `-D warnings`\n"
        b"##[error]Process completed with exit code 101.\n"
    )

    findings = scan_log(BytesIO(log), "job.log").findings

    assert (findings[0].cause, findings[0].line) == ("lint", 1)
