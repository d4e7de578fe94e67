"""The durable queue: what was accepted is done, once, whatever dies on the way."""
