"""Articles → JSON-LD."""
