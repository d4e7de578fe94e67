"""What the demo's CI recorded: reports that pytest wrote, and job logs, for each stage.

`scripts/make_demo_reports.py` made the reports by running pytest on `repository/`.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from importlib.resources import files
from importlib.resources.abc import Traversable

STAGES = {
    "green": ("healthy",),
    "red": ("healthy", "broken"),
    "jwt-fixed": ("healthy", "broken", "repaired"),
}
_HERE = files("bot.demo")


def report(stage: str, job: str) -> bytes:
    """The JUnit file that pytest wrote in this job."""
    return (_HERE / "recordings" / stage / f"{job}.xml").read_bytes()


def console(stage: str, job: str) -> str:
    """What pytest printed in this job."""
    return (_HERE / "recordings" / stage / f"{job}.txt").read_text()


def log(name: str) -> str:
    """A job log, or a part of one, without GitHub's timestamps."""
    return (_HERE / "recordings" / "logs" / f"{name}.txt").read_text()


def stamped(text: str, start: datetime) -> str:
    """The text as GitHub keeps logs: a timestamp before each line, 20 ms apart."""
    lines = text.rstrip("\n").split("\n")
    times = (start + timedelta(milliseconds=20 * n) for n in range(len(lines)))
    return "\n".join(
        f"{at:%Y-%m-%dT%H:%M:%S.%f}0Z {line}" for at, line in zip(times, lines, strict=True)
    )


def checkout(stage: str) -> dict[str, str]:
    """Every file of the repository at this stage, by path."""
    found: dict[str, str] = {}
    for layer in STAGES[stage]:
        found.update(_walk(_HERE / "repository" / layer, ""))
    return found


def _walk(folder: Traversable, prefix: str) -> Iterator[tuple[str, str]]:
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _walk(entry, f"{prefix}{entry.name}/")
        else:
            yield prefix + entry.name, entry.read_text()
