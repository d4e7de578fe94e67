"""Create something at most once, even when an answer is lost or the process dies in between.

| what happened before           | what happens now                                |
|--------------------------------|-------------------------------------------------|
| nothing                        | note the intent, create, note the result        |
| the result was noted           | give it, ask nothing                            |
| only the intent was noted      | look for the marker; create only when not found |
| the answer to creating was lost| look for the marker; not found = try again later|
"""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.apply.hand import Hand
from bot.errors import TransientError, UnclearAnswer

# GitHub's clock and ours may differ; a marker is looked for from a little before the intent.
SLACK = timedelta(minutes=10)


async def once(
    key: str,
    hand: Hand,
    *,
    find: Callable[[datetime], Awaitable[int | None]],
    create: Callable[[], Awaitable[int]],
) -> tuple[int, bool]:
    """The number of what `key` stands for, and whether this call created it.

    `find` looks on GitHub for what was made since a moment. Raises TransientError when nobody can
    say whether it exists: the job that comes again looks first.
    """
    intent = await hand.storage.begin(hand.repo.id, key, hand.clock())
    if intent.result is not None:
        return int(intent.result), False
    since = intent.started_at - SLACK
    found = None if intent.first else await find(since)
    made = found is None
    if found is None:
        try:
            found = await create()
        except UnclearAnswer as error:
            found = await find(since)
            if found is None:
                raise TransientError(f"{key}: no answer, and nothing was found") from error
    await hand.storage.finish(hand.repo.id, key, str(found))
    return found, made
