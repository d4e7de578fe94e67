"""`gardener replay`: what a stored payload would change, and changing it."""

import json
from collections.abc import Mapping

from bot.app import REAL, VERSION, World, toolbox
from bot.errors import UserError
from bot.jobs.analyze_run import think
from bot.jobs.carrying import carry_out_all
from bot.jobs.queue.steps import DirectSteps
from bot.model.job import AnalyzeRun
from bot.render.plan import plan_text
from bot.settings import Settings
from bot.verbs.say import Say
from bot.webhook.metrics import Metrics
from bot.webhook.routes import job_of


async def replay(
    settings: Settings, text: str, *, apply: bool, say: Say, world: World = REAL
) -> None:
    """Say what a stored `workflow_run` payload would change; with `apply`, change it."""
    job = _run_in(text)
    async with toolbox(settings, Metrics(VERSION), world) as on:
        client = await on.github.client(job.installation)
        thought = await think(job, client, on, record=apply)
        say(plan_text(thought.plan))
        if apply:
            hand = on.hand(client, job.repo, thought.config)
            await carry_out_all(thought.plan, hand, DirectSteps(), dry_run=on.dry_run)


def _run_in(text: str) -> AnalyzeRun:
    try:
        payload = json.loads(text)
        job = job_of("workflow_run", payload) if isinstance(payload, Mapping) else None
    except ValueError:
        job = None
    if not isinstance(job, AnalyzeRun):
        raise UserError(
            "This is no payload of a finished run: expected the JSON of a `workflow_run` webhook "
            "whose action is `completed`."
        )
    return job
