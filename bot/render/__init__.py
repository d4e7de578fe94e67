"""Say: data becomes Markdown; every sentence of the bot lives here."""
