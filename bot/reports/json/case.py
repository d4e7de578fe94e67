"""The TestCase of a JSON result: bounded texts, the parts of an error, names that are not unique."""

import re
from dataclasses import dataclass

from msgspec.structs import replace

from bot.model.names import Outcome
from bot.model.report import TestCase, Try
from bot.reports.caps import Caps
from bot.reports.text import name_text, plain
from bot.reports.texts import Texts, type_of

PASSED, SKIPPED, FAILURE, ERROR = (
    Outcome.PASSED,
    Outcome.SKIPPED,
    Outcome.FAILURE,
    Outcome.ERROR,
)
WHOLE_RUN = "(the whole run)"
"""Names the case of what belongs to no test and no file."""

NAMES = 300_000
"""How many names are watched for others like them: more than cases are kept."""

_FRAME = re.compile(
    r"^(?: {2,}|\t)at |^[^\S\n]*+at .*:\d+:\d+\)?$|^\S+:\d+:in [`']|^ +File \".*\", line \d+",
    re.MULTILINE,
)
_RUBY_TYPE = re.compile(r" \(([A-Z]\w*(?:::[A-Z]\w*)*)\)$", re.MULTILINE)


class Fitter:
    """Makes test cases keep to the caps of one report."""

    def __init__(self, caps: Caps) -> None:
        self._tries = caps.tries
        self._texts = Texts(caps)

    def fit(self, case: TestCase) -> TestCase:
        """The case with plain texts that are short enough; of a green one without its trace."""
        texts, is_red = self._texts, case.outcome.is_red
        if case.outcome is PASSED and not case.tries and not case.message:
            return TestCase(
                name=texts.name(case.name),
                classname=texts.name(case.classname),
                suite=case.suite and texts.name(case.suite),
                scope=case.scope and texts.name(case.scope),
                file=case.file and name_text(case.file, 1000),
                line=case.line,
                seconds=case.seconds,
            )
        return TestCase(
            name=texts.name(case.name),
            classname=texts.name(case.classname),
            suite=texts.name(case.suite),
            scope=texts.name(case.scope),
            file=name_text(case.file, 1000),
            line=case.line,
            outcome=case.outcome,
            type=name_text(case.type, 300) if is_red else "",
            message=texts.message(case.message) if case.message else "",
            trace=texts.trace(case.trace) if is_red else "",
            seconds=case.seconds,
            output=texts.output(case.output) if is_red and case.output else "",
            tries=tuple(self._try(one) for one in case.tries[-self._tries :]),
        )

    def _try(self, one: Try) -> Try:
        return replace(
            one,
            type=name_text(one.type, 300),
            message=self._texts.message(one.message),
            trace=self._texts.trace(one.trace),
        )


def unknown_status(status: str, name: str) -> str:
    """The problem of a status that this format is not known to have."""
    told = f"the unknown status `{name_text(status, 60)}`" if status else "no status"
    return f"gives {told} to `{name_text(name, 100)}`, which was counted as skipped"


def contradiction(claimed: int, red: int) -> list[str]:
    """The problem of a report that counts failures and shows none."""
    if not claimed or red:
        return []
    return [f"counts {claimed} failures, but shows no test as failed"]


@dataclass(frozen=True, slots=True)
class Told:
    """What a tool says of an error."""

    type: str = ""
    message: str = ""
    trace: str = ""


def told(message: str, trace: str = "", type: str = "") -> Told:
    r"""Tell type, message and trace apart; any of them may be missing.

    >>> told("", "TypeError: no cart\n    at pay (src/pay.js:3:1)").message
    'TypeError: no cart'
    """
    if not message and not trace:
        return Told(type)
    message, trace = plain(message).strip(), plain(trace).strip("\n").rstrip()
    head = _before_frames(message) or _before_frames(trace) or message
    ruby = None if type else _RUBY_TYPE.search(head)
    type = type or type_of(head) or type_of(trace) or (ruby[1] if ruby else "")
    if message and head not in trace:
        trace = f"{message}\n{trace}".rstrip()
    return Told(type, head, trace)


def _before_frames(text: str) -> str:
    frame = _FRAME.search(text)
    return (text[: frame.start()] if frame else text).strip()


def lost_tries(number: int, last: TestCase) -> tuple[Try, ...]:
    """The tries of a test that is known to have failed so often before, in lost words."""
    if number < 1:
        return ()
    red = [Try(outcome=FAILURE)] * min(number, 50)
    return (*red, Try(outcome=last.outcome, message=last.message, trace=last.trace))


def name_behind(full: str, title: str) -> str:
    """What a full title says before the title itself.

    >>> name_behind("cart in the cellar sees", "sees")
    'cart in the cellar'
    """
    return full.removesuffix(title).strip() if title and full != title else ""


class Namesakes:
    """Tells tests of one name apart where the tool never lists a test twice."""

    def __init__(self) -> None:
        self._seen: dict[int, int] = {}

    def scope(self, *names: str) -> str:
        """Empty for the first of a name, `#2` for the second."""
        key = hash(names)
        number = self._seen.get(key, 0) + 1
        if number > 1 or len(self._seen) < NAMES:
            self._seen[key] = number
        return f"#{number}" if number > 1 else ""
