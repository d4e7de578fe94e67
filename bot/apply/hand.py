"""What carrying out a change needs: one repository, its client, its store and its settings."""

from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.github.client import Client
from bot.model.config import RepoConfig
from bot.model.match import IssueCard
from bot.model.run import RepoRef
from bot.storage.storage import Storage


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """`server_url` is where people look at this GitHub; `on_change` counts what was done.

    `cards` are the issues that changed last on GitHub, as far as they were read; `marked` keeps for
    a repository which open issue is marked with which cause.
    """

    client: Client
    storage: Storage
    repo: RepoRef
    config: RepoConfig
    server_url: str
    clock: Callable[[], datetime]
    app_id: int | None = None
    cards: Sequence[IssueCard] = ()
    marked: MutableMapping[int, Mapping[str, int]] = field(default_factory=dict)
    on_change: Callable[[str, str], None] = lambda _kind, _outcome: None


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What became of one change. `outcome`: done, already, or why it was left out."""

    key: str
    outcome: str
    number: int = 0
