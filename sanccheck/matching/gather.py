"""Gather for each reading of a batch the rows that may be enough like it.

The same short cut as a single search takes, over all readings at once: of a reading's words so
many are looked at, the heaviest first, that a row without any of them cannot reach the least
score.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sanccheck.matching.align import BRIEF_LIKENESS, EXACT
from sanccheck.matching.block import BRIEF, FREE, NEUTRAL
from sanccheck.matching.comparison import LEAST, PAIR_LEAST
from sanccheck.matching.names import AT_BEST
from sanccheck.matching.near_words import ranges
from sanccheck.matching.sorting import sorted_once
from sanccheck.names.weights import LETTER_WEIGHT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sanccheck.matching.block import Block, Bools, Masks
    from sanccheck.matching.near_words import Floats, NearWords, Numbers
    from sanccheck.matching.offers import Offers
    from sanccheck.matching.row_arrays import RowArrays

_SLACK = 1e-8
_PIECE = 500_000


class _Most:
    """The most that each word of a block can add towards the least score, and agree with.

    `adds_anyhow` and `agrees_anyhow` are of that what it can without being looked up; `added` and
    `agreed` the sums of each reading, `needed` what the first must come to.
    """

    def __init__(
        self, block: Block, parts: tuple[Floats, Floats, Floats, Floats], least: float
    ) -> None:
        self.adds, self.agrees, self.adds_anyhow, self.agrees_anyhow = parts
        self.added = block.of_reading(self.adds)
        self.agreed = block.of_reading(self.agrees)
        self.needed = least * block.totals - _SLACK


def hopeful(block: Block, near: NearWords, least: float) -> Bools:
    """Say of each reading whether its words are near enough to any of the vocabulary."""
    best = np.zeros(len(block.weights))
    alike = near.best[block.look_ways]
    first = block.starts[block.look_readings] + block.look_starts
    words = ranges(first, block.look_sizes)
    np.maximum.at(best, words, np.repeat(alike, block.look_sizes))
    most = np.where(best > 0.0, np.maximum(_at_best(best), least), 0.0)
    most[(block.kinds & FREE) > 0] = 1.0
    brief = (block.kinds & BRIEF) > 0
    most[brief] = np.maximum(most[brief], max(least, BRIEF_LIKENESS))
    return block.of_reading(block.weights * most) >= least * block.totals - _SLACK


def gather(
    block: Block, offers: Offers, rows: RowArrays, least: float
) -> Iterator[tuple[Numbers, Numbers]]:
    """Give, piece by piece, the readings and beside each a row that it may be, ascending."""
    most = _most(block, offers, least)
    enough = most.added >= most.needed
    telling = most.agreed >= LEAST - _SLACK
    taken = _at_places(offers, _telling(block, most, enough & telling))
    taken &= _is_enough(offers, most, least)
    whole = enough & ~telling
    if whole.any():
        taken |= _at_places(offers, _rarest(block, offers, rows, whole))
        taken |= (offers.sizes > 1) & (whole & (_needed(block) == 0))[offers.readings]
    keys = sorted_once(offers.keys(len(rows.weights))[taken])
    readings, words = np.divmod(keys, len(rows.weights))
    for piece in _pieces(readings, rows.how_many_hold(words)):
        found, which = rows.that_hold(words[piece])
        both = sorted_once(readings[piece][which] * len(rows) + found)
        yield np.divmod(both, len(rows))


def _pieces(readings: Numbers, counts: Numbers) -> Iterator[slice]:
    """Cut what is to be looked at in pieces, between two readings, that memory holds easily."""
    ends = np.flatnonzero(np.diff(readings, append=-1)) + 1
    # Each piece ends before the reading with which it would grow too large.
    number = np.cumsum(counts)[ends - 1] // _PIECE
    lasts = ends[np.flatnonzero(np.diff(number, append=-1))].tolist()
    yield from map(slice, [0, *lasts[:-1]], lasts)


def _at_best(alike: Floats) -> Floats:
    return 1.0 - (1.0 - alike) * AT_BEST


def _most(block: Block, offers: Offers, least: float) -> _Most:
    """Return the most of each word, over all that is offered in its place."""
    adds, agrees = np.zeros(len(block.weights)), np.zeros(len(block.weights))
    gains = _at_best(offers.alike) - least
    one = offers.sizes == 1
    np.maximum.at(adds, offers.first[one], (least * offers.own + offers.shared * gains)[one])
    np.maximum.at(agrees, offers.first[one], offers.shared[one])
    sizes = offers.sizes[~one]
    words = ranges(offers.first[~one], sizes)
    weights = block.weights[words]
    gained = np.maximum(0.0, np.repeat(gains[~one], sizes))
    np.maximum.at(adds, words, weights * (least + gained))
    np.maximum.at(agrees, words, weights)
    free, brief = (block.kinds & FREE) > 0, (block.kinds & BRIEF) > 0
    # It may be paired by the words beside it, at no more than a letter's weight.
    letter = np.minimum(LETTER_WEIGHT, block.weights)
    gain = least * block.weights + letter * max(0.0, BRIEF_LIKENESS - least)
    adds_anyhow = np.where(free, block.weights, np.where(brief, gain, 0.0))
    agrees_anyhow = np.where(free, block.weights, np.where(brief, letter, 0.0))
    adds, agrees = np.maximum(adds, adds_anyhow), np.maximum(agrees, agrees_anyhow)
    return _Most(block, (adds, agrees, adds_anyhow, agrees_anyhow), least)


def _telling(block: Block, most: _Most, asked: Bools) -> Masks:
    """Return the places of which every acceptable row must hold at least one."""
    order = np.lexsort((-most.agrees, block.readings))
    readings = block.readings[order]
    left = []
    for values, total in (
        (most.adds - most.adds_anyhow, most.added),
        (most.agrees - most.agrees_anyhow, most.agreed),
    ):
        before = np.cumsum(values[order]) - values[order]
        before -= before[block.starts[readings]]
        left.append(total[readings] - before)
    chosen = (left[0] >= most.needed[readings] - _SLACK) & (left[1] >= LEAST - 2 * _SLACK)
    chosen &= asked[readings]
    places = np.zeros(len(order), dtype=np.uint64)
    places[order[chosen]] = block.places[order[chosen]]
    masks: Masks = np.bitwise_or.reduceat(places, block.starts)
    return masks


def _at_places(offers: Offers, places: Masks) -> Bools:
    found: Bools = (offers.masks & places[offers.readings]) > 0
    return found


def _is_enough(offers: Offers, most: _Most, least: float) -> Bools:
    """Say of each offer whether a row that takes it may be acceptable, all else at best."""
    readings, at = offers.readings, offers.first
    adds = least * offers.own + offers.shared * (_at_best(offers.alike) - least)
    added = most.added[readings] - most.adds[at] + adds
    agreed = most.agreed[readings] - most.agrees[at] + offers.shared
    may: Bools = (added >= most.needed[readings] - _SLACK) & (
        (offers.alike >= PAIR_LEAST) | (agreed >= LEAST - 2 * _SLACK)
    )
    may |= (offers.alike == EXACT) | (offers.sizes > 1)
    return may


def _needed(block: Block) -> Masks:
    """Return the places that must be paired where all words are common.

    One of two letters is not sure.
    """
    needed = block.places_of((block.kinds & (NEUTRAL | FREE)) == 0)
    sure = block.places_of((block.kinds & (NEUTRAL | FREE | BRIEF)) == 0)
    return np.where(sure > 0, sure, needed)


def _rarest(block: Block, offers: Offers, rows: RowArrays, asked: Bools) -> Masks:
    """Return the one place that must be paired, and that the fewest rows can pair."""
    taken = asked[offers.readings]
    counts = np.repeat(rows.how_many_hold(offers.words[taken]), offers.sizes[taken])
    words = ranges(offers.first[taken], offers.sizes[taken])
    held = np.bincount(words, weights=counts, minlength=len(block.weights))
    needed = (_needed(block)[block.readings] & block.places) > 0
    order = np.lexsort((held, ~needed, block.readings))
    rarest = order[block.starts]
    return np.where(needed[rarest] & asked, block.places[rarest], np.uint64(0))
