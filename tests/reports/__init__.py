"""Tests of reading test reports."""
