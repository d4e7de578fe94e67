"""Tell a sighting as a finding: its decisive line, its cause, its place in the source."""

import re
from dataclasses import dataclass

from bot.logs.endings import Endings
from bot.logs.guess import guess
from bot.logs.keys import slug_of
from bot.logs.rule import Tier
from bot.logs.sighting import Sighting
from bot.model.finding import Finding
from bot.model.names import LogCause, Severity

LEAST = "exit-code"
"""The row that speaks only when no other does."""
FALLBACK_REACH = 100
_WORDLESS = re.compile(
    r"\W*$|##\[|\d+ (?:out )?of \d+ |section_(?:start|end)|\[(?:Pipeline|WS-CLEANUP)\]|Post job|Cleaning up|\+ |Done\. Your build|travis_"
    r"|g?make(?:\[\d+\])?: |.*\bexit(?:ed|s)?\b.{0,24}\b(?:code|status|with)\b|.*A complete log of this run"
    r"|error Command failed|info Visit|npm (?:ERR!|error) Lifecycle|\s+at |BUILD FAIL|\* (?:Try|Get more)|> Run with|\[INFO\]"
)
"""Lines before the end of a job that tell nothing of why."""
_COMMAND = re.compile(r"##\[(?:end)?group\]|\$ |section_start|\[Pipeline\] sh")
"""Lines before which a step's output cannot be."""
_AFTER = re.compile(
    r"##\[|section_end|\[Pipeline\]|Post job|Cleaning up|ERROR: (?:Job failed|script returned)|Exited with"
)
NEAR = 6
"""Lines below an error in which its reason may be told."""
_WORKSPACES = ("/home/runner/work/", "/__w/", "/builds/")


@dataclass(frozen=True, slots=True)
class LogName:
    """Whose findings these are."""

    path: str
    job: str
    lines: int


def has_fallback(seen: Sighting, endings: Endings) -> bool:
    """Whether the job went on without the service that is told of here."""
    if seen.row.rule.cause is not LogCause.DOCKER_DAEMON or not endings.last_fallback:
        return False
    return seen.line - FALLBACK_REACH <= endings.last_fallback <= seen.last_line + FALLBACK_REACH


def finding_of(seen: Sighting, rank: int, endings: Endings, log: LogName) -> Finding:
    """The finding that `seen` is."""
    rule = seen.row.rule
    line, text = _decisive(seen)
    fallback = has_fallback(seen, endings)
    template = rule.slug or rule.id
    return Finding(
        rule=rule.id,
        cause=_cause(seen, text),
        category=rule.category,
        key=seen.key or slug_of(template),
        slug=slug_of(template, seen.key) or rule.id,
        path=log.path,
        job=log.job,
        line=line,
        text=text.removeprefix("##[error]").strip(),
        excerpt=tuple(seen.excerpt),
        excerpt_start=seen.start,
        kind=rule.kind,
        origin=rule.origin,
        severity=Severity.P3 if fallback else rule.severity,
        items=tuple(seen.items),
        file=_repository_path(seen.file),
        file_line=seen.file_line if seen.file else None,
        count=seen.count,
        rank=rank,
        is_generic=rule.is_generic,
        has_fallback=fallback,
    )


def _decisive(seen: Sighting) -> tuple[int, str]:
    """The line that tells most: a message's first, or what was said before the end."""
    before = list(enumerate(seen.excerpt[: seen.line - seen.start], start=seen.start))
    if seen.row.rule.id == LEAST:
        return _last_words(before) or (seen.line, seen.text)
    head = seen.row.head
    if head is not None and head.groups(seen.text) is None:
        for line, text in reversed(before):
            if head.groups(text) is not None:
                return line, text
    return seen.line, seen.text


def _last_words(before: list[tuple[int, str]]) -> tuple[int, str] | None:
    """The last of these lines that says something, unless a command comes after it."""
    for line, text in reversed(before):
        if _COMMAND.match(text):
            return None
        if not _WORDLESS.match(text):
            return line, text
    return None


def _cause(seen: Sighting, text: str) -> LogCause:
    """The rule's cause; of a rule that only says that something failed what its words speak of."""
    rule = seen.row.rule
    if rule.cause is not LogCause.SCRIPT_ERROR or rule.tier < Tier.WRAPPER:
        return rule.cause
    below = seen.excerpt[seen.line - seen.start + 1 :][:NEAR]
    spoken = (guess(each) for each in (text, *_block(below)))
    return next((cause for cause in spoken if cause is not None), rule.cause)


def _block(below: list[str]) -> list[str]:
    """The lines that go on with a message, up to what ends every job."""
    told = [index for index, text in enumerate(below) if _AFTER.match(text)]
    return below[: told[0]] if told else below


def _repository_path(file: str) -> str:
    """Take off a runner's checkout directory.

    >>> _repository_path("/home/runner/work/shop/shop/src/cart.py")
    'src/cart.py'
    """
    for root in _WORKSPACES:
        if file.startswith(root):
            return file.removeprefix(root).split("/", 2)[-1]
    return file.removeprefix("./")
