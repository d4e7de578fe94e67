"""Masks of dates and clocks, in the ways logs write them."""

import re

from bot.triage.masks.row import Mask

_I = re.IGNORECASE
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_CLOCK = r"\d{1,2}:\d{2}:\d{2}(?:[.,]\d{1,9})?"
_LOOSE_CLOCK = r"\d{1,2}[:,_]\d{2}[:,_]\d{2}(?:[.,_]\d{1,9})?"
_DAY = r"(?:\d{4}[-/]\d{1,2}[-/]\d{1,2}|\d{1,2}/\d{1,2}/\d{2,4})"
_ZONE = r"(?:\s?(?:[AP]M|Z|UTC|GMT|[+-]\d{2}:?\d{2})){0,2}(?![\w])"

TIMES: tuple[Mask, ...] = (
    Mask(
        "",
        re.compile(
            rf"^[ \t]*\[?{_CLOCK}\]?\s+(?:INFO|WARNING|ERROR|DEBUG|CRITICAL)?\s*-?\s+", re.M
        ),
        "12:01:55  WARNING -  disk gone",
        "disk gone",
        needs=":",
    ),
    Mask(
        "time",
        re.compile(
            rf"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{{0,6}},?\s+)?\d{{1,2}}[ -]{_MONTH}[ -]\d{{4}}"
            rf"(?:[ T]{_CLOCK}{_ZONE})?",
            _I,
        ),
        "due Mon, 12 January 2017 11:34:35 UTC",
        "due <time>",
        needs=" ",
    ),
    Mask(
        "time",
        re.compile(
            rf"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{{0,6}},?\s+)?\b{_MONTH}\s+\d{{1,2}}(?:,?\s\d{{4}})?"
            rf"\s+{_CLOCK}(?:\s\d{{4}})?{_ZONE}",
            _I,
        ),
        "at Tue Mar 13 01:04:05 2018 it fell",
        "at <time> it fell",
        needs=":",
    ),
    Mask(
        "time",
        re.compile(rf"(?<![\d.]){_DAY}(?:[T_ ]{{1,2}}{_LOOSE_CLOCK})?{_ZONE}"),
        "since 2025-09-14T10:00:00.123Z",
        "since <time>",
    ),
    Mask(
        "time",
        re.compile(rf"\b{_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}\b", _I),
        "no rate for March 4th, 2025",
        "no rate for <time>",
        needs=" ",
    ),
    Mask(
        "time",
        re.compile(
            rf"(?<![\d.])\d{{1,2}}\.\d{{1,2}}\.(?:19|20)\d{{2}}(?:,? \d{{1,2}}:\d{{2}}(?::\d{{2}})?)?{_ZONE}"
        ),
        "report of 04.03.2025 10:11 is missing",
        "report of <time> is missing",
        needs=".",
    ),
    Mask(
        "time",
        re.compile(
            r"(?<!\d)\d{1,2}[- ](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[- ]\d{2}(?!\d)",
            _I,
        ),
        "04-MAR-25 is no working day",
        "<time> is no working day",
    ),
    Mask(
        "time",
        re.compile(rf"\b\d{{1,2}}/{_MONTH}/\d{{4}}(?::{_CLOCK})?{_ZONE}", _I),
        "[30/Jun/2024:10:00:00 +0000] gone",
        "[<time>] gone",
        needs="/",
    ),
    Mask(
        "time",
        re.compile(
            rf"(?<!\w)(?P<v>[IWEF]\d{{4}} {_CLOCK}\s{{1,8}}\d{{1,7}})(?= [\w.-]{{1,80}}:\d)"
        ),
        "W0501 10:00:01.123456    4412 reflector.go:324] gone",
        "<time> reflector.go:<line>] gone",
        needs=":",
    ),
    Mask(
        "time",
        re.compile(r"(?<!\d)\d{4}/\d{6}(?:\.\d+)?(?!\d)"),
        "[0706/120312:WARN]",
        "[<time>:WARN]",
        needs="/",
    ),
    Mask(
        "time",
        re.compile(r"(?<!\d)20\d{6}[-_T]\d{4,6}(?:[.\d]{0,12})Z?(?![\w])"),
        "run 20250914-101500",
        "run <time>",
        needs="20",
    ),
    Mask(
        "time",
        re.compile(rf"(?<![\d:.-])(?:{_CLOCK}){_ZONE}(?![:\d])"),
        "[11:51:29.334] x",
        "[<time>] x",
        needs=":",
    ),
    Mask(
        "",
        re.compile(
            r"(?<=<time> )\[[\w .:#$-]{1,60}\][ \t]{1,3}(?=(?:ERROR|WARN|INFO|FATAL|DEBUG|SEVERE)\b)"
        ),
        "10:11:12.331 [Test worker] ERROR shop.Boot - gone",
        "<time> ERROR shop.Boot - gone",
        needs="<time> [",
    ),
)
