"""The open levels of a TAP stream: finished test lines → test cases, on their way out."""

from msgspec.structs import replace

from bot.model.names import Outcome
from bot.model.report import PassedRun, Stretch, TestCase
from bot.reports.caps import Caps, Items
from bot.reports.dialects.tap_tree import Level, Maker, Pending, inside
from bot.reports.text import Clip
from bot.reports.texts import Texts


class Levels:
    """`items` is emptied by whoever drives it, `count` is how many tests there were."""

    def __init__(self, caps: Caps) -> None:
        self.items: list[Items] = []
        self.count = 0
        self._caps = caps
        self._texts = Texts(caps)
        self._maker = Maker(caps, self._texts)
        self._levels = [Level("")]
        self._subtest = self._file = ""
        self._noise: Clip | None = None
        self._names: list[str] = []  # of passed tests in a row that tell no more

    def _last(self) -> Pending | None:
        """The innermost test line that is not finished."""
        innermost = self._levels[-1].pending
        if innermost is not None or len(self._levels) == 1:
            return innermost
        return next((level.pending for level in reversed(self._levels) if level.pending), None)

    def _print(self, text: str) -> None:
        self._noise = self._noise or Clip(self._caps.output)
        self._noise.add(f"{text}\n")

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

    def _finish(self, level: Level, depth: int) -> None:
        """The test line has all that belongs to it."""
        cases = self._maker.cases(level)
        if depth and len(level.cases) < self._caps.passing:
            level.cases += cases
        else:
            self._emit(cases)

    def let_go(self) -> None:
        """Move the passed tests that are in a row to the items."""
        names, self._names = self._names, []
        if names:
            count = len(names)
            stretches = [Stretch("", "", count)]
            self.items.append(
                PassedRun(
                    suite="", scope="", names=names, stretches=stretches, seconds=[None] * count
                )
            )

    def _emit(self, cases: list[TestCase]) -> None:
        self.let_go()
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
