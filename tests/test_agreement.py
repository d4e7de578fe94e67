"""README, `app.yml`, the registries, the settings and the config schema say the same."""

import json
import re
from pathlib import Path

import pytest
import yaml

from bot.cli.main import gardener
from bot.commands.registry import COMMANDS
from bot.model.config import RepoConfig
from bot.model.config_schema import config_schema
from bot.model.config_text import read_config
from bot.reports.registry import FORMATS
from bot.settings import Settings
from bot.webhook.manifest import PERMISSIONS, manifest
from bot.webhook.routes import EVENTS, SUBSCRIBED

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text()
APP = (ROOT / "app.yml").read_text()
KEY_SETTINGS = {"PRIVATE_KEY_PATH"}


def test_readme_fits_on_150_lines() -> None:
    assert len(README.splitlines()) <= 150


def test_first_screen_of_the_readme_shows_an_issue_and_the_two_commands() -> None:
    first_screen = "\n".join(README.splitlines()[:60])

    assert "failing-test-regression-p1-" in first_screen
    assert "make demo" in first_screen
    assert "make test" in first_screen


def test_readme_table_of_commands_is_the_registry() -> None:
    named = re.findall(r"^\| `/gardener (\w+)", README, re.MULTILINE)

    assert named == [command.verb for command in COMMANDS]


def test_readme_table_of_verbs_is_the_command_line() -> None:
    cells = re.findall(r"^\| (`gardener [^|]+)\|", README, re.MULTILINE)
    named = [verb for cell in cells for verb in re.findall(r"`gardener ([\w-]+)", cell)]
    verbs = [
        c.name or (c.callback.__name__ if c.callback else "") for c in gardener.registered_commands
    ]

    assert sorted(named) == sorted(verbs)


@pytest.mark.parametrize("name", [f.title for f in FORMATS])
def test_readme_names_every_format(name: str) -> None:
    assert name in " ".join(README.split())


def test_readme_counts_the_formats() -> None:
    assert f"({len(FORMATS)} formats, below)" in " ".join(README.split())


def test_config_in_the_readme_is_valid() -> None:
    example = re.search(r"```yaml\n(version: 1\n.*?)```", README, re.DOTALL)
    assert example is not None
    config, problems = read_config(example[1])

    assert problems == ()
    assert config is not None


def test_readme_leads_to_every_page_of_the_docs() -> None:
    pages = {f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")}

    assert pages == set(re.findall(r"\]\((docs/[\w.-]+)\)", README))


def test_every_link_of_readme_and_docs_within_the_repository_leads_somewhere() -> None:
    for page in (ROOT / "README.md", ROOT / "bench/README.md", *(ROOT / "docs").glob("*.md")):
        for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text()):
            assert target.startswith("https://") or (page.parent / target).exists(), target


def test_schema_is_made_from_the_config_model() -> None:
    schema = json.loads(json.dumps(config_schema()))

    assert set(schema["properties"]) == set(RepoConfig.model_fields)


def test_app_manifest_is_what_the_code_says() -> None:
    assert yaml.safe_load(APP) == manifest()


def test_every_permission_and_event_in_the_manifest_has_its_reason_beside_it() -> None:
    for name, level, reason in PERMISSIONS:
        assert f"  {name}: {level} # {reason}" in APP
    for event in SUBSCRIBED:
        assert re.search(rf"^  - {event} # \w", APP, re.MULTILINE)


def test_manifest_asks_for_the_events_the_door_listens_to() -> None:
    # https://docs.github.com/en/webhooks/webhook-events-and-payloads: these two always come
    assert set(SUBSCRIBED) | {"installation", "installation_repositories"} == set(EVENTS)


def test_contents_are_never_written() -> None:
    assert yaml.safe_load(APP)["default_permissions"]["contents"] == "read"


def test_env_example_names_every_setting_with_its_default() -> None:
    text = (ROOT / "deploy/.env.example").read_text()
    named = dict(re.findall(r"^(?:# )?([A-Z_]+)=(.*)$", text, re.MULTILINE))

    assert set(named) - KEY_SETTINGS == {name.upper() for name in Settings.model_fields}
    for name, field in Settings.model_fields.items():
        if not field.is_required() and field.default is not None:
            assert named[name.upper()] == str(field.default).lower()


def test_readme_names_every_setting() -> None:
    for name in (*Settings.model_fields, *KEY_SETTINGS):
        assert f"`{name.upper()}`" in README
