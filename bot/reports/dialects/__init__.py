"""What one tool, or one family of tools, writes inside its reports."""
