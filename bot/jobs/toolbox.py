"""The real things a job works with, built once by the composition root."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from cachetools import LRUCache, TTLCache

from bot.apply.hand import Hand
from bot.evidence.limits import Limits
from bot.github.app import GitHub
from bot.github.client import Client
from bot.model.config import RepoConfig
from bot.model.lineage import Relation
from bot.model.match import IssueCard
from bot.model.run import RepoRef
from bot.storage.storage import Storage


def _uncounted(kind: str, outcome: str) -> None:
    """Nobody counts."""
    del kind, outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Toolbox:
    """`workdir` is for downloads, emptied by each job; `server_url` is where people look.

    `cards` and `owner_files` are kept for ten minutes: they only serve links and assignees. So is
    `marked`: cause to open issue, by repository, for a store that has forgotten some.
    `told` is what the operator was told of an installation within the day.
    `lineage` holds how two commits of a repository lie to each other. `is_rehearsal`: whatever is
    decided is only remembered here, so that `mode: preview` holds nothing back.
    """

    github: GitHub
    storage: Storage
    clock: Callable[[], datetime]
    workdir: Path
    server_url: str
    app_id: int
    dry_run: bool = False
    is_rehearsal: bool = False
    limits: Limits = field(default_factory=Limits)
    on_change: Callable[[str, str], None] = _uncounted
    on_caught_up: Callable[[str, int], None] = lambda _what, _count: None
    on_held: Callable[[str, int], None] = lambda _reason, _count: None
    on_report: Callable[[str, str], None] = _uncounted
    cards: TTLCache[int, tuple[IssueCard, ...]] = field(
        default_factory=lambda: TTLCache(maxsize=200, ttl=600)
    )
    marked: TTLCache[int, Mapping[str, int]] = field(
        default_factory=lambda: TTLCache(maxsize=200, ttl=600)
    )
    lineage: LRUCache[tuple[int, str, str], Relation] = field(
        default_factory=lambda: LRUCache(maxsize=10_000)
    )
    told: TTLCache[tuple[int, str], bool] = field(
        default_factory=lambda: TTLCache(maxsize=10_000, ttl=86_400)
    )
    owner_files: TTLCache[int, str] = field(default_factory=lambda: TTLCache(maxsize=1000, ttl=600))

    def hand(self, client: Client, repo: RepoRef, config: RepoConfig) -> Hand:
        """What carrying out changes in one repository needs."""
        return Hand(
            client=client,
            storage=self.storage,
            repo=repo,
            config=config,
            server_url=self.server_url,
            clock=self.clock,
            app_id=self.app_id,
            cards=self.cards.get(repo.id, ()),
            marked=self.marked,
            on_change=self.on_change,
        )
