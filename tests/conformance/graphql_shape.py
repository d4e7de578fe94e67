"""A GraphQL schema as plain data: kinds, fields, arguments, values."""

from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
)


def shape(schema: GraphQLSchema) -> dict[str, Any]:
    """By type: its kind, its interfaces, its enum's values and its fields with arguments."""
    found: dict[str, Any] = {}
    for name, kind in schema.type_map.items():
        if name.startswith("__") or name in ("Boolean", "Float", "ID", "Int", "String"):
            continue
        entry: dict[str, Any] = {"kind": type(kind).__name__, "fields": {}}
        if isinstance(kind, GraphQLEnumType):
            entry["values"] = sorted(kind.values)
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            entry["interfaces"] = sorted(each.name for each in kind.interfaces)
            for field, its in kind.fields.items():
                arguments = {arg: str(value.type) for arg, value in its.args.items()}
                entry["fields"][field] = {"type": str(its.type), "args": arguments}
        if isinstance(kind, GraphQLInputObjectType):
            for field, value in kind.fields.items():
                entry["fields"][field] = {"type": str(value.type), "args": {}}
        found[name] = entry
    return found
