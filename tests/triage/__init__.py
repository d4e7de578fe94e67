"""Tests of bot.triage."""
