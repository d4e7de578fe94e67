"""A repository with its commits, branches, labels, issues, runs and check runs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.demo.github.state.actions import Artifact, Run, Workflow
from bot.demo.github.state.checks import CheckRun
from bot.demo.github.state.issues import Issue, Label


@dataclass(frozen=True, slots=True, eq=False)
class Commit:
    """One commit. `files` is its whole tree, path to content."""

    sha: str
    parents: tuple[str, ...]
    message: str
    author: str
    at: datetime
    files: Mapping[str, bytes]

    @property
    def title(self) -> str:
        """The first line of the message."""
        return self.message.partition("\n")[0]


@dataclass(slots=True, eq=False)
class Repository:
    """Everything under `owner/name`. Issues and pull requests share `issues` and its numbers."""

    id: int
    owner: str
    name: str
    default_branch: str
    created_at: datetime
    private: bool = False
    issues_enabled: bool = True
    actions_enabled: bool = True
    archived: bool = False
    fork_of: "Repository | None" = None
    next_number: int = 1
    old_names: list[str] = field(default_factory=list)
    commits: dict[str, Commit] = field(default_factory=dict)
    branches: dict[str, str] = field(default_factory=dict)
    labels: dict[str, Label] = field(default_factory=dict)
    issues: dict[int, Issue] = field(default_factory=dict)
    moved: dict[int, str] = field(default_factory=dict)
    deleted: set[int] = field(default_factory=set)
    workflows: dict[str, Workflow] = field(default_factory=dict)
    runs: dict[int, Run] = field(default_factory=dict)
    artifacts: dict[int, Artifact] = field(default_factory=dict)
    check_runs: dict[int, CheckRun] = field(default_factory=dict)

    @property
    def full_name(self) -> str:
        """`owner/name`."""
        return f"{self.owner}/{self.name}"

    @property
    def head(self) -> str:
        """The newest commit of the default branch."""
        return self.branches[self.default_branch]

    def take_number(self) -> int:
        """The next number of an issue or pull request."""
        number = self.next_number
        self.next_number += 1
        return number

    def resolve(self, ref: str) -> str | None:
        """The commit a branch, `heads/…` or (abbreviated) SHA stands for."""
        name = ref.removeprefix("refs/").removeprefix("heads/")
        if name in self.branches:
            return self.branches[name]
        if ref in self.commits:
            return ref
        if len(ref) >= 7:
            return next((sha for sha in self.commits if sha.startswith(ref)), None)
        return self.head if ref == "HEAD" else None

    def ancestry(self, sha: str) -> list[Commit]:
        """The commit and all before it, newest first, each once."""
        seen: dict[str, Commit] = {}
        waiting = [sha]
        while waiting:
            name = waiting.pop()
            if name in seen or name not in self.commits:
                continue
            seen[name] = self.commits[name]
            waiting.extend(reversed(seen[name].parents))
        order = {name: position for position, name in enumerate(self.commits)}
        return sorted(seen.values(), key=lambda commit: order[commit.sha], reverse=True)
