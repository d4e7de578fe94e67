"""XML reports of any length: one pass, flat memory, damage stepped over."""
