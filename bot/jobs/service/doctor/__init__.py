"""`gardener doctor`: look at everything an operator can get wrong, and say what to do."""
