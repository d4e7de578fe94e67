"""Tests of the only package that speaks to GitHub."""
