"""What Robot Framework puts into messages and times: HTML, merged results, tear-downs."""

import html
import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from msgspec.structs import replace

from bot.model.names import Outcome
from bot.model.report import TestCase, Try
from bot.reports.attributes import seconds_of

_BREAK = re.compile(r"(?i)<(?:br|hr|/p|/div|/tr|/li)\s*/?>\n?")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,500}>")
_MERGED = "Test has been re-executed and results merged."
_PART = re.compile(
    r"(?:New|Old) status: *(PASS|FAIL|SKIP)[ \t]*\n?(?:(?:New|Old) message: *)?"
    r"(.*?)(?=(?:New|Old) status:|\Z)",
    re.DOTALL,
)
_OUTCOMES = {"PASS": Outcome.PASSED, "FAIL": Outcome.FAILURE, "SKIP": Outcome.SKIPPED}
_TIME = re.compile(r"(\d{4})(\d\d)(\d\d) (\d\d):(\d\d):(\d\d)\.(\d{3})", re.ASCII)


def plain_message(text: str) -> str:
    """A message without its HTML.

    >>> plain_message("*HTML* <b>no</b> cart &amp; no till"), plain_message("a <b> c")
    ('no cart & no till', 'a <b> c')
    """
    if not text.startswith("*HTML*"):
        return text
    text = _BREAK.sub("\n", text.removeprefix("*HTML*"))
    return html.unescape(_TAG.sub("", text)).strip()


def tries_of(message: str, outcome: Outcome) -> tuple[Try, ...]:
    """The tries of a test that `rebot --merge` joined, oldest first; empty for any other test."""
    if _MERGED not in message:
        return ()
    parts = _PART.findall(plain_message(message))
    tries = [Try(outcome=_OUTCOMES[told], message=words.strip()) for told, words in parts[:50]]
    if len(tries) < 2 or tries[0].outcome is not outcome:
        return ()
    return tuple(reversed(tries))


def after_teardown(case: TestCase, outcome: Outcome, message: str, trace: str) -> TestCase:
    """A test of a suite whose tear-down failed or was skipped, as Robot shows it.

    A red test keeps its own words, a skipped one stays so.
    """
    if case.outcome.is_red or case.outcome is Outcome.SKIPPED:
        return case
    if outcome is Outcome.SKIPPED:
        words = f"Skipped in parent suite teardown:\n{message}"
        return replace(case, outcome=outcome, message=words[:4_000])
    words = (
        f"Parent suite teardown failed:\n{message.removeprefix('Suite teardown failed:').strip()}"
    )
    return replace(case, outcome=outcome, message=words[:4_000], trace=trace)


def seconds_of_status(status: Mapping[str, str]) -> float | None:
    """How long it took: `elapsed` since version 7, before it from begin to end.

    >>> seconds_of_status({"elapsed": "0.25"})
    0.25
    >>> seconds_of_status({"starttime": "20240131 23:59:59.500", "endtime": "20240201 00:00:01.000"})
    1.5
    """
    if "elapsed" in status:
        return seconds_of(status["elapsed"])
    start, end = _moment(status.get("starttime", "")), _moment(status.get("endtime", ""))
    if start is None or end is None or end < start:
        return None
    return (end - start) / timedelta(seconds=1)


def _moment(text: str) -> datetime | None:
    found = _TIME.fullmatch(text)
    if not found:
        return None
    year, month, day, hour, minute, second, milli = map(int, found.groups())
    try:
        return datetime(year, month, day, hour, minute, second, milli * 1000)  # noqa: DTZ001 local
    except ValueError:
        return None
