"""What is open while JUnit XML is read, and the TestCase that an element becomes."""

import re
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from bot.model.names import Outcome, Stage
from bot.model.report import TestCase, Try
from bot.reports.attributes import file_of, line_of, path_like, seconds_of
from bot.reports.caps import Caps
from bot.reports.text import Clip, clipped, name_text, plain
from bot.reports.wording import short_text, stage_of

_RANK = {Outcome.PASSED: 0, Outcome.SKIPPED: 1, Outcome.FAILURE: 2, Outcome.ERROR: 3}
_EXITED = re.compile(r"exited with (?:error|exit) code \d+|Timed out")  # all that Bazel says
_STATUS = {
    **dict.fromkeys(("failed", "failure", "fail", "timedout", "timeout"), Outcome.FAILURE),
    **dict.fromkeys(("error", "errored", "broken", "crashed", "aborted"), Outcome.ERROR),
    **dict.fromkeys(("disabled", "notrun", "skipped", "skip", "ignored"), Outcome.SKIPPED),
    **dict.fromkeys(("suppressed", "pending", "notexecuted", "inactive"), Outcome.SKIPPED),
}


class OpenResult:
    """A `<failure>`, `<skipped>` or the like while its text arrives."""

    __slots__ = ("_body", "attributes", "outcome", "role", "text")

    def __init__(
        self, outcome: Outcome, role: str, attributes: Mapping[str, str], limit: int
    ) -> None:
        self.outcome = outcome
        self.role = role  # "" for the result itself, "flaky" or "rerun" for another try
        self.attributes = attributes
        self.text = Clip(limit)
        self._body: str | None = None

    def body(self) -> str:
        """The whole text, plain and clipped; nothing may be added any more."""
        if self._body is None:
            self._body = self.text.text().strip("\n")
        return self._body


class OpenSuite:
    """A `<testsuite>` while its cases arrive. `scope` is that of its cases."""

    __slots__ = (
        "attributes",
        "before",
        "file",
        "has_red",
        "held",
        "name",
        "output",
        "results",
        "scope",
    )
    file: str
    scope: str

    def __init__(
        self, attributes: Mapping[str, str], outer: "OpenSuite | None", limit: int
    ) -> None:
        self.attributes = attributes
        self.name = name_text(attributes.get("name", ""), limit)
        self.file = file_of(attributes) or path_like(self.name) or (outer.file if outer else "")
        around: list[str] = [outer.scope, outer.name] if outer else []
        around += [attributes.get("package", ""), attributes.get("hostname", "")]
        self.scope = name_text(" / ".join(part for part in around if part), limit)
        self.before = 0  # results of the report in front of it
        self.has_red = False
        self.results: list[OpenResult] = []
        self.held: TestCase | None = None  # the first case, while it may be the only one
        self.output: Clip | None = None


class OpenCase:
    """A `<testcase>` while its children arrive."""

    __slots__ = ("attributes", "output", "properties", "results")

    def __init__(self, attributes: dict[str, str]) -> None:
        self.attributes = attributes
        self.results: list[OpenResult] | None = None
        self.output: Clip | None = None
        self.properties: dict[str, str] | None = None


class Builder:
    """Makes test cases of what was open, within the caps."""

    def __init__(self, caps: Caps) -> None:
        self._caps = caps
        self._left = caps.total
        self._classes: dict[str, tuple[str, str]] = {}
        self._times: dict[str, float | None] = {}

    def plain(self, attributes: Mapping[str, str], suite: OpenSuite) -> TestCase:
        """A case as far as its attributes tell."""
        get = attributes.get
        classname, time = get("classname", ""), get("time", "")
        classname, file = self.class_and_file(classname)
        case = TestCase(
            name=self.name(get("name", "")),
            classname=classname,
            suite=suite.name,
            scope=suite.scope,
            file=suite.file or file,
            seconds=seconds_of(time),
        )
        if len(attributes) == 3 and classname and time:
            return case
        return self._unusual(case, attributes)

    def name(self, written: str) -> str:
        """A name as it is kept."""
        if written.isprintable() and len(written) <= 500:
            return written
        return name_text(written, self._caps.name)

    def class_and_file(self, written: str) -> tuple[str, str]:
        """A class as it is kept and the file it names; the same few come again and again."""
        if written in self._classes:
            return self._classes[written]
        if len(self._classes) > 10_000:
            self._classes.clear()
        name = name_text(written, self._caps.name)
        self._classes[written] = name, path_like(name)
        return self._classes[written]

    def seconds(self, written: Sequence[str]) -> list[float | None]:
        """Times as they are kept; rounded as they are written, the same come again and again."""
        try:
            return [*map(self._times.__getitem__, written)]
        except KeyError:
            if len(self._times) > 10_000:
                self._times.clear()
            self._times.update((text, seconds_of(text)) for text in {*written} - self._times.keys())
        return [*map(self._times.__getitem__, written)]

    def _unusual(self, case: TestCase, attributes: Mapping[str, str]) -> TestCase:
        """With the attributes that only some tools write."""
        if not attributes:
            return case
        status = attributes.get("status", "").lower()
        if status not in _STATUS:
            status = attributes.get("result", "").lower()
        return replace(
            case,
            classname=case.classname or name_text(attributes.get("class", ""), self._caps.name),
            file=file_of(attributes) or case.file,
            line=line_of(attributes),
            outcome=_STATUS.get(status, Outcome.PASSED),
            seconds=case.seconds or seconds_of(attributes.get("duration", "")) or case.seconds,
        )

    def detailed(self, found: OpenCase, suite: OpenSuite) -> TestCase:
        """A case with what its children tell: its worst result is its outcome."""
        case = self.plain(found.attributes, suite)
        if found.results is None and found.properties is None and not case.outcome.is_red:
            return case
        results = found.results or []
        own = [result for result in results if not result.role]
        worst = own[0] if len(own) == 1 else max(own, key=_rank, default=None)
        properties = found.properties or {}
        where = worst.attributes if worst else {}
        outcome = worst.outcome if worst else case.outcome
        is_red = outcome.is_red
        told = self._told(worst, own, case.name) if worst else ("", "", "")
        output = found.output.text() if is_red and found.output else ""
        last_words = output.strip().rpartition("\n")[2]
        case = TestCase(
            name=case.name,
            classname=case.classname,
            suite=case.suite,
            scope=case.scope,
            file=case.file or file_of(properties) or file_of(where),
            line=case.line or line_of(properties) or line_of(where),
            outcome=outcome,
            type=told[0],
            message=told[1] or clipped(last_words, 500),
            trace=told[2],
            seconds=case.seconds,
            output=self._spend(output, self._caps.output),
            stage=stage_of(where.get("message", "")) if is_red else Stage.CALL,
        )
        return case if len(own) == len(results) else replace(case, tries=self._tries(case, results))

    def _told(self, worst: OpenResult, own: list[OpenResult], test: str) -> tuple[str, str, str]:
        """Type, message and trace of the worst result; further ones follow in the trace."""
        same = own
        if len(own) > 1:
            same = [result for result in own if result.outcome.is_red == worst.outcome.is_red]
        trace = "\n\n".join(filter(None, map(_long_text, same)))
        return (
            name_text(worst.attributes.get("type", ""), 300),
            self._message(worst, test),
            self._spend(trace, self._caps.trace),
        )

    def _tries(self, case: TestCase, results: list[OpenResult]) -> tuple[Try, ...]:
        """Surefire writes further tries as children: red ones before a pass, or after a red one."""
        others = [result for result in results if result.role][: self._caps.tries]
        if not others:
            return ()
        last = case.as_try
        further = tuple(
            Try(
                outcome=result.outcome,
                type=name_text(result.attributes.get("type", ""), 300),
                message=self._message(result, case.name),
                trace=self._spend(result.body(), self._caps.trace),
                seconds=seconds_of(result.attributes.get("time", "")),
            )
            for result in others
        )
        return (last, *further) if case.outcome.is_red else (*further, last)

    def _message(self, result: OpenResult, test: str) -> str:
        """The short text. Skips have only their own words."""
        message = plain(clipped(result.attributes.get("message", ""), self._caps.message))
        body = result.body()
        text = short_text(message, body, test) if result.outcome.is_red else message or body
        return self._spend(text.strip(), self._caps.message)

    def _spend(self, text: str, limit: int) -> str:
        """The text as far as the caps allow."""
        text = clipped(text, limit if self._left > 0 else min(limit, self._caps.scant))
        self._left -= len(text)
        return text

    def alone(self, case: TestCase, suite: OpenSuite) -> TestCase:
        """The only case of a suite, whose output stands beside it, as Bazel writes it."""
        output = suite.output.text() if suite.output else ""
        if not output.strip() or case.output:
            return case
        is_bare = case.trace in ("", case.message) and _EXITED.fullmatch(case.message) is not None
        return replace(
            case,
            trace=self._spend(output, self._caps.trace) if is_bare else case.trace,
            output=self._spend(output, self._caps.output),
        )

    def crashed(self, suite: OpenSuite, message: str) -> TestCase:
        """A red case for a suite that is broken as a whole, though no test of it says so."""
        result = max(suite.results, key=_rank, default=None)
        told = self._told(result, suite.results, "") if result else ("", message, "")
        return TestCase(
            name=suite.name or "(the whole suite)",
            suite=suite.name,
            scope=suite.scope,
            file=suite.file,
            outcome=Outcome.ERROR,
            stage=Stage.SUITE,
            type=told[0],
            message=told[1] or message,
            trace=told[2],
            seconds=seconds_of(suite.attributes.get("time", "")),
        )


def is_quiet(status: str) -> bool:
    """Whether a status or result, as written, leaves it open how the test ended."""
    return status.lower() not in _STATUS


def _rank(result: OpenResult) -> int:
    """The worst result of a case is its outcome."""
    return _RANK[result.outcome]


def _long_text(result: OpenResult) -> str:
    """The body; where the message is all there is, that."""
    return result.body() or plain(clipped(result.attributes.get("message", ""), 4_000))
