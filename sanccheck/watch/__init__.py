"""Watch saved parties: when a list changes, screen again only what the change can touch."""
