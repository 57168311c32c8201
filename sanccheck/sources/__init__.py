"""The lists: what sources there are, their snapshots, and which one serves a day."""
