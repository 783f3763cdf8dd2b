"""Bytes → `Seed`."""
