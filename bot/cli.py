"""The verbs of `gardener`: parse arguments, call one function, say what came of it.

What only a server needs is imported by the verbs that start one: it takes two seconds.
"""

import asyncio
import json
import sys
from collections.abc import Coroutine
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.markdown import Markdown

from bot.errors import GardenerError
from bot.jobs.fingerprint_lines import fingerprint_lines, why_lines
from bot.jobs.hushed import hush_last_words
from bot.jobs.triage_files import triage_files
from bot.model.config import RepoConfig
from bot.model.config_schema import config_schema
from bot.model.config_text import read_config
from bot.model.secrets import mask_secrets
from bot.operating import backfill, backup, doctor
from bot.render.worklog import worklog_markdown
from bot.settings import load_read_access, load_settings
from bot.webhook.manifest import EXAMPLE
from bot.webhook.manifest import manifest as app_manifest

gardener = typer.Typer(
    name="gardener",
    help="Test Gardener: one well-kept issue for each root cause of failing tests.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
WRONG_USAGE = 2
NOTHING_READABLE = 3
for verb in (doctor, backup, backfill):
    gardener.command()(verb)


def main() -> None:
    """Run the command; what a person can mend is one clear line, never a traceback."""
    hush_last_words()
    try:
        gardener()
    except GardenerError as error:
        _stop(mask_secrets(str(error)))
    except (KeyboardInterrupt, BrokenPipeError):
        sys.exit(130)


@gardener.command()
def serve(
    no_worker: Annotated[bool, typer.Option("--no-worker", help="Web only.")] = False,
) -> None:
    """Web server and workers in one process.

    Example: gardener serve
    """
    from bot import app

    _run(app.serve(load_settings(), with_web=True, work=not no_worker))


@gardener.command()
def work() -> None:
    """Workers only, any number of them sharing one Postgres.

    Example: gardener work
    """
    from bot import app

    _run(app.serve(load_settings(), with_web=False, work=True))


@gardener.command()
def migrate(
    source: Annotated[
        str, typer.Option("--from", help="An SQLite to move everything from.", metavar="URL")
    ] = "",
) -> None:
    """Bring the tables of DATABASE_URL up to date; move to Postgres from SQLite.

    Example: gardener migrate --from sqlite:///gardener.db
    """
    from bot.jobs import upkeep

    _run(upkeep.migrate(load_settings().database_url, source, say=_line))


@gardener.command()
def demo(
    keep: Annotated[bool, typer.Option(help="Leave the fake GitHub and the bot running.")] = False,
) -> None:
    """The whole main job with no account and no network.

    Example: gardener demo
    """
    from bot import verbs

    _run(verbs.demo(keep=keep, say=_say))


@gardener.command()
def triage(
    paths: Annotated[list[Path], typer.Argument(help="Files, directories and zips.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead.")] = False,
    config: Annotated[Path | None, typer.Option(help="A repository config.")] = None,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit 1 on failures.")] = False,
) -> None:
    """Triage reports and logs on this disk, without GitHub.

    Example: gardener triage reports/
    """
    found = triage_files(paths, _config(config), today=_today())
    if as_json:
        print(json.dumps(found.json, indent=2, ensure_ascii=False))  # noqa: T201 - the output
    elif found.is_unreadable:
        _stop("\n".join(found.worklog.problems) or "Nothing to read.", NOTHING_READABLE)
    else:
        _say(worklog_markdown(found.worklog))
    if found.is_unreadable:
        raise typer.Exit(NOTHING_READABLE)
    raise typer.Exit(1 if exit_code and found.has_failures else 0)


@gardener.command()
def fingerprint(
    why: Annotated[
        tuple[str, str] | None, typer.Option("--why", help="Explain two ids of the input.")
    ] = None,
) -> None:
    """Fingerprint messages: JSON lines in, JSON lines out.

    Example: gardener fingerprint < a.jsonl
    """
    for line in why_lines(sys.stdin, why) if why else fingerprint_lines(sys.stdin):
        print(line)  # noqa: T201 - the output


@gardener.command()
def replay(
    payload: Annotated[Path, typer.Argument(help="A stored webhook payload, JSON.")],
    apply: Annotated[bool, typer.Option("--apply", help="Carry the plan out.")] = False,
) -> None:
    """Run a stored payload against GitHub and print the plan.

    Example: gardener replay run.json
    """
    from bot import verbs

    _run(verbs.replay(load_settings(), _text(payload), apply=apply, say=_say))


@gardener.command()
def preview(
    repository: Annotated[str, typer.Argument(metavar="OWNER/REPO")],
    days: Annotated[int, typer.Option(min=1, max=400, help="How far back to read.")] = 30,
    runs: Annotated[int, typer.Option(min=1, max=1000, help="At most, the newest.")] = 300,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead.")] = False,
) -> None:
    """Say what would have been opened in the last weeks, by a read token; writes nothing.

    The token is GITHUB_TOKEN or GH_TOKEN; no App is needed.

    Example: gardener preview acme/shop --days 14
    """
    from bot import verbs

    options = verbs.PreviewOptions(tell=_progress, days=days, runs=runs, as_json=as_json)
    say = print if as_json else _say
    _run(verbs.preview(load_read_access(), repository, options=options, say=say))


@gardener.command()
def jobs(
    action: Annotated[str, typer.Argument(help="list, show, retry or cancel")] = "list",
    job: Annotated[str, typer.Argument(help="The id of a job.")] = "",
) -> None:
    """List, inspect, retry and cancel queued work.

    Example: gardener jobs retry run:1001:1
    """
    if action not in ("list", "show", "retry", "cancel") or (action != "list" and not job):
        _stop("Say `gardener jobs list`, or `gardener jobs show|retry|cancel ID`.")
    from bot import verbs

    _run(verbs.jobs(load_settings(), action, job, say=_say))


@gardener.command()
def worklog(
    repository: Annotated[str, typer.Argument(metavar="OWNER/REPO")],
    day: Annotated[str, typer.Option("--date", help="A day, 2025-09-14; else the newest.")] = "",
) -> None:
    """Print the worklog document.

    Example: gardener worklog acme/shop --date 2025-09-14
    """
    from bot import verbs

    _run(verbs.worklog(load_settings(), repository, _day(day), say=_say))


@gardener.command("check-config")
def check_config(file: Annotated[Path, typer.Argument(help="A repository config.")]) -> None:
    """Validate a repository config.

    Example: gardener check-config .github/gardener.yml
    """
    _, problems = read_config(_text(file))
    if problems:
        _stop("\n".join(f"{file}: {problem.text}" for problem in problems))
    _say(f"{file} is a valid config.")


@gardener.command()
def manifest(
    address: Annotated[str, typer.Option(help="Where the server is reached.")] = EXAMPLE,
) -> None:
    """Print the GitHub App manifest.

    Example: gardener manifest --address https://bot.example
    """
    print(json.dumps(app_manifest(address.rstrip("/")), indent=2))  # noqa: T201 - the output


@gardener.command()
def schema() -> None:
    """Print the JSON Schema of the repository config.

    Example: gardener schema > schema.json
    """
    print(json.dumps(config_schema(), indent=2))  # noqa: T201 - the output


def _run(work: Coroutine[object, object, None]) -> None:
    asyncio.run(work)


def _say(text: str) -> None:
    """Markdown in color on a terminal, as it is in a pipe."""
    console = Console(highlight=False)
    if console.is_terminal:
        console.print(Markdown(text))
    else:
        print(text)  # noqa: T201 - the output


def _line(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - the output


def _progress(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201 - stdout is for the answer alone


def _stop(text: str, code: int = WRONG_USAGE) -> NoReturn:
    print(text, file=sys.stderr)  # noqa: T201 - a tool's own errors go to stderr
    sys.exit(code)


def _config(file: Path | None) -> RepoConfig:
    if file is None:
        return RepoConfig()
    config, problems = read_config(_text(file))
    if config is None:
        _stop("\n".join(f"{file}: {problem.text}" for problem in problems))
    return config


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        _stop(f"{file} cannot be read: {error.strerror}.")
    except UnicodeDecodeError:
        _stop(f"{file} is not UTF-8 text.")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        _stop(f"--date {text}: expected a day such as 2025-09-14.")


def _today() -> date:
    return datetime.now(UTC).date()  # noqa: TID251 - the clock of a command line
