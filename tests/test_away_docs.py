"""docs/operations.md says of catching up what the code does."""

import re
from datetime import timedelta
from pathlib import Path

from bot.cli import operating
from bot.jobs.allowed import NEEDED
from bot.jobs.catching_up import redeliver, sweep
from bot.jobs.queue.heart import DEATHS
from bot.jobs.queue.retry import BACKOFF
from bot.webhook.manifest import PERMISSIONS

TEXT = (Path(__file__).resolve().parent.parent / "docs/operations.md").read_text()
SECTION = TEXT.partition("## When the bot was away")[2].partition("\n## ")[0]


def span(value: timedelta) -> str:
    """As the table writes it."""
    minutes = int(value.total_seconds()) // 60
    if minutes % 1440 == 0:
        return f"{minutes // 1440} d"
    return f"{minutes // 60} h" if minutes % 60 == 0 else f"{minutes} min"


def test_table_of_bounds_is_what_the_code_holds_to() -> None:
    said = re.findall(r"^\| (.+?) \| (\S.*?) \|$", SECTION.partition("on GitHub")[0], re.MULTILINE)

    assert [value for _, value in said[1:]] == [
        span(sweep.EVERY),
        span(sweep.AT_START),
        span(sweep.CATCH_UP),
        span(sweep.OVERLAP),
        span(sweep.QUIET_EVERY),
        f"{sweep.MOST_REPOSITORIES:,}",
        f"{sweep.RESERVE:.0%}".replace("%", " %"),
        f"{redeliver.MOST}",
        f"{redeliver.TRIES}",
    ]
    assert f"without a run for {span(sweep.QUIET_AFTER)}" in SECTION
    assert f"at most {operating.FARTHEST.days}d" in SECTION


def test_waits_of_a_job_are_those_of_the_queue() -> None:
    first, *others, last = BACKOFF
    words = ", ".join(f"{w.seconds // 60}" for w in others)

    assert f"{first.seconds} s, {words} and {last.seconds // 60} minutes" in " ".join(
        SECTION.split()
    )


def test_deaths_after_which_a_job_is_given_up_are_those_of_the_queue() -> None:
    assert f"the process died {DEATHS} times is given up" in " ".join(SECTION.split())


def test_every_permission_that_may_be_missing_is_described_and_asked_for() -> None:
    asked = {name: level for name, level, _ in PERMISSIONS}

    assert asked == {**NEEDED, "metadata": "read"}
    for name, level in NEEDED.items():
        assert f"| `{name}: {level}` taken away |" in SECTION
