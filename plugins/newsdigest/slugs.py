"""Titles and names → address parts."""
