"""The deliveries of an App's webhook, and asking for one again."""

import json
from datetime import timedelta
from urllib.parse import urlencode

from bot.demo.github.problems import Refused, not_found
from bot.demo.github.records import Delivery
from bot.demo.github.rest.paging import positive
from bot.demo.github.rest.routes import Call, Reply, Routes
from bot.demo.github.webhooks import Webhooks
from bot.demo.github.wire import Json, iso, only

#: How long GitHub keeps deliveries.
KEPT = timedelta(days=3)
_SHORT = (
    "id",
    "guid",
    "delivered_at",
    "redelivery",
    "duration",
    "status",
    "status_code",
    "event",
    "action",
    "installation_id",
    "repository_id",
    "throttled_at",
)


def show_delivery(delivery: Delivery) -> Json:
    """A delivery with what was sent and answered."""
    return {
        "id": delivery.id,
        "guid": delivery.guid,
        "delivered_at": iso(delivery.at),
        "redelivery": delivery.redelivered,
        "duration": delivery.duration,
        "status": "OK"
        if _ok(delivery)
        else delivery.error or f"Invalid HTTP Response: {delivery.status}",
        "status_code": delivery.status or 0,
        "event": delivery.event,
        "action": delivery.action,
        "installation_id": delivery.installation_id,
        "repository_id": delivery.repository_id,
        "throttled_at": None,
        "url": delivery.app.hook_url or "",
        "request": {"headers": dict(delivery.headers), "payload": json.loads(delivery.payload)},
        "response": {
            "headers": dict(delivery.answer_headers),
            "payload": delivery.answer.decode("utf-8", "replace"),
        },
    }


def hook_routes(webhooks: Webhooks) -> Routes:
    """The operations over these webhooks."""
    routes = Routes()

    @routes.serve(
        "GET /app/hook/config",
        docs="rest/apps/webhooks#get-a-webhook-configuration-for-an-app",
        auth="app",
    )
    def read_config(call: Call) -> Reply:
        """Get a webhook configuration for an app."""
        app = call.app
        config = {"content_type": "json", "insecure_ssl": "0", "url": app.hook_url}
        if app.webhook_secret:
            config["secret"] = "********"  # noqa: S105 -- how GitHub shows that there is one
        return Reply(200, {name: value for name, value in config.items() if value is not None})

    @routes.serve(
        "GET /app/hook/deliveries",
        docs="rest/apps/webhooks#list-deliveries-for-an-app-webhook",
        auth="app",
        query="per_page cursor status",
    )
    def list_deliveries(call: Call) -> Reply:
        """List deliveries for an app webhook."""
        return _page(call, _wanted(call, _mine(call, webhooks)))

    @routes.serve(
        "GET /app/hook/deliveries/{delivery_id}",
        docs="rest/apps/webhooks#get-a-delivery-for-an-app-webhook",
        auth="app",
    )
    def read(call: Call) -> Reply:
        """Get a delivery for an app webhook."""
        return Reply(200, show_delivery(_one(call, webhooks)))

    @routes.serve(
        "POST /app/hook/deliveries/{delivery_id}/attempts",
        docs="rest/apps/webhooks#redeliver-a-delivery-for-an-app-webhook",
        auth="app",
    )
    def again(call: Call) -> Reply:
        """Redeliver a delivery for an app webhook."""
        webhooks.queue_redelivery(_one(call, webhooks))
        return Reply(202, {})

    return routes


def _mine(call: Call, webhooks: Webhooks) -> list[Delivery]:
    """What was sent to the calling App in the last three days, newest first."""
    oldest = call.hub.clock() - KEPT
    sent = reversed(webhooks.deliveries)
    return [d for d in sent if d.app is call.app and d.app.hook_url and d.at >= oldest]


def _one(call: Call, webhooks: Webhooks) -> Delivery:
    number = call.number("delivery_id")
    found = next((d for d in _mine(call, webhooks) if d.id == number), None)
    if found is None:
        raise not_found()
    return found


def _wanted(call: Call, deliveries: list[Delivery]) -> list[Delivery]:
    status, cursor = call.query.get("status"), call.query.get("cursor")
    if status not in (None, "success", "failure"):
        raise Refused(422, "Validation Failed", violation=True)
    return [
        delivery
        for delivery in deliveries
        if (status is None or (status == "success") == _ok(delivery))
        and (cursor is None or f"v1_{delivery.id}" <= cursor)
    ]


def _page(call: Call, found: list[Delivery]) -> Reply:
    """One page; the cursor of the next is the first delivery that did not fit."""
    size = min(100, positive(call, "per_page", 30))
    headers = {}
    if len(found) > size:
        query = {**call.query, "per_page": size, "cursor": f"v1_{found[size].id}"}
        headers["Link"] = f'<{call.url}?{urlencode(query)}>; rel="next"'
    return Reply(200, [only(show_delivery(d), *_SHORT) for d in found[:size]], headers)


def _ok(delivery: Delivery) -> bool:
    return delivery.status is not None and 200 <= delivery.status < 300
