"""GitHub's own OpenAPI description and GraphQL schema, held against the fake GitHub."""
