"""Parse test reports: a stream of bytes becomes one TestReport."""
