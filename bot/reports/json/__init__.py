"""JSON reports of any length: one pass, flat memory, whatever a stranger wrote."""
