"""Causes that have no issue yet."""
