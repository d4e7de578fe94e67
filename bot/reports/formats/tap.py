"""TAP in versions 12 to 14: every leaf of the nested tests → a test case.

A subtest stands in front of its parent's line or, in braces, behind it. The parent is a test of
its own only when it has no children or failed though none of them did.
"""

from collections.abc import Iterator
from typing import BinaryIO

from msgspec.structs import replace

from bot.model.names import Outcome
from bot.model.report import TestCase
from bot.reports.caps import Caps, Item
from bot.reports.dialects import tap_lines
from bot.reports.dialects.tap_lines import BailLine, FileLine, Line, PlanLine, TestLine, VersionLine
from bot.reports.dialects.tap_tree import Level, Maker, Pending, inside
from bot.reports.dialects.tap_words import is_summary
from bot.reports.text import Clip
from bot.reports.text_lines import Lines
from bot.reports.texts import Texts

DEEPEST = 60
"""How many subtests may be nested; what stands deeper is taken for text."""

_SUBTEST = "Subtest:"


class Tap:
    """Takes lines; `items` is emptied by whoever drives it, `count` is how many tests there were."""

    def __init__(self, caps: Caps) -> None:
        self.items: list[Item] = []
        self.count = 0
        self._caps = caps
        self._texts = Texts(caps)
        self._maker = Maker(caps, self._texts)
        self._levels = [Level("")]
        self._yaml = -1  # the indentation of the YAML block that is open
        self._subtest = self._comment = self._file = ""
        self._noise: Clip | None = None
        self._has_version = self._with_time = self._has_names = self._has_last_words = False
        self._is_bailed = self._is_prove = self._is_over = False

    def line(self, text: str, *, is_open: bool = False) -> bool:
        """Take a line; False when it is the cut end of a test line, which is then left out."""
        if self._is_over or (self._yaml >= 0 and self._in_yaml(text)):
            return True
        bare = text.lstrip(" ")
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

    def _last(self) -> Pending | None:
        """The innermost test line that is not finished."""
        return next((level.pending for level in reversed(self._levels) if level.pending), None)

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

    def _print(self, text: str) -> None:
        self._noise = self._noise or Clip(self._caps.output)
        self._noise.add(f"{text}\n")

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
        last = self._last()
        if self._is_prove and text.startswith(("Test Summary Report", "All tests successful")):
            self._end_document(new=True)
            self._is_over = True
        elif last is not None and not last.line.is_ok and text.startswith("  "):
            last.told.add("text", text)
        elif text.strip():
            self._print(text)

    def _down_to(self, depth: int) -> Level:
        """Close what is deeper, open what is missing."""
        while len(self._levels) > depth + 1:
            self._close_level()
        if len(self._levels) == depth:
            self._levels.append(Level(self._parent_name()))
        return self._levels[depth]

    def _parent_name(self) -> str:
        around = self._levels[-1].pending
        if around is not None and around.is_open:
            return around.line.text
        return self._subtest

    def _close_level(self) -> None:
        """The subtests are over; who their parent is says the next line, or said the last one."""
        level = self._levels.pop()
        self._finish(level, len(self._levels))
        outer = self._levels[-1]
        if outer.pending is not None and outer.pending.is_open:
            outer.pending.children = level.cases
        else:
            outer.children = (outer.children or []) + level.cases

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

    def _finish(self, level: Level, depth: int) -> None:
        """The test line has all that belongs to it."""
        cases = self._maker.cases(level)
        if depth and len(level.cases) < self._caps.passing:
            level.cases += cases
        else:
            self._emit(cases)

    def _emit(self, cases: list[TestCase]) -> None:
        for case in cases:
            self.count += 1
            self.items.append(replace(case, file=self._file) if self._file else case)

    def _red(self, name: str, message: str) -> None:
        words = self._noise.text().strip("\n") if self._noise else ""
        self._noise = None
        message = "\n".join([message, *words.split("\n")[-3:]]).strip()
        self._emit(
            [
                TestCase(
                    name=name,
                    outcome=Outcome.ERROR,
                    message=self._texts.message(message),
                    output=self._texts.output(words),
                )
            ]
        )

    def _end_levels(self) -> None:
        """Finish what is open; children whose parent never came keep the name that was told."""
        while len(self._levels) > 1:
            name = self._levels[-1].name
            self._close_level()
            level = self._levels[-1]
            if level.children is not None:
                level.cases += [inside(case, name, "", None) for case in level.children]
                level.children = None
        level = self._levels[0]
        self._finish(level, 0)
        self._emit(level.cases)
        level.cases = []

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


def read(stream: BinaryIO, caps: Caps) -> Iterator[Item]:
    """Every test of the stream."""
    tap = Tap(caps)
    lines = Lines(stream)
    is_cut = False
    for line in lines:
        is_cut = not tap.line(line.rstrip(), is_open=lines.is_open)
        if tap.items:
            yield from tap.items
            tap.items = []
    tap.end(is_cut=lines.is_open)
    yield from tap.items
    if is_cut:
        yield f"ends in the middle of line {lines.number}; {tap.count} results were read, later ones are unknown"
