"""The verbs that try the bot out: on a GitHub of its own, on a real one without writing, on one run."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.saying import progress, say, text_of
from bot.settings import load_read_access, load_settings


def demo(
    keep: Annotated[bool, typer.Option(help="Leave the fake GitHub and the bot running.")] = False,
) -> None:
    """The whole main job with no account and no network.

    Example: gardener demo
    """
    from bot.verbs import demo as verb

    asyncio.run(verb.demo(keep=keep, say=say))


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
    from bot.verbs import preview as verb

    options = verb.PreviewOptions(tell=progress, days=days, runs=runs, as_json=as_json)
    asyncio.run(
        verb.preview(load_read_access(), repository, options=options, say=print if as_json else say)
    )


def replay(
    payload: Annotated[Path, typer.Argument(help="A stored webhook payload, JSON.")],
    apply: Annotated[bool, typer.Option("--apply", help="Carry the plan out.")] = False,
) -> None:
    """Run a stored payload against GitHub and print the plan.

    Example: gardener replay run.json
    """
    from bot.verbs import replay as verb

    asyncio.run(verb.replay(load_settings(), text_of(payload), apply=apply, say=say))
