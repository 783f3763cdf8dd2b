"""Articles → RSS and Atom."""
