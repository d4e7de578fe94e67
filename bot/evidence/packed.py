"""One artifact on disk, from its bytes to its reports and logs."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from bot.evidence.limits import Limits
from bot.evidence.sort import Wanted, is_step_log, read_member
from bot.evidence.unpack import open_members
from bot.model.finding import LogReading
from bot.model.report import TestReport


def read_packed(
    path: Path, name: str, wanted: Wanted, limits: Limits
) -> Iterator[TestReport | LogReading | str]:
    """Every report and log in it, and whole sentences about what could not be read.

    Blocking: reads the whole file. Paths of what it gives begin with `name`.
    """
    jobs_told: set[str] = set()
    inside = replace(wanted, named=False)
    for found in open_members(path, name, limits):
        if isinstance(found, str):
            yield found
        elif not is_step_log(found.name, jobs_told):
            reading = read_member(found, wanted if found.name == name else inside)
            if reading is not None:
                yield reading
