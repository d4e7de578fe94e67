"""`gardener preview`: the last weeks of a repository, by a person's token, without writing."""

import json
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from bot.app import REAL, World
from bot.errors import GitHubError, NotFound, UserError
from bot.github.addresses import server_url
from bot.github.app import GitHub
from bot.github.client import Client
from bot.github.repos import get_repository
from bot.jobs.context.config_in_force import config_in_force
from bot.jobs.preview import preview as preview_runs
from bot.jobs.toolbox import Toolbox
from bot.render.links import Links
from bot.render.preview import preview_json, preview_text
from bot.settings import ReadAccess
from bot.storage.storage import Storage
from bot.verbs.say import Say


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewOptions:
    """How far back to read, at most how many runs, and who hears how far it is."""

    tell: Say
    days: int = 30
    runs: int = 300
    as_json: bool = False


async def preview(
    access: ReadAccess, repository: str, *, options: PreviewOptions, say: Say, world: World = REAL
) -> None:
    """Say what would have been opened, reopened, closed and commented; write nothing anywhere."""
    owner, slash, name = repository.partition("/")
    if not (owner and slash and name) or "/" in name:
        raise UserError(f"`{repository}` is no repository: expected OWNER/REPO.")
    async with rehearsal(access, world) as (client, on):
        try:
            repo = await get_repository(client, owner, name)
        except NotFound as error:
            raise UserError(
                f"There is no repository {repository}, or the token may not see it."
            ) from error
        except GitHubError as error:
            raise UserError(_refused(error)) from error
        found = await preview_runs(
            repo, client, on, options.tell, days=options.days, most=options.runs
        )
        config, _ = await config_in_force(repo.ref, repo.default_branch, client, on)
        links = Links(on.server_url, repo.ref)
        if options.as_json:
            document = preview_json(found, config.output, links)
            say(json.dumps(document, indent=2, ensure_ascii=False))
        else:
            say(preview_text(found, config.output, links))


def _refused(error: GitHubError) -> str:
    if error.status == 401:
        return (
            "GitHub does not know the token: it has expired, was revoked, or is of another server."
        )
    return str(error)


@asynccontextmanager
async def rehearsal(
    access: ReadAccess, world: World = REAL
) -> AsyncIterator[tuple[Client, Toolbox]]:
    """A client that only reads, by a person's token, and a store that is gone at the end.

    A fifth of the token's quota of each hour is left to its owner.
    """
    with tempfile.TemporaryDirectory(prefix="gardener-preview-") as folder:
        workdir = Path(folder)
        async with (
            aiohttp.ClientSession() as session,
            Storage.open(f"sqlite:///{workdir / 'preview.db'}") as storage,
        ):
            await storage.migrate()
            github = GitHub(
                api_url=access.api_url,
                app_id="",
                private_key="",
                session=session,
                clock=world.clock,
                sleep=world.sleep,
                dry_run=True,
            )
            on = Toolbox(
                github=github,
                storage=storage,
                clock=world.clock,
                workdir=workdir,
                server_url=world.server_url or server_url(access.api_url),
                app_id=0,
                dry_run=True,
                is_rehearsal=True,
            )
            yield github.token_client(access.token, spared=0.2), on
