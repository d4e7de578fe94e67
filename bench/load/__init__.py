"""Load: deliveries a second, the way from a webhook to an issue, and what one App could do."""
