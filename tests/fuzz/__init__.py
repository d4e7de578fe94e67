"""Strangers' bytes at every door: one table of targets, run quickly in pytest and for hours alone."""
