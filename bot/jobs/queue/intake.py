"""The way into the queue: what comes while one transaction is on its way to disk shares the next.

A commit waits for the disk and each statement for the interpreter; thirty deliveries in one
statement wait once. Nobody waits for others to come.
"""

import asyncio
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass

from dbos import DBOSClient, DBOSPortableJSONSerializer, EnqueueOptions
from sqlalchemy import Connection, Engine, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DataError, IntegrityError, ProgrammingError

from bot.storage.line import line_of

_MOST = 100
"""Jobs in one transaction: a tenth of a second of writing."""
_COLUMNS = (
    *("workflow_uuid", "status", "name", "queue_name", "priority", "serialization"),
    *("queue_partition_key", "attributes", "application_name"),
)

# Whether it is new, or why it could not be stored.
_Result = bool | Exception


@dataclass(frozen=True, slots=True)
class _Coming:
    options: EnqueueOptions
    document: str
    done: asyncio.Future[_Result]


class Intake:
    """Stores jobs in the order in which they came."""

    def __init__(self, database: Engine) -> None:
        is_file = database.dialect.name == "sqlite"
        self._line = line_of(str(database.url.database)) if is_file else None
        self._newest = 0
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="intake")
        self._coming: list[_Coming] = []
        self._task: asyncio.Task[None] | None = None
        self._client = DBOSClient(
            system_database_engine=database,
            serializer=DBOSPortableJSONSerializer(),
            application_name="gardener",
            retry_connection_errors=False,
            lazy=True,
        )
        self._tables = self._client._sys_db.tables
        self._database = self._client._sys_db.engine  # which knows the schema on Postgres

    async def put(self, options: EnqueueOptions, document: str) -> bool:
        """Return once it is on disk: whether its id is new. What hindered it is raised."""
        done: asyncio.Future[_Result] = asyncio.get_running_loop().create_future()
        self._coming.append(_Coming(options, document, done))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._work())
        result = await done
        if isinstance(result, Exception):
            raise result
        return result

    def close(self) -> None:
        """Let the thread go; what was not stored was not accepted."""
        self._thread.shutdown(wait=True)
        self._client.destroy()

    async def _work(self) -> None:
        loop = asyncio.get_running_loop()
        while self._coming:
            batch = [one for one in self._coming[:_MOST] if not one.done.done()]
            del self._coming[:_MOST]
            results = await loop.run_in_executor(self._thread, self._store, batch)
            for one, result in zip(batch, results, strict=True):
                if not one.done.done():
                    one.done.set_result(result)

    def _store(self, batch: Sequence[_Coming]) -> Sequence[_Result]:
        """All of them in one transaction; each alone when one of them may be to blame."""
        with self._line.hurry() if self._line else nullcontext():
            try:
                return self._transaction(batch)
            except (DataError, IntegrityError, ProgrammingError) as error:
                if len(batch) == 1:
                    return [error]
                return [result for one in batch for result in self._store([one])]
            except Exception as error:
                return [error] * len(batch)

    def _transaction(self, batch: Sequence[_Coming]) -> list[_Result]:
        """Insert what is new. Of one id twice in a batch the first is new."""
        rows: dict[str, Mapping[str, object]] = {}
        inputs: dict[str, Mapping[str, object]] = {}
        for one in batch:
            job_id, status = self._client._build_enqueue_status(one.options, one.document)
            self._newest = max(int(time.time() * 1000), self._newest + 1)
            row: dict[str, object] = {name: status[name] for name in _COLUMNS}  # type: ignore[literal-required]
            row |= {"application_version": status["app_version"], "recovery_attempts": 0}
            row |= {"created_at": self._newest, "updated_at": self._newest}
            rows.setdefault(job_id, row)
            document = {"workflow_uuid": job_id, "inputs": status["inputs"]}
            inputs.setdefault(job_id, {**document, "retention_timestamp": self._newest})
        with self._database.begin() as connection:
            new = self._insert(connection, self._tables.workflow_status, rows)
            self._insert(connection, self._tables.workflow_input, inputs)
        results: list[_Result] = []
        for one in batch:
            results.append(one.options["workflow_id"] in new)
            new.discard(one.options["workflow_id"])
        return results

    def _insert(
        self, connection: Connection, table: Table, rows: Mapping[str, Mapping[str, object]]
    ) -> set[str]:
        """The keys of the rows that were not there."""
        insert = sqlite.insert if self._line else postgresql.insert
        statement = insert(table).on_conflict_do_nothing(index_elements=["workflow_uuid"])
        keys = statement.returning(table.c.workflow_uuid)
        return set(connection.scalars(keys, list(rows.values())))
