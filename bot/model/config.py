"""The repository config, `.github/gardener.yml`: its shape and its defaults."""

import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer

from bot.model.names import Kind, Origin, Severity

_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def duration(value: object) -> timedelta:
    """Read `90m`, `24h`, `7d` or `2w`.

    >>> duration("24h")
    datetime.timedelta(days=1)
    """
    if isinstance(value, timedelta):
        return value
    text = str(value).strip().lower()
    if not text[:-1].isdigit() or text[-1:] not in _UNITS or len(text) > 5:
        raise ValueError("expected a number and a unit: 90m, 24h, 7d or 2w")
    return timedelta(**{_UNITS[text[-1]]: int(text[:-1])})


def duration_text(value: timedelta) -> str:
    """Write a duration the way the config does.

    >>> duration_text(timedelta(days=7)), duration_text(timedelta(hours=24))
    ('7d', '24h')
    """
    hours = int(value.total_seconds()) // 3600
    if hours > 24 and hours % 24 == 0:
        return f"{hours // 24}d"
    return f"{hours}h" if hours else f"{int(value.total_seconds()) // 60}m"


Duration = Annotated[
    timedelta,
    BeforeValidator(duration, json_schema_input_type=str),
    PlainSerializer(duration_text, return_type=str),
]
Pattern = Annotated[str, Field(max_length=1000)]


class Strict(BaseModel):
    """Unknown keys are errors: a misspelt setting must not pass in silence."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class IssueSettings(Strict):
    """How many issues, how chatty, and when they close."""

    base_label: str = Field("test-gardener", min_length=1, max_length=50)
    max_new_per_run: int = Field(5, ge=0, le=100)
    umbrella_at: int = Field(10, ge=2, le=1000)
    close_after_passes: int = Field(3, ge=1, le=100)
    reopen_within_days: int = Field(14, ge=0, le=365)
    comment_every: Duration = timedelta(hours=24)
    assign: Literal["codeowners", "none"] = "codeowners"


class Area(Strict):
    """What a path means to the business."""

    name: str = Field(min_length=1, max_length=80)
    paths: tuple[str, ...] = Field(min_length=1)
    severity: Severity | None = None
    impact: str = Field("", max_length=400)


class SeverityMatch(Strict):
    """What a severity rule looks at; every given field must fit. Texts are globs."""

    kind: Kind | None = None
    origin: Origin | None = None
    area: str | None = None
    category: str | None = None
    test: str | None = None
    path: str | None = None
    cause: str | None = None


class SeverityRule(Strict):
    """One row of the severity table."""

    match: SeverityMatch
    severity: Severity


class LogRule(Strict):
    """A finding of the user's own in job logs; patterns run on RE2."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,49}$")
    pattern: Pattern
    category: str = Field("Log rule", max_length=80)
    severity: Severity = Severity.P2
    collect: Pattern | None = None


class CommandSettings(Strict):
    """Who may command: the least permission on the repository."""

    allow: Literal["triage", "write", "maintain", "admin"] = "write"


def owner(value: str) -> str:
    """Take `@user` or `@org/team`; an address cannot be told anything here."""
    if not re.fullmatch(r"@[A-Za-z0-9][\w-]{0,99}(/[A-Za-z0-9_][\w.-]{0,99})?", value):
        raise ValueError("expected `@user` or `@org/team`")
    return value


Owner = Annotated[str, AfterValidator(owner)]
Label = Annotated[str, Field(min_length=1, max_length=50)]


class OwnerSettings(Strict):
    """Whom to name beside the CODEOWNERS file, and which labels a team reads."""

    fallback: tuple[Owner, ...] = Field((), max_length=3)
    labels: dict[Owner, tuple[Label, ...]] = Field({}, max_length=100)

    def labels_for(self, owners: Iterable[str]) -> tuple[str, ...]:
        """The labels of these owners, each once; names differ in case only by accident."""
        known = {name.lower(): labels for name, labels in self.labels.items()}
        found = (label for name in owners for label in known.get(name.lower(), ()))
        return tuple(dict.fromkeys(found))


class RepoConfig(Strict):
    """The whole file."""

    version: Literal[1] = 1
    mode: Literal["live", "preview"] = "live"
    workflows: tuple[str, ...] = ("*",)
    branches: tuple[str, ...] = ("default",)
    events: tuple[str, ...] = ("push", "schedule", "workflow_dispatch", "merge_group")
    artifacts: tuple[str, ...] = ("*",)
    output: Literal["full", "redacted", "none"] = "redacted"
    issues: IssueSettings = IssueSettings()
    areas: tuple[Area, ...] = ()
    severity: tuple[SeverityRule, ...] = ()
    log_rules: tuple[LogRule, ...] = Field((), max_length=100)
    commands: CommandSettings = CommandSettings()
    owners: OwnerSettings = OwnerSettings()
