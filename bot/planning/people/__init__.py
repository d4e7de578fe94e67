"""What people and other bots did to an issue: they win."""
