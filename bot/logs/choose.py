"""Decide which of the causes seen in a log are its findings, and in what order."""

import re
from collections.abc import Iterable

from bot.logs.endings import Endings
from bot.logs.endpoints import endpoint_of
from bot.logs.outcome import LEAST, LogName, finding_of, has_fallback
from bot.logs.rule import Tier
from bot.logs.sighting import Sighting
from bot.model.finding import Finding
from bot.model.names import LogCause

MAX_FINDINGS = 10
SAME_EVENT = 10
"""Lines within which a less decisive match tells of the same event."""
SAME_SCRIPT = 40
"""The same for exceptions of a script, whose tracebacks are long."""
RECOVERY = 10
"""Lines after which a retried error counts as overcome when something else fails."""
LAST_WORDS = 3
NEAR_END = 25
_RETRIED = re.compile(
    r"(?i)\bretrying\b|\bwill (?:be )?retr(?:y|ied)|\b(?:tries|attempts|retries) (?:left|remaining)"
    r"|\bretry in \d|\bback(?:ing)? off\b|\battempt 1\b"
)

_IN_VAIN = re.compile(
    r"(?i)fail|error|tim(?:ed|e) ?-?out|g(?:ave|iving) up|\bnever\b|\bunable\b|\bcan(?:no|')t\b|\bnot\b"
    r"|n't\b|abort|\bexit|\bdown\b|\bunreachable\b"
)


def choose(
    sightings: Iterable[Sighting], endings: Endings, known: bool | None, log: LogName
) -> tuple[Finding, ...]:
    """Pick the findings, most decisive first. `known` says whether the job failed, None to judge."""
    every = sorted(sightings, key=lambda s: (s.row.rule.tier, s.row.index, s.line))
    causes = [s for s in every if not s.row.rule.is_standing]
    standing = _merge_deprecations([s for s in every if s.row.rule.is_standing])
    evidence = max((s.last_line for s in causes if _is_evidence(s, log.lines)), default=0)
    if endings.failed(known, evidence):
        causes = _independent(_in_order(_live(causes, endings), endings))
    else:
        causes = [s for s in causes if has_fallback(s, endings)]
    chosen = sorted(
        [*causes[:MAX_FINDINGS], *standing],
        key=lambda s: (_was_let_through(s, endings), s.row.rule.tier, s.row.index, s.line),
    )
    return tuple(finding_of(s, rank, endings, log) for rank, s in enumerate(chosen))


def _in_order(causes: list[Sighting], endings: Endings) -> list[Sighting]:
    """Put a gate of the project last when the job went on after it: it was let through."""
    return sorted(causes, key=lambda s: _was_let_through(s, endings))


def _was_let_through(seen: Sighting, endings: Endings) -> bool:
    return seen.row.rule.cause is LogCause.POLICY and seen.step < endings.exit_step


def _is_evidence(seen: Sighting, lines: int) -> bool:
    """Whether `seen` alone says that the job failed.

    A generic line does at the very end, what programs try again only near it.
    """
    rule = seen.row.rule
    if rule.is_recoverable and _came_up(seen):
        return False
    reach = LAST_WORDS if rule.is_generic else NEAR_END if rule.is_recoverable else lines
    return seen.last_line > lines - reach


def _came_up(seen: Sighting) -> bool:
    """Whether a service of the job's own was asked until it answered: what follows is no complaint."""
    if seen.count < 2 or not endpoint_of(seen.text).startswith("localhost"):
        return False
    said = [line for line in seen.excerpt[seen.last_line - seen.start + 1 :] if line.strip()]
    return bool(said) and not any(_IN_VAIN.search(line) for line in said)


def _live(causes: list[Sighting], endings: Endings) -> list[Sighting]:
    """The causes that stand where the job broke; others only when there are none."""
    firm = [
        s.line for s in causes if s.row.rule.tier < Tier.WRAPPER and not s.row.rule.is_recoverable
    ]
    last_firm = max(firm, default=0)
    specific = [s for s in causes if not s.row.rule.is_generic]
    live = [s for s in specific if not _is_overcome(s, last_firm, endings)]
    return live or specific or sorted(causes, key=lambda s: s.row.rule.id == LEAST)[:1]


def _is_overcome(seen: Sighting, last_firm: int, endings: Endings) -> bool:
    if endings.bad_steps and seen.step not in endings.bad_steps:
        return True  # its step went well
    if endings.exit_line and seen.step > endings.exit_step:
        return True  # the job was over by then
    if not seen.row.rule.is_recoverable:
        return False
    reach = 0 if _RETRIED.search(seen.text) else RECOVERY
    return endings.last_good > seen.last_line or last_firm > seen.last_line + reach


def _independent(causes: list[Sighting]) -> list[Sighting]:
    """Drop what only follows from a more decisive cause of the same log."""
    kept: list[Sighting] = []
    has_root = any(s.row.rule.tier < Tier.WRAPPER for s in causes)
    for seen in causes:
        rule = seen.row.rule
        if rule.tier is Tier.WRAPPER and has_root:
            continue
        if rule.per_key and not seen.key and kept:
            continue  # a summary line without its reason
        covering = [better for better in kept if _covers(better, seen)]
        if not covering:
            kept.append(seen)
        for better in covering:
            _enrich(better, seen)
    return kept


def _enrich(better: Sighting, seen: Sighting) -> None:
    """Take over from `seen`, which tells of the same event, what it tells better."""
    if better.row.rule.cause is not seen.row.rule.cause and not _gives_reason(better, seen):
        return
    for item in () if better.items else seen.items:
        better.add_item(item)
    if _begins(better, seen) or _details(better, seen) or _gives_reason(better, seen):
        better.line, better.text = seen.line, seen.text
        better.excerpt, better.start = seen.excerpt, seen.start


def _begins(better: Sighting, seen: Sighting) -> bool:
    """Whether `seen` is the line on which a network error is first told of."""
    is_network = seen.row.rule.cause is LogCause.NETWORK
    return is_network and better.line - SAME_EVENT <= seen.line < better.line


def _gives_reason(better: Sighting, seen: Sighting) -> bool:
    """Whether `seen` is the missing module for which `better` says that tests cannot be loaded."""
    causes = (better.row.rule.cause, seen.row.rule.cause)
    is_pair = causes == (LogCause.COLLECTION, LogCause.DEPENDENCY)
    return is_pair and not better.key and better.line < seen.line


def _details(better: Sighting, seen: Sighting) -> bool:
    """Whether `seen` is where a summary line such as pytest's FAILED was raised."""
    if not seen.row.rule.id.startswith("error-line"):
        return False
    if not better.key:
        return abs(better.line - seen.line) <= SAME_SCRIPT
    if seen.line > better.line:
        return False
    short = better.key.removeprefix("AssertionError: ").rstrip(".")[:60]
    return bool(short) and short in seen.key


def _covers(better: Sighting, seen: Sighting) -> bool:
    if better.row.rule.id == seen.row.rule.id:
        return False  # two keys of one row are two causes
    if better.row.rule.cause is seen.row.rule.cause:
        return True
    if better.row.rule.tier is Tier.MACHINE and seen.row.rule.cause is LogCause.CRASH:
        return True  # programs fall over when memory or disk are gone
    reach = SAME_SCRIPT if seen.row.rule.tier is Tier.SCRIPT else SAME_EVENT
    return better.step == seen.step and abs(better.line - seen.line) <= reach


def _merge_deprecations(standing: list[Sighting]) -> list[Sighting]:
    """All deprecations of a log are one finding."""
    merged = [s for s in standing if s.row.rule.cause is not LogCause.DEPRECATION_ONLY]
    deprecated = [s for s in standing if s.row.rule.cause is LogCause.DEPRECATION_ONLY]
    for other in deprecated[1:]:
        deprecated[0].count += other.count
        for item in other.items:
            deprecated[0].add_item(item)
    return merged + deprecated[:1]
