"""Tell from its own lines whether a job ended well."""

import re
from dataclasses import dataclass, field

_BAD = re.compile(
    r"##\[error\]|ERROR: Job failed|Finished: (?:FAILURE|ABORTED|UNSTABLE|NOT_BUILT)|Build step '.*' marked"
    r"|make(?:\[\d+\])?: \*\*\* |npm (?:ERR!|error) code|.*\bBUILD FAIL(?:ED|URE)\b|FAILURE: Build failed"
    r"|=+ .*\b[1-9]\d* (?:failed|errors?)\b.*=+$|[1-9]\d* (?:failed|errors?)\b.* in [\d.]+s"
    r"|Tests:\s+[1-9]\d* failed|\s*[1-9]\d* failing\b|FAILED \((?:failures|errors)|FAIL\b"
    r"|error: (?:could not compile|test failed)|test result: FAILED|.*\bTests run: .*(?:Failures|Errors): [1-9]"
    r"|\d+ (?:examples?|tests?|runs|specs?|doctests?)\b.*, [1-9]\d* (?:failures?|errors?)|Command exited with non-zero"
    r"|Exited with code (?:exit status )?-?[1-9]|(?:\W{0,4}Error: )?The command (?:\".*\" )?(?:exited|failed)(?: and exited)? with (?:status )?[1-9]"
    r"|Done\. Your build exited with [1-9]|user command error: |.*\bexited with (?:code|status) [1-9]|Build completed unsuccessfully|(?:#|\u2139) fail [1-9]"
)
_GOOD = re.compile(
    r"=+ .*\b\d+ passed\b.*=+$|\d+ passed\b.* in [\d.]+s|OK(?: \(|$)|ok\s+\S+\s+(?:[\d.]+s|\(cached\))"
    r"|Tests:\s+(?:\d+ \w+, )*\d+ passed, \d+ total|\s*\d+ passing\b|test result: ok"
    r"|\d+ (?:scenarios?|steps?|examples?)(?:, 0 failures|\s+\(\d+ passed\))|PASS$"
    r"|Build succeeded|(?:# ?)?[Aa]ll (?:\d+ )?(?:tests?|checks?|files?|done)\b.*(?:pass|OK|formatted|!)"
    r"|Success: no issues found|100% tests passed|\+ [\w@./-]+@\d[\w.-]*$"
    r"|\d+ (?:tests?|doctests?|runs|specs?|properties)\b.*, 0 failures(?!.*[1-9]\d* errors)|\[success\] |Passed! |Executed \d+ tests?, with 0 failures"
    r"|\s*Test Files\s+\d+ passed|Apply complete!|No changes\. |\*\* \w+ SUCCEEDED \*\*"
    r"|Successfully (?:installed|built|tagged|rolled)|deployment .* successfully rolled out|added \d+ packages|Test Run Successful"
    r"|(?:#|\u2139) fail 0$|Bundle complete!|Complete!$|Done in [\d.]+ ?m?s|No issues found|no (?:errors|issues|problems) found|\s*Finished `|INFO: Build completed successfully|\W*(?:\d+ \w+ \()?0 errors\b"
)
_NONE_BAD = re.compile(
    r"\b(?:0 failed|Failed:\s+0|build finished with 0 errors|exit(?:ed)?(?: with)? (?:code|status):? 0)\b"
)
_DONE = re.compile(
    r"\bBUILD SUCCESS(?:FUL)?\b|\b(?:completed?|finished|deployed|published|built) successfully\b"
)
_NOT = re.compile(r"\bnot\b")
_FINAL_GOOD = re.compile(
    r"Job succeeded$|Finished: SUCCESS$|##\[section\]Finishing: .*succeeded|Done\. Your build exited with 0\."
)
_CI_BAD = re.compile(r"##\[error\]|ERROR: Job failed|Finished: (?:FAILURE|ABORTED)")
_EXIT = re.compile(r"##\[error\].*exit(?:ed with)? code '?-?[1-9]")
_FALLBACK = re.compile(
    r"(?i).*(?:activat\w+|us(?:e|es|ing)|enter\w+) (?:an? |the )?(?:\w+ )?fallback"
    r"|.*fallback(?: mode)? (?:is )?(?:activated|enabled|active)|.*falling back to"
)
_CLEANUP = re.compile(
    r"Post job cleanup\.|Cleaning up orphan processes|##\[group\]Post Run |##\[section\]Finishing: "
)
MAX_CHARS = 500
MAX_STEPS = 10_000
SIGNS = (
    r"##\[(?:error|section)\]|^Job succeeded|^Finished: |^Done\. |^user command|exited with|exit(?:ed)?(?: with)? (?:code|status)|(?:F|, f)ailed:|, 0 failures|^\[success|^Passed|^Apply complete|^No changes|SUCCEEDED|^No issues|^no \w+ found|^\s*Finished|^\W*(?:\d+ \w+ \()?0 errors|^Executed|^# fail|^\x{2139} fail|^Test Files|^\s*Test Files|^added \d|^Bundle complete|^Complete|^Done in|^Test Run|Job failed|^make.*\*\*\*|^npm (?:ERR|error)|BUILD|[Bb]uild "
    r"|^FAIL|^OK|^ok|^PASS|^Tests:|passing|failing|passed|failed|test result|examples?,|errors? in "
    r"|^Post job|^Cleaning up|^(?:# ?)?[Aa]ll |^Success|successfully|^error: |(?:Failures|Errors): [1-9]|^Exited|^Command exited|^\+ "
    r"|[Ff]allback|[Ff]alling back"
)
"""What a line needs to be worth feeding here, in RE2 syntax."""


@dataclass(slots=True)
class Endings:
    """What was seen of good and bad ends so far; line numbers, 0 for never."""

    last_good: int = 0
    last_bad: int = 0
    exit_line: int = 0
    exit_step: int = 0
    """The step that broke the job: the last that exited badly, unless it only cleans up."""
    ended_well: bool = False
    ci_failed: bool = False
    cleaned_up: bool = False
    last_fallback: int = 0
    bad_steps: set[int] = field(default_factory=set)

    def note(self, number: int, text: str, step: int, *, is_aside: bool = False) -> None:
        """Take note of line `number`, which is in a step that `is_aside` or not."""
        text = text[:MAX_CHARS]
        if _FINAL_GOOD.match(text):
            self.ended_well, self.last_good = True, number
        elif _BAD.match(text):
            self._note_bad(number, text, step, is_aside)
        elif _GOOD.match(text) or _is_done(text):
            self.last_good = number
        elif _CLEANUP.match(text):
            self.cleaned_up = True
        elif "back" in text and _FALLBACK.match(text):
            self.last_fallback = number

    def _note_bad(self, number: int, text: str, step: int, is_aside: bool) -> None:
        self.last_bad = number
        if _CI_BAD.match(text):
            self.ci_failed, self.ended_well = True, False
            if len(self.bad_steps) < MAX_STEPS:
                self.bad_steps.add(step)
        if _EXIT.match(text) and not (self.exit_line and is_aside):
            self.exit_line, self.exit_step = number, step

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


def _is_done(text: str) -> bool:
    """Whether `text` says anywhere that all went well; the costly looks come after cheap ones."""
    if "0" in text and _NONE_BAD.search(text):
        return True
    if "BUILD SUCC" not in text and " successfully" not in text:
        return False
    done = _DONE.search(text)
    return done is not None and (done[0].startswith("BUILD") or _NOT.search(text) is None)
