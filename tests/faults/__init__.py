"""What dies, freezes, fills up or is cut off; nothing accepted is lost or written twice."""
