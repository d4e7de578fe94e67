"""Warnings that name what will break later; one finding tells of all of them."""

from functools import partial

from bot.logs.rule import Rule, Tier
from bot.model.names import LogCause, Origin, Severity

_deprecated = partial(
    Rule,
    cause=LogCause.DEPRECATION_ONLY,
    tier=Tier.WARNING,
    category="Code Quality/Maintenance",
    origin=Origin.WARNING,
    severity=Severity.P2,
    first=True,
    is_standing=True,
)

ROWS = (
    _deprecated(
        id="deprecated-code",
        pattern=r"(?:\w*Deprecat\w*Warning|PydanticDeprecatedSince\d+|RemovedIn\w+Warning"
        r"|FutureWarning|MovedIn\w+Warning): (?P<item>(?:[Ss]upport for )?.*?)(?: is | are "
        r"| has been | have been |,| will be | deprecated|: |\. |$)",
        slug="deprecation-warnings",
        example="/srv/app/cart.py:2: DeprecationWarning: shared.logging is deprecated, use shared.log\n  warnings.warn(message)\n2 passed, 1 warning in 0.98s",
        near_miss="npm warn deprecated inflight@1.0.6: This module is not supported",
    ),
    _deprecated(
        id="deprecated-actions",
        pattern=r"##\[warning\](?P<item>Node\.js \d+) actions are deprecated"
        r"|##\[warning\](?P<item2>The `(?:set-output|save-state|set-env"
        r"|add-path)` command) is deprecated"
        r"|##\[warning\](?P<item3>Node\.js \d+) is deprecated",
        slug="deprecated-actions",
        severity=Severity.P3,
        example="##[warning]Node.js 16 actions are deprecated. Please update the following actions to use Node.js 20: actions/checkout@v3.\nCleaning up orphan processes",
        near_miss="Node.js 20 is set up",
    ),
    _deprecated(
        id="deprecated-javac",
        pattern=r"^(?P<item>[\w./-]+\.(?:java|kt|scala)):\d+(?::\d+)?: warning: \[(?:deprecation"
        r"|removal)\]|^w: .*'(?P<item2>[^']+)' is deprecated"
        r"|warning: use of deprecated (?P<item3>\w+ `[^`]+`)"
        r"|warning: [\x{2018}'](?P<item4>[^'\x{2019}]+)[\x{2019}'] is deprecated"
        r"|warning CS0618: '(?P<item5>[^']+)' is obsolete",
        slug="deprecation-warnings",
        example="warning: use of deprecated function `cart::sum`: use total\n --> src/cart.rs:4:5",
        near_miss="warning: unused function `sum`",
    ),
)
