"""The tree of TAP's tests while it is read: what a test line becomes once all of it is known."""

from msgspec.structs import replace

from bot.model.names import Outcome
from bot.model.report import TestCase
from bot.reports.attributes import path_like
from bot.reports.caps import Caps
from bot.reports.dialects.tap_lines import TestLine
from bot.reports.dialects.tap_words import Diagnostics, Words
from bot.reports.text import Clip
from bot.reports.texts import Texts


class Pending:
    """A test line whose diagnostics and subtests may still come."""

    def __init__(self, line: TestLine, heading: str, output: Clip | None, caps: Caps) -> None:
        self.line = line
        self.heading = heading
        self.output = output
        self.told = Diagnostics(caps)
        self.children: list[TestCase] | None = None
        self.is_open = line.is_opening


class Level:
    """The tests of one indentation."""

    def __init__(self, name: str) -> None:
        self.name = name  # of the parent, as far as it is known
        self.plan: int | None = None
        self.ran = 0
        self.pending: Pending | None = None
        self.cases: list[TestCase] = []
        self.children: list[TestCase] | None = None  # of a level that ended before its parent
        self.heading = ""
        self.names: dict[tuple[str, str], int] = {}


class Maker:
    """Makes test cases of test lines, within the caps."""

    def __init__(self, caps: Caps, texts: Texts) -> None:
        self._caps = caps
        self._texts = texts

    def cases(self, level: Level) -> list[TestCase]:
        """The cases of the level's last test line: its children, or else itself."""
        pending, level.pending = level.pending, None
        if pending is None:
            return []
        words = pending.told.words()
        name = pending.line.text or f"test {pending.line.number or level.ran}"
        scope = self.scope(level, pending.heading, name)
        cases = [inside(case, name, scope, pending.line) for case in pending.children or ()]
        is_red = not pending.line.is_ok and not pending.line.directive
        if not cases:
            # A suite without tests is none, and of braces that never close nothing is known.
            is_nothing = (words.is_suite and not is_red) or pending.is_open
            return [] if is_nothing else [self._case(pending, name, words, scope)]
        has_red = any(case.outcome.is_red for case in cases)
        if is_red and not pending.is_open and (words.is_own or not has_red):
            case = self._case(pending, name, words, scope)
            is_set_up = words.is_suite or not has_red
            cases.append(replace(case, outcome=Outcome.ERROR) if is_set_up else case)
        return cases

    def scope(self, level: Level, heading: str, name: str) -> str:
        """Equal names are different tests in TAP, which knows no retries."""
        key = (heading, name)
        again = level.names.get(key, 0) + 1
        if len(level.names) < self._caps.passing:
            level.names[key] = again
        return f"#{again}" if again > 1 else ""

    def _case(self, pending: Pending, name: str, words: Words, scope: str) -> TestCase:
        line = pending.line
        outcome = Outcome.PASSED if line.is_ok else Outcome.FAILURE
        if line.directive == "skip" or (line.directive and not line.is_ok):
            outcome = Outcome.SKIPPED
        is_red = outcome.is_red
        message = (words.message or name) if is_red else line.reason
        output = pending.output.text() if is_red and pending.output else ""
        return TestCase(
            name=self._texts.name(name),
            classname=self._texts.name(pending.heading),
            outcome=outcome,
            type=words.type if is_red else "",
            message=self._texts.message(message),
            trace=self._texts.trace(words.trace) if is_red else "",
            output=self._texts.output(output),
            seconds=line.seconds if line.seconds is not None else words.seconds,
            scope=scope,
        )


def inside(case: TestCase, parent: str, scope: str, line: TestLine | None) -> TestCase:
    """A child as its parent lets it appear: named after it, excused when the parent is."""
    file = path_like(parent)
    classname = case.classname
    if not file and parent:
        classname = f"{parent[:1000]} > {case.classname}" if case.classname else parent[:2000]
    outcome = case.outcome
    if line is not None and line.directive and outcome.is_red:
        outcome = Outcome.SKIPPED
    scope = "/".join(filter(None, (scope, case.scope)))
    return replace(case, file=case.file or file, classname=classname, outcome=outcome, scope=scope)
