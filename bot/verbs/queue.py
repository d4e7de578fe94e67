"""`gardener jobs` and `gardener backfill`: what waits, and what should have been queued."""

from datetime import timedelta

from bot.app import REAL, VERSION, World, handlers, toolbox
from bot.errors import UserError
from bot.jobs.catching_up.backfill import backfill as backfill_runs
from bot.jobs.catching_up.ledger import Ledger
from bot.jobs.queue.engine import Engine
from bot.jobs.queue.status import JobStatus
from bot.settings import Settings
from bot.verbs.say import Say
from bot.webhook.metrics import Metrics


async def jobs(settings: Settings, action: str, job_id: str, *, say: Say) -> None:
    """List, show, retry or cancel what is queued."""
    async with toolbox(settings, Metrics(VERSION)) as on:
        engine = Engine(settings.queue_url, handlers(on))
        await engine.launch(work=False)
        try:
            if action == "list":
                rows = await engine.jobs()
                say("\n".join(_job_line(row) for row in rows) or "No jobs.")
                return
            job = await engine.job(job_id)
            if job is None:
                raise UserError(f"There is no job `{job_id}`; `gardener jobs` lists them.")
            if action == "retry" and not await engine.retry(job_id):
                raise UserError(
                    f"`{job_id}` is {job.state}: only a job that failed can be retried."
                )
            if action == "cancel":
                await engine.cancel(job_id)
            say(_job_text(await engine.job(job_id) or job))
        finally:
            await engine.close()


def _job_line(job: JobStatus) -> str:
    reason = f"  {job.reason}" if job.reason else ""
    return f"{job.state:<10} {job.kind:<18} {job.repo:<30} {job.id}{reason}"


def _job_text(job: JobStatus) -> str:
    rows = {
        "job": job.id,
        "kind": job.kind,
        "repository": job.repo,
        "state": job.state,
        "queued": f"{job.queued_at:%Y-%m-%d %H:%M:%S} UTC",
        "changed": f"{job.updated_at:%Y-%m-%d %H:%M:%S} UTC",
        "failed tries": job.failed_tries or "",
        "next try": f"{job.next_try_at:%Y-%m-%d %H:%M:%S} UTC" if job.next_try_at else "",
        "reason": job.reason,
    }
    return "\n".join(f"{name:<13} {value}" for name, value in rows.items() if value)


async def backfill(
    settings: Settings, repository: str, since: timedelta, *, say: Say, world: World = REAL
) -> None:
    """Queue the finished runs that were never seen, beside a running bot or without one."""
    async with toolbox(settings, Metrics(VERSION), world) as on:
        engine = Engine(settings.queue_url, handlers(on))
        await engine.launch(work=False)
        try:
            done = await backfill_runs(repository, since, on, Ledger(engine))
        finally:
            await engine.close()
    caught = done.caught
    say(
        f"{done.full_name}: {caught.found:,} finished runs and tries found, "
        f"{caught.queued:,} queued, {caught.known:,} known."
    )
