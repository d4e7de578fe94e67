"""The fake serves what GitHub describes: same paths, same parameters, same fields."""

from typing import Any

import pytest

from bot.demo.github.rest.routes import Operation
from bot.demo.github.server import FakeGitHub
from tests.conformance.description import description, faults, resolved

OPERATIONS = {o.name: o for o in FakeGitHub().operations if o.template != "/graphql"}
#: Fields that GitHub describes and the fake does not have; a bot that sends one is told so.
LEFT_OUT = {
    "POST /repos/{owner}/{repo}/issues": {"issue_field_values"},
    "PATCH /repos/{owner}/{repo}/issues/{issue_number}": {
        "duplicate_issue_id",
        "issue_field_values",
    },
}


def _described(operation: Operation) -> Any:
    return description()["paths"][operation.template][operation.method.lower()]


def _fields(schema: dict[str, Any]) -> set[str]:
    schema = resolved(schema)
    names = set(schema.get("properties", {}))
    for word in ("oneOf", "anyOf", "allOf"):
        for part in schema.get(word, []):
            names |= _fields(part)
    return names


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_takes_the_query_parameters_github_describes(name: str) -> None:
    operation = OPERATIONS[name]
    parameters = [resolved(p) for p in _described(operation).get("parameters", [])]

    assert operation.query == {p["name"] for p in parameters if p["in"] == "query"}


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_takes_the_body_fields_github_describes(name: str) -> None:
    operation = OPERATIONS[name]
    body = _described(operation).get("requestBody", {"content": {}})["content"]
    schemas = [content["schema"] for content in body.values()]
    described = set().union(*(_fields(schema) for schema in schemas)) if schemas else set()

    assert set(operation.body) == described - LEFT_OUT.get(name, set())


def test_every_operation_described_is_served() -> None:
    described = {
        f"{method.upper()} {path}"
        for path, methods in description()["paths"].items()
        for method in methods
    }

    assert described == OPERATIONS.keys()


@pytest.mark.parametrize(
    "value, found",
    [
        ({"message": "Not Found", "documentation_url": "x", "status": "404"}, []),
        ({"message": 404}, ['message: 404 is not of type "string"']),
        ([], ['the whole: [] is not of type "object"']),
    ],
    ids=["a proper error passes", "a wrong type is found", "a wrong root is found"],
)
def test_the_description_can_say_no(value: object, found: list[str]) -> None:
    assert faults(value, "components", "schemas", "basic-error") == found


def test_null_passes_only_where_it_is_described() -> None:
    label = {
        "id": 1,
        "node_id": "x",
        "url": "https://github.example/x",
        "name": "bug",
        "description": None,
        "color": "ededed",
        "default": False,
    }

    assert faults(label, "components", "schemas", "label") == []
    assert faults({**label, "name": None}, "components", "schemas", "label") != []
