"""Repositories as JSON: the whole, and the short form that runs and webhooks embed."""

from bot.demo.github.show.people import show_user
from bot.demo.github.state.accounts import ROLES
from bot.demo.github.state.hub import Hub
from bot.demo.github.state.repository import Repository
from bot.demo.github.wire import Json, iso, node_id

_LINKS = {
    "archive_url": "/{archive_format}{/ref}",
    "assignees_url": "/assignees{/user}",
    "blobs_url": "/git/blobs{/sha}",
    "branches_url": "/branches{/branch}",
    "collaborators_url": "/collaborators{/collaborator}",
    "comments_url": "/comments{/number}",
    "commits_url": "/commits{/sha}",
    "compare_url": "/compare/{base}...{head}",
    "contents_url": "/contents/{+path}",
    "contributors_url": "/contributors",
    "deployments_url": "/deployments",
    "downloads_url": "/downloads",
    "events_url": "/events",
    "forks_url": "/forks",
    "git_commits_url": "/git/commits{/sha}",
    "git_refs_url": "/git/refs{/sha}",
    "git_tags_url": "/git/tags{/sha}",
    "hooks_url": "/hooks",
    "issue_comment_url": "/issues/comments{/number}",
    "issue_events_url": "/issues/events{/number}",
    "issues_url": "/issues{/number}",
    "keys_url": "/keys{/key_id}",
    "labels_url": "/labels{/name}",
    "languages_url": "/languages",
    "merges_url": "/merges",
    "milestones_url": "/milestones{/number}",
    "notifications_url": "/notifications{?since,all,participating}",
    "pulls_url": "/pulls{/number}",
    "releases_url": "/releases{/id}",
    "stargazers_url": "/stargazers",
    "statuses_url": "/statuses/{sha}",
    "subscribers_url": "/subscribers",
    "subscription_url": "/subscription",
    "tags_url": "/tags",
    "teams_url": "/teams",
    "trees_url": "/git/trees{/sha}",
}


def show_minimal_repository(hub: Hub, repo: Repository) -> Json:
    """The form inside of runs."""
    url = hub.api(f"/repos/{repo.full_name}")
    return {
        "id": repo.id,
        "node_id": node_id("R", repo.id),
        "name": repo.name,
        "full_name": repo.full_name,
        "private": repo.private,
        "owner": show_user(hub, hub.user(repo.owner)),
        "html_url": hub.web(f"/{repo.full_name}"),
        "description": None,
        "fork": repo.fork_of is not None,
        "url": url,
        **{key: url + suffix for key, suffix in _LINKS.items()},
    }


def show_repository(hub: Hub, repo: Repository) -> Json:
    """The whole form."""
    page = hub.web(f"/{repo.full_name}")
    newest = max((commit.at for commit in repo.commits.values()), default=repo.created_at)
    open_issues = sum(issue.state == "open" for issue in repo.issues.values())
    return {
        **show_minimal_repository(hub, repo),
        "created_at": iso(repo.created_at),
        "updated_at": iso(newest),
        "pushed_at": iso(newest),
        "git_url": f"git://{page.partition('://')[2]}.git",
        "ssh_url": f"git@{hub.web_url.partition('://')[2]}:{repo.full_name}.git",
        "clone_url": f"{page}.git",
        "svn_url": page,
        "mirror_url": None,
        "homepage": None,
        "language": None,
        "license": None,
        "size": sum(len(data) for data in repo.commits[repo.head].files.values()) // 1024,
        "stargazers_count": 0,
        "watchers_count": 0,
        "watchers": 0,
        "forks_count": 0,
        "forks": 0,
        "open_issues_count": open_issues,
        "open_issues": open_issues,
        "has_issues": repo.issues_enabled,
        "has_projects": True,
        "has_downloads": True,
        "has_wiki": True,
        "has_pages": False,
        "has_discussions": False,
        "archived": repo.archived,
        "disabled": False,
        "allow_forking": True,
        "is_template": False,
        "web_commit_signoff_required": False,
        "topics": [],
        "visibility": "private" if repo.private else "public",
        "default_branch": repo.default_branch,
    }


def show_full_repository(hub: Hub, repo: Repository, role: str) -> Json:
    """The answer of `GET /repos/{owner}/{repo}` for one who has this role."""
    rank = ROLES.index(role)
    names = {"pull": 1, "triage": 2, "push": 3, "maintain": 4, "admin": 5}
    return {
        **show_repository(hub, repo),
        "permissions": {name: rank >= least for name, least in names.items()},
        "network_count": 0,
        "subscribers_count": 0,
    }


def show_named_repository(repo: Repository) -> Json:
    """The five fields that installation webhooks carry."""
    return {
        "id": repo.id,
        "node_id": node_id("R", repo.id),
        "name": repo.name,
        "full_name": repo.full_name,
        "private": repo.private,
    }
