"""The command `gardener`: its verbs, and its end, which is never a traceback."""

import sys
from collections.abc import Callable

import typer

from bot.cli.files import check_config, fingerprint, manifest, schema, triage
from bot.cli.operating import backfill, backup, doctor, jobs, worklog
from bot.cli.saying import stop
from bot.cli.serving import migrate, serve, work
from bot.cli.trying import demo, preview, replay
from bot.errors import GardenerError
from bot.jobs.service.hushed import hush_last_words
from bot.model.secrets import mask_secrets

gardener = typer.Typer(
    name="gardener",
    help="Test Gardener: one well-kept issue for each root cause of failing tests.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
_VERBS: tuple[Callable[..., None], ...] = (
    *(serve, work, migrate, doctor, backup, backfill, jobs, worklog),
    *(demo, preview, replay, triage, fingerprint, check_config, manifest, schema),
)
for verb in _VERBS:
    gardener.command(verb.__name__.replace("_", "-"))(verb)


def main() -> None:
    """Run the command; what a person can mend is one clear line, never a traceback."""
    hush_last_words()
    try:
        gardener()
    except GardenerError as error:
        stop(mask_secrets(str(error)))
    except (KeyboardInterrupt, BrokenPipeError):
        sys.exit(130)
