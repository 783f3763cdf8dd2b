"""All input and output, and everything that touches Pelican."""
