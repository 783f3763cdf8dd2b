"""Articles → year, month and day digests."""
