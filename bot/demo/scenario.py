"""The demo's story as data: a repository, four runs of its CI, and who is on its team."""

from dataclasses import dataclass
from datetime import datetime

from bot.demo.github.world.runs import JobScript
from bot.demo.recorded import STAGES, checkout, console, log, report, stamped

REPOSITORY = "acme/assistant"
MAINTAINER = "alice"
READER = "reader"
# What people opened before the bot came; the Docker fallback's log line names the first three.
EARLIER = (
    ("Docker client fails on Windows named pipes", "closed"),
    ("Resource monitor needs a running Docker daemon", "closed"),
    ("Docker unavailable: activate the enhanced fallback", "open"),
    ("Tests should not need Docker Desktop", "closed"),
)
_GREEN_ONLY = ("agents", "jwt")
_RED = (*_GREEN_ONLY, "websocket-events", "docker-lifecycle", "websocket-fixed")
_PASSES = {"jwt-fixed": ("jwt",)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One push and its run. `stage` names the state of the code, `told` what it is about."""

    stage: str
    message: str
    told: str
    files: tuple[str, ...] = ()


ACTS = (
    Act(
        stage="green",
        message="Add agent sessions",
        told="A green run: remembered, nothing written.",
    ),
    Act(
        stage="red",
        message="Move sessions into the manager",
        told="The nightly breaks: one issue for each root cause.",
        files=STAGES["red"],
    ),
    Act(
        stage="red",
        message="Update the changelog",
        told="The same failures at the next commit: bodies are edited, nobody is notified.",
    ),
    Act(
        stage="jwt-fixed",
        message="Start the auth service before the tests",
        told="JWT passes, the rest is still red: one issue is on its way to closing.",
        files=STAGES["jwt-fixed"],
    ),
)


def beginning() -> dict[str, str | bytes]:
    """The files of the first commit, long ago: some of its tests ran in no job until the nightly."""
    return {**checkout("red"), **checkout("green")}


def jobs(stage: str, start: datetime) -> list[JobScript]:
    """The jobs of a run at this stage, with what each uploaded and logged."""
    if stage == "green":
        return [
            _job("docker-images", "success", "", start),
            _job("unit", "success", "", start),
            *(_tests(stage, name, start) for name in _GREEN_ONLY),
            _job("mission-critical", "success", "", start),
        ]
    return [
        _job("docker-images", "failure", log("docker-images"), start, "Build images"),
        _job("unit", "failure", log("unit"), start, "Run categories"),
        *(_tests(stage, name, start) for name in _RED),
        _job("mission-critical", "skipped", "", start),
    ]


def changes(act: Act) -> dict[str, str | bytes | None]:
    """The files that the push of this act changes."""
    if not act.files:
        return {"CHANGELOG.md": f"- {act.message}\n"}
    return dict(checkout(act.stage))


def _job(
    name: str, conclusion: str, text: str, start: datetime, step: str = "Run tests"
) -> JobScript:
    return JobScript(
        name=name,
        conclusion=conclusion,
        log=stamped(text or "All done.", start),
        failed_steps=(step,),
    )


def _tests(stage: str, name: str, start: datetime) -> JobScript:
    """A job that ran pytest: its console output is its log, its report an artifact."""
    is_red = stage != "green" and name not in _PASSES.get(stage, ())
    text = console(stage, name)
    if is_red:
        code = 5 if name == "websocket-fixed" else 2 if name == "docker-lifecycle" else 1
        before = log("docker-daemon") if name == "websocket-events" else ""
        text = f"{before}{text}##[error]Process completed with exit code {code}."
    return JobScript(
        name=name,
        conclusion="failure" if is_red else "success",
        log=stamped(text, start),
        failed_steps=("Run pytest",),
        artifacts={f"report-{name}": {"junit.xml": report(stage, name)}},
    )
