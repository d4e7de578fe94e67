"""Tests of carrying out plans."""
