"""Do once what the queries of a batch share: find the near words of all their words together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz.distance import OSA

from sanccheck.matching.edits import rest_hashes_of_many
from sanccheck.matching.index import NearWord
from sanccheck.matching.likeness import near_likeness

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sanccheck.matching.index import Index


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
