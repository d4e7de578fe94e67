"""Lines that only say that something failed. They speak when nothing else does."""

from functools import partial

from bot.logs.rule import Rule, Tier
from bot.model.names import LogCause

_generic = partial(Rule, cause=LogCause.SCRIPT_ERROR, tier=Tier.GENERIC, category="Unclassified")

ROWS = (
    _generic(
        id="exit-code",
        pattern=r"##\[error\]Process completed with exit code|ERROR: Job failed: exit"
        r"|^Error: Process completed with exit code|exit(?:ed)?(?: with)?(?: exit)?(?: code"
        r"| status){1,2}:? '?[1-9]\d*\b|[Tt]he command .*exited with [1-9]|^Done\. Your build exited with [1-9]|^Exited with code|^Finished: FAILURE|^BUILD FAIL",
        slug="job-failed",
        example="Publishing the catalogue\n##[error]Process completed with exit code 3.",
        near_miss="exit code: 0",
    ),
    _generic(
        id="unclassified",
        pattern=r"^\W{0,4}(?:[\w.-]+: ){0,3}(?P<key>(?i:error|fatal|failed|failure|exception"
        r"|aborting|cannot|could not|unable to|panic|fail|invalid|denied|refused|unexpected|unknown|unsupported)\b.*)|^##\[error\](?P<key2>(?:[^P]"
        r"|P[^r]).*)|^(?:\S+ ){1,6}?(?P<key3>(?i:failed|error)[:!].*)|^\W*(?P<key4>[❌🚨✗✘⛔].*)"
        r"|^(?:\S+ ){1,8}?\W?(?P<key5>(?i:error|fatal|failure)\W? .*)|(?P<key6>\b(?:is|are|was|were) (?:missing|invalid|not (?:allowed|valid|supported|found|signed)|broken|out of date)\b.*)"
        r"|^(?P<key7>.{1,120}\bnot found\b.*)|^(?P<key9>[A-Z]\w+-[A-Z]\w+: \S+\.ps1:\d+)|^diff --git a/(?P<key8>\S+)",
        slug="job-failed",
        example="Publishing the catalogue\nERROR the catalogue has no season\n##[error]Process completed with exit code 1.",
        near_miss="no errors in the catalogue",
    ),
)
