"""How good the judgement is, on labelled sets, beside simple and published methods."""
