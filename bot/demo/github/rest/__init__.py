"""The REST operations, one module a resource."""
