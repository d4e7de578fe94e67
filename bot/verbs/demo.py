"""`gardener demo`: the seed's story on a GitHub of its own."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import structlog

from bot.app import World, running
from bot.demo.github.server import FakeGitHub
from bot.demo.github.state.accounts import App
from bot.demo.play import RunningBot, play, stage
from bot.settings import load_settings
from bot.verbs.say import Say


async def demo(*, keep: bool, say: Say) -> None:
    """Play the seed's story on the fake GitHub; with `keep` leave both running until stopped."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    github = FakeGitHub()
    async with github, stage(demo_bot, github) as place:
        await play(place, say)
        if keep:
            say(f"\nGitHub's API is at {github.api_url}, the bot at {place.bot.webhook}.")
            say("Both run until you press Ctrl+C.")
            await asyncio.Event().wait()


@asynccontextmanager
async def demo_bot(github: FakeGitHub, app: App) -> AsyncIterator[RunningBot]:
    """The real bot on the fake GitHub: its clock, a database of its own, no pause between writes."""
    with tempfile.TemporaryDirectory(prefix="gardener-demo-") as folder:
        settings = load_settings(demo_environment(github, app, folder), env_file=None)
        world = World(clock=github.clock, write_pause=timedelta(0), server_url=github.hub.web_url)
        async with running(settings, world=world) as bot:

            async def settle() -> None:
                await github.settle()
                while (await bot.engine.depth())[0]:  # noqa: ASYNC110 - the queue is a database
                    await asyncio.sleep(0.05)

            yield RunningBot(webhook=f"{bot.address}/webhook", settle=settle)


def demo_environment(github: FakeGitHub, app: App, folder: str) -> dict[str, str]:
    """The documented settings, and only those, for a bot on the fake GitHub."""
    return {
        "APP_ID": str(app.id),
        "PRIVATE_KEY": app.private_key,
        "WEBHOOK_SECRET": app.webhook_secret,
        "GITHUB_API_URL": github.api_url,
        "DATABASE_URL": f"sqlite:///{folder}/gardener.db",
        "PORT": "0",
    }
