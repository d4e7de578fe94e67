"""How often a process died under a job: a job that only waited for its turn is not to blame.

The table is the durable engine's own. It counts a death for every job that it had handed out, and
gives a job up that was among them too often; more are handed out than work at once.
"""

from sqlalchemy import Engine, case, column, table, update

from bot.storage.database import faults


def blame(engine: Engine, job_id: str, executor_id: str, by: int) -> None:
    """Count `by` hand-outs more, or fewer, if the job is this process's. `TransientError`."""
    schema = None if engine.dialect.name == "sqlite" else "dbos"
    names = ("workflow_uuid", "status", "executor_id", "recovery_attempts")
    jobs = table("workflow_status", *map(column, names), schema=schema)
    counted = jobs.c.recovery_attempts + by
    change = (
        update(jobs)
        .where(
            jobs.c.workflow_uuid == job_id,
            jobs.c.status == "PENDING",
            jobs.c.executor_id == executor_id,
        )
        .values(recovery_attempts=case((counted > 0, counted), else_=0))
    )
    with faults(), engine.begin() as connection:
        connection.execute(change)
