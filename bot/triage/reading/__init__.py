"""What a failure says: its exception, its comparison, the frames of its stack."""
