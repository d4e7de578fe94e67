"""Passed tests that stand in a row, as columns: a case is made of them only where one is kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.model.report import TestCase


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedRun:
    """Passed tests of one suite, in the order they are written; all columns are equally long."""

    suite: str
    scope: str
    names: Sequence[str]
    classnames: Sequence[str]
    files: Sequence[str]
    seconds: Sequence[float | None]

    @property
    def count(self) -> int:
        """How many tests."""
        return len(self.names)

    def cases(self) -> list[TestCase]:
        """Each as a test case."""
        suite, scope = self.suite, self.scope
        columns = zip(self.names, self.classnames, self.files, self.seconds, strict=True)
        return [
            TestCase(
                name=name,
                classname=classname,
                suite=suite,
                file=file,
                seconds=seconds,
                scope=scope,
            )
            for name, classname, file, seconds in columns
        ]
