"""The pace of each installation, as all processes that share a Postgres keep it together.

Times are the database's own: hosts whose clocks differ still agree. On SQLite one process works,
and remembers by itself.
"""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import TextClause, text

from bot.model.quota import Quota
from bot.storage.database import Database

_NOW = "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint"
_TICK = timedelta(microseconds=1)
# A database whose clock was set back makes nobody wait for longer.
_LONGEST = timedelta(minutes=1) // _TICK


def _sql(words: str) -> TextClause:
    return text(words.replace("NOW", _NOW))


_CLAIM = _sql("""
INSERT INTO paces (installation, quota, turn_at, held_until, quota_left, quota_most, reset_at)
VALUES (:installation, 'write', NOW + :pause, 0, 0, 0, 0)
ON CONFLICT (installation, quota) DO UPDATE
SET turn_at = greatest(least(paces.turn_at, NOW + :longest), NOW) + :pause
RETURNING turn_at - :pause - NOW
""")
_NOTE = _sql("""
INSERT INTO paces (installation, quota, turn_at, held_until, quota_left, quota_most, reset_at)
VALUES (:installation, :quota, 0, NOW + :held, :left, :most, NOW + :resets_in)
ON CONFLICT (installation, quota) DO UPDATE SET
held_until = greatest(paces.held_until, excluded.held_until),
quota_left = CASE WHEN excluded.quota_most = 0 THEN paces.quota_left
    WHEN paces.reset_at > NOW AND paces.reset_at > excluded.reset_at - 60000000
    THEN least(paces.quota_left, excluded.quota_left) ELSE excluded.quota_left END,
quota_most = CASE WHEN excluded.quota_most = 0 THEN paces.quota_most
    ELSE excluded.quota_most END,
reset_at = CASE WHEN excluded.quota_most = 0 THEN paces.reset_at ELSE excluded.reset_at END
""")
_READ = _sql("""
SELECT quota, quota_left, quota_most, reset_at - NOW AS resets_in, held_until - NOW AS held
FROM paces WHERE installation = :installation AND quota <> 'write'
""")


class Paces(Database):
    """Rows of `paces`, on Postgres only."""

    async def claim_turn(self, installation: int, pause: timedelta) -> timedelta:
        """Take the next place in the line of writes: how long until it comes."""
        given = {"installation": installation, "pause": pause // _TICK, "longest": _LONGEST}
        async with self.write() as connection:
            wait = (await connection.execute(_CLAIM, given)).scalar_one()
        return max(timedelta(), int(wait) * _TICK)

    async def note_quota(self, installation: int, name: str, quota: Quota) -> None:
        """Tell the others what GitHub said."""
        given = {
            "installation": installation,
            "quota": name,
            "left": quota.left,
            "most": quota.most,
            "resets_in": quota.resets_in // _TICK,
            "held": quota.held // _TICK,
        }
        async with self.write() as connection:
            await connection.execute(_NOTE, given)

    async def quotas(self, installation: int) -> Mapping[str, Quota]:
        """What the others were told, by the name of the quota."""
        async with self.read() as connection:
            rows = (await connection.execute(_READ, {"installation": installation})).all()
        return {
            row.quota: Quota(
                left=row.quota_left,
                most=row.quota_most,
                resets_in=max(0, row.resets_in) * _TICK,
                held=max(0, row.held) * _TICK,
            )
            for row in rows
        }
