"""The table: every row, most decisive first."""

from bot.logs.families import (
    access,
    assertions,
    collection,
    compilers,
    crash,
    deprecations,
    docker,
    generic,
    lint,
    machine,
    network,
    packages,
    scripts,
    settings,
    timeouts,
)
from bot.logs.rule import Rule

FAMILIES = (
    machine.ROWS,
    access.ROWS,
    docker.ROWS,
    network.ROWS,
    packages.ROWS,
    lint.ROWS[1:2],  # a type checker's line also looks like a compiler's
    compilers.ROWS,
    collection.ROWS,
    settings.ROWS,
    lint.ROWS[:1] + lint.ROWS[2:],
    timeouts.ROWS,
    crash.ROWS,
    assertions.ROWS,
    scripts.ROWS,
    generic.ROWS,
    deprecations.ROWS,
)
"""Within one tier an earlier family, then an earlier row, is the more decisive one."""

RULES: tuple[Rule, ...] = tuple(
    sorted((rule for family in FAMILIES for rule in family), key=lambda rule: rule.tier)
)
