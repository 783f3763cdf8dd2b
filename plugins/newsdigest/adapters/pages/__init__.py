"""Pages and templates → staged files: HTML in the interface's language, drawn by workers."""
