"""The course of an issue: failing, passing, closed, back again."""
