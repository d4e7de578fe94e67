"""What a run's worklog tells."""
