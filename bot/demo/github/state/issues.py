"""Issues, pull requests, comments, labels and reactions."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(slots=True, eq=False)
class Label:
    """A label of a repository. `color` is six hex digits."""

    id: int
    name: str
    color: str = "ededed"
    description: str | None = None


@dataclass(frozen=True, slots=True)
class Reaction:
    """One person's reaction; `content` is GitHub's word: +1, eyes, confused and so on."""

    id: int
    content: str
    user: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """Something that happened to an issue: closed, labeled, renamed, edited, locked and so on.

    `commit` is the one whose message closed the issue.
    """

    id: int
    event: str
    by: str
    at: datetime
    detail: str = ""
    commit: str | None = None


@dataclass(slots=True, eq=False)
class Comment:
    """A comment; `user` is a login, `app` the slug of the App that wrote it."""

    id: int
    user: str
    body: str
    created_at: datetime
    updated_at: datetime
    app: str | None = None
    reactions: list[Reaction] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Pull:
    """What makes an issue a pull request. `head_repository` is None when the fork is gone."""

    head_repository_id: int | None
    head_owner: str
    head_branch: str
    head_sha: str
    base_branch: str
    base_sha: str
    fork: bool = False
    merged_at: datetime | None = None
    merge_sha: str | None = None


@dataclass(slots=True, eq=False)
class Issue:
    """An issue or, with `pull`, a pull request. Labels and assignees are names in order."""

    id: int
    number: int
    title: str
    body: str | None
    user: str
    created_at: datetime
    updated_at: datetime
    state: str = "open"
    state_reason: str | None = None
    labels: list[str] = field(default_factory=list)
    assignees: list[str] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    reactions: list[Reaction] = field(default_factory=list)
    events: list[TimelineEvent] = field(default_factory=list)
    edits: int = 0
    locked: bool = False
    lock_reason: str | None = None
    closed_at: datetime | None = None
    closed_by: str | None = None
    app: str | None = None
    pull: Pull | None = None
