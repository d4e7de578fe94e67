"""GitHub in: verify, name, put on disk, answer 202."""
