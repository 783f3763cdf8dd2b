"""Seeds → Markdown posts, and back."""
