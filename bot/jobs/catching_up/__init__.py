"""What no webhook told is found and queued all the same."""
