"""Bytes → text."""
