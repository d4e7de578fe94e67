"""What a cause is called, so that a person can skim it."""
