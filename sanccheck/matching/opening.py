"""Open a corpus's index, built once for each set of entries and each version of this code."""

from __future__ import annotations

import hashlib
import pkgutil
from functools import lru_cache
from typing import TYPE_CHECKING

from sanccheck import __version__
from sanccheck.matching.index import Index
from sanccheck.matching.layout import unpack

if TYPE_CHECKING:
    from sanccheck.sources.served import ServedCorpus

# What an index is made of: a change in any of these makes it another index.
_MADE_BY = {
    "sanccheck.names": (
        "han.py",
        "legal_forms.py",
        "normalise.py",
        "places.py",
        "reading.py",
        "sounds.py",
        "spelling.py",
        "tables.py",
        "weights.py",
        "data/han_readings.tsv",
        "data/han_words.tsv",
        "data/legal_forms.tsv",
        "data/numbers.tsv",
        "data/places.tsv",
        "data/same_words.tsv",
        "data/word_classes.tsv",
        "data/word_weights.tsv",
    ),
    "sanccheck.matching": ("build.py", "edits.py", "layout.py", "rows.py"),
}


@lru_cache(maxsize=1)
def fingerprint() -> bytes:
    """Return 32 bytes that name the code and tables by which an index is made."""
    digest = hashlib.sha256(__version__.encode())
    for package, names in _MADE_BY.items():
        for name in names:
            digest.update(pkgutil.get_data(package, name) or b"")
    return digest.digest()


def open_index(served: ServedCorpus) -> Index:
    """Return the index of a corpus's lists: the kept one, or one built now and kept."""
    corpus = served.corpus
    kept = corpus.derived(served.index)
    if kept is not None:
        sections = unpack(kept, fingerprint())
        if sections is not None:
            return Index(sections)
    from sanccheck.matching.build import build_index

    lists = None if served.whole else served.lists
    data = build_index(corpus.entries(), fingerprint(), lists)
    corpus.keep_derived(served.index, data)
    sections = unpack(data, fingerprint())
    if sections is None:
        raise AssertionError("an index that was just built cannot be opened")
    return Index(sections)
