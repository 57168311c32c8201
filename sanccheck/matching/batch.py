"""Do once what the queries of a batch share: find the near words of all their words together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz.distance import OSA

from sanccheck.matching.align import is_brief
from sanccheck.matching.edits import rest_hashes_of_many
from sanccheck.matching.index import SOUND_LIKENESS, NearWord
from sanccheck.matching.likeness import near_likeness
from sanccheck.matching.names import AT_BEST, is_free

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sanccheck.matching.candidates import Asked
    from sanccheck.matching.index import Index
    from sanccheck.matching.search import LookUp
    from sanccheck.names.reading import Reading


_SLACK = 1e-8


class Block:
    """The readings of many queries, with what they look up, each word once."""

    def __init__(self, asked: Sequence[Asked]) -> None:
        self._sizes = [len(one.readings) for one in asked]
        self._numbers: dict[tuple[str, int], int] = {}
        self._heard: dict[str, int] = {}
        self._flatten([reading for one in asked for reading in one.readings])

    def _flatten(self, readings: list[tuple[Reading, tuple[LookUp, ...]]]) -> None:
        """Lay out the words of all readings in a row, and which look-up covers which word."""
        weights: list[float] = []
        free: list[bool] = []
        brief: list[bool] = []
        starts: list[int] = []
        covering: list[int] = []
        covered: list[int] = []
        heard: list[tuple[int, int]] = []
        for reading, look_ups in readings:
            first = len(weights)
            starts.append(first)
            weights += reading.weights
            free += [len(token) == 1 and is_free(token) for token in reading.tokens]
            brief += map(is_brief, reading.tokens)
            for word, edits, start, size in look_ups:
                number = self._numbers.setdefault((word, edits), len(self._numbers))
                for at in range(first + start, first + start + size):
                    covering.append(number)
                    covered.append(at)
            if reading.form is None:
                for at, token in enumerate(reading.tokens, first):
                    heard.append((self._heard.setdefault(token, len(self._heard)), at))
        self._weights, self._free = np.array(weights), np.array(free, dtype=bool)
        self._brief = np.array(brief, dtype=bool)
        self._starts = np.array(starts, dtype=np.intp)
        self._covering, self._covered = np.array(covering, np.intp), np.array(covered, np.intp)
        self._hearing = np.array(heard, dtype=np.intp).reshape(-1, 2)

    def prepare(self, index: Index) -> None:
        """Find the near words of every word, so that each search finds them ready."""
        prepare(index, self._numbers)

    def hopeful(self, index: Index, least: float) -> list[tuple[int, ...]]:
        """Return for each query which of its readings may reach the least score in an index.

        The same sum as the search's own first test, over all readings at once.
        """
        best = np.zeros(len(self._weights))
        alike = np.array([index.best_near(*one) for one in self._numbers])
        np.maximum.at(best, self._covered, alike[self._covering])
        if len(self._hearing):
            alike = np.array([SOUND_LIKENESS if index.heard(word) else 0.0 for word in self._heard])
            np.maximum.at(best, self._hearing[:, 1], alike[self._hearing[:, 0]])
        most = np.where(best > 0.0, np.maximum(1.0 - (1.0 - best) * AT_BEST, least), 0.0)
        most[self._free] = 1.0
        most[self._brief] = np.maximum(most[self._brief], least)
        reached = np.add.reduceat(self._weights * most, self._starts)
        needed = least * np.add.reduceat(self._weights, self._starts)
        may = iter((reached >= needed - _SLACK).tolist())
        return [tuple(i for i in range(size) if next(may)) for size in self._sizes]


def prepare(index: Index, words: Iterable[tuple[str, int]]) -> None:
    """Find the near words of all words, each with its slips allowed, for the searches to come."""
    index.forget()
    wanted = sorted(one for one in words if not index.knows_near(*one))
    if not wanted:
        return
    found: list[list[NearWord]] = [[] for _ in wanted]
    for position, number in _pairs(index, wanted):
        word, edits = wanted[position]
        alike = near_likeness(word, edits, index.word(number), _distance)
        if alike > 0.0:
            found[position].append(NearWord(number, alike))
    for (word, edits), near in zip(wanted, found, strict=True):
        index.remember_near(word, edits, tuple(near))


def _distance(one: str, other: str, limit: int) -> int:
    return OSA.distance(one, other, score_cutoff=limit)


def _pairs(index: Index, wanted: list[tuple[str, int]]) -> Iterator[tuple[int, int]]:
    """Give each wanted word's position with each word of the vocabulary that shares a rest."""
    hashes, asked = rest_hashes_of_many(
        [word for word, _ in wanted], [edits for _, edits in wanted]
    )
    # In ascending order the look-ups walk through memory instead of jumping about in it.
    order = np.argsort(hashes)
    hashes, asked = hashes[order], asked[order]
    known = np.frombuffer(index.rest_hashes, dtype=np.uint32)
    numbers = np.frombuffer(index.rest_words, dtype=np.uint32)
    first = np.searchsorted(known, hashes)
    hit = known[np.minimum(first, len(known) - 1)] == hashes
    hashes, asked, first = hashes[hit], asked[hit], first[hit]
    counts = np.searchsorted(known, hashes, side="right") - first
    starts = np.repeat(first - (np.cumsum(counts) - counts), counts)
    numbers = numbers[starts + np.arange(int(counts.sum()))]
    pairs = np.unique((np.repeat(asked, counts).astype(np.uint64) << np.uint64(32)) | numbers)
    positions, numbers = pairs >> np.uint64(32), pairs & np.uint64(0xFFFFFFFF)
    yield from zip(positions.tolist(), numbers.tolist(), strict=True)
