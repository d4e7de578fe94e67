"""The scenario of `gardener demo`."""
