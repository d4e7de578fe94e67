"""Think: failures become fingerprinted clusters with verdicts."""
