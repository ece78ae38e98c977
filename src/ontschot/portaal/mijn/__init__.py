"""The person's own side: what we know, who sees it, and what one can say about it."""
