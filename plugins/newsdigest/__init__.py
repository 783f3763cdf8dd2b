"""A news digest as a Pelican plugin: raw texts → dated posts → a site and its feeds."""
