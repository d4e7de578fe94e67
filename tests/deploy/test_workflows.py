"""The workflow files of this repository: pinned, with few rights, open to nobody's text."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / ".github/workflows").glob("*.yml"))
TEXTS = {path.name: path.read_text() for path in FILES}
FLOWS: dict[str, dict[Any, Any]] = {name: yaml.safe_load(text) for name, text in TEXTS.items()}
JOBS = [
    pytest.param(name, job, id=f"{name}: {key}")
    for name, flow in FLOWS.items()
    for key, job in flow["jobs"].items()
]
STEPS = [
    pytest.param(step, id=f"{name}: {key} {number}")
    for name, flow in FLOWS.items()
    for key, job in flow["jobs"].items()
    for number, step in enumerate(job["steps"], 1)
]
# What only the release may write, and the findings of CodeQL.
WRITES = {
    "codeql.yml": {"security-events"},
    "release.yml": {"attestations", "contents", "id-token", "packages"},
}
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def test_there_is_a_workflow_for_each_thing_that_must_hold() -> None:
    assert set(FLOWS) == {"audit.yml", "ci.yml", "codeql.yml", "release.yml"}


@pytest.mark.parametrize("step", STEPS)
def test_action_is_pinned_by_its_whole_commit(step: dict[str, Any]) -> None:
    if "uses" in step:
        assert re.fullmatch(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}", step["uses"])


@pytest.mark.parametrize("name", FLOWS)
def test_version_stands_beside_each_pin(name: str) -> None:
    lines = re.findall(r"^.*\buses: .*$", TEXTS[name], re.MULTILINE)

    assert lines
    assert all(re.search(r"@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line) for line in lines)


def test_one_action_has_one_pin_everywhere() -> None:
    pins: dict[str, set[str]] = {}
    for text in TEXTS.values():
        for action, pin in re.findall(r"uses: ([\w.-]+/[\w.-]+)[\w/-]*@(.+)$", text, re.MULTILINE):
            pins.setdefault(action, set()).add(pin)

    assert {action: found for action, found in pins.items() if len(found) > 1} == {}


@pytest.mark.parametrize("name", FLOWS)
def test_workflow_gives_no_rights_by_itself(name: str) -> None:
    assert FLOWS[name]["permissions"] == {}


@pytest.mark.parametrize(("name", "job"), JOBS)
def test_job_asks_only_for_the_rights_it_uses(name: str, job: dict[str, Any]) -> None:
    rights = job["permissions"]
    writes = {scope for scope, level in rights.items() if level != "read"}

    assert set(rights.values()) <= {"read", "write"}
    assert writes <= WRITES.get(name, set())


@pytest.mark.parametrize("name", FLOWS)
def test_nothing_runs_with_secrets_on_a_strangers_code(name: str) -> None:
    triggers = FLOWS[name][True]  # YAML 1.1 reads `on` as a truth value

    assert not {"pull_request_target", "workflow_run", "issue_comment"} & set(triggers)
    assert "secrets." not in TEXTS[name]


@pytest.mark.parametrize("step", STEPS)
def test_no_script_is_written_by_an_event(step: dict[str, Any]) -> None:
    assert "${{" not in step.get("run", "")


@pytest.mark.parametrize("step", STEPS)
def test_checkout_leaves_no_token_behind(step: dict[str, Any]) -> None:
    if step.get("uses", "").startswith("actions/checkout@"):
        assert step["with"]["persist-credentials"] is False


@pytest.mark.parametrize(("name", "job"), JOBS)
def test_job_ends_by_itself(name: str, job: dict[str, Any]) -> None:
    assert 0 < job["timeout-minutes"] <= 60
    assert FLOWS[name]["concurrency"]["group"]


@pytest.mark.parametrize("step", STEPS)
def test_make_targets_and_scripts_of_the_workflows_exist(step: dict[str, Any]) -> None:
    for line in step.get("run", "").splitlines():
        word, *rest = line.split()
        if word == "make":
            assert set(rest) <= TARGETS
        if word.startswith(("scripts/", ".ci/")):
            assert (ROOT / word).exists()


def test_ci_checks_every_python_that_the_project_promises() -> None:
    matrix = FLOWS["ci.yml"]["jobs"]["check"]["strategy"]["matrix"]["python"]
    promised = re.search(r'requires-python = ">=(3\.\d+)"', (ROOT / "pyproject.toml").read_text())

    assert promised is not None
    assert matrix[0] == promised[1]
    assert matrix == [f"3.{minor}" for minor in range(11, 11 + len(matrix))]


def test_release_signs_the_image_and_its_sbom() -> None:
    steps = FLOWS["release.yml"]["jobs"]["image"]["steps"]
    signed = [step["uses"].partition("@")[0] for step in steps if "attest" in step.get("uses", "")]

    assert signed == ["actions/attest-build-provenance", "actions/attest-sbom"]


def test_dependabot_looks_after_every_action_and_image() -> None:
    config = yaml.safe_load((ROOT / ".github/dependabot.yml").read_text())
    kept = {(one["package-ecosystem"], one["directory"]) for one in config["updates"]}

    assert kept == {("github-actions", "/"), ("docker", "/deploy"), ("docker-compose", "/deploy")}
