"""Commits, differences and pull requests as JSON."""

import difflib
from collections.abc import Mapping

from bot.demo.github.show.people import association, show_user
from bot.demo.github.show.repository import show_repository
from bot.demo.github.state.hub import Hub
from bot.demo.github.state.issues import Issue, Pull
from bot.demo.github.state.repository import Commit, Repository
from bot.demo.github.wire import Json, iso, iso_or_none, node_id, sha1


def tree_sha(commit: Commit) -> str:
    """The id of a commit's tree."""
    return sha1("tree", *(part for item in sorted(commit.files.items()) for part in item))


def show_identity(commit: Commit) -> Json:
    """Name, address and date of the author."""
    return {
        "name": commit.author,
        "email": f"{commit.author}@users.noreply.github.example",
        "date": iso(commit.at),
    }


def show_commit(hub: Hub, repo: Repository, commit: Commit) -> Json:
    """A commit as lists show it."""
    url = hub.api(f"/repos/{repo.full_name}/commits/{commit.sha}")
    person = show_user(hub, hub.user(commit.author))
    tree = tree_sha(commit)
    return {
        "url": url,
        "sha": commit.sha,
        "node_id": node_id("C", int(commit.sha[:12], 16)),
        "html_url": hub.web(f"/{repo.full_name}/commit/{commit.sha}"),
        "comments_url": f"{url}/comments",
        "commit": {
            "url": hub.api(f"/repos/{repo.full_name}/git/commits/{commit.sha}"),
            "author": show_identity(commit),
            "committer": show_identity(commit),
            "message": commit.message,
            "comment_count": 0,
            "tree": {"sha": tree, "url": hub.api(f"/repos/{repo.full_name}/git/trees/{tree}")},
            "verification": {
                "verified": False,
                "reason": "unsigned",
                "signature": None,
                "payload": None,
                "verified_at": None,
            },
        },
        "author": person,
        "committer": person,
        "parents": [
            {
                "sha": sha,
                "url": hub.api(f"/repos/{repo.full_name}/commits/{sha}"),
                "html_url": hub.web(f"/{repo.full_name}/commit/{sha}"),
            }
            for sha in commit.parents
        ],
    }


def show_differences(
    hub: Hub, repo: Repository, old: Mapping[str, bytes], new: Commit
) -> list[Json]:
    """The files that differ, by path; moves show as removed and added."""
    entries = []
    for path in sorted(old.keys() | new.files.keys()):
        before, after = old.get(path), new.files.get(path)
        if before != after:
            entries.append(_difference(hub, repo, new, path, (before, after)))
    return entries


def _difference(
    hub: Hub, repo: Repository, new: Commit, path: str, sides: tuple[bytes | None, bytes | None]
) -> Json:
    before, after = sides
    status = "added" if before is None else "removed" if after is None else "modified"
    lines = list(difflib.unified_diff(_lines(before), _lines(after), lineterm="", n=3))[2:]
    added = sum(line.startswith("+") for line in lines)
    removed = sum(line.startswith("-") for line in lines)
    place = f"{repo.full_name}/blob/{new.sha}/{path}"
    return {
        "sha": sha1("blob", after if after is not None else before or b""),
        "filename": path,
        "status": status,
        "additions": added,
        "deletions": removed,
        "changes": added + removed,
        "blob_url": hub.web(f"/{place}"),
        "raw_url": hub.web(f"/{repo.full_name}/raw/{new.sha}/{path}"),
        "contents_url": hub.api(f"/repos/{repo.full_name}/contents/{path}?ref={new.sha}"),
        "patch": "\n".join(lines),
    }


def _lines(content: bytes | None) -> list[str]:
    return [] if content is None else content.decode("utf-8", "replace").splitlines()


def show_simple_commit(commit: Commit) -> Json:
    """The form inside of runs."""
    identity = show_identity(commit)
    person = {"name": identity["name"], "email": identity["email"]}
    return {
        "id": commit.sha,
        "tree_id": tree_sha(commit),
        "message": commit.message,
        "timestamp": iso(commit.at),
        "author": person,
        "committer": person,
    }


def show_pull_minimal(hub: Hub, repo: Repository, issue: Issue, pull: Pull) -> Json:
    """The form inside of runs and check runs."""
    url = hub.api(f"/repos/{repo.full_name}")
    place = {"id": repo.id, "url": url, "name": repo.name}
    return {
        "id": issue.id,
        "number": issue.number,
        "url": f"{url}/pulls/{issue.number}",
        "head": {"ref": pull.head_branch, "sha": pull.head_sha, "repo": place},
        "base": {"ref": pull.base_branch, "sha": pull.base_sha, "repo": place},
    }


def show_pull(hub: Hub, repo: Repository, issue: Issue, pull: Pull) -> Json:
    """A pull request as `commits/{sha}/pulls` lists it."""
    url = hub.api(f"/repos/{repo.full_name}/pulls/{issue.number}")
    page = hub.web(f"/{repo.full_name}/pull/{issue.number}")
    thread = hub.api(f"/repos/{repo.full_name}/issues/{issue.number}")
    links = {
        "self": url,
        "html": page,
        "issue": thread,
        "comments": f"{thread}/comments",
        "review_comments": f"{url}/comments",
        "review_comment": f"{hub.api(f'/repos/{repo.full_name}/pulls/comments')}{{/number}}",
        "commits": f"{url}/commits",
        "statuses": hub.api(f"/repos/{repo.full_name}/statuses/{pull.head_sha}"),
    }
    head = hub.repository_by_id(pull.head_repository_id)
    return {
        "url": url,
        "id": issue.id,
        "node_id": node_id("PR", issue.id),
        "html_url": page,
        "diff_url": f"{page}.diff",
        "patch_url": f"{page}.patch",
        "issue_url": thread,
        "commits_url": links["commits"],
        "review_comments_url": links["review_comments"],
        "review_comment_url": links["review_comment"],
        "comments_url": links["comments"],
        "statuses_url": links["statuses"],
        "number": issue.number,
        "state": issue.state,
        "locked": issue.locked,
        "title": issue.title,
        "user": show_user(hub, hub.user(issue.user)),
        "body": issue.body,
        "labels": [],
        "milestone": None,
        "created_at": iso(issue.created_at),
        "updated_at": iso(issue.updated_at),
        "closed_at": iso_or_none(issue.closed_at),
        "merged_at": iso_or_none(pull.merged_at),
        "merge_commit_sha": pull.merge_sha,
        "assignee": None,
        "assignees": [],
        "requested_reviewers": [],
        "requested_teams": [],
        "head": _side(hub, pull.head_owner, pull.head_branch, pull.head_sha, head),
        "base": _side(hub, repo.owner, pull.base_branch, pull.base_sha, repo),
        "_links": {name: {"href": link} for name, link in links.items()},
        "author_association": association(hub, repo, issue.user),
        "auto_merge": None,
        "draft": False,
    }


def _side(hub: Hub, owner: str, branch: str, sha: str, repo: Repository | None) -> Json:
    return {
        "label": f"{owner}:{branch}",
        "ref": branch,
        "sha": sha,
        "user": show_user(hub, hub.user(owner)),
        "repo": None if repo is None else show_repository(hub, repo),
    }
