"""Read a log the plain way: every line is looked at, pages are as small as one likes."""

from io import BytesIO

from bot.logs.choose import choose
from bot.logs.leads import Leads
from bot.logs.lines import CHUNK, clean, read_pages
from bot.logs.outcome import LogName
from bot.logs.reading import Reading
from bot.logs.user_rules import UserRule, leads_of, user_table
from bot.model.finding import Finding

BLIND = Leads.blind()


def read_by(
    data: bytes, leads: Leads | None, *, size: int = CHUNK, users: tuple[UserRule, ...] = ()
) -> tuple[Finding, ...]:
    """The findings in a failed log, led by `leads`, or by the usual ones."""
    reading = Reading(user_table(users) if users else None)
    lines = 0
    for page in read_pages(BytesIO(data), leads or leads_of(users), size):
        reading.read(page)
        lines += len(page.raws)
    reading.speak_for_silence()
    log = LogName(path="job.log", job="", lines=lines)
    return choose(reading.book.settle(), reading.endings, True, log)


def plain_lines(data: bytes) -> list[str]:
    """The clean text of every line."""
    return [clean(raw.replace(b"\0", b"")[:4096])[0][:500] for raw in data.split(b"\n")]
