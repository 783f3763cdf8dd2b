"""Where Pelican calls us: its signals and settings, the generator and the writer it is given."""
