"""Check runs."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.demo.github.wire import Json


@dataclass(slots=True, eq=False)
class CheckRun:
    """A check run on a commit. `app` is the slug of its owner; annotations grow by PATCH."""

    id: int
    name: str
    head_sha: str
    app: str
    suite_id: int
    started_at: datetime
    status: str = "queued"
    conclusion: str | None = None
    completed_at: datetime | None = None
    details_url: str | None = None
    external_id: str | None = None
    title: str | None = None
    summary: str | None = None
    text: str | None = None
    annotations: list[Json] = field(default_factory=list)
    actions: list[Json] = field(default_factory=list)
