"""The table: every row, most decisive first."""

from bot.logs.families import (
    access,
    actions,
    assertions,
    collection,
    compilers,
    crash,
    databases,
    deprecations,
    docker,
    gates,
    generic,
    languages,
    limits,
    lint,
    machine,
    network,
    packages,
    runners,
    scripts,
    settings,
    timeouts,
)
from bot.logs.rule import Rule

FAMILIES = (
    limits.ROWS,
    machine.ROWS,
    databases.ROWS,
    actions.ROWS,
    access.ROWS,
    docker.ROWS,
    network.ROWS,
    languages.PACKAGE_ROWS,
    languages.COMPILE_ROWS,
    packages.ROWS,
    runners.ROWS[:1],  # what XCTest says also looks like a compiler's
    languages.LINT_ROWS,
    lint.ROWS[1:2],  # a type checker's line also looks like a compiler's
    compilers.ROWS,
    collection.ROWS,
    settings.ROWS,
    lint.ROWS[:1] + lint.ROWS[2:],
    gates.ROWS,
    timeouts.ROWS,
    crash.ROWS,
    assertions.ROWS,
    runners.ROWS[1:],
    scripts.ROWS,
    generic.ROWS,
    deprecations.ROWS,
)
"""Within one tier an earlier family, then an earlier row, is the more decisive one."""

RULES: tuple[Rule, ...] = tuple(
    sorted((rule for family in FAMILIES for rule in family), key=lambda rule: rule.tier)
)
