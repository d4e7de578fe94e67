"""The App's JWT and the tokens of its installations."""

import asyncio
from datetime import datetime, timedelta

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from bot.errors import SettingsError
from bot.github.app_auth import AppKey
from bot.github.tokens import FixedToken, InstallationToken, Token
from tests.build import NOW


class Watch:
    """A clock that moves when told."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


def pem(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> str:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    ).decode()


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


async def test_jwt_is_what_github_accepts(key: rsa.RSAPrivateKey) -> None:
    token = await AppKey("12", pem(key), Watch()).token()
    checks = {"verify_exp": False, "verify_iat": False}
    claims = jwt.decode(token, key.public_key(), algorithms=["RS256"], options=checks)  # type: ignore[arg-type]
    now = int(NOW.timestamp())
    assert claims == {"iss": "12", "iat": now - 60, "exp": now + 540}


async def test_jwt_is_kept_for_seven_minutes(key: rsa.RSAPrivateKey) -> None:
    watch = Watch()
    app = AppKey("12", pem(key), watch)
    first = await app.token()
    watch.now += timedelta(minutes=6, seconds=59)
    assert await app.token() == first
    watch.now += timedelta(seconds=1)
    assert await app.token() != first


async def test_refused_jwt_is_made_anew(key: rsa.RSAPrivateKey) -> None:
    watch = Watch()
    app = AppKey("12", pem(key), watch)
    first = await app.token()
    watch.now += timedelta(seconds=1)
    assert app.forget(first)
    assert await app.token() != first


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("no key", id="any text"),
        pytest.param(pem(ec.generate_private_key(ec.SECP256R1())), id="a key of another kind"),
    ],
)
def test_wrong_key_is_refused_with_the_way_out(text: str) -> None:
    with pytest.raises(SettingsError, match="PRIVATE_KEY is not an RSA private key"):
        AppKey("12", text, Watch())


class Office:
    """Gives out tokens and counts them."""

    def __init__(self, watch: Watch) -> None:
        self.watch = watch
        self.given = 0

    async def ask(self) -> Token:
        self.given += 1
        number = self.given
        await asyncio.sleep(0)
        return Token(f"ghs_{number}", self.watch.now + timedelta(hours=1))


async def test_callers_at_the_same_time_share_one_token() -> None:
    office = Office(Watch())
    token = InstallationToken(office.ask, office.watch)
    assert set(await asyncio.gather(*(token.token() for _ in range(20)))) == {"ghs_1"}
    assert office.given == 1


async def test_token_is_renewed_five_minutes_before_its_end() -> None:
    office = Office(Watch())
    token = InstallationToken(office.ask, office.watch)
    await token.token()
    office.watch.now += timedelta(minutes=54, seconds=59)
    assert await token.token() == "ghs_1"
    office.watch.now += timedelta(seconds=1)
    assert await token.token() == "ghs_2"


async def test_only_the_refused_token_is_dropped() -> None:
    office = Office(Watch())
    token = InstallationToken(office.ask, office.watch)
    await token.token()
    assert token.forget("ghs_0")
    assert await token.token() == "ghs_1"
    assert token.forget("ghs_1")
    assert await token.token() == "ghs_2"


def test_tokens_are_never_shown() -> None:
    assert "secret" not in repr(Token("secret", NOW))
    assert "secret" not in repr(FixedToken("secret"))


async def test_a_persons_token_cannot_be_replaced() -> None:
    token = FixedToken("mine")
    assert await token.token() == "mine"
    assert not token.forget("mine")
