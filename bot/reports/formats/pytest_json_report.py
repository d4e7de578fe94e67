"""The JSON of pytest-json-report, after the section "Format" of its manual."""

import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from msgspec.structs import replace

from bot.model.names import Outcome, Stage
from bot.model.report import TestCase
from bot.reports.caps import Caps, Item
from bot.reports.dialects.pytest_nodes import STAGES, node_names
from bot.reports.json.case import (
    ERROR,
    FAILURE,
    PASSED,
    SKIPPED,
    WHOLE_RUN,
    Told,
    lost_tries,
    unknown_status,
)
from bot.reports.json.read import read_json
from bot.reports.json.sniff import has_keys
from bot.reports.json.values import Record
from bot.reports.json.walk import Dialect
from bot.reports.texts import type_of
from bot.reports.wording import short_text

_OUTCOMES = {
    "passed": PASSED,
    "xpassed": PASSED,
    "skipped": SKIPPED,
    "xfailed": SKIPPED,
    "failed": FAILURE,
    "error": ERROR,
    "rerun": PASSED,  # until a stage says otherwise
}
_STAGES = ("call", "setup", "teardown")
_SKIP_REASON = re.compile(r"""\d, ["'](?:Skipped: )?""")
_EXITS = {1: "failed tests", 2: "an interruption", 3: "an internal error", 4: "wrong usage"}

sniff = has_keys("created exitcode root", "created exitcode tests", "created exitcode collectors")


class PytestJson(Dialect):
    """Tests with their stages, and collectors, of which only those count that did not pass."""

    results = frozenset({"tests", "collectors"})
    wanted = frozenset({"tests", "collectors"})
    useless = frozenset({"keywords", "result", "metadata", "environment", "traceback", "log"})

    def result(self, record: Record) -> Iterable[Item]:
        """A test, or what could not be collected."""
        said = record.text("outcome")
        if record.key == "collectors":
            if said in ("failed", "error"):
                yield self.fit(_collector(record, ERROR))
            elif said == "skipped":
                yield self.fit(_collector(record, SKIPPED))
            return
        case = _case(record, _outcome(record, said))
        yield self.fit(case)
        if said not in _OUTCOMES:
            yield unknown_status(said, case.name)

    def end(self, around: Record) -> Iterable[Item]:
        """The exit code must not contradict the tests."""
        code = around.count("exitcode")
        if code in _EXITS and not self.reds:
            yield f"says that pytest ended with {_EXITS[code]} (exit code {code}), but shows no test as failed"


def _outcome(record: Record, said: str) -> Outcome:
    """The stages tell a failed test from one whose fixtures failed."""
    outcome = _OUTCOMES.get(said, SKIPPED)
    if said in ("failed", "error", "rerun"):
        for stage in _STAGES:
            if record.record(stage).text("outcome") == "failed":
                return FAILURE if stage == "call" else ERROR
    return outcome


def _stage(record: Record) -> Stage:
    """The first stage that failed."""
    failed = (one for one in _STAGES if record.record(one).text("outcome") == "failed")
    return STAGES.get(next(failed, ""), Stage.CALL)


def _case(record: Record, outcome: Outcome) -> TestCase:
    file, classname, name = node_names(record.text("nodeid"))
    stages = [record.record(stage) for stage in ("setup", "call", "teardown")]
    lineno = record.number("lineno")
    words = _told(record, outcome, name)
    case = TestCase(
        name=name,
        classname=classname,
        file=file,
        line=int(lineno) + 1 if lineno is not None and lineno < 1e9 else None,
        outcome=outcome,
        type=words.type,
        message=words.message,
        trace=words.trace,
        seconds=_sum([stage.number("duration") for stage in stages]),
        output="".join(stage.text(key) for stage in stages for key in ("stdout", "stderr")),
        stage=_stage(record) if outcome.is_red else Stage.CALL,
    )
    tries = lost_tries(1, case) if record.text("outcome") == "rerun" else ()
    return replace(case, tries=tries) if tries else case


def _told(record: Record, outcome: Outcome, name: str) -> Told:
    """What the decisive stages say: all traces, and the crash of the first."""
    if outcome is SKIPPED:
        longrepr = "".join(record.record(stage).text("longrepr") for stage in ("setup", "call"))
        return Told(message=_reason(longrepr))
    failed = [record.record(stage) for stage in _STAGES]
    failed = [stage for stage in failed if stage.text("outcome") == "failed"]
    if not outcome.is_red or not failed:
        return Told()
    body = "\n\n".join(stage.text("longrepr") for stage in failed)
    message = short_text(
        failed[0].record("crash").text("message"), failed[0].text("longrepr"), name
    )
    return Told(type_of(message), message, body or message)


def _collector(record: Record, outcome: Outcome) -> TestCase:
    """A module that could not be collected, named as pytest's JUnit report names it."""
    file, classname, name = node_names(record.text("nodeid"))
    body = record.text("longrepr")
    reason = _reason(body) if outcome is SKIPPED else ""
    message = reason or short_text("", body, name)
    return TestCase(
        name=f"{classname}.{name}".strip(".") or WHOLE_RUN,
        file=file,
        outcome=outcome,
        type=type_of(message),
        message=message,
        trace=body,
        stage=Stage.COLLECTION,
    )


def _reason(longrepr: str) -> str:
    """Why it was skipped, out of the tuple of file, line and reason that pytest shows as text."""
    found = _SKIP_REASON.search(longrepr) if longrepr.endswith(("')", '")')) else None
    return longrepr[found.end() : -2] if found else ""


def _sum(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def read(stream: BinaryIO, caps: Caps) -> Iterator[Item]:
    """Every test and every broken collector as it is written."""
    return read_json(stream, caps, PytestJson(caps))
