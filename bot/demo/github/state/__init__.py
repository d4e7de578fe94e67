"""What the fake GitHub remembers."""
