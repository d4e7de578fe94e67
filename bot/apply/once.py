"""Create something at most once, even when an answer is lost or the process dies in between.

| what happened before           | what happens now                                         |
|--------------------------------|----------------------------------------------------------|
| nothing                        | note the moment of sending, create, note the result      |
| the result was noted           | give it, ask nothing                                     |
| it was sent, no result noted   | look for the marker; found = note it                     |
| sent long ago, and not there   | create                                                   |
| sent just now, and not there   | try again later: GitHub may still be at it               |
| the answer to creating was lost| look for the marker; not found = try again later         |
"""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.apply.hand import Hand
from bot.errors import TransientError, UnclearAnswer
from bot.github.sending import right_before
from bot.storage.intents import Intent

# GitHub's clock and ours may differ; a marker is looked for from a little before it was sent.
SLACK = timedelta(minutes=10)
Find = Callable[[datetime], Awaitable[int | None]]


async def once(
    key: str, hand: Hand, *, find: Find, create: Callable[[], Awaitable[int]]
) -> tuple[int, bool]:
    """The number of what `key` stands for, and whether this call created it.

    `find` looks on GitHub for what was made since a moment. Raises TransientError when nobody can
    say whether it exists: the job that comes again looks first.
    """
    intent = await hand.storage.begun(hand.repo.id, key)
    if intent is not None and intent.result is not None:
        return int(intent.result), False
    found = None if intent is None else await _from_before(key, intent, hand, find)
    made = found is None
    if found is None:
        found = await _created(key, hand, find, create)
    await hand.storage.finish(hand.repo.id, key, str(found))
    return found, made


async def _from_before(key: str, intent: Intent, hand: Hand, find: Find) -> int | None:
    """What an earlier try made; None when it surely made nothing."""
    now = hand.clock()
    found = await find(min(intent.started_at, now) - SLACK)
    if found is not None:
        return found
    if intent.started_at > now:  # the clock was set back since: count from here
        await hand.storage.sending(hand.repo.id, key, now)
        raise _too_early(key, hand.client.settled_after)
    wait = intent.started_at + hand.client.settled_after - now
    if wait > timedelta():
        raise _too_early(key, wait)
    return None


async def _created(key: str, hand: Hand, find: Find, create: Callable[[], Awaitable[int]]) -> int:
    began = hand.clock()
    try:
        with right_before(lambda: hand.storage.sending(hand.repo.id, key, hand.clock())):
            return await create()
    except UnclearAnswer as error:
        found = await find(began - SLACK)
        if found is None:
            raise _too_early(key, hand.client.settled_after) from error
        return found


def _too_early(key: str, wait: timedelta) -> TransientError:
    return TransientError(
        f"{key}: it was sent and is not there, but it may still come", retry_after=wait
    )
