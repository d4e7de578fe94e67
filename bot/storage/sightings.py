"""Runs as the histories point at them: ids in the rows, sightings in the values."""

from collections.abc import Sequence

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model.history import Sighting, TestHistory
from bot.storage.tables import runs

_LOOKUP = 500

AnyRow = Row[*tuple[object, ...]]


class Sightings:
    """The runs that one transaction has met, each read once."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._by_id: dict[int, Sighting] = {}
        self._ids: dict[tuple[int, int], int] = {}

    async def load(self, rows: Sequence[AnyRow]) -> None:
        """Read the runs that these rows of `histories` point at."""
        wanted: set[int | None] = set()
        for row in rows:
            wanted |= {row.first_seen, row.last_pass, row.last_failure, row.first_failure}
            wanted |= set(_ids(row.reds))
        missing = sorted(key for key in wanted if key is not None and key not in self._by_id)
        for start in range(0, len(missing), _LOOKUP):
            query = select(runs).where(runs.c.id.in_(missing[start : start + _LOOKUP]))
            for row in await self._connection.execute(query):
                self.add(row)

    async def by_id(self, row_id: int | None) -> Sighting | None:
        """The run of this row of `runs`."""
        row = (await self._connection.execute(select(runs).where(runs.c.id == row_id))).first()
        return self.add(row) if row else None

    def add(self, row: AnyRow) -> Sighting:
        """Meet the run of one row of `runs`."""
        seen = Sighting(
            run_id=row.run_id,
            attempt=row.attempt,
            sha=row.sha,
            at=row.at,
            url=row.url,
            tree=row.tree or "",
            first_run=row.first_run or 0,
        )
        self._by_id[row.id] = seen
        self._ids[(row.run_id, row.attempt)] = row.id
        return seen

    def history(self, row: AnyRow) -> TestHistory:
        """The value of one row of `histories` whose runs are loaded."""
        known = self._by_id
        return TestHistory(
            test=row.test,
            leg=row.leg,
            first_seen=known[row.first_seen],
            last_pass=known.get(row.last_pass),
            last_failure=known.get(row.last_failure),
            first_failure=known.get(row.first_failure),
            reds=tuple(known[one] for one in _ids(row.reds) if one in known),
            pass_streak=row.pass_streak,
            fail_streak=row.fail_streak,
            passes=row.passes,
            failures=row.failures,
            window=row.window,
        )

    def row(self, scope: int, history: TestHistory) -> dict[str, object]:
        """The row of one value."""
        return {
            "scope": scope,
            "test": history.test,
            "leg": history.leg,
            "first_seen": self._id(history.first_seen),
            "last_pass": self._id(history.last_pass),
            "last_failure": self._id(history.last_failure),
            "first_failure": self._id(history.first_failure),
            "pass_streak": history.pass_streak,
            "fail_streak": history.fail_streak,
            "passes": history.passes,
            "failures": history.failures,
            "window": history.window,
            "reds": "".join(f"{self._id(seen)}," for seen in history.reds),
        }

    def _id(self, seen: Sighting | None) -> int | None:
        return None if seen is None else self._ids[(seen.run_id, seen.attempt)]


def _ids(reds: str | None) -> list[int]:
    """The rows of `runs` that a text names; old ones may be purged."""
    return [int(one) for one in (reds or "").split(",") if one]
