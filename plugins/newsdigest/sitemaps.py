"""Addresses → sitemaps."""
