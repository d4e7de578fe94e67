"""What every connection to Postgres is told, so that no dead peer holds up the living.

A process that froze, or lost its network, in the middle of a transaction keeps its locks: Postgres
ends that transaction for it. A server that is gone without a word is given up after seconds.
"""

from typing import Protocol

from sqlalchemy import Engine, event
from sqlalchemy.pool import ConnectionPoolEntry

IDLE_IN_TRANSACTION = 10
"""Seconds; a transaction of ours thinks for less than one."""
ASYNC = {"timeout": 10, "command_timeout": 60}
"""For asyncpg: seconds to connect, and for one statement."""
SYNC = {
    "connect_timeout": 10,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}
"""For psycopg, https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS."""


class _Cursor(Protocol):
    def execute(self, sql: str, /) -> object: ...

    def close(self) -> object: ...


class _Driver(Protocol):
    def cursor(self) -> _Cursor: ...

    def commit(self) -> object: ...


def bound(engine: Engine) -> None:
    """Let every new connection of this engine say so, also through a pool beside Postgres."""
    event.listen(engine, "connect", _say)


def _say(driver: _Driver, _record: ConnectionPoolEntry) -> None:
    cursor = driver.cursor()
    cursor.execute(f"SET idle_in_transaction_session_timeout = '{IDLE_IN_TRANSACTION}s'")
    cursor.close()
    driver.commit()
