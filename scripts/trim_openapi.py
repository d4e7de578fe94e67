"""Trim GitHub's OpenAPI description to the operations and webhooks the fake GitHub serves.

Run from the root of the repository, with the packed npm package `@octokit/openapi`:

    npm pack @octokit/openapi@23.0.2
    python scripts/trim_openapi.py octokit-openapi-23.0.2.tgz

The result goes to tests/conformance/data, with no prose and no examples in it.
"""

import gzip
import json
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "tests" / "conformance" / "data" / "github-openapi.json.gz"
MEMBER = "package/generated/api.github.com.json"

#: Webhooks by the prefix of their name in the description.
EVENTS = (
    "check-run-completed",
    "check-run-created",
    "installation-created",
    "installation-deleted",
    "installation-new-permissions-accepted",
    "installation-repositories-",
    "installation-suspend",
    "installation-unsuspend",
    "issue-comment-",
    "issues-",
    "label-",
    "push",
    "repository-archived",
    "repository-deleted",
    "repository-renamed",
    "repository-transferred",
    "repository-unarchived",
    "workflow-run-",
)
#: Prose and examples. A property of such a name is kept, since it stands below `properties`.
PROSE = {
    "deprecated",
    "description",
    "discriminator",
    "example",
    "examples",
    "externalDocs",
    "links",
    "operationId",
    "summary",
    "tags",
    "title",
    "x-deprecation-details",
    "x-github",
    "x-githubEnterpriseOverlays",
    "x-github-breaking-changes",
    "x-multi-segment",
}
_METHODS = ("get", "post", "put", "patch", "delete")


def main(package: str) -> None:
    """Read the package, write what is needed of it."""
    with tarfile.open(package) as packed:
        member = packed.extractfile(MEMBER)
        assert member is not None
        description = json.load(member)
    trimmed = trim(description, set(served()))
    text = json.dumps(trimmed, separators=(",", ":"), sort_keys=True).encode()
    TARGET.write_bytes(gzip.compress(text, mtime=0))
    operations = sum(len(item) for item in trimmed["paths"].values())
    print(
        f"{operations} operations, {len(trimmed['x-webhooks'])} webhooks, "
        f"{len(trimmed['components']['schemas'])} schemas, {len(text):,} bytes, "
        f"{TARGET.stat().st_size:,} packed"
    )


def served() -> Iterator[tuple[str, str]]:
    """Method and template of each operation of the fake; GraphQL is not described."""
    sys.path.insert(0, str(ROOT))
    from bot.demo.github.server import FakeGitHub

    for operation in FakeGitHub().operations:
        if operation.template != "/graphql":
            yield operation.method.lower(), operation.template


def trim(description: dict[str, Any], wanted: set[tuple[str, str]]) -> dict[str, Any]:
    """Keep the wanted operations, the webhooks and what they refer to."""
    paths: dict[str, Any] = {}
    for method, template in sorted(wanted):
        paths.setdefault(template, {})[method] = bare(description["paths"][template][method])
    _repair(paths)
    hooks = {
        name: {"post": bare(item["post"])}
        for name, item in description["x-webhooks"].items()
        if name.startswith(EVENTS)
    }
    kept: dict[str, dict[str, Any]] = {"schemas": {}}
    waiting = [*refs(paths), *refs(hooks)]
    while waiting:
        _, _, group, name = waiting.pop().split("/")
        if name not in kept.setdefault(group, {}):
            kept[group][name] = bare(description["components"][group][name])
            waiting.extend(refs(kept[group][name]))
    info = {"title": "GitHub, trimmed", "version": description["info"]["version"]}
    return {
        "openapi": description["openapi"],
        "info": info,
        "paths": paths,
        "x-webhooks": hooks,
        "components": kept,
    }


def _repair(paths: dict[str, Any]) -> None:
    """Mend what no real answer can satisfy.

    The list of installations wants each account to be a user and an enterprise at once (allOf);
    a single installation says it right (anyOf).
    """
    answer = paths["/app/installations"]["get"]["responses"]["200"]
    schema = answer["content"]["application/json"]["schema"]
    schema["items"] = {"$ref": "#/components/schemas/installation"}


def bare(node: Any, *, named: bool = False) -> Any:
    """The node without prose; `named` says that its keys are names of properties."""
    if isinstance(node, list):
        return [bare(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        key: bare(value, named=key == "properties" and not named)
        for key, value in node.items()
        if named or key not in PROSE
    }


def refs(node: Any) -> Iterator[str]:
    """Every reference below a node."""
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for value in node.values():
            yield from refs(value)
    elif isinstance(node, list):
        for item in node:
            yield from refs(item)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python scripts/trim_openapi.py octokit-openapi-VERSION.tgz")
    main(sys.argv[1])
