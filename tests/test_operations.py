"""docs/operations.md says what the code does: figures, fields, checks, limits, how long things are kept."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
import yaml

from bot.app import STOP_WITHIN
from bot.jobs.queue.running import facts_of
from bot.jobs.queue.tally import Tally
from bot.jobs.service import retention
from bot.jobs.service.doctor.github import _CLOCK_WRONG
from bot.jobs.service.health import FULL, LONG_WAIT, TIGHT, checks_of
from bot.jobs.service.retention import REMEMBER_JOBS, REMEMBER_TESTS
from bot.jobs.service.stopping import AT_LAST
from bot.model.job import AnalyzeRun
from bot.settings import Settings
from bot.tracing import SWITCHES
from bot.webhook.metrics import Metrics
from bot.webhook.silence import QUIET
from tests.build import REPO
from tests.doc_tables import DOCS, with_tables

TEXT = (DOCS / "operations.md").read_text()
PROSE = " ".join(TEXT.split())


def section(title: str) -> str:
    """The text below one heading."""
    return TEXT.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def test_tables_are_those_of_the_code() -> None:
    assert with_tables(TEXT) == TEXT


def test_every_figure_is_in_the_table_with_its_labels() -> None:
    rows = [
        f"| `{name}` | {' '.join(f'`{label}`' for label in labels)} | {what} |"
        for name, (labels, what) in Metrics("1").table.items()
    ]

    assert "\n".join(rows) in section("Metrics")
    assert len(re.findall(r"^\| `gardener_", TEXT, re.MULTILINE)) == len(rows)


def test_alerts_are_yaml_about_figures_that_there_are() -> None:
    (text,) = re.findall(r"```yaml\n(.*?)```", section("Metrics"), re.DOTALL)
    rules = yaml.safe_load(text)["groups"][0]["rules"]
    known = Metrics("1").table

    for rule in rules:
        for name in re.findall(r"gardener_\w+", rule["expr"]):
            assert name in known
    by_name = {rule["alert"]: rule["expr"] for rule in rules}
    assert by_name["GardenerSilent"].endswith(f"> {QUIET.total_seconds():.0f}")
    assert by_name["GardenerQueueOld"].endswith(f"> {LONG_WAIT.total_seconds():.0f}")


def test_every_field_of_a_job_is_in_the_table() -> None:
    job = AnalyzeRun(
        installation=3, repo=REPO, run_id=1, attempt=1, default_branch="main", delivery="d-1"
    )
    fields = {*facts_of("run:1:1", job, 1), *Tally().line}

    assert fields <= set(re.findall(r"`(\w+)`", section("Logs")))


def test_every_check_is_in_the_table() -> None:
    names = checks_of(None, None, None)  # type: ignore[arg-type]

    for name in (*names, "last delivery"):
        assert re.search(rf"^\| {name} \|", section("Health"), re.MULTILINE)


SAID = (
    f"more than {LONG_WAIT // timedelta(minutes=1)} minutes",
    f"less than {TIGHT // 1024**2} MB free",
    f"below {FULL // 1024**2} MB",
    f"nothing came from GitHub for {QUIET // timedelta(hours=1)} hours",
    f"within {_CLOCK_WRONG.total_seconds():.0f} s of GitHub's",
    f"what runs has {STOP_WITHIN.total_seconds():.0f} seconds to end",
    f"`GARDENER_KEEP_DAYS` ({Settings.model_fields['gardener_keep_days'].default})",
    f"`{SWITCHES[1]}`",
)


@pytest.mark.parametrize("sentence", SAID)
def test_number_in_the_text_is_that_of_the_code(sentence: str) -> None:
    assert sentence in PROSE


def test_what_is_kept_is_kept_as_long_as_the_table_says() -> None:
    assert f"| {REMEMBER_JOBS.days} days |" in (retention.__doc__ or "")
    assert f"| {REMEMBER_TESTS.days} days |" in (retention.__doc__ or "")


def test_process_ends_before_whoever_stops_it_loses_patience() -> None:
    compose = yaml.safe_load((DOCS.parent / "deploy" / "compose.yaml").read_text())
    grace = int(compose["x-gardener"]["stop_grace_period"].rstrip("s"))
    unit = (DOCS.parent / "deploy" / "gardener.service").read_text()
    patience = int(re.search(r"TimeoutStopSec=(\d+)", unit)[1])  # type: ignore[index]

    assert timedelta(seconds=min(10, grace, patience)) > AT_LAST


def test_files_that_are_named_exist() -> None:
    for name in re.findall(r"`(deploy/[\w.]+)`", TEXT):
        assert (DOCS.parent / name).is_file()
    assert Path(DOCS.parent / "bench" / "soak.py").is_file()
