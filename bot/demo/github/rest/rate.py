"""The rate limit of the caller."""

from bot.demo.github.rate import RateLimits
from bot.demo.github.rest.routes import Call, Reply, Routes


def rate_routes(rates: RateLimits) -> Routes:
    """The one operation over these windows."""
    routes = Routes()

    @routes.serve(
        "GET /rate_limit",
        docs="rest/rate-limit/rate-limit#get-rate-limit-status-for-the-authenticated-user",
    )
    def read(call: Call) -> Reply:
        """Get rate limit status for the authenticated user."""
        return Reply(200, rates.show(call.caller.rate_key, call.hub.clock()))

    return routes
