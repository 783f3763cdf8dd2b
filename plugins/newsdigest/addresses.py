"""Articles and registers → their addresses, and links between them."""
