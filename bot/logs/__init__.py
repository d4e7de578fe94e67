"""Parse job logs: lines become findings by a table of rules."""
