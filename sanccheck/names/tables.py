"""Read the word tables that come with the program (names/data): tab-separated, "#" for comments."""

from __future__ import annotations

import pkgutil

# What was worked out of a word is kept for so many words: a batch holds the same ones again.
KEPT_WORDS = 65536


def read_table(name: str) -> list[list[str]]:
    """Return the rows of a table, each with its columns.

    >>> read_table("numbers.tsv")[0]
    ['zero', '0', 'always']
    """
    lines = table_text(name).split("\n")
    return [line.split("\t") for line in lines if line and line[0] != "#"]


def table_text(name: str) -> str:
    """Return a table as it stands in its file."""
    return (pkgutil.get_data("sanccheck.names", f"data/{name}") or b"").decode()


def read_classes() -> dict[str, frozenset[str]]:
    """Return the classes of words by name."""
    found: dict[str, set[str]] = {}
    for name, words in read_table("word_classes.tsv"):
        found.setdefault(name, set()).update(words.split())
    return {name: frozenset(words) for name, words in found.items()}
