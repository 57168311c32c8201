"""The rows of an index as arrays, with what a batch asks of all of them at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sanccheck.matching.near_words import ranges, steps
from sanccheck.matching.rows import FLAG_WEAK, TYPE_FLAGS, TYPE_MASK
from sanccheck.matching.search import SHORT
from sanccheck.model.entries import EntityType
from sanccheck.names.weights import is_neutral

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sanccheck.matching.block import Bools
    from sanccheck.matching.index import Index
    from sanccheck.matching.near_words import Floats, Numbers


class RowArrays:
    """An index as arrays: of its words, of its rows, and which rows hold which word."""

    def __init__(self, index: Index) -> None:
        self.vocabulary = index.vocabulary()
        self.weights: Floats = np.asarray(index.weights)
        self.neutral = self._of_words(is_neutral(word) for word in self.vocabulary)
        self.digits = self._of_words(word.isdigit() for word in self.vocabulary)
        self.short = self._of_words(len(word) <= SHORT for word in self.vocabulary)
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

    def _of_words(self, values: Iterable[bool]) -> Bools:
        return np.fromiter(values, np.bool_, len(self.vocabulary))

    def _lay_out_joined(self, index: Index) -> None:
        offsets, spans = map(_numbers, index.span_layout())
        counts = steps(offsets.astype(np.int64)) // 2
        joined = spans[::2].astype(np.int64)
        rows = np.repeat(np.arange(len(counts)), counts)
        order = np.argsort(joined, kind="stable")
        self._joined: Numbers = joined[order]
        self._joined_rows: Numbers = rows[order]


def _numbers(view: memoryview) -> np.ndarray[tuple[int], np.dtype[np.uint32]]:
    return np.frombuffer(view, dtype=np.uint32)
