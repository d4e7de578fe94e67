"""Stream an artifact or a log to disk: the token stays with the API, the size is counted."""

from dataclasses import dataclass
from pathlib import Path

import aiohttp
from yarl import URL

from bot.errors import NotFound, TransientError
from bot.github.limits import BROKEN_TRIES, retry_wait
from bot.github.surroundings import Surroundings
from bot.github.wire import USER_AGENT, Wire

TIMEOUT = aiohttp.ClientTimeout(total=None, connect=10, sock_read=30)
_CHUNK = 256 * 1024
_EXPIRED = (401, 403, 404, 410)  # what a store answers when the minute of its URL is over
_FRESH_URLS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """What was written: `size` in bytes; `truncated` when there was more than allowed."""

    size: int
    content_type: str
    truncated: bool


async def fetch(
    wire: Wire, around: Surroundings, path: str, target: Path, max_bytes: int
) -> Download:
    """Ask for the URL, then fetch it without the token; a URL that ran out is asked for anew.

    https://docs.github.com/en/rest/actions/artifacts#download-an-artifact
    Raises NotFound when the artifact is gone or its store keeps refusing, TransientError when
    the line was cut too often or the disk takes no more.
    """
    refused = broken = 0
    while True:
        location = await wire.location(path)
        try:
            return await _stream(around.session, location, target, max_bytes)
        except _RefusedError as error:
            refused += 1
            if refused >= _FRESH_URLS:
                raise NotFound(error.status, f"the download of {path} is gone") from error
        except (aiohttp.ClientError, TimeoutError) as error:
            broken += 1
            if broken >= BROKEN_TRIES:
                reason = str(error) or type(error).__name__
                raise TransientError(f"The download of {path} broke off: {reason}") from error
            await around.sleep(retry_wait(broken).total_seconds())
        except OSError as error:
            reason = error.strerror or str(error)
            raise TransientError(f"The download of {path} cannot be stored: {reason}") from error


class _RefusedError(Exception):
    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


async def _stream(
    session: aiohttp.ClientSession, location: str, target: Path, max_bytes: int
) -> Download:
    """Write the body to `target`, which begins anew each time, and stop at the cap."""
    async with session.get(
        URL(location, encoded=True), headers={"user-agent": USER_AGENT}, timeout=TIMEOUT
    ) as response:
        if response.status in _EXPIRED:
            raise _RefusedError(response.status)
        response.raise_for_status()
        size = 0
        # Chunks land in the page cache at once: a thread for each would cost more than it saves.
        with target.open("wb") as file:
            async for chunk in response.content.iter_chunked(_CHUNK):
                file.write(chunk[: max_bytes - size])
                size += len(chunk)
                if size > max_bytes:
                    break
        return Download(
            size=min(size, max_bytes),
            content_type=response.content_type,
            truncated=size > max_bytes,
        )
