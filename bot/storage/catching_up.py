"""What catching up remembers: whose turn it is, what was looked at, and what was sent again."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, delete, func, or_, select, tuple_, update

from bot.model.run import RepoRef
from bot.storage import tables as t
from bot.storage.database import Database

BEGINNING = t.from_ticks(0)
_SERVED = func.coalesce(t.installations.c.state, "active") == "active"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A repository to look at. `since`: list the runs created from then on; None the first time.

    `newest_at` is when the newest run that was listed so far was created, `changed_at` when the
    repository became what it is.
    """

    repo: RepoRef
    installation: int
    default_branch: str
    looked_at: datetime | None = None
    since: datetime | None = None
    newest_at: datetime | None = None
    changed_at: datetime | None = None


class CatchingUp(Database):
    """Rows of `chores`, `looks` and `redeliveries`."""

    async def take_turn(self, name: str, now: datetime, every: timedelta) -> bool:
        """Whether this process is to do the chore now: of all that ask at once, one is.

        It is due when it was not begun within `every`, and when the clock was set back.
        """
        due = or_(t.chores.c.at <= now - every, t.chores.c.at > now)
        statement = self.insert(t.chores).values(name=name, at=now)
        claim = statement.on_conflict_do_update(
            index_elements=["name"], set_={"at": now}, where=due
        )
        async with self.write() as connection:
            return (await connection.execute(claim)).rowcount == 1

    async def chore_at(self, name: str) -> datetime | None:
        """When it was last begun."""
        query = select(t.chores.c.at).where(t.chores.c.name == name)
        async with self.read() as connection:
            found: datetime | None = await connection.scalar(query)
        return found

    async def note_chore(self, name: str, at: datetime) -> None:
        """Note how far it has come."""
        async with self.write() as connection:
            await connection.execute(self.upsert(t.chores).values(name=name, at=at))

    async def looks_due(
        self, *, before: datetime, quiet_before: datetime, quiet_since: datetime, most: int
    ) -> tuple[Look, ...]:
        """The served repositories to look at, the one that waits longest first, at most `most`.

        Due is one that was not looked at since `before`; where no run was created since
        `quiet_since`, one that was not looked at since `quiet_before`.
        """
        r, looks = t.repositories, t.looks
        joined = r.outerjoin(looks, looks.c.repo_id == r.c.id).outerjoin(
            t.installations, t.installations.c.id == r.c.installation
        )
        due = or_(
            looks.c.looked_at.is_(None),
            looks.c.looked_at <= quiet_before,
            and_(looks.c.looked_at <= before, looks.c.newest_at >= quiet_since),
        )
        query = (
            select(r, looks.c.looked_at, looks.c.since, looks.c.newest_at)
            .select_from(joined)
            .where(r.c.active, _SERVED, due)
            .order_by(func.coalesce(looks.c.looked_at, 0), r.c.id)
            .limit(most)
        )
        async with self.read() as connection:
            rows = (await connection.execute(query)).all()
        return tuple(
            Look(
                repo=RepoRef(id=row.id, owner=row.owner, name=row.name),
                installation=row.installation,
                default_branch=row.default_branch,
                looked_at=row.looked_at,
                since=row.since,
                newest_at=row.newest_at,
                changed_at=row.changed_at,
            )
            for row in rows
        )

    async def looked(
        self, repo_id: int, at: datetime, since: datetime, newest_at: datetime | None
    ) -> None:
        """Note that a repository was looked at, and where to begin the next time."""
        row = {"repo_id": repo_id, "looked_at": at, "since": since, "newest_at": newest_at}
        async with self.write() as connection:
            await connection.execute(self.upsert(t.looks).values(row))

    async def look_again(self, installation: int) -> None:
        """Look at all repositories of an installation in the next sweep."""
        repos = select(t.repositories.c.id).where(t.repositories.c.installation == installation)
        again = update(t.looks).where(t.looks.c.repo_id.in_(repos))
        async with self.write() as connection:
            await connection.execute(again.values(looked_at=BEGINNING))

    async def forget_look(self, repo_id: int) -> None:
        """Begin anew should the repository come back: what ran meanwhile is none of ours."""
        async with self.write() as connection:
            await connection.execute(delete(t.looks).where(t.looks.c.repo_id == repo_id))

    async def newest_run_at(self, repo_id: int) -> datetime | None:
        """When the newest run that was analyzed began."""
        query = select(func.max(t.runs.c.at)).where(t.runs.c.repo_id == repo_id)
        async with self.read() as connection:
            found: datetime | None = await connection.scalar(query)
        return found

    async def recorded(
        self, repo_id: int, attempts: Sequence[tuple[int, int]]
    ) -> frozenset[tuple[int, int]]:
        """Which of these (run, attempt) were analyzed, as far back as runs are remembered."""
        runs = t.runs
        wanted = tuple_(runs.c.run_id, runs.c.attempt).in_(attempts)
        query = select(runs.c.run_id, runs.c.attempt).where(
            runs.c.repo_id == repo_id, runs.c.complete, wanted
        )
        async with self.read() as connection:
            rows = await connection.execute(query) if attempts else ()
            return frozenset((row.run_id, row.attempt) for row in rows)

    async def sent_again(self, guids: Collection[str]) -> Mapping[str, tuple[datetime, int]]:
        """When GitHub was last asked to send each of them again, and how often; by guid."""
        query = select(t.redeliveries).where(t.redeliveries.c.guid.in_(guids))
        async with self.read() as connection:
            rows = await connection.execute(query)
            return {row.guid: (row.at, row.tries) for row in rows}

    async def note_sent_again(self, guid: str, at: datetime) -> None:
        """Note that GitHub was asked to send this delivery again."""
        table = t.redeliveries
        statement = self.insert(table).values(guid=guid, at=at, tries=1)
        again = {"at": at, "tries": table.c.tries + 1}
        async with self.write() as connection:
            await connection.execute(
                statement.on_conflict_do_update(index_elements=["guid"], set_=again)
            )

    async def purge_redeliveries(self, before: datetime) -> None:
        """Forget what GitHub has forgotten as well."""
        async with self.write() as connection:
            await connection.execute(delete(t.redeliveries).where(t.redeliveries.c.at < before))
