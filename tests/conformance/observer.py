"""The observer that judges each request, answer and webhook of the fake by GitHub's OpenAPI."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from bot.demo.github.records import Delivery, Request
from tests.conformance.description import description, faults, resolved

#: Refusals that any operation may answer, described or not.
_REFUSALS = (301, 400, 401, 403, 404, 410, 422)
_JSON = "application/json"


class Conformance:
    """Hang it into `FakeGitHub.observers`; `judged` counts what was looked at."""

    def __init__(self) -> None:
        self.judged: dict[str, int] = {}

    def request(self, request: Request) -> Iterable[str]:
        """A finished request with its answer; accidents on order are not judged."""
        name = request.operation
        if request.fault or request.origin != "api" or name in (None, "POST /graphql"):
            return []
        assert name is not None
        self.judged[name] = self.judged.get(name, 0) + 1
        return [f"{name}: {text}" for text in _exchange(request, name)]

    def delivery(self, delivery: Delivery) -> Iterable[str]:
        """A webhook on its way out."""
        name = "-".join(filter(None, (delivery.event, delivery.action))).replace("_", "-")
        self.judged[name] = self.judged.get(name, 0) + 1
        hooks = description()["x-webhooks"]
        if name not in hooks:
            return [f"webhook {name}: GitHub describes none of this name"]
        payload = json.loads(delivery.payload)
        pointer = ("x-webhooks", name, "post", "requestBody", "content", _JSON, "schema")
        found = [f"webhook {name}: {text}" for text in faults(payload, *pointer)]
        if "installation" not in payload:
            found.append(f"webhook {name}: an App is always told its installation")
        return found


def _exchange(request: Request, name: str) -> Iterator[str]:
    method, _, template = name.partition(" ")
    pointer = ("paths", template, method.lower())
    operation = description()["paths"][template][method.lower()]
    yield from _query(request, operation)
    accepted = request.status is not None and request.status < 400
    if accepted and request.body is not None and "requestBody" in operation:
        place = (*pointer, "requestBody", "content", _JSON, "schema")
        yield from (f"body {text}" for text in faults(request.body, *place))
    yield from _answer(request, operation, pointer)


def _query(request: Request, operation: dict[str, Any]) -> Iterator[str]:
    """Query parameters must have the type and be of the words described."""
    for parameter in map(resolved, operation.get("parameters", [])):
        name = parameter["name"]
        if parameter["in"] != "query" or name not in request.query:
            continue
        schema, value = resolved(parameter["schema"]), request.query[name]
        if schema.get("type") == "integer" and not value.isdigit():
            yield f"query {name}: {value!r} is no integer"
        if "enum" in schema and value not in schema["enum"]:
            yield f"query {name}: {value!r} is none of {', '.join(schema['enum'])}"


def _answer(request: Request, operation: dict[str, Any], pointer: tuple[str, ...]) -> Iterator[str]:
    status = str(request.status)
    if request.status in (304, 501):
        return
    responses = operation["responses"]
    kind = request.answer_headers.get("Content-Type", "").partition(";")[0]
    if status not in responses:
        if request.status in _REFUSALS:
            place: tuple[str, ...] = ("components", "schemas", "basic-error")
        else:
            yield f"answer {status}: not described"
            return
    else:
        content = resolved(responses[status]).get("content", {})
        if not content:
            if request.answer:
                yield f"answer {status}: should have no body"
            return
        if kind != _JSON:
            return
        place = _place(
            responses[status], pointer, status, _JSON if _JSON in content else next(iter(content))
        )
    yield from (f"answer {status} {text}" for text in faults(json.loads(request.answer), *place))


def _place(
    response: dict[str, Any], pointer: tuple[str, ...], status: str, kind: str
) -> tuple[str, ...]:
    if "$ref" in response:
        start: tuple[str, ...] = tuple(response["$ref"].removeprefix("#/").split("/"))
    else:
        start = (*pointer, "responses", status)
    return (*start, "content", kind, "schema")
