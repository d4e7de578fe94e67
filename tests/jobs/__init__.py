"""The queue and its jobs."""
