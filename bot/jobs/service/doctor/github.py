"""What GitHub says of the App: its key, its rights, its installations, its webhook."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar
from urllib.parse import urlsplit

import aiohttp

from bot.errors import GardenerError, GitHubError
from bot.github.client import Client
from bot.github.hooks import HookDelivery, deliveries_since
from bot.github.registration import (
    Granted,
    HookConfig,
    Registration,
    get_app,
    grants,
    hook_config,
)
from bot.jobs.service.doctor.finding import Finding, ok, warn, wrong

T = TypeVar("T")

_WITHIN = 15.0
_LEVELS = ("", "read", "write", "admin")
# GitHub takes a signature that is a minute ahead; a second or two is what networks do.
_CLOCK_ODD = timedelta(seconds=10)
_CLOCK_WRONG = timedelta(seconds=60)
_KEPT = timedelta(days=3)
_PAGES = 3
_NAMED = 5
_APP_PAGE = "on the App's settings page"
_CLOCK = "let this machine keep the time: chrony, systemd-timesyncd"
_WHY = {
    401: "WEBHOOK_SECRET here is not the secret of the App's webhook: set both to the same",
    404: "its webhook URL does not end in /webhook, or another server answers there",
    405: "its webhook URL does not end in /webhook",
    413: "a proxy before this server lets no 25 MB pass",
    0: "GitHub cannot connect, or got no answer within 10 s: name, port, TLS, firewall, proxy",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the App must be allowed, must hear, and where deliveries are taken."""

    permissions: Mapping[str, str]
    events: frozenset[str]
    paths: Sequence[str]


class _Unknown(Exception):
    """GitHub could not be asked; carries what was found instead."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.said)
        self.finding = finding


async def look_at_github(
    as_app: Client, wanted: Wanted, session: aiohttp.ClientSession, now: datetime
) -> AsyncIterator[Finding]:
    """Ask, one thing after the other; where the key is not known, no further."""
    try:
        app = await _asked(as_app, "key", lambda: get_app(as_app))
        yield ok("key", f"GitHub knows it as the App {app.slug}")
        for finding in (*_clock(as_app.skew), *_rights(app, wanted)):
            yield finding
        for finding in _installed(
            await _asked(as_app, "installations", lambda: grants(as_app, _PAGES)), wanted
        ):
            yield finding
        hook = await _asked(as_app, "webhook", lambda: hook_config(as_app))
        for finding in _hook(hook, wanted):
            yield finding
        yield await _reached(hook.url, wanted, session)
        told = await _asked(
            as_app, "deliveries", lambda: deliveries_since(as_app, now - _KEPT, max_pages=_PAGES)
        )
        yield _delivered(told)
    except _Unknown as unknown:
        yield unknown.finding


async def _asked(as_app: Client, about: str, ask: Callable[[], Awaitable[T]]) -> T:
    try:
        async with asyncio.timeout(_WITHIN):
            return await ask()
    except TimeoutError:
        said = f"GitHub did not answer within {_WITHIN:.0f} s"
    except GitHubError as error:
        raise _Unknown(_refused(about, error, as_app.skew)) from error
    except GardenerError as error:
        said = str(error)
    do = "check GITHUB_API_URL, the proxy and the firewall; githubstatus tells when GitHub is down"
    raise _Unknown(wrong(about, said, do))


def _refused(about: str, error: GitHubError, skew: timedelta) -> Finding:
    if error.status == 401 and abs(skew) > _CLOCK_WRONG:
        return wrong("clock", f"{_apart(skew)}: GitHub refuses what is signed by it", _CLOCK)
    if error.status in (401, 404) and about == "key":
        do = f"compare APP_ID with the App ID {_APP_PAGE}; make a new private key there"
        return wrong("key", f"GitHub does not know this key for this APP_ID ({error.message})", do)
    return wrong(about, str(error), f"see what the App may do, {_APP_PAGE}")


def _clock(skew: timedelta) -> Iterator[Finding]:
    if abs(skew) > _CLOCK_ODD:
        say = wrong if abs(skew) > _CLOCK_WRONG else warn
        yield say("clock", _apart(skew), _CLOCK)
    else:
        yield ok("clock", f"within {_CLOCK_ODD.total_seconds():.0f} s of GitHub's")


def _apart(skew: timedelta) -> str:
    seconds = skew.total_seconds()
    return f"this machine is {abs(seconds):.0f} s {'ahead of' if seconds > 0 else 'behind'} GitHub"


def _rights(app: Registration, wanted: Wanted) -> Iterator[Finding]:
    lacks = _lacks(app.asks_for, wanted)
    if lacks:
        do = f"grant them {_APP_PAGE}, under Permissions; then each owner is asked to accept"
        yield wrong("permissions", f"missing: {', '.join(lacks)}", do)
    more = sorted(
        f"{name}: {level}"
        for name, level in app.asks_for.permissions.items()
        if _rank(level) > _rank(wanted.permissions.get(name, ""))
    )
    if more:
        do = f"take them away {_APP_PAGE}: what is not there cannot be misused"
        yield warn("permissions", f"more than is needed: {', '.join(more)}", do)
    if not lacks and not more:
        yield ok("permissions", "exactly those of app.yml")
    unheard = sorted(wanted.events - app.asks_for.events)
    if unheard:
        do = f"subscribe to them {_APP_PAGE}, under Permissions & events"
        yield wrong("events", f"missing: {', '.join(unheard)}", do)
    else:
        yield ok("events", f"{len(wanted.events)} subscribed")


def _lacks(granted: Granted, wanted: Wanted) -> list[str]:
    return sorted(
        f"{name}: {level}"
        for name, level in wanted.permissions.items()
        if _rank(granted.permissions.get(name, "")) < _rank(level)
    )


def _rank(level: str) -> int:
    return _LEVELS.index(level) if level in _LEVELS else 0


def _installed(installations: Sequence[Granted], wanted: Wanted) -> Iterator[Finding]:
    asleep = [one.account for one in installations if one.is_suspended]
    short = [one for one in installations if not one.is_suspended and _lacks(one, wanted)]
    if not installations:
        yield warn("installations", "none", f"install the App on an account, {_APP_PAGE}")
        return
    yield ok("installations", f"{len(installations) - len(asleep)} active")
    if asleep:
        yield warn("installations", f"suspended: {_some(asleep)}", "nothing, if that is meant so")
    for one in short[:_NAMED]:
        lacks = ", ".join(_lacks(one, wanted))
        do = f"its owner must accept them: {one.settings_url}"
        yield warn("installations", f"{one.account} has not granted {lacks}", do)


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"{', '.join(sorted(names)[:_NAMED])}{more}"


def _hook(hook: HookConfig, wanted: Wanted) -> Iterator[Finding]:
    where = f"{_APP_PAGE}, under Webhook"
    url = urlsplit(hook.url)
    if not hook.url:
        yield wrong("webhook", "the App has no webhook URL", f"set it {where}")
        return
    if not url.path.endswith(tuple(wanted.paths)):
        do = f"let it end in {wanted.paths[0]}, {where}"
        yield warn("webhook", f"{hook.url} is not where deliveries are taken", do)
    if not hook.has_secret:
        yield wrong("webhook", "the App's webhook has no secret", f"set WEBHOOK_SECRET's {where}")
    if not hook.is_verified or url.scheme != "https":
        yield warn("webhook", f"{hook.url} is not protected by TLS", f"use a certificate, {where}")
    yield ok("webhook", f"goes to {hook.url}")


async def _reached(url: str, wanted: Wanted, session: aiohttp.ClientSession) -> Finding:
    """Whether a bot answers there, as seen from this machine, which GitHub may not share."""
    base = url
    for path in wanted.paths:
        base = base.removesuffix(path)
    try:
        async with (
            asyncio.timeout(_WITHIN),
            session.get(f"{base}/healthz", allow_redirects=False) as answer,
        ):
            if answer.status == 200 and "alive" in await answer.text():
                return ok("reachable", f"a bot answers at {base}")
            said = f"{base}/healthz answers {answer.status}"
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        said = f"{base} does not answer from here ({type(error).__name__})"
    return warn("reachable", said, "what counts is what GitHub saw: the deliveries below")


def _delivered(told: Sequence[HookDelivery]) -> Finding:
    if not told:
        do = "push something, or redeliver the ping on the App's page, under Advanced"
        return warn("deliveries", "GitHub has delivered nothing for three days", do)
    failed = [one for one in told if not one.is_ok]
    newest = told[0]
    if not newest.is_ok:
        seen = f"the last one failed with {newest.status_code or 'no answer'}, "
        do = _WHY.get(newest.status_code, "see this server's log at that time")
        return wrong("deliveries", f"{seen}{len(failed)} of {len(told)} did", do)
    if failed:
        kinds = ", ".join(f"{n} x {status or 'no answer'}" for status, n in _kinds(failed))
        said = f"{len(failed)} of {len(told)} failed ({kinds}); the last one came"
        return warn("deliveries", said, "nothing: the hourly sweep has failed ones sent again")
    return ok("deliveries", f"all of the last {len(told)} came")


def _kinds(failed: Sequence[HookDelivery]) -> list[tuple[int, int]]:
    return Counter(one.status_code for one in failed).most_common(_NAMED)
