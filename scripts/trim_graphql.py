"""Trim GitHub's GraphQL schema to the types and fields the fake GitHub serves.

Run from the root of the repository, with the packed npm package `@octokit/graphql-schema`:

    npm pack @octokit/graphql-schema@15.26.1
    python scripts/trim_graphql.py octokit-graphql-schema-15.26.1.tgz

A type or field that GitHub does not have is left out, so that the test says so.
"""

import json
import sys
import tarfile
from pathlib import Path
from typing import Any

from graphql import GraphQLSchema, build_schema

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "tests" / "conformance" / "data" / "github-graphql.json"
MEMBER = "package/schema.graphql"


def main(package: str) -> None:
    """Read the package, write what is needed of it."""
    sys.path.insert(0, str(ROOT))
    from bot.demo.github.graphql import SCHEMA
    from tests.conformance.graphql_shape import shape

    with tarfile.open(package) as packed:
        member = packed.extractfile(MEMBER)
        assert member is not None
        theirs = build_schema(member.read().decode(), assume_valid_sdl=True)
    kept = trim(shape(SCHEMA), shape(GraphQLSchema(types=list(theirs.type_map.values()))))
    TARGET.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n")
    print(f"{len(kept)} types, {TARGET.stat().st_size:,} bytes")


def trim(ours: dict[str, Any], theirs: dict[str, Any]) -> dict[str, Any]:
    """What they have of ours, as they have it."""
    kept: dict[str, Any] = {}
    for name, wanted in ours.items():
        if name not in theirs:
            continue
        found = theirs[name]
        kept[name] = {**found, "fields": {}}
        for field in wanted["fields"]:
            if field in found["fields"]:
                kept[name]["fields"][field] = found["fields"][field]
    return kept


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python scripts/trim_graphql.py octokit-graphql-schema-VERSION.tgz")
    main(sys.argv[1])
