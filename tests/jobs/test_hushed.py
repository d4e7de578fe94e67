"""What the process says holds no secret: not its own, and none that a stranger printed."""

import json
import logging
import sys
from collections.abc import Iterator

import pytest
import structlog

from bot.app import configure_logging
from bot.jobs.service.hushed import Hush, own_secrets
from bot.settings import Settings

TOKEN = "ghp_" + "a1B2" * 9
KEY = (
    "-----BEGIN RSA PRIVATE "
    + "KEY-----\nMIIEowIBAAKCAQEA7bq0Zt\n-----END RSA PRIVATE "
    + "KEY-----"
)


@pytest.fixture
def settings() -> Settings:
    return Settings.model_validate(
        {
            "app_id": 1,
            "private_key": KEY,
            "webhook_secret": "plain words of a hook",
            "database_url": "postgresql://shop:p%40ss%20word@db.example/shop",
            "log_level": "debug",
            "log_format": "json",
        }
    )


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, last_words = list(root.handlers), sys.excepthook
    yield
    structlog.reset_defaults()
    root.handlers, sys.excepthook = handlers, last_words


@pytest.mark.parametrize(
    "said",
    [
        {"event": f"got {TOKEN}"},
        {"event": "x", "reason": "the secret is plain words of a hook"},
        {"event": "x", "reason": ValueError(f"cannot use {TOKEN}")},
        {"event": "x", "repos": ["a", f"b {TOKEN}"]},
        {"event": "x", "facts": {"key": {TOKEN}}},
        {"event": "cannot connect with p@ss word"},
        {"event": "cannot connect to postgresql://shop:p%40ss%20word@db.example"},
        {"event": "MIIEowIBAAKCAQEA7bq0Zt is no key"},
    ],
)
def test_a_line_of_the_log_holds_no_secret(settings: Settings, said: dict[str, object]) -> None:
    line = repr(Hush(own_secrets(settings))(None, "info", dict(said)))

    assert "[masked]" in line
    for secret in (TOKEN[-8:], "plain words", "p@ss", "p%40ss", "MIIEow"):
        assert secret not in line


def test_numbers_and_words_of_a_line_stay() -> None:
    said = {"event": "job done", "seconds": 0.25, "again": True, "repo": "acme/shop", "job": None}

    assert Hush(["hunter"])(None, "info", dict(said)) == said


def test_a_traceback_and_a_library_are_masked_in_json(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    configure_logging(settings)
    try:
        raise ValueError(f'bad "password=hunter22" and {TOKEN}')
    except ValueError:
        structlog.get_logger().exception("job failed")
        logging.getLogger("aiohttp.server").exception("Error handling request of %s", TOKEN)
    logging.getLogger("aiohttp.server").debug("not heard")

    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [line["event"][:14] for line in lines] == ["job failed", "Error handling"]
    assert all("Traceback" in line["exception"] for line in lines)
    assert lines[1]["library"] == "aiohttp.server"
    assert not any(secret in str(lines) for secret in (TOKEN[-8:], "hunter22"))


def test_last_words_of_a_process_hold_no_secret(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    configure_logging(settings)
    error = RuntimeError(f"plain words of a hook and {TOKEN}")

    sys.excepthook(RuntimeError, error, None)

    assert capsys.readouterr().err == "RuntimeError: [masked] and ghp_[masked]\n"


def test_settings_show_no_secret(settings: Settings) -> None:
    shown = f"{settings!r} {settings}"

    assert not any(secret in shown for secret in ("plain words", "MIIEow", "p%40ss"))
