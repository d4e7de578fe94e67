"""The App's webhook deliveries: what GitHub tried to tell us, and telling it again."""

from dataclasses import dataclass
from datetime import datetime

from bot.github.client import MAX_PAGES, Client
from bot.github.fields import NEVER, moment, text


@dataclass(frozen=True, slots=True, kw_only=True)
class HookDelivery:
    """One attempt to deliver. `guid` is the same for all attempts, `id` is not."""

    id: int
    guid: str
    event: str
    action: str
    delivered_at: datetime
    redelivery: bool
    status_code: int

    @property
    def is_ok(self) -> bool:
        """Whether we took it."""
        return 200 <= self.status_code < 300


async def deliveries_since(
    as_app: Client, since: datetime, *, max_pages: int = MAX_PAGES, status: str | None = None
) -> tuple[HookDelivery, ...]:
    """Every attempt since then, newest first, of `max_pages` hundreds; GitHub keeps three days.

    `status` "failure" gives those that were not taken alone.
    https://docs.github.com/en/rest/apps/webhooks#list-deliveries-for-an-app-webhook
    """
    found: list[HookDelivery] = []
    rows = as_app.pages("/app/hook/deliveries", None, max_pages=max_pages, status=status)
    async for row in rows:
        delivery = HookDelivery(
            id=int(row["id"]),
            guid=text(row.get("guid")),
            event=text(row.get("event")),
            action=text(row.get("action")),
            delivered_at=moment(row.get("delivered_at")) or NEVER,
            redelivery=bool(row.get("redelivery")),
            status_code=int(row.get("status_code") or 0),
        )
        if delivery.delivered_at < since:
            break
        found.append(delivery)
    return tuple(found)


def never_taken(deliveries: tuple[HookDelivery, ...]) -> tuple[HookDelivery, ...]:
    """Of each event that no attempt brought to us, the newest attempt."""
    taken = {delivery.guid for delivery in deliveries if delivery.is_ok}
    newest: dict[str, HookDelivery] = {}
    for delivery in deliveries:
        newest.setdefault(delivery.guid, delivery)
    return tuple(delivery for guid, delivery in newest.items() if guid not in taken)


async def redeliver(as_app: Client, delivery_id: int) -> None:
    """Have GitHub send it again.

    https://docs.github.com/en/rest/apps/webhooks#redeliver-a-delivery-for-an-app-webhook
    """
    await as_app.post(f"/app/hook/deliveries/{delivery_id}/attempts", {})
