"""The App itself, its installations and their tokens."""

from collections.abc import Mapping

from bot.demo.github.auth import issue_token
from bot.demo.github.problems import Refused, not_found
from bot.demo.github.rest.paging import paged
from bot.demo.github.rest.routes import Call, Reply, Routes
from bot.demo.github.shapes import ANY_OBJECT, NUMBER, TEXT, list_of
from bot.demo.github.show.people import show_app, show_installation, show_token, show_user
from bot.demo.github.show.repository import show_repository
from bot.demo.github.state.accounts import Installation
from bot.demo.github.state.repository import Repository

routes = Routes()

_LEVELS = ("read", "write", "admin")


def _installation(call: Call) -> Installation:
    found = call.hub.installations.get(call.number("installation_id"))
    if found is None or found.deleted or found.app is not call.app:
        raise not_found()
    return found


@routes.serve("GET /app", docs="rest/apps/apps#get-the-authenticated-app", auth="app")
def read_app(call: Call) -> Reply:
    """Get the authenticated app."""
    count = sum(i.app is call.app and not i.deleted for i in call.hub.installations.values())
    return Reply(200, {**show_app(call.hub, call.app), "installations_count": count})


@routes.serve(
    "GET /app/installations",
    docs="rest/apps/apps#list-installations-for-the-authenticated-app",
    auth="app",
    query="per_page page since outdated",
)
def list_installations(call: Call) -> Reply:
    """List installations for the authenticated app."""
    mine = [i for i in call.hub.installations.values() if i.app is call.app and not i.deleted]
    return paged(call, mine, lambda installation: show_installation(call.hub, installation))


@routes.serve(
    "GET /app/installations/{installation_id}",
    docs="rest/apps/apps#get-an-installation-for-the-authenticated-app",
    auth="app",
)
def read_installation(call: Call) -> Reply:
    """Get an installation for the authenticated app."""
    return Reply(200, show_installation(call.hub, _installation(call)))


@routes.serve(
    "POST /app/installations/{installation_id}/access_tokens",
    docs="rest/apps/apps#create-an-installation-access-token-for-an-app",
    auth="app",
    body={
        "repositories": list_of(TEXT),
        "repository_ids": list_of(NUMBER),
        "permissions": ANY_OBJECT,
    },
)
def create_token(call: Call) -> Reply:
    """Create an installation access token for an app."""
    installation = _installation(call)
    if installation.suspended_at is not None:
        raise Refused(403, "This installation has been suspended")
    permissions = _narrow_permissions(installation, call.body.get("permissions", {}))
    chosen = _narrow_repositories(call, installation)
    token = issue_token(call.hub, installation, call.hub.token_format, (permissions, chosen))
    shown = None if chosen is None else [show_repository(call.hub, repo) for repo in chosen]
    return Reply(201, show_token(token, shown))


def _narrow_permissions(installation: Installation, wanted: Mapping[str, object]) -> dict[str, str]:
    granted = {"metadata": "read", **installation.permissions}
    if not wanted:
        return granted
    for name, level in wanted.items():
        if level not in _LEVELS or _LEVELS.index(str(level)) > _rank(granted.get(name)):
            text = "The permissions requested are not granted to this installation."
            raise Refused(422, text, violation=True)
    return {"metadata": "read", **{name: str(level) for name, level in wanted.items()}}


def _rank(level: str | None) -> int:
    return -1 if level is None else _LEVELS.index(level)


def _narrow_repositories(call: Call, installation: Installation) -> list[Repository] | None:
    names, ids = call.body.get("repositories"), call.body.get("repository_ids")
    if not names and not ids:
        return None
    chosen = [
        r for r in installation.repositories if r.name in (names or ()) or r.id in (ids or ())
    ]
    if len(chosen) < len(set(names or ())) + len(set(ids or ())):
        text = "There is at least one repository that does not exist or is not accessible."
        raise Refused(422, text, violation=True)
    return chosen


@routes.serve(
    "GET /repos/{owner}/{repo}/installation",
    docs="rest/apps/apps#get-a-repository-installation-for-the-authenticated-app",
    auth="app",
)
def of_repository(call: Call) -> Reply:
    """Get a repository installation for the authenticated app."""
    for installation in call.hub.installations.values():
        mine = installation.app is call.app and not installation.deleted
        if mine and call.repo in installation.repositories:
            return Reply(200, show_installation(call.hub, installation))
    raise not_found()


@routes.serve(
    "GET /installation/repositories",
    docs="rest/apps/installations#list-repositories-accessible-to-the-app-installation",
    query="per_page page",
)
def list_repositories(call: Call) -> Reply:
    """List repositories accessible to the app installation."""
    installation = call.caller.installation
    if installation is None:
        raise Refused(
            403, "You must authenticate with an installation access token", violation=True
        )
    seen = [repo for repo in installation.repositories if call.caller.sees(repo)]
    reply = paged(call, seen, lambda repo: show_repository(call.hub, repo), key="repositories")
    assert isinstance(reply.body, dict)
    return Reply(200, {**reply.body, "repository_selection": "selected"}, reply.headers)


@routes.serve(
    "GET /users/{username}",
    docs="rest/users/users#get-a-user",
)
def read_user(call: Call) -> Reply:
    """Get a user."""
    user = call.hub.users.get(call.args["username"].lower())
    if user is None:
        raise not_found()
    nothing = dict.fromkeys(("name", "company", "location", "email", "hireable", "bio"))
    counts = dict.fromkeys(("public_repos", "public_gists", "followers", "following"), 0)
    born = {"created_at": "2020-01-01T00:00:00Z", "updated_at": "2020-01-01T00:00:00Z"}
    return Reply(200, {**show_user(call.hub, user), **nothing, "blog": "", **counts, **born})
