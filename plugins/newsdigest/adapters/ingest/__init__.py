"""`seeds/` → `content/posts/`: files read and written as the core's `ingest` decides."""
