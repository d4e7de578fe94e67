"""Turn `log_rules` of a repository config into rules that run beside the built-in ones."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import re2

from bot.errors import ConfigError
from bot.logs.endings import SIGNS as ENDING_SIGNS
from bot.logs.leads import Leads
from bot.logs.place import SIGNS as PLACE_SIGNS
from bot.logs.rule import Rule, Tier
from bot.logs.rules import RULES
from bot.logs.table import Table
from bot.model.config import LogRule
from bot.model.names import LogCause, Origin

PATTERN_MEMORY = 1 << 20
"""Bytes a compiled pattern may take; RE2 refuses what would need more."""
_UNLIKE_LINES = ("a", "7", "-", "Post job cleanup.", "\u00e9\u00e9", "   x = [1, 2]", "{")


@dataclass(frozen=True, slots=True)
class UserRule:
    """A checked rule of a user: what its pattern matches becomes a warning in every log."""

    rule: Rule


def compile_rule(rule: LogRule) -> UserRule:
    """Check `rule` and make it ready.

    Raises:
        ConfigError: a pattern is malformed, too large, or matches every line.
    """
    _check(rule.id, "pattern", rule.pattern)
    if rule.collect is not None:
        _check(rule.id, "collect", rule.collect)
        if not _groups(rule.collect) & {"item"}:
            raise ConfigError(
                f"`collect` of the log rule `{rule.id}` has no group named `item`; "
                r"write the part to gather as `(?P<item>[\w.]+)`"
            )
    return UserRule(
        Rule(
            id=rule.id,
            cause=LogCause.POLICY,
            tier=Tier.WARNING,
            category=rule.category,
            pattern=_keyed(rule.pattern),
            slug=f"{rule.id} {{key}}",
            origin=Origin.WARNING,
            severity=rule.severity,
            collect=rule.collect or "",
            first=True,
            per_key=True,
            is_standing=True,
            example="",
            near_miss="",
        )
    )


def compile_rules(rules: Iterable[LogRule]) -> tuple[UserRule, ...]:
    """Compile all rules of a config; raises `ConfigError` for the first bad one."""
    return tuple(compile_rule(rule) for rule in rules)


@lru_cache(maxsize=8)
def user_table(rules: tuple[UserRule, ...]) -> Table:
    """One table for all rules of a repository."""
    return Table([user.rule for user in rules], PATTERN_MEMORY)


@lru_cache(maxsize=8)
def leads_of(rules: tuple[UserRule, ...]) -> Leads:
    """What finds the lines that could match a built-in rule or one of `rules`."""
    signs = (PLACE_SIGNS, ENDING_SIGNS)
    return Leads([*(user.rule.pattern for user in rules), *(r.pattern for r in RULES), *signs])


def _keyed(pattern: str) -> str:
    """Name the key group as built-in rows do: `what` if there is one, else the whole match."""
    if "what" in _groups(pattern):
        return pattern.replace("(?P<what>", "(?P<key>", 1).replace("(?<what>", "(?P<key>", 1)
    return pattern if "key" in _groups(pattern) else f"(?P<key>{pattern})"


def _check(rule_id: str, field: str, pattern: str) -> None:
    where = f"`{field}` of the log rule `{rule_id}`"
    options = re2.Options()
    options.max_mem = PATTERN_MEMORY
    options.log_errors = False
    try:
        regex = re2.compile(pattern, options)
    except UnicodeEncodeError:
        raise ConfigError(
            f"{where} holds half a character (a lone surrogate); write the whole of it"
        ) from None
    except re2.error as error:
        raise ConfigError(
            f"{where} cannot be used: {_words(error)}; write it in RE2 syntax, "
            "which has no look-around and no back-references"
        ) from None
    if regex.search("") is not None:
        raise ConfigError(f"{where} matches an empty line; make it name what you look for")
    if all(regex.search(line) is not None for line in _UNLIKE_LINES):
        raise ConfigError(f"{where} matches every line; make it name what you look for")


def _words(error: Exception) -> str:
    text = error.args[0] if error.args else "malformed"
    return text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)


def _groups(pattern: str) -> set[str]:
    return set(re2.compile(pattern).groupindex)
