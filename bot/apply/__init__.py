"""Do: the one place where something changes on GitHub, each Change at most once."""
