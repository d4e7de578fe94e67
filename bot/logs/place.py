"""Know where in a log a line stands: which step, which section, inside which traceback."""

import re
from dataclasses import dataclass, field

from bot.logs.rule import Rule, Section

MAX_CHARS = 500
MAX_TITLE = 120
MAX_ECHO = 400
"""Lines after which an unclosed `##[group]Run` no longer hides what it holds."""

_STEP = re.compile(
    r"##\[group\](?:Run |Post Run )|##\[section\]Starting: |Post job cleanup\.|section_start:"
)
_ASIDE = re.compile(
    r"##\[group\]Post Run |Post job cleanup"
    r"|##\[group\]Run .*\b(?i:clean(?:up)?|tear-?down|down|stop|kill|rm|prune|logout|destroy|logs|dump"
    r"|upload|publish-results|report|notify|slack|summary|collect|codecov|coveralls|artifacts?|cache|always)\b"
)
_FRAME = re.compile(r'\s*File "(?P<file>[^"<]{1,300})", line (?P<line>\d{1,7})')
_FOREIGN = re.compile(r"(?:site|dist)-packages|/lib/python\d|/hostedtoolcache/|node_modules|^node:")
_CHAIN = re.compile(r"During handling of the above exception")
_MODULE = re.compile(r"(?:ERROR collecting )?(?P<file>\S{1,300}\.py)(?::\d+: in <module>)?$")
_HEADER = re.compile(r"[=_-]{3,} ?(?P<title>.+?) ?[=_-]{3,}$")
_SOURCE = re.compile(r">|\s{4}|\s+\^")
SIGNS = (
    r"^##\[(?:group|endgroup|section)|^Post job cleanup|^section_start|^Traceback \(most"
    r"|^\S+\.py:\d+: in <module>$|^ERROR collecting "
    r'|^(?:===|___|---)|^\s*File "'
)
"""What a line needs to be worth feeding here, in RE2 syntax."""
_NOISE = re.compile(
    r"\s*(?:"
    r"\++ \S|\$ |echo [\"']|#\d+ \["  # traces and echoes of commands
    r"|[\u2713\u2714\u221a\u25cb] |--- (?:PASS|SKIP)|PASS(?:ED)?\b|ok \d|\[ +(?:OK|RUN) +\]"
    r"|TEST-(?:PASS|OK|START|INFO|KNOWN-FAIL)|GECKO\(\d+\)"
    r"|\[?(?:DEBUG|TRACE)\b|\[?INFO\]?:? "
    r"|hint: |note: |Run (?!fail|abort|gofmt)[a-z./@]"
    r")"
)
_WELL = re.compile(r"\bPASSED(?: +\[ *\d+%\])?$| \.\.\. (?:ok|ignored)$|\bexpected error\b")
_LEVEL = re.compile(r"(?:\S+ ){0,3}(?:DEBUG|TRACE|INFO)(?:\]|:| -| \|)? ")


@dataclass(slots=True)
class Place:
    """Where the reading is. Feed it every line that may matter, in order."""

    step: int = 0
    section: Section = Section.ANYWHERE
    in_echo: bool = False
    in_trace: bool = False
    in_source: bool = False
    is_chained: bool = False
    has_groups: bool = False
    frame_file: str = ""
    frame_line: int | None = None
    chain: int = 0
    is_over: bool = False
    is_aside: bool = False
    """Whether the step cleans up or reports, which is done whatever came before."""
    title: str = ""
    """What the step runs."""
    bad_steps: set[int] = field(default_factory=set)
    _echoed: int = 0
    _traced: int = 0

    @property
    def is_inside(self) -> bool:
        """Whether every line matters now."""
        return self.in_echo or self.in_trace or self.is_chained

    def has_passed(self, step: int) -> bool:
        """Whether `step` ended without an error line before this one began."""
        return step < self.step and step not in self.bad_steps

    def enter(self, text: str) -> None:
        """Take note of `text` before its rules are tried."""
        if (
            'File "' in text
            and (frame := _FRAME.match(text))
            and not _FOREIGN.search(frame["file"])
        ):
            self.frame_file, self.frame_line = frame["file"], int(frame["line"])
        if self.in_echo:
            self._in_echo(text)
        elif _STEP.match(text):
            self._new_step(text)
        elif self.in_trace or self.is_chained:
            self._in_traceback(text)
        if text.startswith("Traceback (most recent call last)"):
            self.chain += not self.is_chained
            self.in_trace, self._traced = True, 0
        elif text[:3] in {"===", "___", "---"}:
            self._header(text)
        elif ".py" in text and (module := _MODULE.match(text)):
            self._collecting(module["file"])

    def is_evidence(self, text: str) -> bool:
        """Whether a line here can show a cause, instead of being source text or chatter."""
        if self.in_echo or _is_noise(text[:MAX_CHARS]):
            return False
        return not ((self.in_trace or self.in_source) and _SOURCE.match(text))

    def holds(self, rule: Rule) -> bool:
        """Whether `rule` may be tried here."""
        if rule.within is Section.TRACEBACK:
            return self.in_trace
        return rule.within in (Section.ANYWHERE, self.section)

    def leave(self, text: str) -> None:
        """End the traceback whose last line `text` was."""
        if self.in_trace and self._traced > 1 and text and not text[0].isspace():
            self.in_trace, self.is_chained = False, True
            self._traced = 0

    def _in_echo(self, text: str) -> None:
        self._echoed += 1
        if text.startswith("##[endgroup]") or self._echoed > MAX_ECHO:
            self.in_echo = False

    def _new_step(self, text: str) -> None:
        self.step += 1
        self.in_echo = text.startswith("##[group]Run ")
        self.is_aside = _ASIDE.match(text[:MAX_CHARS]) is not None
        self.title = text.removeprefix("##[group]").removeprefix("Run ")[:MAX_TITLE]
        self.has_groups = self.has_groups or text.startswith("##[group]")
        self._echoed = 0
        self.section, self.in_source = Section.ANYWHERE, False
        self.in_trace = self.is_chained = False

    def _in_traceback(self, text: str) -> None:
        self._traced += 1
        if self.is_chained and not self.in_trace and text and not _CHAIN.match(text):
            self.is_chained = text.startswith("Traceback (most recent call last)")

    def _header(self, text: str) -> None:
        header = _HEADER.match(text)
        if header is None:
            return
        title = header["title"]
        if title.startswith("ERROR collecting "):
            self._collecting(title.removeprefix("ERROR collecting "))
        else:
            self.section = Section.ANYWHERE
        self.in_source = text[0] == "_" or title in {"FAILURES", "ERRORS"}

    def _collecting(self, file: str) -> None:
        self.section = Section.COLLECTING
        self.frame_file, self.frame_line = file, None


def _is_noise(text: str) -> bool:
    """Whether `text` is chatter; the costly looks come after a cheap one."""
    if _NOISE.match(text):
        return True
    if any(word in text for word in ("INFO", "DEBUG", "TRACE")) and _LEVEL.match(text):
        return True
    is_near = "PASSED" in text or " ... " in text or "expected error" in text
    return is_near and _WELL.search(text) is not None
