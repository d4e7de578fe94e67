"""Issues that this bot keeps, found by number, by state or by the fingerprints they hold.

A fingerprint has at most one open home: a unique index holds it against two processes as well. A
second open issue with it (a person reopened an old one) is stored, and found after the first.
"""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime

from sqlalchemy import and_, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model.issue import TrackedIssue
from bot.storage.database import Database
from bot.storage.documents import Document
from bot.storage.tables import issue_fingerprints as prints
from bot.storage.tables import issues as t

_ISSUE = Document(TrackedIssue)
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
# SQLite counts the parameters of one statement; this stays below its smallest limit.
_AT_ONCE = 500


class Issues(Database):
    """Rows of `issues` and `issue_fingerprints`."""

    async def save_issue(self, repo_id: int, issue: TrackedIssue) -> tuple[int, ...]:
        """Store all of it. Numbers of other open issues that are home to one of its causes."""
        if issue.number < 1:
            raise ValueError("an issue is stored once it has a number")
        row = {
            "repo_id": repo_id,
            "number": issue.number,
            "state": issue.state,
            "updated": _updated(issue),
            "document": _ISSUE.write(issue),
        }
        wanted = tuple(dict.fromkeys(issue.fingerprints))
        mine = and_(prints.c.repo_id == repo_id, prints.c.number == issue.number)
        async with self.write() as connection:
            await connection.execute(self.upsert(t).values(row))
            await connection.execute(delete(prints).where(mine))
            homes = await _homes(connection, repo_id, wanted)
            rows = [
                {
                    "repo_id": repo_id,
                    "fingerprint": fingerprint,
                    "number": issue.number,
                    "holds": issue.state == "open" and fingerprint not in homes,
                }
                for fingerprint in wanted
            ]
            if rows:
                await connection.execute(self.insert(prints), rows)
        return tuple(sorted(set(homes.values()))) if issue.state == "open" else ()

    async def issue(self, repo_id: int, number: int) -> TrackedIssue | None:
        """The issue with this number."""
        query = select(t.c.document).where(t.c.repo_id == repo_id, t.c.number == number)
        async with self.read() as connection:
            document = await connection.scalar(query)
        return None if document is None else _ISSUE.read(document)

    async def unknown(self, repo_id: int, numbers: Collection[int]) -> frozenset[int]:
        """Which of these numbers no issue here has."""
        left = sorted(numbers)
        known: set[int] = set()
        async with self.read() as connection:
            for start in range(0, len(left), _AT_ONCE):
                some = t.c.number.in_(left[start : start + _AT_ONCE])
                query = select(t.c.number).where(t.c.repo_id == repo_id, some)
                known.update(await connection.scalars(query))
        return frozenset(left) - known

    async def open_issues(self, repo_id: int) -> tuple[TrackedIssue, ...]:
        """Every open one, oldest number first."""
        query = (
            select(t.c.document)
            .where(t.c.repo_id == repo_id, t.c.state == "open")
            .order_by(t.c.number)
        )
        async with self.read() as connection:
            return _read((await connection.scalars(query)).all())

    async def issues_with(
        self, repo_id: int, fingerprints: Collection[str]
    ) -> tuple[TrackedIssue, ...]:
        """Those with any of these causes: homes first, then open before closed, newest first."""
        wanted = sorted(set(fingerprints))
        found: dict[int, tuple[bool, bool, str]] = {}
        async with self.read() as connection:
            for start in range(0, len(wanted), _AT_ONCE):
                query = (
                    select(t.c.number, prints.c.holds, t.c.state, t.c.document)
                    .join(t, and_(t.c.repo_id == prints.c.repo_id, t.c.number == prints.c.number))
                    .where(prints.c.repo_id == repo_id)
                    .where(prints.c.fingerprint.in_(wanted[start : start + _AT_ONCE]))
                )
                for number, holds, state, document in await connection.execute(query):
                    before = found.get(number)
                    is_home = holds or (before is not None and before[0])
                    found[number] = (is_home, state == "open", document)
        order = sorted(found, key=lambda n: (not found[n][0], not found[n][1], -n))
        return _read([found[number][2] for number in order])

    async def recent_issues(self, repo_id: int, limit: int = 500) -> tuple[TrackedIssue, ...]:
        """Open and closed, those in which something happened last first."""
        query = (
            select(t.c.document)
            .where(t.c.repo_id == repo_id)
            .order_by(t.c.updated.desc(), t.c.number.desc())
            .limit(limit)
        )
        async with self.read() as connection:
            return _read((await connection.scalars(query)).all())

    async def forget_issue(self, repo_id: int, number: int) -> None:
        """It was deleted or moved away."""
        async with self.write() as connection:
            for table in (prints, t):
                gone = delete(table).where(table.c.repo_id == repo_id, table.c.number == number)
                await connection.execute(gone)


async def _homes(
    connection: AsyncConnection, repo_id: int, fingerprints: tuple[str, ...]
) -> dict[str, int]:
    """Which of these causes have an open home, and its number."""
    homes: dict[str, int] = {}
    for start in range(0, len(fingerprints), _AT_ONCE):
        query = select(prints.c.fingerprint, prints.c.number).where(
            prints.c.repo_id == repo_id,
            prints.c.fingerprint.in_(fingerprints[start : start + _AT_ONCE]),
            prints.c.holds,
        )
        homes.update({row.fingerprint: row.number for row in await connection.execute(query)})
    return homes


def _read(documents: Sequence[str]) -> tuple[TrackedIssue, ...]:
    return tuple(_ISSUE.read(document) for document in documents)


def _updated(issue: TrackedIssue) -> datetime:
    """When something last happened in it."""
    moments = [
        issue.opened_at,
        issue.closed_at,
        issue.last_comment_at,
        issue.last_seen.at if issue.last_seen else None,
        *(decision.at for decision in issue.decisions),
    ]
    return max((moment for moment in moments if moment is not None), default=_LONG_AGO)
