"""Pushing commits, forking, and pull requests."""

from collections.abc import Mapping
from datetime import datetime

from bot.demo.github.show.commits import show_commit, show_identity, tree_sha
from bot.demo.github.show.people import show_user
from bot.demo.github.show.repository import show_repository
from bot.demo.github.state.hub import Happening, Hub
from bot.demo.github.state.issues import Issue, Pull
from bot.demo.github.state.repository import Commit, Repository
from bot.demo.github.wire import Json, iso, sha1
from bot.demo.github.world.stage import Stage

NOBODY = "0" * 40


class Coding(Stage):
    """Acts on code."""

    async def push(  # noqa: PLR0913 -- a push is what, where, by whom and when
        self,
        repo: Repository,
        files: Mapping[str, str | bytes | None] | None = None,
        *,
        message: str = "Change files",
        author: str = "alice",
        branch: str | None = None,
        at: datetime | None = None,
        deliver: bool = True,
    ) -> str:
        """Commit onto a branch and give the new SHA; None as content removes a file.

        A new branch starts at the head of the default branch.
        """
        name = branch or repo.default_branch
        before = repo.branches.get(name)
        parent = repo.commits[before or repo.head]
        self._hub.user(author)
        commit = make_commit(
            (parent,),
            changed(parent.files, files or {}),
            (message, author, at or self._hub.clock()),
        )
        repo.commits[commit.sha] = commit
        repo.branches[name] = commit.sha
        self._tell_push(repo, name, before, commit)
        await self._out(deliver=deliver)
        return commit.sha

    async def fork(self, repo: Repository, owner: str) -> Repository:
        """Fork a repository to an account."""
        hub = self._hub
        hub.user(owner)
        fork = Repository(
            id=hub.new_id("repository"),
            owner=owner,
            name=repo.name,
            default_branch=repo.default_branch,
            created_at=hub.clock(),
            fork_of=repo,
            commits=dict(repo.commits),
            branches=dict(repo.branches),
        )
        hub.repositories.append(fork)
        return fork

    async def open_pull(
        self,
        repo: Repository,
        branch: str,
        *,
        by: str = "alice",
        title: str = "A change",
        body: str = "",
        from_fork: Repository | None = None,
    ) -> Issue:
        """Open a pull request from a branch of the repository or of a fork."""
        hub, head = self._hub, from_fork or repo
        now = hub.clock()
        sha = head.branches[branch]
        for commit in reversed(head.ancestry(sha)):
            repo.commits.setdefault(commit.sha, commit)
        issue = Issue(
            id=hub.new_id("issue"),
            number=repo.take_number(),
            title=title,
            body=body,
            user=hub.user(by).login,
            created_at=now,
            updated_at=now,
            pull=Pull(
                head_repository_id=head.id,
                head_owner=head.owner,
                head_branch=branch,
                head_sha=sha,
                base_branch=repo.default_branch,
                base_sha=repo.head,
                fork=from_fork is not None,
            ),
        )
        repo.issues[issue.number] = issue
        return issue

    async def merge(self, repo: Repository, number: int, *, by: str = "alice") -> str:
        """Merge a pull request with a merge commit and give its SHA."""
        issue = self._issue(repo, number)
        pull = issue.pull
        if pull is None:
            raise LookupError(f"#{number} of {repo.full_name} is no pull request.")
        base, head = repo.commits[repo.branches[pull.base_branch]], repo.commits[pull.head_sha]
        files = {**base.files, **head.files}
        words = f"Merge pull request #{number} from {pull.head_owner}/{pull.head_branch}"
        commit = make_commit((base, head), files, (words, by, self._hub.clock()))
        repo.commits[commit.sha] = commit
        repo.branches[pull.base_branch] = commit.sha
        issue.state, issue.closed_at = "closed", self._hub.clock()
        pull.merged_at, pull.merge_sha = self._hub.clock(), commit.sha
        self._tell_push(repo, pull.base_branch, base.sha, commit)
        await self._out()
        return commit.sha

    def _tell_push(self, repo: Repository, branch: str, before: str | None, commit: Commit) -> None:
        hub, person = self._hub, self._hub.user(commit.author)
        head = push_commit(hub, repo, commit)
        content: Json = {
            "ref": f"refs/heads/{branch}",
            "before": before or NOBODY,
            "after": commit.sha,
            "repository": show_push_repository(hub, repo),
            "pusher": {
                "name": person.login,
                "email": f"{person.login}@users.noreply.github.example",
            },
            "created": before is None,
            "deleted": False,
            "forced": False,
            "base_ref": None,
            "compare": hub.web(f"/{repo.full_name}/compare/{(before or NOBODY)[:12]}"),
            "commits": [head],
            "head_commit": head,
        }
        hub.tell(Happening("push", None, person, content, repo))


def show_push_repository(hub: Hub, repo: Repository) -> Json:
    """The repository in a push, whose times are Unix seconds and whose owner has a name."""
    owner = {**show_user(hub, hub.user(repo.owner)), "name": repo.owner, "email": None}
    newest = max(commit.at for commit in repo.commits.values())
    return {
        **show_repository(hub, repo),
        "owner": owner,
        "created_at": int(repo.created_at.timestamp()),
        "pushed_at": int(newest.timestamp()),
        "stargazers": 0,
        "master_branch": repo.default_branch,
    }


def push_commit(hub: Hub, repo: Repository, commit: Commit) -> Json:
    """A commit as a push tells it, with the paths it added, removed and modified."""
    old = repo.commits[commit.parents[0]].files if commit.parents else {}
    identity = show_identity(commit)
    person = {"name": identity["name"], "email": identity["email"], "username": commit.author}
    both = old.keys() & commit.files.keys()
    return {
        "id": commit.sha,
        "tree_id": tree_sha(commit),
        "distinct": True,
        "message": commit.message,
        "timestamp": iso(commit.at),
        "url": show_commit(hub, repo, commit)["html_url"],
        "author": person,
        "committer": person,
        "added": sorted(commit.files.keys() - old.keys()),
        "removed": sorted(old.keys() - commit.files.keys()),
        "modified": sorted(path for path in both if old[path] != commit.files[path]),
    }


def changed(
    files: Mapping[str, bytes], changes: Mapping[str, str | bytes | None]
) -> dict[str, bytes]:
    """A tree with some files set or, with None, removed."""
    tree = dict(files)
    for path, content in changes.items():
        if content is None:
            tree.pop(path, None)
        else:
            tree[path] = content.encode() if isinstance(content, str) else content
    return tree


def make_commit(
    parents: tuple[Commit, ...], files: Mapping[str, bytes], words: tuple[str, str, datetime]
) -> Commit:
    """A commit of (message, author, time); its SHA depends on all it holds."""
    message, author, at = words
    content = [part for item in sorted(files.items()) for part in item]
    names = [parent.sha for parent in parents]
    sha = sha1("commit", *names, message, author, iso(at), *content)
    return Commit(sha, tuple(names), message, author, at, files)
