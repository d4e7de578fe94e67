"""One file, one kind of work; each reads as the story of its job."""
