"""What people and machines do on GitHub."""
