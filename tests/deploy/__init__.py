"""Tests of the files that deploy the bot."""
