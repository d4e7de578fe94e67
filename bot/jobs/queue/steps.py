"""The steps of a job: what was done once is not done again when the job continues after a crash.

Steps are known by name, not by position: a job whose code has changed since the crash, or that
takes another way this time, still finds what it did.
"""

from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

from pydantic import TypeAdapter

from bot.jobs.queue.patience import patiently
from bot.model.masking import masked
from bot.storage.job_notes import JobNotes
from bot.tracing import span

T = TypeVar("T")


class Steps(Protocol):
    """How a job runs what must not be done twice."""

    async def run(self, name: str, action: Callable[[], Awaitable[T]], as_: TypeAdapter[T]) -> T:
        """The result of `action`, from now or from before the crash.

        `name` is unique in the job. A step that raised is not kept: it runs again when the job is
        tried again. One that was interrupted runs again too, so it looks before it writes.
        """
        ...


class DirectSteps:
    """Runs each step at once and keeps nothing: for `replay`, `preview` and tests."""

    def __init__(self) -> None:
        self.names: list[str] = []

    async def run(self, name: str, action: Callable[[], Awaitable[T]], as_: TypeAdapter[T]) -> T:
        """The result of `action`; `as_` must be able to hold it."""
        self.names.append(name)
        return as_.validate_json(as_.dump_json(masked(await action())))


class RecordedSteps:
    """Keeps each result as JSON beside the queue before the job goes on."""

    def __init__(self, notes: JobNotes, job_id: str, owner: str, kept: dict[str, str]) -> None:
        self._notes = notes
        self._job_id = job_id
        self._owner = owner
        self._kept = kept

    async def run(self, name: str, action: Callable[[], Awaitable[T]], as_: TypeAdapter[T]) -> T:
        """The kept result, or that of `action`. `Superseded` when another process has the job."""
        kept = self._kept.get(name)
        if kept is None:
            with span("step", {"gardener.step": name}):
                kept = as_.dump_json(masked(await action())).decode()
            await self._keep(name, kept)
            self._kept[name] = kept
        return as_.validate_json(kept)

    async def _keep(self, name: str, document: str) -> None:
        """What was done on GitHub is done: the note of it waits for the database, if need be."""
        await patiently(lambda: self._notes.keep(self._job_id, self._owner, name, document))
