"""How commits descend from each other, asked of GitHub once for each pair: it never changes."""

from collections.abc import Iterable

from bot.errors import NotFound
from bot.github.client import Client
from bot.github.repos import compare
from bot.jobs.allowed import lacked
from bot.jobs.toolbox import Toolbox
from bot.model.lineage import Lineage, Question, Relation
from bot.model.run import RepoRef

_RELATIONS: dict[str, Relation] = {
    "ahead": "ahead",
    "behind": "behind",
    "diverged": "diverged",
    "identical": "identical",
}


async def answered(
    questions: Iterable[Question], before: Lineage, repo: RepoRef, client: Client, on: Toolbox
) -> Lineage:
    """`before` and the answers to these questions; they stay open where nobody may ask."""
    if "contents" in await lacked(client):
        return before
    known = dict(before.known)
    for base, head in questions:
        key = (repo.id, base, head)
        if key not in on.lineage:
            on.lineage[key] = await _relation(client, repo, base, head)
        known[base, head] = on.lineage[key]
    return Lineage(known)


async def _relation(client: Client, repo: RepoRef, base: str, head: str) -> Relation:
    try:
        found = await compare(client, repo, base, head)
    except NotFound:  # a force-push took it away
        return "unknown"
    return _RELATIONS.get(found.status, "unknown")
