"""`gardener doctor` against a GitHub on a socket: a healthy App, and each thing that can be wrong."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import Bot, running
from bot.jobs.service.doctor.finding import Finding, summary, warn, wrong
from bot.verbs.demo import demo_environment
from bot.verbs.doctor import doctor
from bot.webhook.manifest import PERMISSIONS
from bot.webhook.routes import SUBSCRIBED
from tests.jobs.place import Place, place, red
from tests.postgres import postgres_server, postgres_url

__all__ = ["place", "postgres_server", "postgres_url"]

NEEDED = {name: level for name, level, _ in PERMISSIONS}


@pytest.fixture
async def bot(place: Place) -> AsyncIterator[Bot]:
    """A bot at work, whose App asks for exactly what it needs."""
    place.app.permissions = dict(NEEDED)
    place.installation.permissions = dict(NEEDED)
    place.app.events = [*SUBSCRIBED]
    async with running(place.settings, world=place.world) as started:
        place.github.deliver_to(place.app, f"{started.address}/webhook")
        await place.github.world.run(place.repo, jobs=[red()])
        await place.github.settle()
        yield started


class Report:
    """What the doctor said, by what it is about."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def of(self, level: str, about: str) -> str:
        """Everything of this level about one thing, with what to do."""
        found = [line for line in self.lines if line.split()[:2] == [level, about]]
        return "\n".join(found)


async def examined(place: Place, **env: str) -> tuple[bool, Report]:
    report = Report()
    folder = str(Path(place.settings.database_url.removeprefix("sqlite:///")).parent)
    given = demo_environment(place.github, place.app, folder) | env
    is_well = await doctor(say=report.lines.append, env=given, world=place.world)
    return is_well, report


async def test_healthy_bot_is_well(place: Place, bot: Bot) -> None:
    is_well, report = await examined(place)

    assert is_well, report.lines
    for about in (
        *("settings", "program", "disk", "database", "queue", "workers", "key", "clock"),
        *("permissions", "events", "installations", "webhook", "reachable", "deliveries"),
    ):
        assert report.of("ok", about), (about, report.lines)
    assert not [line for line in report.lines if line.startswith("wrong")]
    assert f"a bot answers at {bot.address}" in report.of("ok", "reachable")


async def test_doctor_changes_nothing_on_github_and_leaves_nothing_behind(
    place: Place, bot: Bot
) -> None:
    before = place.writes_on_github()
    await examined(place)

    assert place.writes_on_github() == before
    assert await place.on.storage.result(0, "doctor") is None


def lacks_permission(place: Place) -> None:
    place.app.permissions = {**NEEDED, "issues": "read"}


def has_more(place: Place) -> None:
    place.app.permissions = {**NEEDED, "contents": "write"}


def not_accepted(place: Place) -> None:
    place.installation.permissions = {n: v for n, v in NEEDED.items() if n != "checks"}


def lacks_event(place: Place) -> None:
    place.app.events.remove("issue_comment")


def is_suspended(place: Place) -> None:
    place.installation.suspended_at = place.github.clock()
    place.installation.suspended_by = "alice"


def is_nowhere(place: Place) -> None:
    place.installation.deleted = True


def has_no_hook(place: Place) -> None:
    place.app.hook_url = None


def has_a_hook_elsewhere(place: Place) -> None:
    place.app.hook_url = "http://127.0.0.1:1/hooks"


def has_no_secret(place: Place) -> None:
    place.app.webhook_secret = ""


def is_silent(place: Place) -> None:
    place.github.clock.advance(timedelta(days=4))


@pytest.mark.parametrize(
    "break_it, level, about, said",
    [
        pytest.param(
            lacks_permission, "wrong", "permissions", "missing: issues: write", id="a permission"
        ),
        pytest.param(
            has_more, "warn", "permissions", "more than is needed: contents: write", id="too much"
        ),
        pytest.param(
            not_accepted, "warn", "installations", "acme has not granted checks", id="not accepted"
        ),
        pytest.param(lacks_event, "wrong", "events", "missing: issue_comment", id="an event"),
        pytest.param(is_suspended, "warn", "installations", "suspended: acme", id="suspended"),
        pytest.param(is_nowhere, "warn", "installations", "none", id="installed nowhere"),
        pytest.param(has_no_hook, "wrong", "webhook", "no webhook URL", id="no webhook"),
        pytest.param(
            has_a_hook_elsewhere, "warn", "webhook", "not where deliveries are taken", id="a path"
        ),
        pytest.param(
            has_a_hook_elsewhere, "warn", "reachable", "does not answer from here", id="a port"
        ),
        pytest.param(has_no_secret, "wrong", "webhook", "has no secret", id="no secret"),
        pytest.param(is_silent, "warn", "deliveries", "nothing for three days", id="silence"),
    ],
)
async def test_each_fault_of_the_app_is_named_with_what_to_do(
    place: Place, bot: Bot, break_it: Callable[[Place], None], level: str, about: str, said: str
) -> None:
    break_it(place)
    is_well, report = await examined(place, WEBHOOK_SECRET="one of the server, long enough")

    assert said in report.of(level, about), report.lines
    assert "-> " in report.of(level, about)
    assert is_well is (level == "warn"), report.lines


async def test_secret_that_differs_shows_in_what_github_saw(place: Place, bot: Bot) -> None:
    place.app.webhook_secret = "another one than the server's"
    await place.github.world.run(place.repo, jobs=[red()])
    await place.github.settle()

    is_well, report = await examined(place, WEBHOOK_SECRET="that of the server, long enough")

    assert not is_well
    assert "failed with 401" in report.of("wrong", "deliveries")
    assert "WEBHOOK_SECRET here is not the secret" in report.of("wrong", "deliveries")


@pytest.mark.parametrize("off", [timedelta(minutes=5), -timedelta(minutes=20)])
async def test_clock_that_is_wrong_is_named_and_not_the_key(
    place: Place, bot: Bot, off: timedelta
) -> None:
    place.github.expect_violation("'Issued at'|'Expiration time'")
    world = place.world
    place.world = replace(world, clock=lambda: world.clock() + off)

    is_well, report = await examined(place)

    assert not is_well
    where = "ahead of" if off > timedelta() else "behind"
    assert f"{abs(off.total_seconds()):.0f} s {where} GitHub" in report.of("wrong", "clock")
    assert report.of("wrong", "key") == ""


async def test_key_of_another_app_is_named(place: Place, bot: Bot) -> None:
    place.github.expect_violation("could not be decoded|registered App")
    is_well, report = await examined(place, APP_ID="987654")

    assert not is_well
    assert "does not know this key" in report.of("wrong", "key")
    assert report.of("ok", "permissions") == ""


async def test_github_that_does_not_answer_is_named(place: Place, bot: Bot) -> None:
    is_well, report = await examined(place, GITHUB_API_URL="http://127.0.0.1:1")

    assert not is_well
    assert "GITHUB_API_URL" in report.of("wrong", "key")


async def test_settings_are_looked_at_before_anything_is_asked(place: Place, bot: Bot) -> None:
    asked = len(place.github.requests)
    is_well, report = await examined(place, APP_ID="me", WEBHOOK_SECRET="", PRIVATE_KEY="x")

    assert not is_well
    assert [line.split()[2] for line in report.lines[:3]] == [
        "APP_ID",
        "PRIVATE_KEY",
        "WEBHOOK_SECRET",
    ]
    assert len(place.github.requests) == asked


async def test_settings_that_work_but_are_odd_are_warned_of(place: Place, bot: Bot) -> None:
    is_well, report = await examined(place, WEBHOOK_SECRET="short", GARDENER_DRY_RUN="true")

    assert "shorter than 16" in report.of("warn", "settings")
    assert "nothing is written to GitHub" in report.of("warn", "settings")
    assert is_well


async def test_database_of_before_the_first_start_is_no_fault(place: Place, tmp_path: Path) -> None:
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    _, report = await examined(place, DATABASE_URL=f"sqlite:///{fresh}/gardener.db")

    assert "not there yet" in report.of("warn", "database")
    assert list(fresh.iterdir()) == []


async def test_missing_folder_of_the_database_is_wrong(place: Place) -> None:
    is_well, report = await examined(place, DATABASE_URL="sqlite:////nowhere/at/all/gardener.db")

    assert not is_well
    assert "there is no folder /nowhere/at/all" in report.of("wrong", "database")


async def test_bot_that_was_stopped_is_missed_on_its_queue(place: Place) -> None:
    async with running(place.settings, world=place.world):
        pass
    _, report = await examined(place)

    assert "nobody works on the queue" in report.of("warn", "workers")
    assert report.of("ok", "database")


async def test_postgres_and_its_workers_are_looked_at(place: Place, postgres_url: str) -> None:
    settings = place.settings.model_copy(update={"database_url": postgres_url})
    _, before = await examined(place, DATABASE_URL=postgres_url)
    async with running(settings, world=place.world):
        _, report = await examined(place, DATABASE_URL=postgres_url)

    assert "no tables yet" in before.of("warn", "database")
    assert "PostgreSQL 1" in report.of("ok", "database")
    assert report.of("ok", "workers").endswith("1 at work")


async def test_postgres_that_does_not_answer_is_named_without_its_password(place: Place) -> None:
    hidden = "hunter2"
    url = f"postgresql://gardener:{hidden}@127.0.0.1:1/gardener"
    is_well, report = await examined(place, DATABASE_URL=url)

    assert not is_well
    assert "check DATABASE_URL" in report.of("wrong", "database")
    assert hidden not in "\n".join(report.lines)


@pytest.mark.parametrize(
    "findings, said",
    [
        pytest.param([], "Everything is as it should be.", id="well"),
        pytest.param([warn("a", "b", "c")], "1 to look at.", id="odd"),
        pytest.param(
            [warn("a", "b", "c"), wrong("a", "b", "c")],
            "1 wrong, 1 to look at: the bot cannot work like this.",
            id="broken",
        ),
    ],
)
def test_last_line_sums_up(findings: list[Finding], said: str) -> None:
    assert summary(findings) == said
