"""Gates a project sets itself: coverage, size, audits, secrets, licenses, quality."""

from functools import partial

from bot.logs.rule import Rule, Tier
from bot.model.names import LogCause

_gate = partial(Rule, cause=LogCause.POLICY, tier=Tier.LINT, category="Project policy", first=True)

ROWS = (
    _gate(
        id="push-protection",
        tier=Tier.ACCESS,
        pattern=r"GITHUB PUSH PROTECTION|Push cannot contain secrets|GH013: Repository rule violations",
        slug="push-protection",
        example="remote: - GITHUB PUSH PROTECTION\nremote:   Push cannot contain secrets\nerror: failed to push some refs",
        near_miss="push protection is enabled",
    ),
    _gate(
        id="secret-leak",
        pattern=r"leaks found: (?P<key>[1-9]\d*)|Found (?:un)?verified result|(?P<key2>[1-9]\d* (?:potential )?secrets? (?:were )?(?:found|detected))"
        r"|ERROR: Potential secrets about to be committed",
        slug="secret-leaked",
        example="10:14AM INF 212 commits scanned.\n10:14AM WRN leaks found: 1\n##[error]Process completed with exit code 1.",
        near_miss="10:14AM INF no leaks found",
    ),
    _gate(
        id="vulnerability-audit",
        tier=Tier.SCRIPT,
        pattern=r"found (?P<key>[1-9]\d* vulnerabilit\w+)|(?P<key2>[1-9]\d* (?:high|critical|moderate)(?: severity)? vulnerabilit\w+)"
        r"|Found \d+ known vulnerabilit\w+ in \d+ package|error: (?P<key3>[1-9]\d* vulnerabilit\w+ found)"
        r"|Vulnerable (?:gems|dependencies) found|Total: [1-9]\d* \(.*CRITICAL: [1-9]",
        slug="vulnerable-dependencies",
        example="# npm audit report\n3 high severity vulnerabilities\n##[error]Process completed with exit code 1.",
        near_miss="found 0 vulnerabilities",
    ),
    _gate(
        id="license-gate",
        pattern=r"(?i:licen[cs]e check failed)(?P<key>.*)|(?i:(?:disallowed|forbidden|incompatible|unapproved) licen[cs]es?\b)(?P<key2>.*)"
        r"|failed to satisfy license requirements|(?i:missing licen[cs]e headers?)",
        slug="license-not-allowed",
        example="Scanning 412 packages\nLicense check failed: 2 dependencies have disallowed licenses\n##[error]Process completed with exit code 1.",
        near_miss="license check passed",
    ),
    _gate(
        id="size-budget",
        pattern=r"exceed(?:s|ed) (?:the |maximum )?(?:budget|size limit|limit of \d)|Package size limit has exceeded"
        r"|[Bb]udget .{0,40}was not met|exceeded maximum budget",
        slug="size-budget-exceeded",
        example="Error: initial exceeded maximum budget. Budget 500.00 kB was not met by 41.20 kB with a total of 541.20 kB.",
        near_miss="size budget: 400 kB",
    ),
    _gate(
        id="coverage-threshold",
        tier=Tier.SCRIPT,
        category="Code Quality/Coverage",
        pattern=r"(?i:coverage).{0,60}(?i:(?:is )?below|less than|does not meet|not met|under the (?:required|minimum))\b"
        r"|(?i:coverage .{0,40}(?:dropped|decreased) by)|(?i:minimum coverage .{0,40}not)",
        slug="coverage-below-threshold",
        example="total:\t(statements)\t74.3%\nError: total coverage 74.3% is below the required 80.0%\n##[error]Process completed with exit code 1.",
        near_miss="Coverage report written to coverage.xml",
    ),
    _gate(
        id="quality-gate",
        pattern=r"(?i:quality gate (?:has )?(?:failed|status: (?:FAILED|ERROR)))|Changesets are missing(?P<key>.*)|Rule \d+: (?P<key3>\S*enforcer\S*) failed"
        r"|(?i:breaking (?:api )?changes? (?:found|detected))(?P<key2>.*)",
        slug="quality-gate-failed",
        example="Analysis finished\nQuality Gate has FAILED.\n##[error]Process completed with exit code 1.",
        near_miss="Quality Gate has PASSED.",
    ),
)
