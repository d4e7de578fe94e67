"""Repositories, their files and who may do what."""

import base64
from urllib.parse import quote

from bot.demo.github.acts.issues import assignable
from bot.demo.github.problems import Refused, not_found
from bot.demo.github.rest.routes import Call, Reply, Routes
from bot.demo.github.show.people import show_user
from bot.demo.github.show.repository import show_full_repository
from bot.demo.github.state.accounts import ROLES
from bot.demo.github.wire import Json, sha1

routes = Routes()


@routes.serve(
    "GET /repos/{owner}/{repo}", docs="rest/repos/repos#get-a-repository", needs="metadata:read"
)
def read(call: Call) -> Reply:
    """Get a repository."""
    role = "read" if call.caller.installation else call.hub.role(call.repo, call.caller.user.login)
    return Reply(200, show_full_repository(call.hub, call.repo, role))


@routes.serve(
    "GET /repos/{owner}/{repo}/collaborators/{username}/permission",
    docs="rest/collaborators/collaborators#get-repository-permissions-for-a-user",
    needs="metadata:read",
)
def permission(call: Call) -> Reply:
    """Get repository permissions for a user."""
    user = call.hub.users.get(call.args["username"].lower())
    if user is None:
        raise not_found()
    role = call.hub.role(call.repo, user.login)
    coarse = {"triage": "read", "maintain": "write"}.get(role, role)
    rank = ROLES.index(role)
    names = {"pull": 1, "triage": 2, "push": 3, "maintain": 4, "admin": 5}
    shown = {
        **show_user(call.hub, user),
        "permissions": {name: rank >= least for name, least in names.items()},
        "role_name": role,
    }
    return Reply(200, {"permission": coarse, "role_name": role, "user": shown})


@routes.serve(
    "GET /repos/{owner}/{repo}/assignees/{assignee}",
    docs="rest/issues/assignees#check-if-a-user-can-be-assigned",
    needs="issues:read",
)
def may_be_assigned(call: Call) -> Reply:
    """Check if a user can be assigned."""
    if not assignable(call.hub, call.repo, [call.args["assignee"]]):
        raise not_found()
    return Reply(204)


@routes.serve(
    "GET /repos/{owner}/{repo}/contents/{path}",
    docs="rest/repos/contents#get-repository-content",
    needs="contents:read",
    query="ref",
)
def contents(call: Call) -> Reply:
    """Get repository content."""
    ref = call.query.get("ref", call.repo.default_branch)
    sha = call.repo.resolve(ref)
    if sha is None:
        raise Refused(404, f"No commit found for the ref {ref}")
    path = call.args["path"].strip("/")
    files = call.repo.commits[sha].files
    if path in files:
        return _file(call, path, files[path], ref)
    prefix = f"{path}/"
    names = sorted({name[len(prefix) :].split("/")[0] for name in files if name.startswith(prefix)})
    if not names:
        raise not_found()
    entries = [_entry(call, prefix + name, files.get(prefix + name), ref) for name in names]
    return Reply(200, entries)


def _file(call: Call, path: str, content: bytes, ref: str) -> Reply:
    if "raw" in call.accept:
        return Reply(
            200, content, {"Content-Type": "application/vnd.github.raw+json; charset=utf-8"}
        )
    small = len(content) <= 1_000_000
    text = base64.encodebytes(content).decode() if small else ""
    entry = _entry(call, path, content, ref)
    return Reply(200, {**entry, "content": text, "encoding": "base64" if small else "none"})


def _entry(call: Call, path: str, content: bytes | None, ref: str) -> Json:
    repo, kind = call.repo.full_name, "dir" if content is None else "file"
    sha = sha1("blob", content if content is not None else path)
    place, where = quote(path), f"?ref={quote(ref, safe='')}"
    url = f"{call.hub.api_url}/repos/{repo}/contents/{place}{where}"
    git = call.hub.api(f"/repos/{repo}/git/{'trees' if content is None else 'blobs'}/{sha}")
    page = call.hub.web(f"/{repo}/{'tree' if content is None else 'blob'}/{ref}/{place}")
    raw = None if content is None else call.hub.web(f"/{repo}/raw/{ref}/{place}")
    return {
        "name": path.rpartition("/")[2],
        "path": path,
        "sha": sha,
        "size": len(content or b""),
        "url": url,
        "html_url": page,
        "git_url": git,
        "download_url": raw,
        "type": kind,
        "_links": {"self": url, "git": git, "html": page},
    }
