"""Masks of dates and clocks, in the ways logs write them."""

import re

from bot.triage.mask import Mask

_I = re.IGNORECASE
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_CLOCK = r"\d{1,2}:\d{2}:\d{2}(?:[.,]\d{1,9})?"
_LOOSE_CLOCK = r"\d{1,2}[:,]\d{2}[:,]\d{2}(?:[.,]\d{1,9})?"
_DAY = r"(?:\d{4}[-/]\d{1,2}[-/]\d{1,2}|\d{1,2}/\d{1,2}/\d{2,4})"
_ZONE = r"(?:\s?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})){0,2}(?![\w])"

TIMES: tuple[Mask, ...] = (
    Mask(
        "",
        re.compile(rf"^\s*\[?{_CLOCK}\]?\s+(?:INFO|WARNING|ERROR|DEBUG|CRITICAL)?\s*-?\s+", re.M),
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
        re.compile(r"(?<!\d)\d{4}/\d{6}(?:\.\d+)?(?!\d)"),
        "[0706/120312:WARN]",
        "[<time>:WARN]",
        needs="/",
    ),
    Mask(
        "time",
        re.compile(r"(?<!\d)20\d{6}[-_T]\d{4,6}(?:[.\d]*)Z?(?![\w])"),
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
)
