"""Who is calling: App JWTs, installation tokens in both formats, and people's tokens."""

import functools
from collections.abc import Iterable, Mapping
from datetime import timedelta

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from bot.demo.github.problems import Refused
from bot.demo.github.state.accounts import App, Caller, Installation, Token
from bot.demo.github.state.hub import Hub
from bot.demo.github.state.repository import Repository
from bot.demo.github.wire import Json, sha1

#: An installation token lives an hour.
TOKEN_LIFE = timedelta(hours=1)
#: An App JWT may end at most ten minutes ahead.
JWT_LIFE = timedelta(minutes=10)
#: How far two clocks may differ.
LEEWAY = timedelta(seconds=60)


@functools.cache
def key_pair(n: int) -> tuple[str, str]:
    """The n-th RSA key pair of this process as PEM, private and public. Making one is slow."""
    key = rsa.generate_private_key(public_exponent=65_537, key_size=2048)
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return private.decode(), public.decode()


def identify(hub: Hub, authorization: str, kind: str) -> Caller:
    """The caller behind an Authorization header. `kind` is what the operation wants."""
    scheme, _, secret = authorization.partition(" ")
    if not secret:
        raise Refused(401, "Requires authentication", violation=True)
    if scheme.lower() not in ("bearer", "token"):
        raise Refused(401, "Bad credentials", violation=True)
    if kind == "app":
        return app_caller(hub, secret)
    return token_caller(hub, secret)


def token_caller(hub: Hub, secret: str) -> Caller:
    """The installation or person behind a token; one that ran out is no violation."""
    token = hub.tokens.get(secret)
    if token is None:
        raise Refused(401, "Bad credentials", violation=True)
    inst = token.installation
    if token.expires_at is not None and token.expires_at <= hub.clock():
        raise Refused(401, "Bad credentials")
    if inst is not None and inst.deleted:
        raise Refused(401, "Bad credentials")
    if inst is not None and inst.suspended_at is not None:
        raise Refused(403, "This installation has been suspended")
    return Caller(hub.user(token.login), token=token)


def app_caller(hub: Hub, secret: str) -> Caller:
    """The App behind a JWT: RS256, its own key, `exp` at most ten minutes ahead."""
    try:
        claims = jwt.decode(secret, options={"verify_signature": False, "verify_iss": False})
    except jwt.PyJWTError as problem:
        raise Refused(401, "A JSON web token could not be decoded", violation=True) from problem
    app = _issuer(hub.apps.values(), claims)
    if app is None:
        raise Refused(
            401, "'Issuer' claim ('iss') must be an Integer or a registered App", violation=True
        )
    _check_signature(secret, app)
    _check_times(hub, claims)
    return Caller(hub.user(app.bot_login), app=app)


def _issuer(apps: Iterable[App], claims: Mapping[str, object]) -> App | None:
    issuer = str(claims.get("iss", ""))
    return next((app for app in apps if issuer in (str(app.id), app.client_id)), None)


def _check_signature(secret: str, app: App) -> None:
    off = dict.fromkeys(("verify_exp", "verify_iat", "verify_nbf", "verify_iss"), False)
    try:
        jwt.decode(secret, app.public_key, algorithms=["RS256"], options=off)  # type: ignore[arg-type]
    except jwt.PyJWTError as problem:
        raise Refused(401, "A JSON web token could not be decoded", violation=True) from problem


def _check_times(hub: Hub, claims: Mapping[str, object]) -> None:
    now = hub.clock().timestamp()
    issued, expires = claims.get("iat"), claims.get("exp")
    if not isinstance(expires, int | float) or not isinstance(issued, int | float):
        raise Refused(401, "Missing 'issued at' or 'expiration time' claim", violation=True)
    if issued > now + LEEWAY.total_seconds():
        raise Refused(
            401, "'Issued at' claim ('iat') must be an Integer in the past", violation=True
        )
    if expires <= now:
        raise Refused(
            401, "'Expiration time' claim ('exp') must be a time in the future", violation=True
        )
    if expires > now + (JWT_LIFE + LEEWAY).total_seconds():
        raise Refused(
            401, "'Expiration time' claim ('exp') is too far in the future", violation=True
        )


def issue_token(
    hub: Hub,
    installation: Installation,
    token_format: str,
    narrowed: tuple[dict[str, str], list[Repository] | None],
) -> Token:
    """A fresh installation token, `old` (40 characters) or `new` (about 520, with dots)."""
    permissions, repositories = narrowed
    serial = len(hub.tokens)
    seed = sha1("token", str(installation.id), str(serial))
    if token_format == "new":  # noqa: S105 -- the name of a format
        text = _long_token(installation.app, seed)
    else:
        text = f"ghs_{(seed + seed)[:36]}"
    token = Token(
        text=text,
        login=installation.app.bot_login,
        installation=installation,
        permissions=permissions,
        repository_ids=None if repositories is None else frozenset(r.id for r in repositories),
        expires_at=hub.clock() + TOKEN_LIFE,
    )
    hub.tokens[text] = token
    return token


def _long_token(app: App, seed: str) -> str:
    claims: Json = {"iss": "github", "sub": str(app.id), "jti": seed, "ctx": seed * 5}
    return f"ghs_{app.id}_{jwt.encode(claims, seed * 2, algorithm='HS256')}"
