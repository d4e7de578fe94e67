"""A backup is taken while the bot works, and one that is too old opens nothing a second time."""

import sqlite3
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bot.app import running, toolbox
from bot.errors import UserError
from bot.jobs.toolbox import Toolbox
from bot.render.marker import issue_marker, marked_fingerprints
from bot.storage.backup import back_up
from tests.jobs.place import PRICE, Place, place, red
from tests.postgres import postgres_server, postgres_url

__all__ = ["place", "postgres_server", "postgres_url"]

LATER = "ValueError: the basket is empty"


MANY = 250


@asynccontextmanager
async def restored(place: Place, database_url: str) -> AsyncIterator[Toolbox]:
    """A bot that starts on a database as it was."""
    settings = place.settings.model_copy(update={"database_url": database_url})
    async with toolbox(settings, place.metrics, place.world) as on:
        yield on


def causes(place: Place) -> int:
    """How many issues the bot opened; no two of them are about the same cause."""
    found = [fingerprint for i in place.kept for fingerprint in marked_fingerprints(i.body)]
    assert len(found) == len(set(found))
    return len(place.kept)


async def test_older_backup_opens_no_second_issue_and_goes_on_with_the_first(
    place: Place, tmp_path: Path
) -> None:
    await place.ci(red(PRICE))
    copied = list(back_up(place.settings, tmp_path / "copy"))
    await place.ci(red(PRICE, LATER))
    assert causes(place) == 2

    async with restored(place, f"sqlite:///{tmp_path}/copy/gardener.db") as on:
        await place.ci(red(PRICE, LATER), on=on)
        await place.ci(red(PRICE, LATER), on=on)
        later = place.kept[1]
        known = await on.storage.issue(place.repo.id, later.number)

    assert len(copied) == 1  # no queue in this place
    assert causes(place) == 2
    assert known is not None
    assert known.occurrences
    assert later.state == "open"


@pytest.mark.parametrize("has_label", [True, False], ids=["labelled", "label taken off"])
@pytest.mark.parametrize("backup", ["of a week ago", "none"])
async def test_restored_bot_finds_its_open_issue_among_250_newer_ones(
    place: Place, tmp_path: Path, backup: str, has_label: bool
) -> None:
    list(back_up(place.settings, tmp_path / "copy"))
    await place.ci(red(PRICE))
    ours = place.issue
    if not has_label:
        ours.labels.clear()
    for n in range(MANY):  # each is newer, and changed later
        place.github.clock.advance(timedelta(minutes=30))
        marker = issue_marker([f"1:{n:016x}"])
        other = await place.github.world.open_issue(
            place.repo, body=f"{marker}\nbody", labels=["test-gardener"] if n % 2 else []
        )
        other.user = ours.user
    place.told()
    url = f"sqlite:///{tmp_path}/copy/gardener.db" if backup != "none" else _empty(tmp_path)
    async with restored(place, url) as on:
        await place.ci(red(PRICE), on=on)
        known = await on.storage.issue(place.repo.id, ours.number)
        before = len(place.kept)
        await place.ci(red(PRICE, LATER), on=on)

    assert known is not None
    assert before == MANY + 1
    assert causes(place) == MANY + 2
    assert [i.number for i in place.kept if PRICE in (i.body or "")] == [ours.number]


async def test_looking_for_what_was_forgotten_costs_one_request_in_ten_minutes(
    place: Place,
) -> None:
    def looked() -> int:
        asked = (r for r in place.github.requests if r.query.get("sort") == "created")
        return sum(r.path.endswith("/issues") for r in asked)

    await place.ci(red(PRICE))
    first = looked()
    await place.ci(red(PRICE))
    await place.ci(red(PRICE, LATER, "TypeError: 'cart' is None"))

    assert len(place.kept) == 3
    assert (first, looked()) == (1, 1)


def _empty(folder: Path) -> str:
    return f"sqlite:///{folder}/empty.db"


async def test_issue_that_a_person_wrote_with_our_marker_is_not_taken_for_ours(
    place: Place, tmp_path: Path
) -> None:
    await place.ci(red(PRICE))
    list(back_up(place.settings, tmp_path / "copy"))
    await place.ci(red(PRICE, LATER))
    forged = place.kept[1]
    forged.user = "reader"

    async with restored(place, f"sqlite:///{tmp_path}/copy/gardener.db") as on:
        await place.ci(red(PRICE, LATER), on=on)

    assert causes(place) == 2
    assert forged not in place.kept


async def test_dump_of_postgres_restored_opens_no_second_issue(
    place: Place, postgres_url: str, postgres_server: str, tmp_path: Path
) -> None:
    dump, name = tmp_path / "gardener.dump", urlsplit(postgres_url).path.lstrip("/")
    async with restored(place, postgres_url) as on:
        await place.ci(red(PRICE), on=on)
        _run("pg_dump", "--format=custom", f"--file={dump}", postgres_url)
        await place.ci(red(PRICE, LATER), on=on)
    _run("createdb", f"--maintenance-db={postgres_server}/postgres", f"{name}_again")
    again = f"{postgres_server}/{name}_again"
    _run("pg_restore", "--no-owner", f"--dbname={again}", str(dump))
    async with restored(place, again) as on:
        await place.ci(red(PRICE, LATER), on=on)

    assert causes(place) == 2


def _run(program: str, *arguments: str) -> None:
    folder = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), Path())
    found = folder / program
    subprocess.run([found if found.exists() else program, *arguments], check=True)


async def test_copy_of_a_bot_at_work_is_whole_and_holds_its_queue(
    place: Place, tmp_path: Path
) -> None:
    async with running(place.settings, work=False, world=place.world) as bot:
        place.github.deliver_to(place.app, f"{bot.address}/webhook")
        await place.github.world.run(place.repo, jobs=[red()])
        await place.github.settle()
        said = list(back_up(place.settings, tmp_path / "a" / "copy"))
    url = f"sqlite:///{tmp_path}/a/copy/gardener.db"
    copy = replace(place, settings=place.settings.model_copy(update={"database_url": url}))
    async with running(copy.settings, work=False, world=place.world) as bot:
        jobs = await bot.engine.jobs()

    assert [line.split(" -> ")[0].rpartition("/")[2] for line in said] == [
        "gardener-queue.db",
        "gardener.db",
    ]
    assert [(job.kind, job.state) for job in jobs] == [("analyze_run", "queued")]
    with sqlite3.connect(tmp_path / "a" / "copy" / "gardener.db") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


async def test_backup_never_writes_over_another(place: Place, tmp_path: Path) -> None:
    list(back_up(place.settings, tmp_path / "copy"))
    before = {path: path.read_bytes() for path in (tmp_path / "copy").iterdir()}

    with pytest.raises(UserError, match=r"is there already: name another folder"):
        list(back_up(place.settings, tmp_path / "copy"))
    assert {path: path.read_bytes() for path in (tmp_path / "copy").iterdir()} == before


def test_postgres_is_left_to_its_own_tools(place: Place, tmp_path: Path) -> None:
    update = {"database_url": "postgresql://gardener:secret@db/gardener"}
    with pytest.raises(UserError, match="pg_dump") as told:
        list(back_up(place.settings.model_copy(update=update), tmp_path))
    assert "secret" not in str(told.value)


def test_database_that_is_not_there_is_a_sentence(place: Place, tmp_path: Path) -> None:
    update = {"database_url": f"sqlite:///{tmp_path}/none.db"}
    with pytest.raises(UserError, match=r"there is no .*none.db: nothing was copied"):
        list(back_up(place.settings.model_copy(update=update), tmp_path / "copy"))
    assert not (tmp_path / "copy").exists()
