"""The command line as a person or a script meets it: real processes, their output and exit codes."""

import asyncio
import functools
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.main import gardener as app
from bot.demo.github.server import FakeGitHub

ROOT = Path(__file__).resolve().parent.parent
RED = ROOT / "bot/demo/recordings/red"
CONFIG = ROOT / "bot/demo/repository/healthy/.github/gardener.yml"


def gardener(
    *arguments: str, cwd: Path | None = None, text: str = "", **env: str
) -> subprocess.CompletedProcess[str]:
    """Run it with nothing of the environment but what is given."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=cwd or ROOT,
        input=text,
        env={"PYTHONPATH": str(ROOT), "COLUMNS": "100", **env},
        capture_output=True,
        text=True,
        check=False,
    )


def test_triage_prints_a_worklog_of_a_folder() -> None:
    done = gardener("triage", str(RED), "--config", str(CONFIG))

    assert done.returncode == 0
    assert done.stderr == ""
    assert "# Failing Test Gardener Worklog" in done.stdout
    assert "WebSocket Five Critical Events: 8/8 FAILED" in done.stdout
    assert "1. **URGENT**" in done.stdout


def test_triage_json_is_what_the_interfaces_say(tmp_path: Path) -> None:
    log = tmp_path / "job.log"
    log.write_text("ERROR: failed to solve: no space left on device\n")
    done = gardener("triage", str(RED / "agents.xml"), str(log), "--json")
    told = json.loads(done.stdout)

    assert told["schema"] == "gardener.triage/1"
    assert [(f["format"], f["tests"], f["failures"]) for f in told["files"]] == [
        ("junit", 79, 12),
        ("log", 0, 0),
    ]
    assert told["totals"]["tests"] == 79
    assert {len(c["failures"]) for c in told["clusters"]} == {10, 2, 0}
    assert [c["cause"] for c in told["clusters"] if not c["failures"]] == ["disk_full"]
    first = next(c for c in told["clusters"] if len(c["failures"]) == 10)
    assert set(first) == {
        *("fingerprint", "title", "kind", "origin", "severity", "category", "cause"),
        *("reasons", "message", "evidence", "failures"),
    }
    assert set(first["failures"][0]) == {
        *("test", "name", "classname", "file", "outcome", "message", "fingerprint")
    }
    assert first["fingerprint"].startswith("1:")


def test_triage_reads_zips_as_artifacts_come(tmp_path: Path) -> None:
    packed = tmp_path / "report.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(RED / "jwt.xml", "junit.xml")
    done = gardener("triage", str(packed), "--json")

    assert json.loads(done.stdout)["totals"]["failures"] == 4


@pytest.mark.parametrize(
    ("file", "code"), [("red/jwt.xml", 1), ("green/jwt.xml", 0)], ids=["red", "green"]
)
def test_exit_code_tells_a_script_of_failures(file: str, code: int) -> None:
    assert gardener("triage", str(RED.parent / file), "--exit-code").returncode == code


def test_nothing_readable_is_exit_code_three_and_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    done = gardener("triage", str(tmp_path / "picture.png"), str(tmp_path / "missing.xml"))

    assert done.returncode == 3
    assert "picture.png" in done.stderr
    assert "missing.xml does not exist" in done.stderr
    assert "Traceback" not in done.stderr


def test_fingerprint_reads_and_writes_json_lines() -> None:
    lines = [
        {"id": 1, "message": "KeyError: 'price' at 0x7f0a5c1d2e30"},
        {"id": 2, "message": "KeyError: 'price' at 0x7f0a5c1daaaa"},
        {"id": 3, "message": "KeyError: 'weight'"},
    ]
    done = gardener("fingerprint", text="\n".join(json.dumps(line) for line in lines))
    told = [json.loads(line) for line in done.stdout.splitlines()]

    assert [set(row) for row in told] == [{"id", "fingerprint", "cause", "normalized"}] * 3
    assert told[0]["cause"] == told[1]["cause"] != told[2]["cause"]


def test_fingerprint_names_the_line_that_is_no_json() -> None:
    done = gardener("fingerprint", text='{"id": 1, "message": "a"}\nnonsense\n')

    assert done.returncode == 2
    assert "Line 2" in done.stderr


def test_check_config_names_line_column_and_nearest_key(tmp_path: Path) -> None:
    file = tmp_path / "gardener.yml"
    file.write_text("version: 1\nissues:\n  umbrela_at: 10\n")
    done = gardener("check-config", str(file))

    assert done.returncode == 2
    assert "line 3, column 3" in done.stderr
    assert "umbrella_at" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_check_config_takes_a_valid_one() -> None:
    assert gardener("check-config", str(CONFIG)).returncode == 0


def test_manifest_and_schema_are_json() -> None:
    manifest = json.loads(gardener("manifest", "--address", "https://bot.example/").stdout)
    schema = json.loads(gardener("schema").stdout)

    assert manifest["hook_attributes"]["url"] == "https://bot.example/webhook"
    assert "umbrella_at" in json.dumps(schema)


@pytest.mark.parametrize("verb", ["serve", "work"])
def test_server_without_settings_says_what_is_missing_in_one_line_each(
    verb: str, tmp_path: Path
) -> None:
    done = gardener(verb, cwd=tmp_path)

    assert done.returncode == 2
    assert [line.split()[0] for line in done.stderr.splitlines()] == [
        *("APP_ID", "PRIVATE_KEY", "WEBHOOK_SECRET")
    ]


def test_preview_without_a_token_says_where_to_get_one(tmp_path: Path) -> None:
    done = gardener("preview", "acme/shop", cwd=tmp_path)

    assert done.returncode == 2
    assert done.stderr.startswith("GITHUB_TOKEN is missing: ")
    assert len(done.stderr.splitlines()) == 1


async def test_preview_needs_a_token_and_an_address_and_no_app(
    github: FakeGitHub, tmp_path: Path
) -> None:
    github.add_repository("acme/shop")
    env = {"GH_TOKEN": github.user_token("reader"), "GITHUB_API_URL": github.api_url}
    ask = functools.partial(gardener, "preview", cwd=tmp_path, **env)
    found = await asyncio.to_thread(ask, "acme/shop", "--days", "7", "--json")
    missing = await asyncio.to_thread(ask, "acme/none")

    assert (found.returncode, found.stderr) == (0, "")
    assert json.loads(found.stdout)["schema"] == "gardener.preview/1"
    assert missing.returncode == 2
    assert missing.stderr.startswith("There is no repository acme/none")
    assert {request.method for request in github.requests} == {"GET"}


def test_unknown_option_is_exit_code_two() -> None:
    assert gardener("triage", "--nonsense").returncode == 2


@pytest.mark.parametrize(
    "verb",
    [c.name or (c.callback.__name__ if c.callback else "") for c in app.registered_commands],
)
def test_every_verb_has_help_with_an_example(verb: str) -> None:
    done = CliRunner().invoke(app, [verb, "--help"])

    assert done.exit_code == 0
    assert "Example:" in done.stdout
    assert f"gardener {verb}" in done.stdout
