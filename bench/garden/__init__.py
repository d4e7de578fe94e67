"""Ninety days of an invented repository, whose every failure has a known cause."""
