"""Open the index of the served lists, built once for each set of entries and version of this code.

Each corpus has an index of its own, so that a new publication of one list costs the reading of its
names alone; those of all served lists are joined into one, which a screening looks names up in.
"""

from __future__ import annotations

import hashlib
import pkgutil
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from sanccheck import __version__
from sanccheck.matching.index import Index
from sanccheck.matching.layout import unpack
from sanccheck.sources.served import JOINED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sanccheck.matching.layout import Sections
    from sanccheck.model.entries import Entry
    from sanccheck.sources.served import Served, ServedCorpus, Shelf

_WORTH_JOINING = 2
# Each set of lists and days that is asked for has one of its own; these are enough for a few.
_MOST_JOINED = 4

# What an index is made of: a change in any of these makes it another index.
_MADE_BY = {
    "sanccheck.names": (
        "arabic.py",
        "han.py",
        "legal_forms.py",
        "normalise.py",
        "places.py",
        "reading.py",
        "sounds.py",
        "spelling.py",
        "tables.py",
        "weights.py",
        "data/arabic_words.tsv",
        "data/han_readings.tsv",
        "data/han_words.tsv",
        "data/legal_forms.tsv",
        "data/numbers.tsv",
        "data/places.tsv",
        "data/same_words.tsv",
        "data/word_classes.tsv",
        "data/word_weights.tsv",
    ),
    "sanccheck.matching": (
        "build.py",
        "edits.py",
        "joining.py",
        "layout.py",
        "rows.py",
        "sorting.py",
    ),
}


@lru_cache(maxsize=1)
def fingerprint() -> bytes:
    """Return 32 bytes that name the code and tables by which an index is made."""
    digest = hashlib.sha256(__version__.encode())
    for package, names in _MADE_BY.items():
        for name in names:
            digest.update(pkgutil.get_data(package, name) or b"")
    return digest.digest()


@dataclass(frozen=True, slots=True)
class Opened:
    """An index over the served entries of one corpus or more, one corpus after another."""

    index: Index
    corpora: tuple[ServedCorpus, ...]
    ends: tuple[int, ...]

    def entry_at(self, position: int) -> tuple[Entry, ServedCorpus]:
        """Return the entry at a position of the index, with the corpus that it is from."""
        number = bisect_right(self.ends, position)
        before = self.ends[number - 1] if number else 0
        served = self.corpora[number]
        return served.corpus.entry_at(position - before), served


def open_indexes(served: Served) -> tuple[Opened, ...]:
    """Return what to look a name up in: the joined index of all lists, or one for each corpus.

    A joined index is made where it can be kept for the next start; for one start it is too dear.
    """
    corpora, shelf = served.corpora, served.shelf
    if len(corpora) < _WORTH_JOINING or shelf is None:
        return tuple(_opened(_index_of(one), one) for one in corpora)
    kept = shelf.get(served.joined, JOINED)
    sections = None if kept is None else unpack(kept, fingerprint())
    if sections is None:
        parts = [_index_of(one) for one in corpora]
        if not shelf.is_writable():
            return tuple(_opened(*one) for one in zip(parts, corpora, strict=True))
        sections = _join(served, shelf, parts)
    return (_opened(sections, *corpora),)


def _opened(sections: Sections, *corpora: ServedCorpus) -> Opened:
    return Opened(
        index=Index(sections),
        corpora=corpora,
        ends=tuple(accumulate(len(one.corpus) for one in corpora)),
    )


def _join(served: Served, shelf: Shelf, parts: Sequence[Sections]) -> Sections:
    from sanccheck.matching.joining import join_indexes

    data = join_indexes(parts, [len(one.corpus) for one in served.corpora], fingerprint())
    shelf.keep(served.joined, JOINED, data, newest=_MOST_JOINED)
    return _unpacked(data)


def _index_of(served: ServedCorpus) -> Sections:
    """Return the index of a corpus's lists: the kept one, or one built now and kept."""
    corpus = served.corpus
    kept = corpus.derived(served.index)
    if kept is not None:
        sections = unpack(kept, fingerprint())
        if sections is not None:
            return sections
    from sanccheck.matching.build import build_index

    lists = None if served.whole else served.lists
    data = build_index(corpus.entries(), fingerprint(), lists)
    corpus.keep_derived(served.index, data)
    return _unpacked(data)


def _unpacked(data: bytes) -> Sections:
    sections = unpack(data, fingerprint())
    if sections is None:
        raise AssertionError("an index that was just built cannot be opened")
    return sections
