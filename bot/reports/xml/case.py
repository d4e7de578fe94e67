"""The TestCase of an XML result: within the caps, and apart from other red tests of its name."""

from msgspec.structs import replace

from bot.model.names import Outcome
from bot.model.report import TestCase, Try
from bot.reports.caps import Caps
from bot.reports.texts import Texts
from bot.reports.wording import short_text

_FRAMES = ("at ", "--")  # a stack of .NET begins with its frames, there are no words in it


class Fit:
    """Makes the cases of one report fit into its caps.

    It is for formats in which each result is a test of its own: a second result with the name of
    a red one gets a scope, else it would be taken for another try.
    """

    def __init__(self, caps: Caps) -> None:
        self._texts = Texts(caps)
        self._tries = caps.tries
        self._most_red = caps.red
        self._red: dict[tuple[str, ...], int] = {}

    def case(self, case: TestCase) -> TestCase:
        """The case as it may be kept; a red one without a message gets one out of its trace."""
        texts = self._texts
        name, classname = texts.name(case.name), texts.name(case.classname)
        suite, scope = texts.name(case.suite), texts.name(case.scope)
        if case.outcome is Outcome.PASSED and not case.tries:
            case = TestCase(
                name=name,
                classname=classname,
                suite=suite,
                file=case.file[:1000],
                line=case.line,
                seconds=case.seconds,
                scope=scope,
            )
            return self.apart(case) if self._red else case
        case = replace(
            case, name=name, classname=classname, suite=suite, scope=scope, file=case.file[:1000]
        )
        return self.apart(self._worded(case))

    def _worded(self, case: TestCase) -> TestCase:
        is_red = case.outcome.is_red
        trace = self._texts.trace(case.trace)
        message = self._texts.message(case.message).strip()
        if is_red:
            body = "" if trace.lstrip().startswith(_FRAMES) else trace
            message = self._texts.message(short_text(message, body, case.name))
        return replace(
            case,
            type=case.type[:300],
            message=message,
            trace=trace if trace != message else "",
            output=self._texts.output(case.output) if is_red else "",
            tries=tuple(map(self._try, case.tries[: self._tries])),
        )

    def _try(self, one: Try) -> Try:
        return replace(
            one,
            type=one.type[:300],
            message=self._texts.message(one.message).strip(),
            trace=self._texts.trace(one.trace),
        )

    def apart(self, case: TestCase) -> TestCase:
        """The case, with a number in its scope where an earlier red one has all the same names."""
        key = (case.name, case.classname, case.suite, case.scope)
        seen = self._red.get(key)
        if seen is not None:
            self._red[key] = seen + 1
            return replace(case, scope=f"{case.scope} #{seen + 1}".lstrip())
        if case.outcome.is_red and len(self._red) < self._most_red:
            self._red[key] = 1
        return case
