"""The fake's GraphQL schema is a part of GitHub's."""

import json
from pathlib import Path

import pytest

from bot.demo.github.graphql import SCHEMA
from tests.conformance.graphql_shape import shape

THEIRS = json.loads((Path(__file__).parent / "data" / "github-graphql.json").read_text())
OURS = shape(SCHEMA)
FIELDS = [(name, field) for name, entry in OURS.items() for field in entry["fields"]]


@pytest.mark.parametrize("name", OURS)
def test_a_type_is_of_githubs_kind(name: str) -> None:
    ours, theirs = OURS[name], THEIRS[name]

    assert ours["kind"] == theirs["kind"]
    assert ours.get("values") == theirs.get("values")
    assert set(ours.get("interfaces", ())) <= set(theirs.get("interfaces", ()))


@pytest.mark.parametrize("name, field", FIELDS, ids=[f"{n}.{f}" for n, f in FIELDS])
def test_a_field_has_githubs_type_and_arguments(name: str, field: str) -> None:
    ours, theirs = OURS[name]["fields"][field], THEIRS[name]["fields"][field]

    assert ours["type"] == theirs["type"]
    assert ours["args"].items() <= theirs["args"].items()


def test_github_insists_on_no_argument_the_fake_does_not_know() -> None:
    missing = [
        f"{name}.{field}({argument})"
        for name, field in FIELDS
        for argument, kind in THEIRS[name]["fields"][field]["args"].items()
        if kind.endswith("!") and argument not in OURS[name]["fields"][field]["args"]
    ]

    assert missing == []
