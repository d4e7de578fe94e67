"""Tests of the fake GitHub."""
