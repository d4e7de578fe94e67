"""State written as the JSON that GitHub sends."""
