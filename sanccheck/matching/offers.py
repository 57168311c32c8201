"""What each word of a vocabulary offers to each reading of a batch.

An offer is a place in a reading where a listed word may stand. What a pair of the two can count
for is kept in parts, so that what a whole row can score is a sum over its words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sanccheck.matching.align import EXACT
from sanccheck.matching.block import LONG
from sanccheck.matching.near_words import ranges

if TYPE_CHECKING:
    from sanccheck.matching.block import Block, Bools, Masks
    from sanccheck.matching.near_words import Floats, NearWords, Numbers


class Offers:
    """The offers to those readings of a block that are `asked`.

    `own` is the weight of the query's words, `shared` the weight that a pair counts with.
    """

    def __init__(self, block: Block, near: NearWords, weights: Floats, asked: Bools) -> None:
        counts = near.counts[block.look_ways] * asked[block.look_readings]
        looks = np.repeat(np.arange(len(counts)), counts)
        at = ranges(near.starts[block.look_ways], counts)
        self.words: Numbers = near.numbers[at]
        self.alike: Floats = near.alike[at]
        self.readings: Numbers = block.look_readings[looks]
        self.sizes: Numbers = block.look_sizes[looks]
        self.heard: Bools = block.look_heard[looks]
        self.first: Numbers = block.starts[self.readings] + block.look_starts[looks]
        before = np.concatenate([[0.0], np.cumsum(block.weights)])
        single = self.sizes == 1
        self.own: Floats = before[self.first + self.sizes] - before[self.first]
        self.own[single] = block.weights[self.first[single]]
        self.shared: Floats = np.minimum(self.own, weights[self.words])
        one = np.uint64(1)
        span = (one << self.sizes.astype(np.uint64)) - one
        self.masks: Masks = span << block.look_starts[looks].astype(np.uint64)
        self.long: Bools = (block.kinds[self.first] & LONG) > 0

    def __len__(self) -> int:
        return len(self.words)

    @property
    def exact(self) -> Bools:
        """Whether it is the very word at one place."""
        exact: Bools = (self.alike == EXACT) & (self.sizes == 1)
        return exact

    def keys(self, words: int) -> Numbers:
        """Return a number for each reading and word, of so many words."""
        return self.readings * words + self.words


class Offered:
    """The most of all that one word offers to one reading, by `keys` in ascending order.

    `agreed` is the weight of a pair, `alike` that times how alike it is, `slipped` the same where
    nothing speaks for a slip, `lost` what the pair leaves of the query's words that it covers.
    """

    def __init__(self, offers: Offers, words: int) -> None:
        keys = offers.keys(words)
        order = np.argsort(keys, kind="stable")
        keys = keys[order]
        self._words = words
        firsts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]]))
        self.keys: Numbers = keys[firsts]
        shared, alike = offers.shared[order], offers.alike[order]
        most = np.maximum
        self.agreed: Floats = most.reduceat(shared, firsts)
        self.alike: Floats = most.reduceat(shared * alike, firsts)
        self.slipped: Floats = most.reduceat(shared * (1.5 * alike - 0.5), firsts)
        self.lost: Floats = most.reduceat(offers.own[order] - shared, firsts)
        self.exact: Bools = most.reduceat(alike, firsts) == EXACT
        self.long: Bools = np.logical_or.reduceat(offers.long[order], firsts)
        self.masks: Masks = np.bitwise_or.reduceat(offers.masks[order], firsts)

    def find(self, readings: Numbers, words: Numbers) -> tuple[Numbers, Bools]:
        """Return where each reading's word stands in the order of the keys, and whether it does."""
        wanted = readings * self._words + words
        at = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
        return at, self.keys[at] == wanted
