"""Only who knows the secret is believed."""

import pytest

from bot.webhook.signature import is_signed, signature

# https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
SECRET, BODY = "It's a Secret to Everybody", b"Hello, World!"
GOOD = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"


def test_published_vector_is_accepted() -> None:
    assert signature(SECRET, BODY) == GOOD
    assert is_signed(SECRET, BODY, GOOD)


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(None, id="missing"),
        pytest.param("", id="empty"),
        pytest.param(GOOD.removeprefix("sha256="), id="without its prefix"),
        pytest.param(GOOD.upper(), id="in capitals"),
        pytest.param(GOOD[:-1] + "8", id="one digit off"),
        pytest.param("sha1=" + "0" * 40, id="of the older kind"),
        pytest.param("sha256=\udcff\xe9", id="not even text"),
    ],
)
def test_other_signatures_are_refused(given: str | None) -> None:
    assert not is_signed(SECRET, BODY, given)


def test_changed_body_is_refused() -> None:
    assert not is_signed(SECRET, BODY + b" ", GOOD)


def test_server_without_a_secret_believes_nobody() -> None:
    with pytest.raises(ValueError, match="without a webhook secret"):
        is_signed("", b"", signature("x", b""))
