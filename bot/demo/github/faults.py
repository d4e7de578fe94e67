"""Faults on order: what the network and GitHub do on a bad day."""

import asyncio
import re
from dataclasses import dataclass, field

#: Every kind and what it does.
KINDS = {
    "secondary_403": "403 for the secondary rate limit, with Retry-After when it is given",
    "limit_429": "429 Too Many Requests, with Retry-After when it is given",
    "primary_403": "403 with x-ratelimit-remaining 0",
    "bad_gateway": "502 with an HTML page",
    "drop": "the connection is cut before anything is done",
    "drop_after": "the work is done, the connection is cut before the answer",
    "error_after": "the work is done, the answer is 502",
    "truncate": "the body stops half way",
    "held": "nothing is done and nothing answered until `released` is set",
    "slow": "the answer comes `seconds` late",
    "suspended": "403 for an installation that was suspended this very moment",
    "gone_410": "410",
    "not_found": "404",
    "actions_off": "403 for a repository or an account whose Actions are switched off",
    "redirect_301": "301 to the same thing by the repository's id",
    "expire_url": "the download URL that is handed out has run out already",
}


@dataclass(slots=True)
class Fault:
    """One order. It strikes the next `times` requests that fit, after `skip` were let through."""

    kind: str
    method: str = ".*"
    path: str = ".*"
    times: int = 1
    skip: int = 0
    retry_after: int | None = None
    seconds: float = 0.0
    origin: str = "api"
    struck: int = field(default=0, init=False)
    released: asyncio.Event = field(default_factory=asyncio.Event, init=False)

    def fits(self, origin: str, method: str, path: str) -> bool:
        """Whether this request is one of those meant."""
        return (
            self.times > 0
            and self.origin == origin
            and re.fullmatch(self.method, method, re.IGNORECASE) is not None
            and re.search(self.path, path) is not None
        )


class Faults:
    """The orders, first come first served."""

    def __init__(self) -> None:
        self.orders: list[Fault] = []

    def add(  # noqa: PLR0913 -- an order is a list of named choices
        self,
        *,
        kind: str,
        method: str = ".*",
        path: str = ".*",
        times: int = 1,
        skip: int = 0,
        retry_after: int | None = None,
        seconds: float = 0.0,
        origin: str = "api",
    ) -> Fault:
        """Order a fault; `path` is a regular expression searched in the path."""
        if kind not in KINDS:
            raise ValueError(f"There is no fault {kind!r}; there are {', '.join(KINDS)}.")
        fault = Fault(kind, method, path, times, skip, retry_after, seconds, origin)
        self.orders.append(fault)
        return fault

    def take(self, origin: str, method: str, path: str) -> Fault | None:
        """The fault that strikes this request, if one does."""
        for fault in self.orders:
            if not fault.fits(origin, method, path):
                continue
            if fault.skip:
                fault.skip -= 1
                return None
            fault.times -= 1
            fault.struck += 1
            return fault
        return None
