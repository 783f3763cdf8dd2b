"""`output/` and `content/` → problems: files are read, and what was clean is remembered."""
