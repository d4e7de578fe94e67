"""What this process says to the outside, without secrets: its log, other libraries' logs, its last words."""

import logging
import re
import sys
import traceback
from collections.abc import Iterable
from types import TracebackType
from urllib.parse import unquote, urlsplit

import structlog
from structlog.typing import EventDict, WrappedLogger

from bot.model.secrets import MASK, mask_secrets
from bot.settings import Settings

# A shorter one would be found in everything that is said.
_SHORTEST = 5
_KEY_LINE = re.compile(r"[A-Za-z0-9+/=]{16,}")
# It says of itself what the bot says better, and its jobs' errors hold what strangers wrote.
_SILENT = ("dbos",)


class Hush:
    """Masks in text what is known to be secret here, and what looks like a secret anywhere.

    A processor of structlog: it comes after tracebacks have become text and before the line is
    written.
    """

    def __init__(self, own: Iterable[str] = ()) -> None:
        known = sorted({one for one in own if len(one) >= _SHORTEST}, key=len, reverse=True)
        self._own = re.compile("|".join(map(re.escape, known))) if known else None

    def __call__(self, _logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
        """The event with every text in it masked; what is no plain value becomes text."""
        return {name: self._value(value) for name, value in event.items()}

    def text(self, text: str) -> str:
        """The text without secrets."""
        return mask_secrets(self._own.sub(MASK, text) if self._own else text)

    def _value(self, value: object) -> object:
        if isinstance(value, str):
            return self.text(str(value))
        if value is None or isinstance(value, int | float):
            return value
        if isinstance(value, list | tuple | set | frozenset):
            return [self._value(item) for item in value]
        if isinstance(value, dict):
            return {self.text(str(key)): self._value(item) for key, item in value.items()}
        return self.text(str(value))


def own_secrets(settings: Settings) -> list[str]:
    """What only this server knows: its webhook secret, its key line by line, its database's password."""
    key = settings.private_key.get_secret_value()
    password = urlsplit(settings.database_url).password or ""
    return [
        settings.webhook_secret.get_secret_value(),
        key,
        *_KEY_LINE.findall(key),
        password,
        unquote(password),
    ]


class _Through(logging.Handler):
    """Hands what libraries log to structlog, so that it is masked and shaped like all else."""

    def emit(self, record: logging.LogRecord) -> None:
        """Say it; an exception comes with its traceback."""
        if record.name.partition(".")[0] not in _SILENT:
            structlog.get_logger().log(
                record.levelno,
                record.getMessage(),
                library=record.name,
                **({"exc_info": record.exc_info} if record.exc_info else {}),
            )


def hush_libraries() -> None:
    """From now on warnings of libraries go where the bot's own lines go."""
    root = logging.getLogger()
    for handler in [h for h in root.handlers if isinstance(h, _Through)]:
        root.removeHandler(handler)
    root.addHandler(_Through(level=logging.WARNING))


def hush_last_words(hush: Hush | None = None) -> None:
    """A process that dies of a fault says where, and no secret with it."""
    quiet = hush or Hush()

    def last_words(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        sys.stderr.write(quiet.text("".join(traceback.format_exception(kind, error, trace))))

    sys.excepthook = last_words
