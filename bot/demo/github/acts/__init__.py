"""What people and Apps do to the state; each act tells the webhooks."""
