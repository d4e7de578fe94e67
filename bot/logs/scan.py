"""Read one job log of any size and give its findings."""

from collections.abc import Sequence
from typing import BinaryIO

from bot.logs.choose import choose
from bot.logs.lines import read_pages
from bot.logs.outcome import LogName
from bot.logs.reading import Reading
from bot.logs.user_rules import UserRule, leads_of, user_table
from bot.model.finding import LogReading


def scan_log(
    stream: BinaryIO,
    path: str,
    *,
    job: str = "",
    user_rules: Sequence[UserRule] = (),
    failed: bool | None = None,
) -> LogReading:
    """Read `stream` to its end, once, in constant memory.

    `failed` says how the job ended when that is known; otherwise the log's own last lines decide.
    A log that ends well gives warnings at most. No byte sequence makes this raise.
    """
    rules = tuple(user_rules)
    reading = Reading(user_table(rules) if rules else None)
    lines = 0
    for page in read_pages(stream, leads_of(rules)):
        reading.read(page)
        lines += len(page.raws)
    if failed:
        reading.speak_for_silence()
    log = LogName(path=path, job=job, lines=lines)
    findings = choose(reading.book.settle(), reading.endings, failed, log)
    return LogReading(path=path, job=job, lines=lines, findings=findings)
