"""Find the entries that a name may be: an index for candidates, a score that explains itself."""
