"""The repository config as people write it, and what is said when it is wrong."""

import re
from datetime import timedelta

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model.config import RepoConfig
from bot.model.config_schema import config_schema
from bot.model.config_text import read_config
from bot.model.names import Severity

FULL = """\
version: 1
mode: live                      # live | preview
workflows: ["*"]
branches: [default, "release/*"]
events: [push, schedule]
artifacts: ["*"]
output: redacted
issues:
  base_label: test-gardener
  max_new_per_run: 5
  umbrella_at: 10
  close_after_passes: 3
  reopen_within_days: 14
  comment_every: 24h
  assign: codeowners
owners:
  fallback: ["@acme/qa"]
  labels: {"@acme/web": ["team-web"]}
areas:
  - name: Authentication
    paths: ["tests/mission_critical/test_jwt_*"]
    severity: p0
    impact: "Protects $120K+ MRR authentication infrastructure"
severity:
  - match: {kind: uncollectable}
    severity: p1
log_rules:
  - id: ssot-manager
    pattern: 'SSOT WARNING: Found other (?P<what>.+?) classes'
    category: SSOT Compliance
    severity: p1
    collect: '^\\s*-\\s*(?P<item>[\\w.]+)$'
commands:
  allow: write
"""


def problems(text: str) -> list[str]:
    config, found = read_config(text)
    assert (config is None) == bool(found)
    return [problem.text for problem in found]


def test_a_full_config() -> None:
    config, found = read_config(FULL)
    assert found == ()
    assert config is not None
    assert config.branches == ("default", "release/*")
    assert config.issues.comment_every == timedelta(hours=24)
    assert config.areas[0].severity is Severity.P0
    assert config.log_rules[0].collect == r"^\s*-\s*(?P<item>[\w.]+)$"


@pytest.mark.parametrize(
    "text",
    ["", "# nothing yet\n", "---\n", "issues:\nareas:\nlog_rules:\n", "\ufeffversion: 1\n", "{}"],
    ids=["empty", "a comment", "a marker", "empty sections", "a byte order mark", "braces"],
)
def test_what_is_not_written_is_the_default(text: str) -> None:
    assert read_config(text) == (RepoConfig(), ())


def test_names_that_yaml_takes_for_something_else_stay_names() -> None:
    config, _ = read_config("branches: [on, 1.0, 2025-01-01, no]")
    assert config is not None
    assert config.branches == ("on", "1.0", "2025-01-01", "no")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "issues:\n  umbrela_at: 3\n",
            "line 2, column 3: unknown key `umbrela_at`; did you mean `umbrella_at`?",
        ),
        ("branch: [main]\n", "line 1, column 1: unknown key `branch`; did you mean `branches`?"),
        (
            "umbrella_at: 3\n",
            "line 1, column 1: `umbrella_at` does not belong here; it belongs under `issues`",
        ),
        (
            "issues:\n  branches: [main]\n",
            "line 2, column 3: `branches` does not belong here; it belongs under the top level",
        ),
        (
            "commands:\n  whatever: 1\n",
            "line 2, column 3: unknown key `whatever`; valid here: allow",
        ),
        ("what: \n", None),
        (
            "mode: prevew\n",
            "line 1, column 7: `mode` is `prevew`; expected one of live, preview; "
            "did you mean `preview`?",
        ),
        ("version: 2\n", "line 1, column 10: `version` is `2`; expected one of 1"),
        (
            "areas:\n  - name: A\n    paths: [a]\n    severity: P1\n",
            "line 4, column 15: `severity` is `P1`; expected one of p0, p1, p2, p3; "
            "did you mean `p1`?",
        ),
        (
            "owners:\n  fallback: [qa]\n",
            "line 2, column 14: `fallback[0]`: expected `@user` or `@org/team`",
        ),
        (
            "owners:\n  labels: {'@acme/web': team-web}\n",
            "line 2, column 25: `@acme/web`: expected a list, such as `[a, b]`",
        ),
        (
            "owners:\n  fallbak: []\n",
            "line 2, column 3: unknown key `fallbak`; did you mean `fallback`?",
        ),
        (
            "issues:\n  max_new_per_run: many\n",
            "line 2, column 20: `max_new_per_run`: expected a whole number",
        ),
        (
            "issues:\n  max_new_per_run: yes\n",
            "line 2, column 20: `max_new_per_run`: expected a whole number",
        ),
        (
            "issues:\n  max_new_per_run: -1\n",
            "line 2, column 20: `max_new_per_run`: expected at least 0",
        ),
        (
            "issues: {comment_every: 5}\n",
            "line 1, column 25: `comment_every`: expected a number and a unit: 90m, 24h, 7d or 2w",
        ),
        ("branches: main\n", "line 1, column 11: `branches`: expected a list, such as `[a, b]`"),
        (
            "branches: [main, 5]\n",
            "line 1, column 18: `branches[1]`: expected text; put it in quotes",
        ),
        ("issues: 3\n", "line 1, column 9: `issues`: expected keys and values below it"),
        ("- a\n", "line 1, column 1: `the file`: expected keys and values below it"),
        ("areas:\n  - paths: [a]\n", "line 2, column 5: `name` is missing here"),
        (
            "areas: [{name: A, paths: []}]\n",
            "line 1, column 26: `paths`: expected at least 1 entry",
        ),
        (
            "log_rules: [{id: A B, pattern: x1}]\n",
            "line 1, column 18: `id`: expected small letters, digits and hyphens, at most 50",
        ),
        (
            "log_rules:\n  - id: a\n    pattern: '(a+'\n",
            "line 3, column 14: `pattern`: the pattern is not valid RE2: missing ): (a+",
        ),
        (
            "log_rules:\n  - id: a\n    pattern: boom\n    collect: '.*'\n",
            "line 4, column 14: `collect`: the pattern matches every line; "
            "write a word of the line you look for",
        ),
        (
            "log_rules: [{id: a, pattern: x1}, {id: a, pattern: x2}]\n",
            "line 1, column 40: a second log rule has the id `a`",
        ),
        (
            "mode: live\nmode: preview\n",
            "line 2, column 1: `mode` stands here a second time; keep one of them",
        ),
        ("a: [1\n", None),
        ("\tmode: live\n", None),
        (
            "a: &x 1\nb: *x\n",
            "line 2, column 4: aliases (`*name`) are not read; write the value out",
        ),
        ("mode: !!python/name:x live\n", "line 1, column 7: tags such as `!name` are not read"),
        (
            "mode: live\n---\nmode: live\n",
            "line 2, column 1: a second document begins; write only one",
        ),
        ("a: \0\n", "line 1, column 1: this is not YAML: it holds a control character"),
        ("a: \ud800\n", "line 1, column 1: the file is not valid UTF-8"),
        ("? [a, b]\n: c\n", "line 1, column 3: a key must be a word"),
        ("x: " + "[" * 200_000, "line 1, column 23: nested deeper than 20 levels"),
        ("#" * 300_000, "line 1, column 1: the file is larger than 256 KB"),
    ],
    ids=[
        "a misspelt key",
        "a misspelt key at the top",
        "a key in the wrong place",
        "a key that belongs to the top",
        "a key like no other",
        "an unknown key without a value",
        "a misspelt word",
        "another version",
        "a severity in capitals",
        "an owner without its sign",
        "one label instead of a list",
        "a misspelt key of owners",
        "a word for a number",
        "yes for a number",
        "a number too small",
        "a duration without a unit",
        "one name instead of a list",
        "a number for a name",
        "a number for a section",
        "a list for the file",
        "a key that is missing",
        "an empty list",
        "an id with a blank",
        "a pattern that is broken",
        "a pattern that matches all",
        "two rules of one id",
        "a key twice",
        "a list that never ends",
        "a tab",
        "an alias",
        "a tag",
        "two documents",
        "a control character",
        "half a character",
        "a key that is a list",
        "brackets without end",
        "a huge file",
    ],
)
def test_what_is_wrong_is_said_with_its_place(text: str, said: str | None) -> None:
    found = problems(text)
    assert len(found) == 1
    assert re.match(r"line \d+, column \d+: ", found[0])
    assert said is None or found[0] == said


def test_all_problems_are_told_at_once_in_the_order_of_the_file() -> None:
    text = "mode: x\nissues:\n  umbrela_at: 3\nlog_rules:\n  - id: a\n    pattern: '('\nfoo: 1\n"
    lines = [int(re.findall(r"line (\d+)", said)[0]) for said in problems(text)]
    assert lines == [1, 3, 6, 7]


def test_a_bomb_of_aliases_is_refused_at_once() -> None:
    rows = "\n".join(f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 9)}]" for n in range(1, 30))
    assert len(problems(f"x0: &x0 [a]\n{rows}\n")) == 1


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.text(max_size=80) | st.text(alphabet="ab:-[]{}&*!|>'\"%@`#,\n ?0", max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    config, found = read_config(text)
    assert (config is None) == bool(found)
    assert all(p.line >= 1 and p.column >= 1 and "\n" not in p.text for p in found)


def test_the_schema_describes_every_key() -> None:
    schema = config_schema()
    assert schema["title"] == "Test Gardener"
    assert schema["description"]
    definitions = schema["$defs"]
    assert isinstance(definitions, dict)
    models = [schema, *definitions.values()]
    keys = {
        key: about for model in models for key, about in (model.get("properties") or {}).items()
    }
    assert {"umbrella_at", "log_rules", "allow", "cause", "impact"} <= set(keys)
    assert all(about["description"] for about in keys.values())


def test_the_schema_agrees_with_the_reader() -> None:
    import jsonschema_rs

    valid = jsonschema_rs.validator_for(config_schema())
    assert valid.is_valid(yaml.safe_load(FULL))
    assert not valid.is_valid({"issues": {"umbrela_at": 3}})
    assert not valid.is_valid({"mode": "prevew"})
