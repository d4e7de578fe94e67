"""Whole stories: webhooks in, issues out, on the real bot."""
