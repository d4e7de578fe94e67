"""Each format by tables of small reports."""
