"""Benchmarks: speed, scale and judgement; each module prints one table of figures."""
