"""What a log shows: findings and the reading of one log."""

from dataclasses import dataclass

from bot.model.names import Kind, LogCause, Origin, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One cause seen in one log.

    `key` is what the rule captured, with volatile values gone: two findings of one rule with equal
    keys are one cause. `slug` is the cause in a few words ("docker-build-checksum"). `line` counts
    from 1 and points at `text`, the decisive line; `excerpt` holds it and what surrounds it, at
    most 30 lines, the first of which is number `excerpt_start`. `items` is what a rule's `collect`
    gathered. `file` and `file_line` name the source file the log blames, when it does.
    `rank` orders findings of one log: lower is more decisive.
    `is_generic` marks lines such as "exit code 1" that never join two causes on their own.
    """

    rule: str
    cause: LogCause
    category: str
    key: str
    slug: str
    path: str
    line: int
    text: str
    excerpt: tuple[str, ...] = ()
    excerpt_start: int = 1
    kind: Kind = Kind.FAILING
    origin: Origin | None = None
    severity: Severity | None = None
    items: tuple[str, ...] = ()
    file: str = ""
    file_line: int | None = None
    job: str = ""
    count: int = 1
    rank: int = 0
    is_generic: bool = False
    has_fallback: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LogReading:
    """One log read to its end. `findings` come most decisive first; `lines` is how many it has."""

    path: str
    job: str = ""
    lines: int = 0
    findings: tuple[Finding, ...] = ()
    problems: tuple[str, ...] = ()
