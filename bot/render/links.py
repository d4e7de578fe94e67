"""Links to GitHub's pages. The server's address comes from the run's own page, never from here."""

import re
from dataclasses import dataclass
from urllib.parse import quote

from bot.model.history import Sighting
from bot.model.run import RepoRef
from bot.render.escape import Markdown, code_span, one_line
from bot.render.phrases import short_sha

MAX_PATH = 300
MAX_URL = 4000

_PAGE = re.compile(
    r"(?P<server>https?://[\w.:\-\[\]]+(?:/[\w.\-]+)*?)/(?P<repo>[\w.\-]+/[\w.\-]+)/actions/runs/\d+.*"
)
MAX_PATH = 300
MAX_URL = 4000

_PAGE = re.compile(r"https?://[\w.:\-\[\]]+/[^\s()<>\[\]\"'`\\|*]*")
_SHA = re.compile(r"[0-9a-f]{7,64}")


@dataclass(frozen=True, slots=True)
class Links:
    """Where the pages of one repository are; `server_url` without a slash at its end.

    >>> shop = RepoRef(id=7, owner="acme", name="shop")
    >>> Links("https://git.example", shop).blob("a1b2c3d", "tests/test x.py", 12)
    'https://git.example/acme/shop/blob/a1b2c3d/tests/test%20x.py#L12'
    """

    server_url: str
    repo: RepoRef

    @property
    def home(self) -> str:
        """The repository's own page."""
        return f"{self.server_url.rstrip('/')}/{self.repo.full_name}"

    def blob(self, sha: str, path: str, line: int | None = None) -> str | None:
        """The permalink of a file at a commit; None when that is no path in a repository."""
        parts = path.replace("\\", "/").split("/")
        if not _SHA.fullmatch(sha) or not all(part.strip(".") for part in parts):
            return None
        if ":" in parts[0] or len(path) > MAX_PATH or one_line(path, MAX_PATH) != path:
            return None  # a drive, a whole text, or something hidden or secret in it
        at = f"#L{line}" if line else ""
        return f"{self.home}/blob/{sha}/{quote('/'.join(parts), errors='replace')}{at}"

    def compare(self, base: str, head: str) -> str | None:
        """What changed between two commits."""
        if not (_SHA.fullmatch(base) and _SHA.fullmatch(head)):
            return None
        return f"{self.home}/compare/{base}...{head}"

    def commit(self, sha: str) -> str | None:
        """A commit."""
        return f"{self.home}/commit/{sha}" if _SHA.fullmatch(sha) else None

    def run(self, run_id: int, attempt: int = 1) -> str:
        """One attempt of a workflow run."""
        return f"{self.home}/actions/runs/{run_id}/attempts/{attempt}"


def link(text: str, url: str | None) -> Markdown:
    """Escaped `text` as a link, or as it is when there is no safe address for it."""
    return Markdown(
        f"[{text}]({url})" if url and len(url) <= MAX_URL and _PAGE.fullmatch(url) else text
    )


def commit_link(links: Links | None, sha: str) -> Markdown:
    """A commit by its short name."""
    return link(code_span(short_sha(sha)), links.commit(sha) if links else None)


def run_link(seen: Sighting, text: str = "") -> Markdown:
    """The page of the attempt in which something was seen."""
    retry = f", attempt {seen.attempt}" if seen.attempt > 1 else ""
    return link(text or f"run {seen.run_id}{retry}", seen.url)
