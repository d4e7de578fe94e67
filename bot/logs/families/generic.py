"""Lines that only say that something failed. They speak when nothing else does."""

from functools import partial

from bot.logs.rule import Rule, Tier
from bot.model.names import LogCause

_generic = partial(Rule, cause=LogCause.SCRIPT_ERROR, tier=Tier.GENERIC, category="Unclassified")

ROWS = (
    _generic(
        id="exit-code",
        pattern=r"##\[error\]Process completed with exit code|ERROR: Job failed: exit"
        r"|^Error: Process completed with exit code|exit(?:ed)?(?: with)?(?: code"
        r"| status):? [1-9]\d*\b",
        slug="job-failed",
        example="Publishing the catalogue\n##[error]Process completed with exit code 3.",
        near_miss="exit code: 0",
    ),
    _generic(
        id="unclassified",
        pattern=r"^\W{0,4}(?:[\w.-]+: ){0,3}(?P<key>(?i:error|fatal|failed|failure|exception"
        r"|aborting|cannot|could not|unable to|panic)\b.*)|^##\[error\](?P<key2>(?:[^P]"
        r"|P[^r]).*)|^(?:\S+ ){1,6}?(?P<key3>(?i:failed|error)[:!].*)|^\W*(?P<key4>❌.*)",
        slug="job-failed",
        example="Publishing the catalogue\nERROR the catalogue has no season\n##[error]Process completed with exit code 1.",
        near_miss="no errors in the catalogue",
    ),
)
