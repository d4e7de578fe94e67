"""Write a comment at most once; its first line is the marker it is found again by."""

from datetime import datetime

from bot.apply.hand import Hand
from bot.apply.once import once
from bot.github.comments import comments_since, create_comment
from bot.render.marker import has_comment_marker


async def comment(number: int, key: str, body: str, hand: Hand) -> bool:
    """Write `body` (it starts with the marker of `key`) on issue `number`; says whether it did."""

    async def find(since: datetime) -> int | None:
        written = await comments_since(hand.client, hand.repo, number, since)
        return next((c.id for c in written if has_comment_marker(c.body, key)), None)

    async def create() -> int:
        return (await create_comment(hand.client, hand.repo, number, body)).id

    _, made = await once(key, hand, find=find, create=create)
    return made
