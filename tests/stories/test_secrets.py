"""A run whose every text leaks secrets: none of them is stored, logged, counted or written to GitHub."""

import asyncio
import json
import logging
import random
import re
import sys
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest
import structlog
from typer.testing import CliRunner

from bench.secret_cases import NAMED, TOKENS
from bot.app import Bot, configure_logging, running
from bot.cli.main import gardener
from bot.demo.github.world.runs import JobScript
from bot.render.worklog import worklog_markdown
from tests.jobs.place import CONFIG, Place, junit, place

__all__ = ["place"]

DICE = random.Random(7)
SECRETS = {kind: make(DICE) for kind, make in TOKENS.items()}
NAMED_SECRETS = {kind: (text, make(DICE)) for kind, (text, make) in NAMED.items()}


def kernel(secret: str) -> str:
    """A piece that nothing but the secret holds."""
    body = secret.split("@")[0].rpartition(":")[2] if "://" in secret and "@" in secret else secret
    return body.removesuffix("%3D").removesuffix("==")[-10:]


CANARIES = {
    **{kind: kernel(secret) for kind, secret in SECRETS.items()},
    **{kind: secret for kind, (_, secret) in NAMED_SECRETS.items()},
}
NAMES = ("GitHub, personal", "npm", "Slack bot", "Stripe", "Hugging Face", "GitLab")
LINES = [
    *(f"{kind} was refused: {secret}" for kind, secret in SECRETS.items()),
    *(text.format(secret) for text, secret in NAMED_SECRETS.values()),
]


# The App's JWT, and the tokens that it is given for it.
TOKEN_OF_THE_APP = re.compile(r"eyJ[\w\-]{20}|ghs_[A-Za-z0-9]{20}|ghs_\d+_eyJ")


def leaks(text: str) -> list[str]:
    """Which of the secrets are in a text."""
    return [kind for kind, canary in CANARIES.items() if canary in text]


def leaking_job() -> JobScript:
    """Tests with secrets in messages, names and parameters; a log with all of them."""
    share = [LINES[n::8] for n in range(8)]
    tests = {
        f"test_{n}[{SECRETS[NAMES[n % len(NAMES)]]}]": "\n".join(["KeyError: 'price'", *some])
        for n, some in enumerate(share)
    }
    files = {
        f"tests/test_area{n}.py": {name: f"Fault{n}Error: {said}", "test_fine": ""}
        for n, (name, said) in enumerate(tests.items())
    }
    reports = {f"{n}.xml": junit(found, file=file) for n, (file, found) in enumerate(files.items())}
    log = "\n".join([*LINES, f"Error: cannot log in with {SECRETS['npm']}", "##[error]exit code 1"])
    return JobScript(
        f"build {SECRETS['GitHub, personal']}",
        log=f"{log}\n",
        artifacts={f"report-{SECRETS['npm']}": reports},
        failed_steps=(f"login {SECRETS['Stripe']}",),
    )


@pytest.fixture
def log(place: Place, tmp_path: Path) -> Iterator[Path]:
    """What the process logs at debug level, in a file."""
    path, root = tmp_path / "bot.log", logging.getLogger()
    handlers, last_words = list(root.handlers), sys.excepthook
    wanted = {"log_level": "debug", "log_format": "json"}
    configure_logging(place.settings.model_copy(update=wanted))
    with path.open("w") as stream:
        structlog.configure(logger_factory=structlog.PrintLoggerFactory(stream))
        yield path
    structlog.reset_defaults()
    root.handlers, sys.excepthook = handlers, last_words


@pytest.fixture
async def bot(place: Place, log: Path) -> AsyncIterator[Bot]:
    del log
    async with running(place.settings, world=place.world) as started:
        place.github.deliver_to(place.app, f"{started.address}/webhook")
        yield started


async def idle(place: Place, bot: Bot) -> None:
    """Wait until every webhook was taken and its job done."""
    await place.github.settle()
    async with asyncio.timeout(60):
        while (await bot.engine.depth())[0]:  # noqa: ASYNC110 - the queue is a database
            await asyncio.sleep(0.02)


async def page(bot: Bot, path: str) -> str:
    async with aiohttp.ClientSession() as session, session.get(f"{bot.address}{path}") as answer:
        return await answer.text()


async def leaking_day(place: Place, bot: Bot) -> None:
    """A config, a commit, a run, another branch and a comment, all with secrets in them."""
    world, repo = place.github.world, place.repo
    config = f"version: 1\nareas:\n- name: Shop\n  paths: ['tests/**']\n  impact: 'see {SECRETS['Slack bot']}'\n"
    await world.push(repo, {CONFIG: config})
    await idle(place, bot)
    place.github.clock.advance(timedelta(hours=24))
    sha = await world.push(repo, {"a.py": "1"}, message=f"Rotate {SECRETS['GitLab']}")
    await world.run(repo, sha=sha, jobs=[leaking_job()], workflow=f"CI {SECRETS['npm']}")
    await idle(place, bot)
    number = place.kept[0].number
    await world.comment(repo, number, by="alice", body="/gardener why\n" + "\n".join(LINES))
    await idle(place, bot)


async def test_no_secret_is_kept_or_told_anywhere(
    place: Place, bot: Bot, log: Path, tmp_path: Path
) -> None:
    await leaking_day(place, bot)

    worklog = await place.worklog()
    queue = await bot.engine.jobs()
    sent = [
        f"{r.method} {r.path} {r.raw.decode()}" for r in place.github.requests if is_api(r.path)
    ]
    assert {str(job.state) for job in queue} == {"done"}, queue
    assert place.kept
    assert any("[masked]" in (issue.body or "") for issue in place.kept)
    assert leaks("\n".join(LINES)) == list(CANARIES)
    assert [line[:200] for line in sent if leaks(line)] == []
    assert leaks("\n".join(f"{i.title}\n{i.body}\n{i.labels}" for i in place.kept)) == []
    assert leaks(worklog_markdown(worklog) + repr(worklog)) == []
    assert leaks(repr(queue)) == []
    assert leaks(await page(bot, "/metrics") + await page(bot, "/readyz")) == []
    assert "job done" in written(log)
    assert not TOKEN_OF_THE_APP.search(f"{written(log)}{queue}{worklog!r}")
    assert leaks_on_disk(tmp_path) == {}


def is_api(path: str) -> bool:
    """Whether it is no download: GitHub names a file there as its artifact was named."""
    return path.startswith(("/repos/", "/app/", "/graphql", "/installation"))


def written(log: Path) -> str:
    return log.read_text()


def leaks_on_disk(folder: Path) -> dict[str, list[str]]:
    """Which secrets are in which file: the databases, their logs of changes, and all else."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert any(path.name.endswith("-queue.db") for path in files)
    assert any(path.name.endswith("-wal") for path in files)
    texts = {path.name: path.read_bytes().decode("latin-1") for path in files}
    assert [name for name, text in texts.items() if TOKEN_OF_THE_APP.search(text)] == []
    found = {name: leaks(text) for name, text in texts.items()}
    return {name: kinds for name, kinds in found.items() if kinds}


def test_local_triage_shows_no_secret(tmp_path: Path) -> None:
    job = leaking_job()
    (folder,) = job.artifacts.values()
    assert isinstance(folder, dict)
    for name, report in folder.items():
        (tmp_path / name).write_bytes(report)
    (tmp_path / "job.log").write_text(str(job.log))

    for options in (["--json"], []):
        shown = CliRunner().invoke(gardener, ["triage", str(tmp_path), *options]).output
        assert "[masked]" in shown
        assert leaks(shown) == []


async def test_the_same_fault_with_another_secret_is_the_same_issue(place: Place) -> None:
    for seed in (1, 2, 3):
        token = TOKENS["GitHub, personal"](random.Random(seed))
        tests = {f"test_login[{token}]": f"AuthError: bad credentials {token}"}
        await place.ci(JobScript("test", artifacts={"r": {"r.xml": junit(tests)}}))

    assert place.issue.state == "open"
    assert "3 times" in (place.issue.body or "")


CANARY = "zebrafinch"
QUIET = """\
version: 1
output: none
log_rules:
- id: shop-rule
  pattern: 'SHOP FAULT (?P<what>.+)'
  severity: p1
"""


async def test_output_none_shows_no_word_of_a_test_anywhere_on_github(place: Place) -> None:
    await place.configure(QUIET)
    said = f"Error: {CANARY} is not a price\nmissing 1 required: {CANARY}"
    log = f"{CANARY}\nSHOP FAULT {CANARY} broke\nModuleNotFoundError: No module named '{CANARY}'\n"
    for sha in ("first", "second"):
        tests = {f"test_price[{CANARY}]": f"{CANARY}Error: {said} {sha}", "test_b": ""}
        job = JobScript("test", log=log, artifacts={"r": {"r.xml": junit(tests)}})
        await place.ci(
            job, JobScript("lint", log=f"{log}##[error]Process completed with exit code 1.\n")
        )
    for issue in list(place.kept):
        await place.writes("/gardener why", by="alice", number=issue.number)

    sent = "\n".join(
        f"{r.path} {r.raw.decode()}" for r in place.github.requests if r.method != "GET"
    )
    worklog = await place.worklog()
    assert len(place.kept) >= 2
    assert CANARY not in sent.lower()
    assert CANARY not in json.dumps([f"{i.title} {i.body} {i.labels}" for i in place.kept]).lower()
    assert CANARY not in f"{worklog}".lower()
    assert "test_price" in "".join(i.body or "" for i in place.kept)


async def test_config_turned_to_none_takes_the_words_out_of_the_body(place: Place) -> None:
    await place.ci(JobScript("test", artifacts={"r": {"r.xml": junit({"test_a": f"E: {CANARY}"})}}))
    assert CANARY in (place.issue.body or "")

    await place.configure("version: 1\noutput: none\n")
    await place.ci(JobScript("test", artifacts={"r": {"r.xml": junit({"test_a": f"E: {CANARY}"})}}))

    assert CANARY not in (place.issue.body or "")


@pytest.mark.parametrize("output, shown", [("full", True), ("redacted", False), ("none", False)])
async def test_people_in_messages_are_shown_by_full_output_alone(
    place: Place, output: str, shown: bool
) -> None:
    await place.configure(f"version: 1\noutput: {output}\n")
    mail = "carol@shop.example"
    await place.ci(
        JobScript(
            "test", artifacts={"r": {"r.xml": junit({"test_a": f"KeyError: no user {mail}"})}}
        )
    )
    body = place.issue.body or ""

    assert (mail in body) is shown
    assert ("[email]" in body) is (output == "redacted")
