"""Carry out a plan as durable steps: one portion, one step, nothing twice."""

from collections.abc import Awaitable, Callable

import structlog
from pydantic import TypeAdapter

from bot.apply.executor import carry_out, portions
from bot.apply.hand import Done, Hand
from bot.jobs.queue.steps import Steps
from bot.model.plan import Change, Plan

_DONE = TypeAdapter(tuple[Done, ...])
_log = structlog.get_logger()


async def carry_out_all(plan: Plan, hand: Hand, steps: Steps, *, dry_run: bool) -> None:
    """Do every change in order. With `dry_run` each is only logged."""
    for portion in portions(plan.changes):
        if dry_run:
            _log.info("dry run", repo=hand.repo.full_name, changes=[c.key for c in portion])
            continue
        done = await steps.run(portion[0].key, _doing(portion, hand), _DONE)
        for one in done:
            _log.debug("change", repo=hand.repo.full_name, key=one.key, outcome=one.outcome)


def _doing(portion: tuple[Change, ...], hand: Hand) -> Callable[[], Awaitable[tuple[Done, ...]]]:
    return lambda: carry_out(portion, hand)
