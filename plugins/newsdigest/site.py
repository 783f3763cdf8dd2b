"""Articles → the site as one value, and its pages."""
