"""The verbs that need neither GitHub nor a database: text in, text out."""

import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.saying import say, stop, text_of
from bot.jobs.fingerprint_lines import fingerprint_lines, why_lines
from bot.jobs.triage_files import triage_files
from bot.model.config import RepoConfig
from bot.model.config_schema import config_schema
from bot.model.config_text import read_config
from bot.render.worklog import worklog_markdown
from bot.webhook.manifest import EXAMPLE
from bot.webhook.manifest import manifest as app_manifest

NOTHING_READABLE = 3


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
        stop("\n".join(found.worklog.problems) or "Nothing to read.", NOTHING_READABLE)
    else:
        say(worklog_markdown(found.worklog))
    if found.is_unreadable:
        raise typer.Exit(NOTHING_READABLE)
    raise typer.Exit(1 if exit_code and found.has_failures else 0)


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


def check_config(file: Annotated[Path, typer.Argument(help="A repository config.")]) -> None:
    """Validate a repository config.

    Example: gardener check-config .github/gardener.yml
    """
    _, problems = read_config(text_of(file))
    if problems:
        stop("\n".join(f"{file}: {problem.text}" for problem in problems))
    say(f"{file} is a valid config.")


def manifest(
    address: Annotated[str, typer.Option(help="Where the server is reached.")] = EXAMPLE,
) -> None:
    """Print the GitHub App manifest.

    Example: gardener manifest --address https://bot.example
    """
    print(json.dumps(app_manifest(address.rstrip("/")), indent=2))  # noqa: T201 - the output


def schema() -> None:
    """Print the JSON Schema of the repository config.

    Example: gardener schema > schema.json
    """
    print(json.dumps(config_schema(), indent=2))  # noqa: T201 - the output


def _config(file: Path | None) -> RepoConfig:
    if file is None:
        return RepoConfig()
    config, problems = read_config(text_of(file))
    if config is None:
        stop("\n".join(f"{file}: {problem.text}" for problem in problems))
    return config


def _today() -> date:
    return datetime.now(UTC).date()  # noqa: TID251 - the clock of a command line
