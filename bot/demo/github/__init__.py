"""A fake GitHub on a real socket, for the demo and the tests."""
