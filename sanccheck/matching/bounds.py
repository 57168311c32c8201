"""Bound from above what the rows gathered for a batch can score.

Every factor of the score (see `names.score_name`) that can be told from sums over the words of a
row, and from what is left over of either name for certain, taken at its best. What may reach the
least score is then compared word by word; nothing that would reach it is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sanccheck.matching.block import BRIEF, DIGIT, FREE, NEUTRAL
from sanccheck.matching.comparison import LEAST, TELLING
from sanccheck.matching.names import (
    AT_BEST,
    BOTH_LEFT,
    BOTH_LEFT_OF_ONE,
    CUT_OFF_PART,
    ENOUGH,
    FORM_FACTOR,
    FORM_MISSING,
    LISTED_POWER,
    LISTED_POWER_OF_ONE,
    NO_COMPANIES,
    NOT_A_COMPANY,
    NUMBER_ON_ONE_SIDE,
    NUMBERS_DIFFER,
)
from sanccheck.model.hits import Says
from sanccheck.names.legal_forms import FAMILIES, compare_forms
from sanccheck.names.weights import LETTER_WEIGHT

if TYPE_CHECKING:
    from sanccheck.matching.block import Block, Bools, Masks
    from sanccheck.matching.near_words import Floats, Numbers
    from sanccheck.matching.offers import Offered
    from sanccheck.matching.row_arrays import RowArrays

_SLACK = 1e-8
_TINY = 1e-12


class Bounds:
    """What the readings of a block can score against the rows of an index."""

    def __init__(self, block: Block, offered: Offered, rows: RowArrays) -> None:
        self._block, self._offered, self._rows = block, offered, rows
        self._places = _Places(block)
        self._forms, self._agreeing = _form_factors()
        self._no_company = rows.are(NO_COMPANIES)

    def may_reach(self, readings: Numbers, rows: Numbers, least: float) -> Bools:
        """Say of each reading and row whether their score may be `least`."""
        factors = self._of_forms(readings, rows)
        may = factors >= least - _SLACK
        some = np.flatnonzero(may)
        if len(some):
            readings, rows = readings[some], rows[some]
            words, starts = self._rows.words_of(rows)
            at, held = self._offered.find(np.repeat(readings, self._rows.sizes[rows]), words)
            sums = _Sums(self._offered, self._rows, (words, at, held, starts))
            may[some] = self._most(sums, readings, rows) * factors[some] >= least - _SLACK
        return may

    def _most(self, sums: _Sums, readings: Numbers, rows: Numbers) -> Floats:
        """Return the most that a pair of a reading and a row can score, forms aside."""
        cut = self._block.cut[readings]
        left = _Left(self._places, sums, readings, persons=self._rows.persons[rows])
        left.missing[cut] *= CUT_OFF_PART
        one = (sums.telling <= 1) & (sums.common + left.unasked < LEAST - _SLACK)
        agreed = sums.agreed + left.unasked
        alike = np.where(
            left.any,
            np.where(one & (sums.telling_exact == 0), sums.slipped, sums.alike),
            sums.agreed * (1.0 - AT_BEST) + sums.alike * AT_BEST,
        )
        paired = self._block.totals[readings] - sums.lost - self._places.briefs_lost[readings]
        score = np.minimum(1.0, (alike + left.unasked) / np.maximum(paired, _TINY))
        full = left.any & one & ~sums.long & (self._block.forms > 0)[readings]
        full &= ~cut
        power = np.where(full, LISTED_POWER_OF_ONE, LISTED_POWER)
        score *= (agreed / np.maximum(agreed + left.missing, _TINY)) ** power
        little = np.minimum(1.0, agreed / ENOUGH) ** 0.5
        score *= np.where(left.any | cut, little, 1.0)
        score[left.any & (agreed < LEAST - _SLACK)] = 0.0
        score *= np.where(left.both, np.where(one, BOTH_LEFT_OF_ONE, BOTH_LEFT), 1.0)
        score *= self._of_numbers(sums, readings)
        score[self._cannot_be(sums, left, readings, rows)] = 0.0
        return score

    def _of_numbers(self, sums: _Sums, readings: Numbers) -> Floats:
        asked = (self._places.numbers[readings] & ~sums.masks) > 0
        given = sums.digits_left > 0
        factors: Floats = np.where(
            asked & given, NUMBERS_DIFFER, np.where(given | asked, NUMBER_ON_ONE_SIDE, 1.0)
        )
        return factors

    def _of_forms(self, readings: Numbers, rows: Numbers) -> Floats:
        asked, given = self._block.forms[readings], self._rows.forms[rows]
        factors = self._forms[asked, given]
        factors[self._rows.persons[rows] & (asked == 0)] = 1.0
        factors[self._block.company[readings] & self._no_company[rows]] *= NOT_A_COMPANY
        factors[self._block.guessed[readings] & ~self._agreeing[asked, given]] = 0.0
        return factors

    def _cannot_be(self, sums: _Sums, left: _Left, readings: Numbers, rows: Numbers) -> Bools:
        """Say where a cut-off name has a word too many, or a weak alias is not the name asked."""
        other = ((self._places.all[readings] & ~sums.masks) > 0) | (
            sums.same < self._rows.sizes[rows]
        )
        cannot: Bools = (self._block.cut[readings] & left.too_many) | (
            self._rows.weak[rows] & other
        )
        return cannot


class _Places:
    """Which words of each reading are of which kind, and what those come to that go unasked.

    A lone letter may be paired in a person's name without being looked up; a word of two letters
    beside a short one, at no more than a letter's weight.
    """

    def __init__(self, block: Block) -> None:
        free, brief = (block.kinds & FREE) > 0, (block.kinds & BRIEF) > 0
        self.all = block.places_of(np.ones(len(block.kinds), dtype=bool))
        self.letters, self.briefs = block.places_of(free), block.places_of(brief)
        self.neutral = block.places_of((block.kinds & NEUTRAL) > 0)
        self.numbers = block.places_of((block.kinds & DIGIT) > 0)
        self.letters_count: Numbers = np.add.reduceat(free.astype(np.int64), block.starts)
        self.briefs_count: Numbers = np.add.reduceat(brief.astype(np.int64), block.starts)
        letter = np.minimum(block.weights, LETTER_WEIGHT)
        self.letters_weight = block.of_reading(block.weights * free)
        self.briefs_weight = block.of_reading(letter * brief)
        self.briefs_lost = block.of_reading(block.weights * brief)


class _Sums:
    """What the words of each row come to: those that are offered, and those that are left."""

    def __init__(
        self,
        offered: Offered,
        rows: RowArrays,
        words: tuple[Numbers, Numbers, Bools, Numbers],
    ) -> None:
        numbers, at, held, starts = words
        add = np.add.reduceat
        agreed = offered.agreed[at] * held
        self.agreed: Floats = add(agreed, starts)
        self.alike: Floats = add(offered.alike[at] * held, starts)
        self.slipped: Floats = add(offered.slipped[at] * held, starts)
        self.lost: Floats = add(offered.lost[at] * held, starts)
        self.common: Floats = add(np.minimum(agreed, TELLING), starts)
        telling = agreed >= TELLING
        self.telling: Numbers = add(telling.astype(np.int64), starts)
        exact = telling & offered.exact[at]
        self.telling_exact: Numbers = add(exact.astype(np.int64), starts)
        self.long: Bools = np.logical_or.reduceat(telling & offered.long[at], starts)
        masks = np.where(held, offered.masks[at], np.uint64(0))
        self.masks: Masks = np.bitwise_or.reduceat(masks, starts)
        left = ~held
        weights = rows.weights[numbers] * left
        self.missing: Floats = add(weights, starts)
        self.words: Numbers = add(np.ones(len(numbers), dtype=np.int64), starts)
        self.same: Numbers = add((held & offered.exact[at]).astype(np.int64), starts)
        short = rows.short[numbers]
        # Also one that is offered something may be left, where another word takes that.
        self.short: Bools = np.logical_or.reduceat(short, starts)
        short &= left
        self.short_missing: Floats = add(weights * short, starts)
        self.short_left: Numbers = add(short.astype(np.int64), starts)
        self.telling_left: Numbers = add((left & ~rows.neutral[numbers]).astype(np.int64), starts)
        self.digits_left: Numbers = add((left & rows.digits[numbers]).astype(np.int64), starts)


class _Left:
    """What is left over of either name for certain.

    `missing` is the least weight of it in the listed name, `too_many` says whether a word of the
    query is left, `any` and `both` whether either name, or each, has a word that tells it from the
    other. `unasked` is the most that words may agree with which were not looked up.
    """

    def __init__(self, places: _Places, sums: _Sums, readings: Numbers, *, persons: Bools) -> None:
        none = np.uint64(0)
        unasked = np.where(persons, places.letters[readings], none)
        unasked |= np.where(sums.short, places.briefs[readings], none)
        left = places.all[readings] & ~(sums.masks | unasked)
        asked = (left & ~places.neutral[readings]) > 0
        letters = np.where(persons, places.letters_count[readings], 0)
        briefs = places.briefs_count[readings]
        given = sums.telling_left > letters + np.minimum(briefs, sums.short_left)
        paired = letters + np.minimum(briefs, sums.short_missing)
        self.missing: Floats = np.maximum(0.0, sums.missing - paired)
        most = np.minimum(places.letters_weight[readings], LETTER_WEIGHT * sums.words)
        self.unasked: Floats = np.where(persons, most, 0.0)
        self.unasked += np.where(sums.short, places.briefs_weight[readings], 0.0)
        self.too_many: Bools = left > 0
        self.any: Bools = asked | given
        self.both: Bools = asked & given


def _form_factors() -> tuple[Floats, Bools]:
    """Return the factor of a form asked beside a form listed, by code, and which agree."""
    codes = (None, *FAMILIES)
    factors = np.ones((len(codes), len(codes)))
    agreeing = np.zeros((len(codes), len(codes)), dtype=bool)
    for i, asked in enumerate(codes):
        for k, given in enumerate(codes):
            says = compare_forms(asked, given)
            agreeing[i, k] = says is Says.AGREES
            if (asked is None) != (given is None):
                factors[i, k] = FORM_MISSING
            elif asked is not None:
                factors[i, k] = FORM_FACTOR[says]
    return factors, agreeing
