"""Which test files a commit has no more: asked of GitHub where a whole file of an open issue is silent.

A file that did not run may have been filtered out, or its job changed. It is removed when the
commit that failed had it under this path and the commit of this run has not.
"""

from collections.abc import Sequence

from bot.errors import GardenerError, RateLimited
from bot.github.client import Client
from bot.github.repos import has_file
from bot.model.issue import TrackedIssue
from bot.model.run import RepoRef
from bot.planning.course.absence import silent_files
from bot.planning.facts import RunFacts

#: So many files are asked about for one run; the others have their turn on another day.
MOST = 5


async def removed_files(
    open_issues: Sequence[TrackedIssue], facts: RunFacts, client: Client
) -> frozenset[str]:
    """The test files of these issues that are gone: at most two small requests each, rarely any."""
    found: set[str] = set()
    for path, red in silent_files(open_issues, facts)[:MOST]:
        try:
            if await _is_removed(path, red, facts, client):
                found.add(path)
        except RateLimited:
            raise
        except GardenerError:  # it only closes: what GitHub refuses to say is asked another day
            continue
    return frozenset(found)


async def _is_removed(path: str, red: str, facts: RunFacts, client: Client) -> bool:
    repo: RepoRef = facts.run.repo
    if await has_file(client, repo, path, facts.run.head_sha):
        return False
    return await has_file(client, repo, path, red)
