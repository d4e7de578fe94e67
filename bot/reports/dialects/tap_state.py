"""The lines of TAP in versions 12 to 14: every leaf of the nested tests → a test case.

A subtest stands in front of its parent's line or, in braces, behind it. The parent is a test of
its own only when it has no children or failed though none of them did.
"""

import re

from bot.model.report import TestCase
from bot.reports.caps import Caps
from bot.reports.dialects import tap_lines
from bot.reports.dialects.tap_levels import Levels
from bot.reports.dialects.tap_lines import BailLine, FileLine, Line, PlanLine, TestLine, VersionLine
from bot.reports.dialects.tap_tree import Level, Pending
from bot.reports.dialects.tap_words import is_summary

DEEPEST = 60
"""How many subtests may be nested; what stands deeper is taken for text."""

_SUBTEST = "Subtest:"
_BEGINNINGS = "#-}on1BT"
"""What lines of TAP begin with, but for those of prove, which end with dots."""


class Tap(Levels):
    """Takes lines."""

    def __init__(self, caps: Caps) -> None:
        super().__init__(caps)
        self._yaml = -1  # the indentation of the YAML block that is open
        self._comment = ""
        self._has_version = self._with_time = self._has_names = self._has_last_words = False
        self._is_bailed = self._is_prove = self._is_over = False

    def line(self, text: str, *, is_open: bool = False) -> bool:
        """Take a line; False when it is the cut end of a test line, which is then left out."""
        if self._is_over or (self._in_yaml(text) if self._yaml >= 0 else not text):
            return True
        bare = text.lstrip(" ")
        if bare[:1] in _BEGINNINGS or " .." in bare:
            return self._known(text, bare, is_open=is_open)
        self._text(text)
        return True

    def _known(self, text: str, bare: str, *, is_open: bool) -> bool:
        """Take a line that may mean something in TAP."""
        indent = len(text) - len(bare)
        depth, odd = divmod(indent, tap_lines.STEP)
        if bare.startswith("#"):
            self._take_comment(bare[1:].rstrip(), depth)
        elif bare.rstrip() == "---" and (last := self._last()) is not None:
            self._yaml = indent
            last.told.add("yaml", "")
        elif bare.rstrip() == "}" and not odd and depth < len(self._levels):
            self._close_braces(depth)
        else:
            line = None
            if not odd and depth <= min(len(self._levels), DEEPEST):
                line = tap_lines.parse(bare, with_time=self._with_time)
            if is_open and isinstance(line, TestLine) and not self._is_whole(line):
                if not (line.text and self._is_last_planned()):
                    return False
                self.items.append("ends without a line end, so its last line may be cut off")
            self._take(line, depth, text)
        return True

    def _is_whole(self, line: TestLine) -> bool:
        """Whether a test line without a line end can be whole: a name may always be cut off."""
        return not (line.text or self._has_names) and line.number is not None

    def _is_last_planned(self) -> bool:
        """Whether the next test is the last: then only the end of its line may be missing."""
        top = self._levels[0]
        return len(self._levels) == 1 and top.plan is not None and top.ran + 1 == top.plan

    def _in_yaml(self, text: str) -> bool:
        """Whether the line belongs to the open block; one without an end ends with the indent."""
        bare = text.strip()
        indent = len(text) - len(text.lstrip(" "))
        if bare == "..." and indent <= self._yaml:
            self._yaml = -1
            return True
        if bare and indent < self._yaml:
            self._yaml = -1
            return False
        last = self._last()
        if last is not None:
            last.told.add("yaml", text)
        return True

    def _take_comment(self, text: str, depth: int) -> None:
        said = text.strip()
        if said.startswith(_SUBTEST):
            name = said.removeprefix(_SUBTEST).strip()
            if depth == len(self._levels) and depth <= DEEPEST:
                # Old Perls indent the comment that names the parent, others write it before.
                self._levels.append(Level(self._subtest or name))
            self._subtest = name
            return
        last = self._last()
        if is_summary(said):
            self._has_last_words |= said.startswith("Looks like your")
            return
        if last is not None and not last.line.is_ok and last.told.yaml is None:
            last.told.add("comments", text)
        else:
            self._comment = said
            self._print(said)

    def _take(self, line: Line, depth: int, text: str) -> None:
        if isinstance(line, TestLine) and not (self._is_prove and line.number is None):
            self._test(line, depth)
        elif isinstance(line, PlanLine):
            self._plan(line, depth)
        elif isinstance(line, BailLine):
            self._bail(line.reason)
        elif isinstance(line, VersionLine):
            if depth == 0:
                self._end_document(new=self._levels[0].ran > 0)
                self._has_version = True
        elif isinstance(line, FileLine) and depth == 0:
            self._end_document(new=self._is_prove or self._levels[0].ran > 0)
            self._file, self._is_prove = line.file[:1000], True
        else:
            self._text(text)

    def _text(self, text: str) -> None:
        if self._is_prove and text.startswith(("Test Summary Report", "All tests successful")):
            self._end_document(new=True)
            self._is_over = True
        elif text.startswith("  ") and (last := self._last()) and not last.line.is_ok:
            last.told.add("text", text)
        elif text.strip():
            self._print(text)

    def _close_braces(self, depth: int) -> None:
        level = self._down_to(depth)
        if level.pending is not None:
            level.pending.is_open = False

    def _test(self, line: TestLine, depth: int) -> None:
        level = self._levels[0]
        if (
            depth == 0
            and line.number == 1
            and level.plan is not None
            and level.ran >= level.plan > 0
        ):
            self._end_document(new=True)
        if self.count == 0 and level.ran == 0 and tap_lines.took(line.text):
            self._with_time = True
            line = tap_lines.timed(line)
        level = self._down_to(depth)
        self._finish(level, depth)
        if self._comment and self._has_version and not line.has_dash:
            level.heading = self._comment.removeprefix("SKIP ").removeprefix("TODO ")
        output, self._noise = self._noise, None
        level.pending = Pending(line, "" if line.has_dash else level.heading, output, self._caps)
        level.pending.children, level.children = level.children, None
        level.ran += 1
        self._has_names |= line.text != ""
        self._comment = self._subtest = ""

    def _plan(self, line: PlanLine, depth: int) -> None:
        level = self._levels[0]
        if depth == 0 and level.plan is not None and (level.ran or level.plan):
            self._end_document(new=True)
        self._down_to(depth).plan = line.count

    def _bail(self, reason: str) -> None:
        if not self._is_bailed:
            self._end_levels()
            self._red("Bail out!", reason or "the whole run was given up")
        self._is_bailed = True

    @property
    def is_bare(self) -> bool:
        """Whether a line that is nothing but a passed test would be read as just that."""
        level = self._levels[0]
        return (
            level.ran > 0
            and len(self._levels) == 1
            and self._yaml < 0
            and self._noise is None
            and level.children is None
            and not (self._comment or level.heading)
            and not (self._with_time or self._is_prove or self._is_over)
        )

    def passed(self, found: re.Match[str]) -> None:
        """Take a line of `tap_lines.PLAIN` where the stream `is_bare` and nothing belongs to it."""
        level = self._levels[0]
        if level.pending is not None:
            self._finish(level, 0)
        level.ran += 1
        self._subtest = ""
        self._has_names |= found["text"] is not None
        name = found["text"] or f"test {found['number'] or level.ran}"
        scope = self._maker.scope(level, "", name)
        if scope:
            self._emit([TestCase(name=self._texts.name(name), scope=scope)])
            return
        self.count += 1
        self._names.append(self._texts.name(name))

    def _end_document(self, *, new: bool, may_be_cut: bool = False) -> None:
        """Hold what ran against the plan, and begin anew."""
        self._end_levels()
        level = self._levels[0]
        if new and not self._is_bailed:
            self._check_plan(level, may_be_cut=may_be_cut)
        if new:
            level.plan, level.ran, level.heading = None, 0, ""
            self._is_bailed = self._has_last_words = False

    def _check_plan(self, level: Level, *, may_be_cut: bool) -> None:
        """Too few tests are an error where something tells that the file is whole."""
        if level.plan is None:
            self.items.append(f"has no plan (`1..N`); {self.count} results were read")
        elif level.plan != level.ran:
            missed = f"planned {level.plan} tests, ran {level.ran}"
            self.items.append(f"{missed}, so results may be missing")
            if not may_be_cut or self._has_last_words:
                self._red(self._file or "(the plan)", missed)

    def end(self, *, is_cut: bool) -> None:
        """The stream is over."""
        last = self._last()
        if self._yaml >= 0 and last is not None:
            last.is_open = last.children is not None  # why the parent failed is not told
        if not self._is_over:
            level = self._levels[0]
            extra = level.plan is not None and level.ran > level.plan
            self._end_document(new=True, may_be_cut=is_cut or not extra)
            if self._is_prove:
                self.items.append("ends before the summary of prove, so results may be missing")
