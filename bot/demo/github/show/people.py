"""Accounts, Apps and installations as JSON."""

from urllib.parse import quote

from bot.demo.github.state.accounts import App, Installation, Token, User
from bot.demo.github.state.hub import Hub
from bot.demo.github.state.repository import Repository
from bot.demo.github.wire import Json, iso, iso_or_none, node_id

_LINKS = {
    "followers_url": "/followers",
    "following_url": "/following{/other_user}",
    "gists_url": "/gists{/gist_id}",
    "starred_url": "/starred{/owner}{/repo}",
    "subscriptions_url": "/subscriptions",
    "organizations_url": "/orgs",
    "repos_url": "/repos",
    "events_url": "/events{/privacy}",
    "received_events_url": "/received_events",
}


def show_user(hub: Hub, user: User) -> Json:
    """A simple user."""
    name = quote(user.login, safe="")
    url = f"{hub.api_url}/users/{name}"
    page = f"/apps/{user.login.removesuffix('[bot]')}" if user.type == "Bot" else f"/{name}"
    return {
        "login": user.login,
        "id": user.id,
        "node_id": node_id("U", user.id),
        "avatar_url": hub.web(f"/avatars/u/{user.id}"),
        "gravatar_id": "",
        "url": url,
        "html_url": hub.web(page),
        **{key: url + suffix for key, suffix in _LINKS.items()},
        "type": user.type,
        "user_view_type": "public",
        "site_admin": False,
    }


def show_organization(hub: Hub, user: User) -> Json:
    """An organization, as webhooks carry it."""
    url = hub.api(f"/orgs/{user.login}")
    return {
        "login": user.login,
        "id": user.id,
        "node_id": node_id("O", user.id),
        "url": url,
        "repos_url": f"{url}/repos",
        "events_url": f"{url}/events",
        "hooks_url": f"{url}/hooks",
        "issues_url": f"{url}/issues",
        "members_url": f"{url}/members{{/member}}",
        "public_members_url": f"{url}/public_members{{/member}}",
        "avatar_url": hub.web(f"/avatars/u/{user.id}"),
        "description": "",
    }


def show_app(hub: Hub, app: App) -> Json:
    """A GitHub App."""
    return {
        "id": app.id,
        "client_id": app.client_id,
        "slug": app.slug,
        "node_id": node_id("A", app.id),
        "owner": show_user(hub, app.owner),
        "name": app.slug.replace("-", " ").title(),
        "description": "",
        "external_url": hub.web(f"/apps/{app.slug}"),
        "html_url": hub.web(f"/apps/{app.slug}"),
        "created_at": iso(app.created_at),
        "updated_at": iso(app.created_at),
        "permissions": app.permissions,
        "events": app.events,
    }


def show_installation(hub: Hub, installation: Installation) -> Json:
    """An installation."""
    suspender = installation.suspended_by
    account = installation.account
    return {
        "id": installation.id,
        "client_id": installation.app.client_id,
        "account": show_user(hub, account),
        "repository_selection": "selected",
        "access_tokens_url": hub.api(f"/app/installations/{installation.id}/access_tokens"),
        "repositories_url": hub.api("/installation/repositories"),
        "html_url": hub.web(
            f"/organizations/{account.login}/settings/installations/{installation.id}"
        ),
        "app_id": installation.app.id,
        "app_slug": installation.app.slug,
        "target_id": account.id,
        "target_type": account.type,
        "permissions": installation.permissions,
        "events": installation.app.events,
        "created_at": iso(installation.created_at),
        "updated_at": iso(installation.created_at),
        "single_file_name": None,
        "has_multiple_single_files": False,
        "single_file_paths": [],
        "suspended_by": None if suspender is None else show_user(hub, hub.user(suspender)),
        "suspended_at": iso_or_none(installation.suspended_at),
    }


def show_token(token: Token, repositories: list[Json] | None) -> Json:
    """A fresh installation token; `repositories` only when it was narrowed to some."""
    body: Json = {
        "token": token.text,
        "expires_at": iso_or_none(token.expires_at),
        "permissions": token.permissions,
        "repository_selection": "selected",
    }
    return body if repositories is None else {**body, "repositories": repositories}


def association(hub: Hub, repo: Repository, login: str) -> str:
    """How an account stands to a repository: OWNER, COLLABORATOR or NONE."""
    if login.lower() == repo.owner.lower():
        return "OWNER"
    strong = hub.role(repo, login) in ("triage", "write", "maintain", "admin")
    return "COLLABORATOR" if strong else "NONE"
