"""A job that waits for another try gives its repository's turn back: commands and others go on.

The table is the durable engine's own. A row that is DELAYED belongs to nobody; the engine queues it
again when its time has come, and keeps its place before those that came later.
"""

import time
from datetime import timedelta

from sqlalchemy import Engine, case, column, null, table, update

from bot.storage.database import faults

_COLUMNS = (
    *("workflow_uuid", "status", "executor_id", "owner_xid", "started_at_epoch_ms"),
    *("recovery_attempts", "delay_until_epoch_ms", "updated_at"),
)


def put_off(engine: Engine, job_id: str, executor_id: str, wait: timedelta) -> bool:
    """Queue it again after `wait`, if it is this process's; whether it was. `TransientError`."""
    schema = None if engine.dialect.name == "sqlite" else "dbos"
    jobs = table("workflow_status", *map(column, _COLUMNS), schema=schema)
    now = int(time.time() * 1000)
    tries = jobs.c.recovery_attempts
    change = (
        update(jobs)
        .where(
            jobs.c.workflow_uuid == job_id,
            jobs.c.status == "PENDING",
            jobs.c.executor_id == executor_id,
        )
        .values(
            status="DELAYED",
            owner_xid=null(),
            started_at_epoch_ms=null(),
            # The engine counts how often a job was handed out, to find what kills processes.
            recovery_attempts=case((tries > 0, tries - 1), else_=0),
            delay_until_epoch_ms=now + wait // timedelta(milliseconds=1),
            updated_at=now,
        )
    )
    with faults(), engine.begin() as connection:
        return connection.execute(change).rowcount == 1
