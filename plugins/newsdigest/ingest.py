"""Seeds and posts → what to write."""
