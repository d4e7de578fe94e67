"""A setting that is wrong is named, with what was expected and where to get it."""

import base64
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
)

from bot.errors import SettingsError
from bot.settings import Settings, data_url, load_read_access, load_settings, queue_url

RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def pem(
    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey = RSA,
    lock: KeySerializationEncryption | None = None,
) -> str:
    form = PrivateFormat.PKCS8 if lock else PrivateFormat.TraditionalOpenSSL
    return key.private_bytes(Encoding.PEM, form, lock or NoEncryption()).decode()


PEM = pem()
GOOD = {"APP_ID": "12", "PRIVATE_KEY": PEM, "WEBHOOK_SECRET": "hush"}


def load(**change: str) -> Settings:
    return load_settings({**GOOD, **change}, env_file=None)


def refusal(**change: str) -> str:
    with pytest.raises(SettingsError) as refused:
        load(**change)
    return str(refused.value)


def test_three_settings_are_enough() -> None:
    settings = load()

    assert settings.app_id == 12
    assert settings.github_api_url == "https://api.github.com"
    assert (settings.host, settings.port) == ("127.0.0.1", 3000)
    assert (settings.gardener_workers, settings.gardener_dry_run) == (8, False)
    assert settings.data_url == "sqlite+aiosqlite:///gardener.db"
    assert settings.queue_url == "sqlite:///gardener-queue.db"


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(PEM, id="as it is"),
        pytest.param(PEM.replace("\n", "\\n"), id="with backslash n"),
        pytest.param(f'"{PEM}"', id="in quotes"),
        pytest.param(PEM.replace("\n", "\r\n").replace("\r\n", "\\r\\n"), id="with backslash r n"),
        pytest.param(base64.b64encode(PEM.encode()).decode(), id="in base64"),
        pytest.param(base64.encodebytes(PEM.encode()).decode(), id="in base64 with line breaks"),
    ],
)
def test_private_key_is_read_in_every_spelling(given: str) -> None:
    assert load(PRIVATE_KEY=given).private_key.get_secret_value() == PEM


def test_private_key_is_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "app.pem"
    file.write_text(PEM)
    env = {"APP_ID": "12", "WEBHOOK_SECRET": "hush", "PRIVATE_KEY_PATH": str(file)}

    assert load_settings(env, env_file=None).private_key.get_secret_value() == PEM


def test_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text(f'APP_ID=1\nPORT=4000\nWEBHOOK_SECRET=hush\nPRIVATE_KEY="{PEM}"\nOTHER=x\n')

    settings = load_settings({"APP_ID": "2"}, env_file=file)

    assert (settings.app_id, settings.port) == (2, 4000)
    assert settings.private_key.get_secret_value() == PEM


def test_every_fault_is_listed_at_once() -> None:
    with pytest.raises(SettingsError) as refused:
        load_settings({"PORT": "web", "LOG_LEVEL": "loud"}, env_file=None)

    lines = str(refused.value).splitlines()
    assert [line.split()[0] for line in lines] == [
        "APP_ID",
        "LOG_LEVEL",
        "PORT",
        "PRIVATE_KEY",
        "WEBHOOK_SECRET",
    ]
    assert all(": expected " in line for line in lines)


@pytest.mark.parametrize(
    "name, value, said",
    [
        ("APP_ID", "0", "APP_ID is malformed: expected the App's id"),
        ("APP_ID", "", "APP_ID is missing: expected the App's id"),
        ("WEBHOOK_SECRET", "", "WEBHOOK_SECRET is missing: expected the webhook secret"),
        ("PRIVATE_KEY", "???", "PRIVATE_KEY is neither PEM nor base64 of it"),
        ("PRIVATE_KEY", "Zm9v", "PRIVATE_KEY is not a PEM private key without a passphrase"),
        ("PRIVATE_KEY", pem(lock=BestAvailableEncryption(b"x")), "without a passphrase"),
        ("PRIVATE_KEY", pem(ec.generate_private_key(ec.SECP256R1())), "is not an RSA key"),
        ("GITHUB_API_URL", "api", "GITHUB_API_URL is not a URL: expected the root"),
        ("GITHUB_API_URL", "http://ghe.example/api/v3", "would send tokens in the clear"),
        ("DATABASE_URL", "mysql://host/x", "DATABASE_URL is not a database that is supported"),
        ("DATABASE_URL", "sqlite://", "DATABASE_URL is not a database that is supported"),
        ("DATABASE_URL", "sqlite:///:memory:", "DATABASE_URL is not a database"),
        ("PORT", "70000", "PORT is malformed: expected a port"),
        ("LOG_FORMAT", "xml", "LOG_FORMAT is malformed: expected `console` or `json`"),
        ("GARDENER_WORKERS", "0", "GARDENER_WORKERS is malformed"),
        ("GARDENER_DRY_RUN", "perhaps", "GARDENER_DRY_RUN is malformed: expected `true`"),
    ],
)
def test_wrong_setting_is_named_with_the_way_out(name: str, value: str, said: str) -> None:
    told = refusal(**{name: value})

    assert said in told
    assert len(told.splitlines()) == 1


@pytest.mark.parametrize("path", ["/nowhere/app.pem", "/"])
def test_key_file_that_cannot_be_read_is_named(path: str) -> None:
    env = {"APP_ID": "12", "WEBHOOK_SECRET": "hush", "PRIVATE_KEY_PATH": path}

    with pytest.raises(SettingsError, match=f"PRIVATE_KEY_PATH cannot be read .*{path}"):
        load_settings(env, env_file=None)


def test_secrets_show_nowhere() -> None:
    shown = repr(load()) + refusal(PORT="web") + refusal(PRIVATE_KEY=PEM.replace("A", "?"))

    assert "hush" not in shown
    assert PEM.splitlines()[1] not in shown


@pytest.mark.parametrize(
    "given, api",
    [
        ("https://ghe.example/api/v3/", "https://ghe.example/api/v3"),
        ("http://127.0.0.1:9000", "http://127.0.0.1:9000"),
    ],
)
def test_enterprise_server_and_loopback_are_taken(given: str, api: str) -> None:
    assert load(GITHUB_API_URL=given).github_api_url == api


@pytest.mark.parametrize(
    "url, data, queue",
    [
        pytest.param(
            "sqlite:////var/lib/g.sqlite3",
            "sqlite+aiosqlite:////var/lib/g.sqlite3",
            "sqlite:////var/lib/g-queue.sqlite3",
            id="sqlite has a second file for the queue",
        ),
        pytest.param(
            "postgresql://a:b@db/g",
            "postgresql+asyncpg://a:b@db/g",
            "postgresql+psycopg://a:b@db/g",
            id="postgres serves both",
        ),
    ],
)
def test_one_address_gives_both_databases(url: str, data: str, queue: str) -> None:
    assert (data_url(url), queue_url(url)) == (data, queue)


def test_old_spelling_of_postgres_is_taken() -> None:
    assert load(DATABASE_URL="postgres://a:b@db/g").database_url == "postgresql://a:b@db/g"


@pytest.mark.parametrize(
    ("env", "token"),
    [
        ({"GITHUB_TOKEN": " ghp_a\n", "GH_TOKEN": "ghp_b"}, "ghp_a"),
        ({"GITHUB_TOKEN": "", "GH_TOKEN": "ghp_b"}, "ghp_b"),
    ],
    ids=["the first name counts", "the other name will do"],
)
def test_token_of_a_person_is_enough_to_read(env: dict[str, str], token: str) -> None:
    access = load_read_access({**env, "GITHUB_API_URL": "https://git.example/api/v3/"}, None)

    assert (access.token, access.api_url) == (token, "https://git.example/api/v3")
    assert token not in repr(access)


@pytest.mark.parametrize(
    ("env", "said"),
    [
        ({}, "GITHUB_TOKEN is missing: set it (or GH_TOKEN) to a token that may read"),
        ({"GH_TOKEN": "a\nb"}, "GITHUB_TOKEN is no token"),
        (
            {"GH_TOKEN": "a", "GITHUB_API_URL": "http://git.example"},
            "GITHUB_API_URL would send tokens in the clear",
        ),
    ],
    ids=["no token", "something else", "a server without https"],
)
def test_reading_without_access_is_refused_in_one_line(env: dict[str, str], said: str) -> None:
    with pytest.raises(SettingsError) as refused:
        load_read_access(env, None)

    assert str(refused.value).startswith(said)
    assert len(str(refused.value).splitlines()) == 1
