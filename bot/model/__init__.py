"""The nouns: frozen values that every room shares, with no I/O."""
