"""`Seed` → `Enrichment`."""
