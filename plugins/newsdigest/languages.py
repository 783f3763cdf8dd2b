"""Text → its language."""
