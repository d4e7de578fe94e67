"""Decide: verdicts, known issues and history become a Plan."""
