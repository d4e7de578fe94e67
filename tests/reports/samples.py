"""The samples that real tools wrote, and what each is expected to say."""

import json
from pathlib import Path
from typing import NamedTuple, TypedDict

DATA = Path(__file__).with_name("data")
BESIDE = {"SOURCES.md", "expected.json", "make.sh"}


class Expected(TypedDict):
    """Totals after tries were joined; the first line of each red test's message, in order."""

    format: str
    tests: int
    passed: int
    failures: int
    errors: int
    skipped: int
    flaky: list[str]
    messages: list[str]


class Sample(NamedTuple):
    """One file of `data/FAMILY/`."""

    family: str
    name: str
    expected: Expected

    @property
    def data(self) -> bytes:
        return (DATA / self.family / self.name).read_bytes()

    @property
    def id(self) -> str:
        return f"{self.family}/{self.name}"


def files() -> set[str]:
    """Every sample that lies there, as `FAMILY/NAME`."""
    return {
        f"{path.parent.name}/{path.name}"
        for path in DATA.glob("*/*")
        if path.is_file() and path.name not in BESIDE
    }


SAMPLES: tuple[Sample, ...] = tuple(
    Sample(told.parent.name, name, expected)
    for told in sorted(DATA.glob("*/expected.json"))
    for name, expected in sorted(json.loads(told.read_text("utf-8")).items())
)
