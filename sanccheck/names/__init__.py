"""Names, identifiers and countries in one written form; nothing here knows a list."""
