"""Whether a delivery comes from somebody who knows the secret.

https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
"""

import hashlib
import hmac

HEADER = "X-Hub-Signature-256"
_PREFIX = "sha256="


def signature(secret: str, body: bytes) -> str:
    """The value of `X-Hub-Signature-256` for this body.

    >>> signature("It's a Secret to Everybody", b"Hello, World!")
    'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17'
    """
    return _PREFIX + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def is_signed(secret: str, body: bytes, given: str | None) -> bool:
    """Whether `given` is that value. The older SHA-1 header alone is never enough."""
    if not secret:
        raise ValueError("a server without a webhook secret would believe anybody")
    expected = signature(secret, body).encode()
    return hmac.compare_digest(expected, (given or "").encode("utf-8", "surrogateescape"))
