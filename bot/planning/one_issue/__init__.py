"""One issue for one cause: where a cause belongs, what is joined and what is parted."""
