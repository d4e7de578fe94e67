"""The `/gardener` commands: grammar, registry, one file a verb."""
