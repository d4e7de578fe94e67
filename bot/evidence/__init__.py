"""Fetch the artifacts and job logs of a run, capped and streamed."""
