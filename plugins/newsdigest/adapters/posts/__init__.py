"""`content/` → the articles of a build, their bodies and their neighbours; the index keeps them."""
