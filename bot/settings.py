"""Deployment settings from the environment and an `.env` file.

A missing or malformed one stops the start with its name, what was expected and where to get it.
"""

import base64
import binascii
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from bot.errors import SettingsError

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_KEY_PAGE = "make one on the App's settings page, under Private keys"
_EXPECTED = {
    "APP_ID": "the App's id, a whole number; it is on the App's settings page",
    "PRIVATE_KEY": f"the App's private key (or PRIVATE_KEY_PATH, a file with it); {_KEY_PAGE}",
    "WEBHOOK_SECRET": "the webhook secret; set it on the App's settings page, under Webhook",
    "GITHUB_API_URL": "the root of GitHub's REST API, `https://HOST/api/v3` on Enterprise Server",
    "DATABASE_URL": "`sqlite:///PATH` of a file, or `postgresql://USER:PASSWORD@HOST/NAME`",
    "HOST": "an address of this machine to listen on, such as 127.0.0.1 or 0.0.0.0",
    "PORT": "a port from 0 to 65535",
    "LOG_LEVEL": "one of debug, info, warning, error",
    "LOG_FORMAT": "`console` or `json`",
    "GARDENER_WORKERS": "how many jobs run at once in this process, 1 to 64",
    "GARDENER_DRY_RUN": "`true` or `false`",
    "GARDENER_KEEP_DAYS": "how many days worklogs are kept, 30 to 3650",
}


def _api_url(value: str) -> str:
    url = urlsplit(value)
    if url.scheme not in ("http", "https") or not url.hostname or url.query or url.fragment:
        raise ValueError("is not a URL")
    if url.scheme == "http" and url.hostname not in _LOOPBACK:
        raise ValueError("would send tokens in the clear: use https")
    return value.rstrip("/")


def _database_url(value: str) -> str:
    scheme, _, rest = value.partition("://")
    if scheme == "sqlite" and rest.startswith("/") and rest.strip("/") not in ("", ":memory:"):
        return value
    if scheme in ("postgres", "postgresql") and urlsplit(value).hostname:
        return f"postgresql://{rest}"
    raise ValueError("is not a database that is supported")


def _lower(value: object) -> object:
    return value.strip().lower() if isinstance(value, str) else value


def data_url(database_url: str) -> str:
    """The database of what the bot knows, with its driver."""
    return database_url.replace("sqlite://", "sqlite+aiosqlite://", 1).replace(
        "postgresql://", "postgresql+asyncpg://", 1
    )


def queue_url(database_url: str) -> str:
    """The database of queued work: the same on Postgres, a second file beside it on SQLite.

    One SQLite file for both made accepting a webhook seven times slower under load.

    >>> queue_url("sqlite:///data/gardener.db")
    'sqlite:///data/gardener-queue.db'
    """
    if not database_url.startswith("sqlite"):
        return database_url.replace("postgresql://", "postgresql+psycopg://", 1)
    path = Path(database_url.removeprefix("sqlite:///"))
    return f"sqlite:///{path.with_name(f'{path.stem}-queue{path.suffix}')}"


class Settings(BaseSettings):
    """What one server needs to know; secrets never show in its repr."""

    model_config = SettingsConfigDict(
        extra="ignore", frozen=True, hide_input_in_errors=True, env_ignore_empty=True
    )

    app_id: int = Field(gt=0)
    private_key: SecretStr
    webhook_secret: SecretStr = Field(min_length=1)
    github_api_url: Annotated[str, AfterValidator(_api_url)] = "https://api.github.com"
    database_url: Annotated[str, AfterValidator(_database_url)] = Field(
        "sqlite:///gardener.db", repr=False
    )
    host: str = "127.0.0.1"
    port: int = Field(3000, ge=0, le=65535)
    log_level: Annotated[Literal["debug", "info", "warning", "error"], BeforeValidator(_lower)] = (
        "info"
    )
    log_format: Annotated[Literal["console", "json"] | None, BeforeValidator(_lower)] = None
    gardener_workers: int = Field(8, ge=1, le=64)
    gardener_dry_run: bool = False
    # GitHub lets a run be repeated for 30 days: what was done for it must be known so long.
    gardener_keep_days: int = Field(90, ge=30, le=3650)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what `load_settings` hands over: it alone reads the environment."""
        return (init_settings,)

    @property
    def data_url(self) -> str:
        """Where what the bot knows is kept, with the driver."""
        return data_url(self.database_url)

    @property
    def queue_url(self) -> str:
        """Where queued work is kept, with the driver."""
        return queue_url(self.database_url)


def load_settings(
    env: Mapping[str, str] | None = None, env_file: str | Path | None = ".env"
) -> Settings:
    """Read the settings; the environment wins over the file. `SettingsError` lists every fault."""
    file = DotEnvSettingsSource(Settings, env_file=env_file).env_vars
    environment = os.environ if env is None else env
    given = {name.upper(): value for name, value in {**file, **environment}.items() if value}
    problems: list[str] = []
    try:
        given["PRIVATE_KEY"] = _private_key(given)
    except ValueError as error:
        problems.append(f"{error}: expected {_EXPECTED['PRIVATE_KEY']}")
        given["PRIVATE_KEY"] = "unreadable"
    try:
        settings = Settings.model_validate({k.lower(): v for k, v in given.items()})
    except ValidationError as error:
        problems.extend(_sentences(error))
    else:
        if not problems:
            return settings
    raise SettingsError("\n".join(sorted(problems)))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAccess:
    """A person's token and the API that it is for; the token never shows in its repr."""

    token: str = field(repr=False)
    api_url: str


def load_read_access(
    env: Mapping[str, str] | None = None, env_file: str | Path | None = ".env"
) -> ReadAccess:
    """Read what reading takes: `GITHUB_TOKEN`, else `GH_TOKEN`. `SettingsError` when there is none."""
    file = DotEnvSettingsSource(Settings, env_file=env_file).env_vars
    environment = os.environ if env is None else env
    given = {name.upper(): value for name, value in {**file, **environment}.items() if value}
    token = (given.get("GITHUB_TOKEN") or given.get("GH_TOKEN") or "").strip()
    if not token.isascii() or not token.isprintable() or not token:
        what = "is missing" if not token else "is no token"
        raise SettingsError(
            f"GITHUB_TOKEN {what}: set it (or GH_TOKEN) to a token that may read the repository; "
            "`gh auth token` prints yours"
        )
    default = str(Settings.model_fields["github_api_url"].default)
    url = given.get("GITHUB_API_URL") or default
    try:
        return ReadAccess(token=token, api_url=_api_url(url))
    except ValueError as error:
        raise SettingsError(
            f"GITHUB_API_URL {error}: expected {_EXPECTED['GITHUB_API_URL']}"
        ) from None


def _sentences(error: ValidationError) -> list[str]:
    found = []
    for fault in error.errors(include_url=False, include_input=False, include_context=False):
        name = str(fault["loc"][0]).upper()
        what = "is missing" if fault["type"] == "missing" else _because(fault["msg"])
        found.append(f"{name} {what}: expected {_EXPECTED[name]}")
    return found


def _because(message: str) -> str:
    own = message.removeprefix("Value error, ")
    return own if own != message else "is malformed"


def _private_key(given: Mapping[str, str]) -> str:
    """The PEM text, from the text itself, from its base64, or from a file."""
    text, path = given.get("PRIVATE_KEY"), given.get("PRIVATE_KEY_PATH")
    if text:
        return _pem("PRIVATE_KEY", text)
    if not path:
        raise ValueError("PRIVATE_KEY is missing")
    try:
        return _pem("PRIVATE_KEY_PATH", Path(path).expanduser().read_text(encoding="utf-8"))
    except OSError as error:
        raise ValueError(f"PRIVATE_KEY_PATH cannot be read ({error.strerror}: {path})") from None
    except UnicodeDecodeError:
        raise ValueError(f"PRIVATE_KEY_PATH is not a PEM file ({path})") from None


def _pem(name: str, text: str) -> str:
    text = text.strip().strip("\"'")
    if "-----BEGIN" not in text:
        try:
            text = base64.b64decode("".join(text.split()), validate=True).decode("ascii")
        except (binascii.Error, UnicodeDecodeError):
            raise ValueError(f"{name} is neither PEM nor base64 of it") from None
    text = text.replace("\\r", "").replace("\\n", "\n").strip() + "\n"
    try:
        key = private_key(text)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise ValueError(f"{name} is not a PEM private key without a passphrase") from None
    if not isinstance(key, RSAPrivateKey):
        raise ValueError(f"{name} is not an RSA key")  # noqa: TRY004 - a value, not a type
    return text


@lru_cache(maxsize=2)
def private_key(pem: str) -> PrivateKeyTypes:
    """The key in a PEM text, proved once: that takes 50 ms, and it is wanted more than once.

    ValueError, TypeError or UnsupportedAlgorithm when it holds none that can be read.
    """
    return load_pem_private_key(pem.encode(), password=None)
