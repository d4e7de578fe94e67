"""gidgethub's driver over aiohttp, with the patience that gidgethub leaves to its user.

gidgethub builds URLs, follows Link headers, decodes JSON and answers 304 from its cache. Here,
below all that, sits what it lacks: timeouts, renewed tokens, both kinds of rate limit with 403
and 429, repeats of safe requests, redirects that keep their method, and errors of our own.
"""

from collections.abc import Mapping
from datetime import timedelta

import aiohttp
from gidgethub.aiohttp import GitHubAPI
from yarl import URL

from bot.errors import GitHubError, QuotaKept, RateLimited, TransientError, UnclearAnswer
from bot.github.answers import read_answer, refusal
from bot.github.limits import (
    MAX_WAIT,
    Answer,
    Step,
    Tries,
    is_repeatable,
    next_step,
    skew,
)
from bot.github.pace import Pace
from bot.github.sending import about_to_send
from bot.github.surroundings import PageCache, Surroundings
from bot.github.tokens import Credentials
from bot.tracing import span

USER_AGENT = "test-gardener"
API_VERSION = "2022-11-28"
ACCEPT = "application/vnd.github+json"
_CONNECT_WITHIN = 10.0  # seconds
MAX_ANSWER = 32 * 1024 * 1024  # bytes; a page of a hundred full issues is 6.5 MB
_MAX_REDIRECTS = 3


class Wire(GitHubAPI):
    """One line to GitHub under one set of credentials, with pages and limits of its own."""

    def __init__(self, around: Surroundings, credentials: Credentials, pace: Pace) -> None:
        cache = PageCache(around.pages, around.whose)
        super().__init__(around.session, USER_AGENT, base_url=around.api_url, cache=cache)
        self._around = around
        self._credentials = credentials
        self._pace = pace
        within = around.answer_within.total_seconds()
        self._timeout = aiohttp.ClientTimeout(total=within, connect=min(within, _CONNECT_WITHIN))
        self.requests = 0
        self.skew = timedelta(0)

    @property
    def spendable(self) -> int | None:
        """What is left of the REST quota without the share of others."""
        known = self._pace.left("core")
        return None if known is None else max(0, int(known[0] - known[1] * self._around.spared))

    async def sleep(self, seconds: float) -> None:
        """Wait by the injected clock."""
        await self._around.sleep(seconds)

    async def location(self, path: str) -> str:
        """Where a download really is: the Location of a 302, good for about a minute."""
        answer = await self._settle("GET", f"{self._around.api_url}{path}", {}, b"")
        target = answer.headers.get("location", "")
        if answer.status != 302 or not target.startswith(("https://", "http://")):
            raise GitHubError(answer.status, f"{path} should have redirected to its download")
        return target

    async def _request(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes = b""
    ) -> tuple[int, Mapping[str, str], bytes]:
        """What gidgethub builds on. Raises errors of `bot.errors` only."""
        answer = await self._settle(method, url, headers, body)
        if answer.status >= 300 and answer.status != 304:
            raise refusal(answer)
        return answer.status, answer.headers, answer.body

    async def _settle(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes
    ) -> Answer:
        """One request until it is answered for good, also under a repository's new name."""
        tries = Tries(repeatable=is_repeatable(method, URL(url).path))
        for _ in range(_MAX_REDIRECTS + 1):
            answer = await self._ask(method, url, headers, body, tries)
            if answer.status in (301, 307, 308):
                url = str(URL(url, encoded=True).join(URL(answer.headers.get("location", ""))))
                continue
            if answer.status >= 400:
                raise refusal(answer)
            return answer
        raise GitHubError(301, "the redirects never end")

    async def _ask(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes, tries: Tries
    ) -> Answer:
        """Send until an answer is final; wait as often as GitHub asks."""
        self._guard(url)
        quota = self._quota(url)
        while True:
            await self._pace.look()
            self._spare(quota)
            await self._wait_for_quota(quota)
            token = await self._credentials.token()
            if method != "GET":
                await self._around.before_write()
                await about_to_send()
            with span("github", {"http.request.method": method, "url.path": URL(url).path}) as told:
                answer = await self._send(method, url, {**headers, "authorization": token}, body)
                told({"http.response.status_code": answer.status})
            step, wait = next_step(answer, tries, self._around.clock())
            if step is Step.DONE:
                return answer
            if step is Step.RENEW and not self._credentials.forget(token):
                return answer
            if step is Step.AGAIN:
                await self.sleep(wait.total_seconds())
            elif step is Step.HOLD:
                await self._pace.hold(quota, self._around.clock() + wait)
            elif step is not Step.RENEW:
                raise _given_up(step, wait, f"{method} {URL(url).path}", answer)

    async def _send(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Send once. A cut line is an answer, too."""
        ours = {
            **headers,
            "authorization": f"Bearer {headers['authorization']}",
            "accept": ACCEPT,
            "user-agent": USER_AGENT,
            "x-github-api-version": API_VERSION,
        }
        ours.pop("content-length", None)  # aiohttp counts for itself
        self.requests += 1
        try:
            async with self._session.request(
                method,
                URL(url, encoded=True),
                headers=ours,
                data=body or None,
                allow_redirects=False,
                timeout=self._timeout,
            ) as response:
                answer = read_answer(response.status, response.headers, await _body(response))
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            answer = Answer(status=0, sent=False, message=str(error))
        except (aiohttp.ClientError, TimeoutError) as error:
            answer = Answer(status=0, message=str(error) or type(error).__name__)
        await self._account(method, self._quota(url), answer)
        return answer

    async def _account(self, method: str, quota: str, answer: Answer) -> None:
        self._around.on_request(method, answer.status)
        ahead = skew(answer.headers, self._around.clock())
        self.skew = self.skew if ahead is None else ahead
        await self._pace.learn(quota, answer.headers)

    def _quota(self, url: str) -> str:
        """GitHub counts REST and GraphQL apart."""
        return "graphql" if url == self._around.graphql_url else "core"

    async def _wait_for_quota(self, quota: str) -> None:
        """Stand still while this installation may not ask; give the wait back when it is long."""
        until = self._pace.held_until(quota)
        wait = until - self._around.clock()
        if wait > MAX_WAIT:
            raise RateLimited(
                f"GitHub lets this installation ask again at {until:%H:%M:%S} UTC", retry_after=wait
            )
        if wait > timedelta(0):
            await self.sleep(wait.total_seconds())

    def _spare(self, quota: str) -> None:
        """Stop where the share begins that is left to others."""
        known = self._pace.left(quota) if self._around.spared else None
        if known is None:
            return
        left, most, reset_at = known
        if left - 1 < most * self._around.spared:
            raise QuotaKept(
                f"{left:,} of the {most:,} requests of this hour are left, "
                f"and they are left to {self._around.spared_for}",
                retry_after=reset_at - self._around.clock(),
            )

    def _guard(self, url: str) -> None:
        """The token goes to the API's own origin and nowhere else."""
        if URL(url).origin() != URL(self._around.api_url).origin():
            raise GitHubError(300, f"refused to follow a link to {URL(url).host}")


async def _body(response: aiohttp.ClientResponse) -> bytes:
    """The whole body, if it is of a size that the API answers with."""
    parts: list[bytes] = []
    size = 0
    async for part in response.content.iter_chunked(64 * 1024):
        size += len(part)
        if size > MAX_ANSWER:
            raise GitHubError(response.status, f"an answer of more than {MAX_ANSWER} bytes")
        parts.append(part)
    return b"".join(parts)


def _given_up(step: Step, wait: timedelta, what: str, answer: Answer) -> TransientError:
    seen = f"status {answer.status}" if answer.status else "no answer"
    told = f"{what}: {seen}{f' ({answer.message})' if answer.message else ''}"
    if step is Step.LIMITED:
        return RateLimited(f"GitHub keeps asking us to slow down; {told}", retry_after=wait)
    if step is Step.UNCLEAR:
        return UnclearAnswer(f"Whether GitHub did it is not known; {told}")
    return TransientError(f"GitHub is out of order; {told}", retry_after=wait)
