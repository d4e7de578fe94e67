"""What cannot be built here is held by reading the files."""

import configparser
import re
from pathlib import Path

import pytest
import yaml

from bot.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILE = (ROOT / "deploy/Dockerfile").read_text()
COMPOSE = yaml.safe_load((ROOT / "deploy/compose.yaml").read_text())
FINAL = DOCKERFILE.rpartition("\nFROM ")[2]
SETTINGS = {name.upper() for name in Settings.model_fields}


@pytest.mark.parametrize(
    "path",
    [
        path
        for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE)
        for path in line.split()[:-1]
    ],
)
def test_image_copies_only_what_exists(path: str) -> None:
    assert (ROOT / path).exists()


def test_image_pins_its_base_in_every_stage() -> None:
    bases = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)

    assert len(bases) == 2
    assert all(re.fullmatch(r"python:\d+\.\d+\.\d+-slim-\w+", base) for base in bases)


def test_image_installs_only_what_the_lock_names_with_hashes() -> None:
    lock = (ROOT / "deploy/requirements.lock").read_text()
    names = re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)

    assert "--require-hashes -r requirements.lock" in DOCKERFILE
    assert {"aiohttp", "dbos", "gidgethub"} <= set(names)
    assert not {"pytest", "ruff", "mypy"} & set(names)
    assert lock.count("--hash=sha256:") >= len(names)


def test_image_runs_as_nobody_in_particular() -> None:
    assert re.search(r"^USER 10001:10001$", FINAL, re.MULTILINE)


def test_image_is_healthy_where_the_server_says_so() -> None:
    assert "HEALTHCHECK" in FINAL
    assert "/healthz" in FINAL


def test_settings_in_the_image_exist() -> None:
    block = re.search(r"^ENV (.+?)(?<!\\)$", FINAL, re.MULTILINE | re.DOTALL)
    assert block is not None
    names = set(re.findall(r"(\w+)=", block[1])) - {"PATH"}
    own = {name for name in names if not name.startswith("PYTHON")}

    assert own <= SETTINGS


def test_ports_agree() -> None:
    port = Settings.model_fields["port"].default
    published = COMPOSE["services"]["gardener"]["ports"]

    assert f"EXPOSE {port}" in FINAL
    assert f"PORT={port}" in FINAL
    assert published == [f"127.0.0.1:{port}:{port}"]
    assert COMPOSE["services"]["web"]["ports"] == published


@pytest.mark.parametrize("name", ["gardener", "web", "worker"])
def test_services_have_a_read_only_root_and_no_powers(name: str) -> None:
    service = COMPOSE["services"][name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert set(service["environment"]) <= SETTINGS


def test_sqlite_is_the_default_and_postgres_a_profile() -> None:
    services = COMPOSE["services"]

    assert "profiles" not in services["gardener"]
    assert services["gardener"]["environment"]["DATABASE_URL"].startswith("sqlite:////data/")
    assert services["gardener"]["volumes"] == ["gardener:/data"]
    for name in ("web", "worker", "postgres"):
        assert services[name]["profiles"] == ["postgres"]


def test_every_image_of_others_is_pinned() -> None:
    images = [s["image"] for s in COMPOSE["services"].values() if "image" in s]

    assert images
    assert all(re.search(r":\d+\.\d+", image) for image in images)


def test_systemd_unit_starts_the_server_and_stops_it_gently() -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(ROOT / "deploy/gardener.service")

    assert unit["Service"]["ExecStart"].endswith("/gardener serve")
    assert unit["Service"]["DynamicUser"] == "yes"
    assert unit["Service"]["ProtectSystem"] == "strict"
    assert int(unit["Service"]["TimeoutStopSec"]) >= 10
    assert unit["Service"]["Environment"].partition("=")[0] in SETTINGS
