"""Output → problems."""
