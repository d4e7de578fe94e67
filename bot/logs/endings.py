"""Tell from its own lines whether a job ended well."""

import re
from dataclasses import dataclass, field

_BAD = re.compile(
    r"##\[error\]|ERROR: Job failed|Finished: (?:FAILURE|ABORTED|UNSTABLE)|Build step '.*' marked"
    r"|make(?:\[\d+\])?: \*\*\* |npm (?:ERR!|error) code|.*\bBUILD FAIL(?:ED|URE)\b|FAILURE: Build failed"
    r"|=+ .*\b[1-9]\d* (?:failed|errors?)\b.*=+$|[1-9]\d* (?:failed|errors?)\b.* in [\d.]+s"
    r"|Tests:\s+[1-9]\d* failed|\s*[1-9]\d* failing\b|FAILED \((?:failures|errors)|FAIL\b"
    r"|error: (?:could not compile|test failed)|test result: FAILED|.*\bTests run: .*(?:Failures|Errors): [1-9]"
    r"|\d+ examples?, [1-9]\d* failures?|Command exited with non-zero|Exited with code exit status [1-9]"
)
_GOOD = re.compile(
    r"=+ .*\b\d+ passed\b.*=+$|\d+ passed\b.* in [\d.]+s|OK(?: \(|$)|ok\s+\S+\s+(?:[\d.]+s|\(cached\))"
    r"|Tests:\s+(?:\d+ \w+, )*\d+ passed, \d+ total|\s*\d+ passing\b|test result: ok"
    r"|\d+ (?:scenarios?|steps?|examples?)(?:, 0 failures|\s+\(\d+ passed\))|PASS$"
    r"|.*\bBUILD SUCCESS(?:FUL)?\b|Build succeeded|All (?:\d+ )?(?:tests?|checks?|files?|done)\b.*(?:pass|OK|formatted|!)"
    r"|Success: no issues found|.*\b0 failed\b|100% tests passed|.*\bbuild finished with 0 errors"
    r"|(?!.*\bnot\b).*\b(?:completed?|finished|deployed|published|built) successfully\b|\+ [\w@./-]+@\d[\w.-]*$"
)
_FINAL_GOOD = re.compile(r"Job succeeded$|Finished: SUCCESS$|##\[section\]Finishing: .*succeeded")
_CI_BAD = re.compile(r"##\[error\]|ERROR: Job failed|Finished: (?:FAILURE|ABORTED)")
_EXIT = re.compile(r"##\[error\].*exit(?:ed with)? code -?[1-9]")
_FALLBACK = re.compile(
    r"(?i).*(?:activat\w+|us(?:e|es|ing)|enter\w+) (?:an? |the )?(?:\w+ )?fallback"
    r"|.*fallback(?: mode)? (?:is )?(?:activated|enabled|active)|.*falling back to"
)
_CLEANUP = re.compile(r"Post job cleanup\.|Cleaning up orphan processes|##\[group\]Post Run ")
MAX_CHARS = 500
MAX_STEPS = 10_000
SIGNS = (
    r"##\[error\]|^Job succeeded|^Finished: |Job failed|^make.*\*\*\*|^npm (?:ERR|error)|BUILD|[Bb]uild "
    r"|^FAIL|^OK|^ok|^PASS|^Tests:|passing|failing|passed|failed|test result|examples?,|errors? in "
    r"|^Post job|^Cleaning up|^All |^Success|successfully|^error: |Tests run|^Exited|^Command exited|^\+ "
    r"|[Ff]allback|[Ff]alling back"
)
"""What a line needs to be worth feeding here, in RE2 syntax."""


@dataclass(slots=True)
class Endings:
    """What was seen of good and bad ends so far; line numbers, 0 for never."""

    last_good: int = 0
    last_bad: int = 0
    first_exit: int = 0
    first_exit_step: int = 0
    ended_well: bool = False
    ci_failed: bool = False
    cleaned_up: bool = False
    last_fallback: int = 0
    bad_steps: set[int] = field(default_factory=set)

    def note(self, number: int, text: str, step: int) -> None:
        """Take note of line `number`."""
        text = text[:MAX_CHARS]
        if _FINAL_GOOD.match(text):
            self.ended_well, self.last_good = True, number
        elif _BAD.match(text):
            self._note_bad(number, text, step)
        elif _GOOD.match(text):
            self.last_good = number
        elif _CLEANUP.match(text):
            self.cleaned_up = True
        elif _FALLBACK.match(text):
            self.last_fallback = number

    def _note_bad(self, number: int, text: str, step: int) -> None:
        self.last_bad = number
        if _CI_BAD.match(text):
            self.ci_failed, self.ended_well = True, False
            if len(self.bad_steps) < MAX_STEPS:
                self.bad_steps.add(step)
        if not self.first_exit and _EXIT.match(text):
            self.first_exit, self.first_exit_step = number, step

    def failed(self, known: bool | None, last_evidence: int) -> bool:
        """Judge the log. `last_evidence` is the last line on which a rule saw a cause."""
        if known is not None:
            return known
        if self.ended_well:
            return False
        if self.ci_failed:
            return True
        if self.cleaned_up and not self.last_bad:
            return False  # GitHub writes an error line when a step fails, and this log is whole
        return max(self.last_bad, last_evidence) > self.last_good
