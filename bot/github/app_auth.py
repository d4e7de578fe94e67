"""The App's own JWT: signed with its private key, cached, good for nine minutes.

https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from bot.errors import SettingsError
from bot.settings import private_key as read_key

_BACKDATED = timedelta(seconds=60)  # GitHub's advice against clocks that differ
_LIFETIME = timedelta(minutes=9)  # GitHub refuses more than ten
_SPARE = timedelta(minutes=2)  # renewed this long before it ends


class AppKey:
    """The App's identity. The key is parsed once: parsing, not signing, is what takes long."""

    def __init__(self, app_id: str, private_key: str, clock: Callable[[], datetime]) -> None:
        self._app_id = str(app_id)
        self._key = _load(private_key)
        self._clock = clock
        self._jwt = ""
        self._good_until: datetime | None = None

    async def token(self) -> str:
        """A JWT that is valid for at least two minutes more."""
        now = self._clock()
        if self._good_until is None or now >= self._good_until:
            self._jwt = sign(self._app_id, self._key, now)
            self._good_until = now + _LIFETIME - _SPARE
        return self._jwt

    def forget(self, token: str) -> bool:
        """Drop a JWT that GitHub refused; says whether another one can be had."""
        if token == self._jwt:
            self._good_until = None
        return True

    async def granted(self) -> Mapping[str, str] | None:
        """A JWT stands for the App itself."""
        return None

    def renew_since(self, moment: datetime) -> None:
        """What the App may do is not written in its JWT."""


def sign(app_id: str, key: RSAPrivateKey, now: datetime) -> str:
    """A new JWT for this App, issued `now`."""
    claims = {
        "iat": int((now - _BACKDATED).timestamp()),
        "exp": int((now + _LIFETIME).timestamp()),
        "iss": app_id,
    }
    return jwt.encode(claims, key, algorithm="RS256")


def _load(pem: str) -> RSAPrivateKey:
    wrong = (
        "PRIVATE_KEY is not an RSA private key in PEM form. "
        "Generate one on the GitHub App's settings page, under Private keys."
    )
    try:
        key = read_key(pem)
    except (ValueError, TypeError) as error:
        raise SettingsError(wrong) from error
    if not isinstance(key, RSAPrivateKey):
        raise SettingsError(wrong)
    return key
