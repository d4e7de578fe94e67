"""Test Gardener: a GitHub App that keeps one good issue for each root cause of failing tests."""
