"""The log rules of a config, made ready; one that cannot be used is named and left out."""

from bot.errors import ConfigError
from bot.logs.user_rules import UserRule, compile_rule
from bot.model.config import RepoConfig


def usable_rules(config: RepoConfig) -> tuple[tuple[UserRule, ...], tuple[str, ...]]:
    """The rules, and a sentence for each that cannot be used."""
    rules, problems = [], []
    for rule in config.log_rules:
        try:
            rules.append(compile_rule(rule))
        except ConfigError as error:
            problems.append(f"{error}.")
    return tuple(rules), tuple(problems)
