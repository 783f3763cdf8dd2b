"""Pages and manifest → what to render, keep and delete."""
