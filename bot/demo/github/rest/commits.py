"""Commits, comparisons and the pull requests of a commit."""

from datetime import datetime

from bot.demo.github.problems import Refused, not_found
from bot.demo.github.rest.paging import link_header, paged, positive
from bot.demo.github.rest.routes import Call, Reply, Routes
from bot.demo.github.show.commits import show_commit, show_differences, show_pull
from bot.demo.github.state.repository import Commit, Repository
from bot.demo.github.wire import moment

routes = Routes()


def commit_of(repo: Repository, ref: str) -> Commit:
    """The commit a ref stands for; 422 for a SHA that is not there, as on GitHub."""
    sha = repo.resolve(ref)
    if sha is not None:
        return repo.commits[sha]
    if len(ref) == 40:
        raise Refused(422, f"No commit found for SHA: {ref}")
    raise not_found()


def touches(repo: Repository, commit: Commit, path: str) -> bool:
    """Whether a commit changed this file, or a file in this folder, against its first parent."""
    before = repo.commits[commit.parents[0]].files if commit.parents else {}
    return any(
        before.get(name) != commit.files.get(name)
        for name in before.keys() | commit.files.keys()
        if name == path or name.startswith(path.rstrip("/") + "/")
    )


def _bound(call: Call, name: str) -> datetime | None:
    try:
        return moment(call.query[name]) if name in call.query else None
    except ValueError:
        raise Refused(422, "Validation Failed", violation=True) from None


@routes.serve(
    "GET /repos/{owner}/{repo}/commits",
    docs="rest/commits/commits#list-commits",
    needs="contents:read",
    query="sha path author committer since until per_page page",
)
def list_commits(call: Call) -> Reply:
    """List commits."""
    repo, query = call.repo, call.query
    sha = repo.resolve(query.get("sha", repo.default_branch))
    if sha is None:
        raise not_found()
    since, until = _bound(call, "since"), _bound(call, "until")
    author = query.get("author", query.get("committer"))
    found = [
        commit
        for commit in repo.ancestry(sha)
        if (since is None or commit.at >= since)
        and (until is None or commit.at <= until)
        and (author is None or commit.author.lower() == author.lower())
        and ("path" not in query or touches(repo, commit, query["path"]))
    ]
    return paged(call, found, lambda commit: show_commit(call.hub, repo, commit))


@routes.serve(
    "GET /repos/{owner}/{repo}/commits/{ref}",
    docs="rest/commits/commits#get-a-commit",
    needs="contents:read",
    query="per_page page",
)
def read(call: Call) -> Reply:
    """Get a commit."""
    commit = commit_of(call.repo, call.args["ref"])
    before = call.repo.commits[commit.parents[0]].files if commit.parents else {}
    files = show_differences(call.hub, call.repo, before, commit)
    added = sum(entry["additions"] for entry in files)
    removed = sum(entry["deletions"] for entry in files)
    stats = {"additions": added, "deletions": removed, "total": added + removed}
    shown = show_commit(call.hub, call.repo, commit)
    return Reply(200, {**shown, "stats": stats, "files": files[:300]})


@routes.serve(
    "GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls",
    docs="rest/commits/commits#list-pull-requests-associated-with-a-commit",
    needs="pull_requests:read",
    query="per_page page",
)
def pulls(call: Call) -> Reply:
    """List pull requests associated with a commit."""
    sha = commit_of(call.repo, call.args["commit_sha"]).sha
    found = [
        (issue, issue.pull)
        for issue in call.repo.issues.values()
        if issue.pull is not None and sha in (issue.pull.head_sha, issue.pull.merge_sha)
    ]
    return paged(call, found, lambda pair: show_pull(call.hub, call.repo, *pair))


@routes.serve(
    "GET /repos/{owner}/{repo}/compare/{basehead}",
    docs="rest/commits/commits#compare-two-commits",
    needs="contents:read",
    query="per_page page",
)
def compare(call: Call) -> Reply:
    """Compare two commits."""
    repo = call.repo
    base_name, dots, head_name = call.args["basehead"].partition("...")
    base_sha, head_sha = repo.resolve(base_name), repo.resolve(head_name)
    if not dots or base_sha is None or head_sha is None:
        raise not_found()
    mine, theirs = repo.ancestry(head_sha), repo.ancestry(base_sha)
    old = {commit.sha for commit in theirs}
    merge_base = next((commit for commit in mine if commit.sha in old), None)
    if merge_base is None:
        raise Refused(404, f"No common ancestor between {base_name} and {head_name}.")
    new = [commit for commit in reversed(mine) if commit.sha not in old]
    behind = len(old - {commit.sha for commit in mine})
    page, size = positive(call, "page", 1), min(250, positive(call, "per_page", 250))
    url = call.hub.api(f"/repos/{repo.full_name}/compare/{base_name}...{head_name}")
    web = call.hub.web(f"/{repo.full_name}/compare/{base_name}...{head_name}")
    files = show_differences(call.hub, repo, merge_base.files, repo.commits[head_sha])
    body = {
        "url": url,
        "html_url": web,
        "permalink_url": web,
        "diff_url": f"{web}.diff",
        "patch_url": f"{web}.patch",
        "base_commit": show_commit(call.hub, repo, repo.commits[base_sha]),
        "merge_base_commit": show_commit(call.hub, repo, merge_base),
        "status": _relation(len(new), behind),
        "ahead_by": len(new),
        "behind_by": behind,
        "total_commits": len(new),
        "commits": [
            show_commit(call.hub, repo, commit) for commit in new[(page - 1) * size : page * size]
        ],
        "files": files[:300] if page == 1 else [],
    }
    return Reply(200, body, link_header(call, page, -(-len(new) // size)))


def _relation(ahead: int, behind: int) -> str:
    if ahead and behind:
        return "diverged"
    return "ahead" if ahead else "behind" if behind else "identical"
