"""Frozen values → stable hashes."""
