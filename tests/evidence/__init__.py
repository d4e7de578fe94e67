"""Tests of fetching and unpacking evidence."""
