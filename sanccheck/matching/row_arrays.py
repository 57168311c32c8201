"""The rows of an index as arrays, with what a batch asks of all of them at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sanccheck.matching.edits import allowed_edits_of_many
from sanccheck.matching.near_words import ranges, steps
from sanccheck.matching.rows import FLAG_WEAK, TYPE_FLAGS, TYPE_MASK
from sanccheck.matching.search import SHORT
from sanccheck.model.entries import EntityType
from sanccheck.names.weights import NEUTRAL_WORDS

if TYPE_CHECKING:
    from collections.abc import Collection

    from sanccheck.matching.block import Bools
    from sanccheck.matching.index import Index
    from sanccheck.matching.near_words import Floats, Numbers

_ASCII = 0x80
# The first two bits of a byte of UTF-8 that goes on with a letter.
_FURTHER_BITS, _FURTHER = 0xC0, 0x80


class RowArrays:
    """An index as arrays: of its words, of its rows, and which rows hold which word."""

    def __init__(self, index: Index) -> None:
        self.weights: Floats = np.asarray(index.weights)
        words = WordArrays(index)
        self.allowed, self.digits, self.short = words.allowed, words.digits, words.sizes <= SHORT
        self.neutral: Bools = np.zeros(len(self.weights), dtype=bool)
        known = [number for word in NEUTRAL_WORDS for number, _ in index.near(word, 0)]
        self.neutral[known] = True
        self._posting_offsets = _numbers(index.posting_offsets).astype(np.int64)
        self._postings = _numbers(index.postings)
        offsets, self._row_words = map(_numbers, index.row_layout())
        self._row_starts = offsets[:-1].astype(np.int64)
        self.sizes = steps(offsets.astype(np.int64))
        facts = _numbers(index.row_facts).reshape(-1, 4)
        self._types = facts[:, 2] & TYPE_MASK
        self.weak: Bools = (facts[:, 2] & FLAG_WEAK) > 0
        self.persons = self.are({EntityType.PERSON})
        self.forms: Numbers = facts[:, 3].astype(np.int64)
        self._lay_out_joined(index)

    def __len__(self) -> int:
        return len(self.sizes)

    def are(self, types: Collection[EntityType]) -> Bools:
        """Say of each row whether it is of one of the types."""
        return np.isin(self._types, [TYPE_FLAGS[one] for one in types])

    def how_many_hold(self, words: Numbers) -> Numbers:
        """Return how many rows hold each word, also as neighbours written as one."""
        counts: Numbers = self._posting_offsets[words + 1] - self._posting_offsets[words]
        return counts

    def that_hold(self, words: Numbers) -> tuple[Numbers, Numbers]:
        """Return the rows that hold the words, and beside each the position of its word."""
        counts = self.how_many_hold(words)
        rows = self._postings[ranges(self._posting_offsets[words], counts)].astype(np.int64)
        return rows, np.repeat(np.arange(len(words)), counts)

    def that_hold_joined(self, words: Numbers) -> tuple[Numbers, Numbers]:
        """The same of rows that hold the words as neighbours written as one."""
        first = np.searchsorted(self._joined, words)
        counts = np.searchsorted(self._joined, words, side="right") - first
        return self._joined_rows[ranges(first, counts)], np.repeat(np.arange(len(words)), counts)

    def words_of(self, rows: Numbers) -> tuple[Numbers, Numbers]:
        """Return the words of the rows, and where each row's words start among them."""
        sizes = self.sizes[rows]
        words = self._row_words[ranges(self._row_starts[rows], sizes)].astype(np.int64)
        return words, np.cumsum(sizes) - sizes

    def _lay_out_joined(self, index: Index) -> None:
        offsets, spans = map(_numbers, index.span_layout())
        counts = steps(offsets.astype(np.int64)) // 2
        joined = spans[::2].astype(np.int64)
        rows = np.repeat(np.arange(len(counts)), counts)
        order = np.argsort(joined, kind="stable")
        self._joined: Numbers = joined[order]
        self._joined_rows: Numbers = rows[order]


class WordArrays:
    """What the words of an index are: their letters, the slips allowed, and which are digits."""

    def __init__(self, index: Index) -> None:
        offsets, text = index.word_layout()
        starts = _numbers(offsets).astype(np.int64)
        letters = np.frombuffer(text, dtype=np.uint8)
        if not len(letters):
            self.sizes = self.allowed = np.empty(0, np.int64)
            self.digits: Bools = np.empty(0, dtype=bool)
            return
        least, most = (of.reduceat(letters, starts[:-1]) for of in (np.minimum, np.maximum))
        further = np.add.reduceat(
            ((letters & _FURTHER_BITS) == _FURTHER).astype(np.int64), starts[:-1]
        )
        self.sizes = steps(starts) - further
        self.digits = (least >= ord("0")) & (most <= ord("9"))
        self.allowed = allowed_edits_of_many(self.sizes, most < _ASCII, self.digits)


def _numbers(view: memoryview) -> np.ndarray[tuple[int], np.dtype[np.uint32]]:
    return np.frombuffer(view, dtype=np.uint32)
