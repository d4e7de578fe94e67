"""Ask GitHub to send again what nobody took: it does not do so by itself."""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.errors import NotFound
from bot.github.hooks import HookDelivery, deliveries_since, never_taken, redeliver
from bot.jobs.catching_up.ledger import Queue
from bot.jobs.toolbox import Toolbox

KEPT = timedelta(days=3)
"""How long GitHub keeps deliveries."""
TRIES = 3
"""How often the same delivery is asked for: what is refused so often is no accident."""
MOST = 300
"""How many are asked for in one sweep, one a second."""

_DONE = "deliveries"
# The sweep lists runs anyhow, and a config is read again every hour.
_LAST = {"workflow_run": 1, "push": 2}
# A delivery may show up in the list late, and its clock is not ours.
_LATE = timedelta(hours=1)
_SKEW = timedelta(minutes=10)


async def redeliver_lost(on: Toolbox, queue: Queue, listens: Callable[[str, str], bool]) -> int:
    """Redeliver what failed since the last time and asks for work; how many were asked for.

    One request when nothing failed. What tells of people comes first, in its order.
    """
    now = on.clock()
    done = await on.storage.chore_at(_DONE)
    since = max(done - _LATE if done else now - KEPT, now - KEPT)
    failed = await deliveries_since(on.github.as_app, since, status="failure")
    lost = [d for d in never_taken(failed) if listens(d.event, d.action)]
    wanted = await _wanted(lost, on, queue)
    for delivery in wanted[:MOST]:
        try:
            await redeliver(on.github.as_app, delivery.id)
        except NotFound:  # GitHub has forgotten it meanwhile
            continue
        finally:
            await on.storage.note_sent_again(delivery.guid, on.clock())
    if len(wanted) <= MOST:
        await on.storage.note_chore(_DONE, now)
    await on.storage.purge_redeliveries(now - 2 * KEPT)
    return min(len(wanted), MOST)


async def _wanted(lost: list[HookDelivery], on: Toolbox, queue: Queue) -> list[HookDelivery]:
    guids = [delivery.guid for delivery in lost]
    known = await queue.known(guids)
    sent = await on.storage.sent_again(guids)

    def is_wanted(delivery: HookDelivery) -> bool:
        if delivery.guid in known:
            return False
        at, tries = sent.get(delivery.guid, (None, 0))
        # Sent again by us: only what failed then, too, is sent once more.
        has_failed = delivery.redelivery and at is not None and delivery.delivered_at > at - _SKEW
        return tries == 0 or (has_failed and tries < TRIES)

    return sorted(filter(is_wanted, lost), key=_order)


def _order(delivery: HookDelivery) -> tuple[int, datetime, int]:
    return _LAST.get(delivery.event, 0), delivery.delivered_at, delivery.id
