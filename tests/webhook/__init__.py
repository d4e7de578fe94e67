"""The door for GitHub."""
