"""How the App is registered: what it may do, what it listens to, where its webhooks go."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.github.client import Client
from bot.github.fields import login, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    """What may be done, by permission, and which events come.

    `account` is empty for the App itself; `settings_url` is where its owner answers for it.
    """

    account: str = ""
    permissions: Mapping[str, str] = field(default_factory=dict)
    events: frozenset[str] = frozenset()
    is_suspended: bool = False
    settings_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """The App as its page shows it."""

    slug: str
    asks_for: Granted


@dataclass(frozen=True, slots=True, kw_only=True)
class HookConfig:
    """Where webhooks go. GitHub shows that there is a secret, and nothing of it."""

    url: str
    is_verified: bool
    has_secret: bool


async def get_app(as_app: Client) -> Registration:
    """https://docs.github.com/en/rest/apps/apps#get-the-authenticated-app."""
    row = await as_app.get("/app")
    return Registration(slug=text(row.get("slug")), asks_for=_granted(row))


async def hook_config(as_app: Client) -> HookConfig:
    """https://docs.github.com/en/rest/apps/webhooks#get-a-webhook-configuration-for-an-app."""
    row = await as_app.get("/app/hook/config")
    return HookConfig(
        url=text(row.get("url")),
        is_verified=str(row.get("insecure_ssl") or "0") == "0",
        has_secret=bool(row.get("secret")),
    )


async def grants(as_app: Client, most: int) -> tuple[Granted, ...]:
    """What each installation was granted, the first `most` hundred of them.

    https://docs.github.com/en/rest/apps/apps#list-installations-for-the-authenticated-app
    """
    rows = as_app.pages("/app/installations", None, max_pages=most)
    return tuple([_granted(row) async for row in rows])


def _granted(row: Mapping[str, Any]) -> Granted:
    return Granted(
        account=login(row.get("account")),
        permissions={str(k): str(v) for k, v in (row.get("permissions") or {}).items()},
        events=frozenset(str(event) for event in row.get("events") or ()),
        is_suspended=bool(row.get("suspended_at")),
        settings_url=text(row.get("html_url")),
    )
