"""Which failures and findings of a run are one root cause, and why."""
