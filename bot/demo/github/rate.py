"""GitHub's primary rate limit: so many requests an hour for each token's owner."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.demo.github.wire import Json

#: For an installation; https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
LIMIT = 5_000


@dataclass(slots=True)
class Window:
    """One hour of one caller and one resource."""

    reset: datetime
    used: int = 0

    def headers(self, resource: str, limit: int) -> dict[str, str]:
        """The x-ratelimit headers."""
        return {
            "x-ratelimit-limit": str(limit),
            "x-ratelimit-remaining": str(max(0, limit - self.used)),
            "x-ratelimit-used": str(self.used),
            "x-ratelimit-reset": str(int(self.reset.timestamp())),
            "x-ratelimit-resource": resource,
        }


class RateLimits:
    """The windows of all callers. `limit` may be lowered to see a client wait."""

    def __init__(self) -> None:
        self.limit = LIMIT
        self._windows: dict[tuple[str, str], Window] = {}

    def window(self, caller: str, resource: str, now: datetime) -> Window:
        """The running window; an old one is replaced."""
        known = self._windows.get((caller, resource))
        if known is None or known.reset <= now:
            known = self._windows[caller, resource] = Window(now + timedelta(hours=1))
        return known

    def used(self, resource: str = "core") -> int:
        """How many requests all callers spent in their running windows."""
        return sum(window.used for (_, kind), window in self._windows.items() if kind == resource)

    def show(self, caller: str, now: datetime) -> Json:
        """The answer of `GET /rate_limit`, which costs nothing itself."""
        shown: Json = {}
        for resource in ("core", "graphql", "search"):
            window = self.window(caller, resource, now)
            limit = 30 if resource == "search" else self.limit
            shown[resource] = {
                "limit": limit,
                "used": window.used,
                "remaining": max(0, limit - window.used),
                "reset": int(window.reset.timestamp()),
            }
        return {"resources": shown, "rate": shown["core"]}
