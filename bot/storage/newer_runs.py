"""Whether a newer run waits that makes this one needless: one look into its repository's queue.

The table is the durable engine's own; `attributes` is what was given when the job was queued.
"""

from collections.abc import Mapping

from sqlalchemy import JSON, BigInteger, Engine, String, cast, column, func, select, table
from sqlalchemy.dialects.postgresql import JSONB

from bot.storage.database import faults


def newer_run(engine: Engine, place: str, marks: Mapping[str, str | int]) -> str:
    """The id of a queued run of the same `line` with a higher `number` and another `sha`, or "".

    `place` is what the job takes turns in. `TransientError` when the database does not answer.
    """
    is_sqlite = engine.dialect.name == "sqlite"
    names = ("workflow_uuid", "queue_name", "status", "queue_partition_key")
    jobs = table(
        "workflow_status",
        *map(column, names),
        column("attributes", JSON() if is_sqlite else JSONB()),
        schema=None if is_sqlite else "dbos",
    )

    def mark(name: str):  # type: ignore[no-untyped-def]
        if is_sqlite:
            return func.json_extract(jobs.c.attributes, f"$.{name}")
        return jobs.c.attributes[name].astext

    number = mark("number") if is_sqlite else cast(mark("number"), BigInteger)
    query = (
        select(jobs.c.workflow_uuid)
        .where(
            jobs.c.queue_name == "jobs",
            jobs.c.status == "ENQUEUED",
            jobs.c.queue_partition_key == place,
            cast(mark("line"), String) == marks["line"],
            number > marks["number"],
            cast(mark("sha"), String) != marks["sha"],
        )
        .limit(1)
    )
    with faults(), engine.connect() as connection:
        return str(connection.scalar(query) or "")
