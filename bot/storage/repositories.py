"""Repositories: who they are, whose installation they belong to, whether they are served."""

from dataclasses import dataclass

from sqlalchemy import Row, select, update

from bot.model.run import RepoRef
from bot.storage.database import Database
from bot.storage.tables import repositories as t


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRepository:
    """A repository as last heard of. `active` is false once the app was removed from it."""

    repo: RepoRef
    installation: int
    default_branch: str
    active: bool


class Repositories(Database):
    """Rows of `repositories`, keyed by GitHub's id."""

    async def save_repository(
        self, repo: RepoRef, installation: int, default_branch: str = "", *, active: bool = True
    ) -> None:
        """Remember it; an empty `default_branch` keeps the one that is known."""
        key = repo.full_name.lower()
        async with self.write() as connection:
            known = select(t.c.default_branch).where(t.c.id == repo.id)
            branch = default_branch or await connection.scalar(known) or ""
            # Another repository of this name was renamed or deleted unseen.
            taken = update(t).where(t.c.key == key, t.c.id != repo.id)
            await connection.execute(taken.values(key="", active=False))
            row = {
                "id": repo.id,
                "owner": repo.owner,
                "name": repo.name,
                "key": key,
                "installation": installation,
                "default_branch": branch,
                "active": active,
            }
            await connection.execute(self.upsert(t).values(row))

    async def repository(self, repo_id: int) -> StoredRepository | None:
        """The repository with this id."""
        async with self.read() as connection:
            row = (await connection.execute(select(t).where(t.c.id == repo_id))).first()
        return _stored(row) if row else None

    async def repository_named(self, full_name: str) -> StoredRepository | None:
        """The repository `owner/name`, in any case."""
        query = select(t).where(t.c.key == full_name.lower())
        async with self.read() as connection:
            row = (await connection.execute(query)).first()
        return _stored(row) if row else None

    async def repositories(self, *, active_only: bool = True) -> tuple[StoredRepository, ...]:
        """All of them, by name."""
        query = select(t).order_by(t.c.key, t.c.id)
        if active_only:
            query = query.where(t.c.active)
        async with self.read() as connection:
            rows = (await connection.execute(query)).all()
        return tuple(_stored(row) for row in rows)

    async def deactivate_repository(self, repo_id: int) -> None:
        """Serve it no longer; what is known of it stays."""
        async with self.write() as connection:
            await connection.execute(update(t).where(t.c.id == repo_id).values(active=False))

    async def set_installation_active(self, installation: int, *, active: bool) -> None:
        """Serve all repositories of an installation, or none of them."""
        change = update(t).where(t.c.installation == installation).values(active=active)
        async with self.write() as connection:
            await connection.execute(change)


def _stored(row: Row[tuple[object, ...]]) -> StoredRepository:
    return StoredRepository(
        repo=RepoRef(id=row.id, owner=row.owner, name=row.name),
        installation=row.installation,
        default_branch=row.default_branch,
        active=row.active,
    )
