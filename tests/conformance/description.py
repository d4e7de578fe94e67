"""GitHub's OpenAPI description as JSON Schema: one registry, one validator for each use."""

import functools
import gzip
import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jsonschema_rs

PATH = Path(__file__).parent / "data" / "github-openapi.json.gz"
_ROOT = "urn:github"
#: Keys below which the keys are names, not schema words.
_NAMED = {"properties", "patternProperties"}


def to_2020(node: Any, *, named: bool = False) -> Any:
    """OpenAPI 3.0 schemas as JSON Schema 2020-12: `nullable` becomes a type.

    Of the formats only date-time stays: real payloads break `email` and `uri`.
    """
    if isinstance(node, list):
        return [to_2020(item) for item in node]
    if not isinstance(node, dict):
        return node
    out = {key: to_2020(value, named=key in _NAMED and not named) for key, value in node.items()}
    if named:
        return out
    if isinstance(out.get("format"), str) and out["format"] != "date-time":
        del out["format"]
    if out.pop("nullable", False) is True:
        return _or_null(out)
    return out


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    kind = schema.get("type")
    if not isinstance(kind, str) or schema.keys() & {"$ref", "oneOf", "anyOf", "allOf"}:
        return {"anyOf": [schema, {"type": "null"}]}
    out = {**schema, "type": [kind, "null"]}
    if "enum" in out and None not in out["enum"]:
        out["enum"] = [*out["enum"], None]
    return out


@functools.cache
def description() -> dict[str, Any]:
    """The trimmed description, converted."""
    with gzip.open(PATH) as packed:
        converted = to_2020(json.load(packed))
    assert isinstance(converted, dict)
    return converted


@functools.cache
def _registry() -> jsonschema_rs.Registry:
    return jsonschema_rs.Registry([(_ROOT, description())])


@functools.cache
def validator(*pointer: str) -> jsonschema_rs.Draft202012Validator:
    """The validator of the schema at this place of the description."""
    place = quote("/".join(part.replace("~", "~0").replace("/", "~1") for part in pointer))
    return jsonschema_rs.Draft202012Validator(
        {"$ref": f"{_ROOT}#/{place}"}, registry=_registry(), validate_formats=True
    )


def faults(value: object, *pointer: str) -> list[str]:
    """What is wrong with a value, at most three sentences."""
    errors = validator(*pointer).iter_errors(value)
    found = []
    for error, _ in zip(errors, range(3), strict=False):
        place = "/".join(str(part) for part in error.instance_path)
        found.append(f"{place or 'the whole'}: {error.message[:300]}")
    return found


def resolved(node: dict[str, Any]) -> dict[str, Any]:
    """The node itself, or what its $ref points at."""
    while "$ref" in node:
        found: Any = description()
        for part in node["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        node = found
    return node
