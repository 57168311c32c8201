"""Lay out the readings of many queries as arrays: their words, and what they look up."""

from __future__ import annotations

from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from sanccheck.matching.align import is_brief
from sanccheck.matching.build import joined_spans
from sanccheck.matching.comparison import SELDOM_SHARED
from sanccheck.matching.names import is_free
from sanccheck.matching.near_words import steps
from sanccheck.names.legal_forms import FAMILIES
from sanccheck.names.tables import KEPT_WORDS
from sanccheck.names.weights import is_neutral

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from sanccheck.matching.near_words import Floats, Numbers, Ways
    from sanccheck.names.reading import Reading

    Bools = npt.NDArray[np.bool_]
    Masks = npt.NDArray[np.uint64]

# Kinds of words, a bit for each.
FREE, BRIEF, NEUTRAL, DIGIT, LONG = 1, 2, 4, 8, 16
FORM_CODES = {None: 0} | {family: code for code, family in enumerate(FAMILIES, 1)}


class Block:
    """The words of many readings in one row.

    By word: `weights`, `kinds` (bits) and `places` (a bit for its place in its reading). By
    reading: `starts` and `sizes` (its words), `totals` (their weight), `forms` (codes), and
    whether it is guessed, cut off, or a company's name. By look-up: `look_ways`, `look_readings`,
    `look_starts` (among the reading's words), `look_sizes` and `look_heard`.
    """

    def __init__(self, readings: Sequence[Reading], ways: Ways) -> None:
        self._lay_out_words(readings)
        self._lay_out_look_ups(readings, ways)

    def of_reading(self, values: Floats) -> Floats:
        """Return the sum of the values of each reading's words."""
        return np.add.reduceat(values, self.starts)

    def places_of(self, holds: Bools) -> Masks:
        """Return for each reading the places of its words of which something holds."""
        places: Masks = np.bitwise_or.reduceat(
            np.where(holds, self.places, np.uint64(0)), self.starts
        )
        return places

    def _lay_out_words(self, readings: Sequence[Reading]) -> None:
        weights: list[float] = []
        kinds: list[int] = []
        for reading in readings:
            weights += reading.weights
            kinds += map(_kind, reading.tokens)
        self.weights: Floats = np.array(weights)
        self.kinds: Numbers = np.array(kinds, dtype=np.int64)
        self.sizes: Numbers = np.fromiter((len(one.tokens) for one in readings), np.int64)
        self.starts: Numbers = np.cumsum(self.sizes) - self.sizes
        self.readings: Numbers = np.repeat(np.arange(len(readings)), self.sizes)
        within = np.arange(len(weights)) - self.starts[self.readings]
        self.places: Masks = np.uint64(1) << within.astype(np.uint64)
        self.totals = self.of_reading(self.weights)
        forms = [FORM_CODES[None if one.form is None else one.form.family] for one in readings]
        self.forms: Numbers = np.array(forms, dtype=np.int64)
        self.guessed: Bools = np.array([one.guessed for one in readings], dtype=bool)
        self.cut: Bools = np.array([one.cut is not None for one in readings], dtype=bool)
        company = [one.company or one.form is not None for one in readings]
        self.company: Bools = np.array(company, dtype=bool)

    def _lay_out_look_ups(self, readings: Sequence[Reading], ways: Ways) -> None:
        groups: list[tuple[int, ...]] = []  # of ways, for one word or neighbours written as one
        starts: list[int] = []
        sizes: list[int] = []
        heard: list[int] = []
        ends = [0]
        for reading in readings:
            tokens = reading.tokens
            places, ones = range(len(tokens)), [1] * len(tokens)
            groups += ways.of_words(tokens)
            starts += places
            sizes += ones
            if spans := joined_spans(reading.words):
                at, size, joined = zip(*spans, strict=True)
                groups += ways.of_joined(joined)
                starts += at
                sizes += size
            if reading.form is None:
                heard += range(len(groups), len(groups) + len(tokens))
                groups += ways.of_sounds(tokens)
                starts += places
                sizes += ones
            ends.append(len(groups))
        counts = np.fromiter(map(len, groups), np.int64, len(groups))
        self.look_ways: Numbers = np.fromiter(chain.from_iterable(groups), np.int64)
        self.look_starts: Numbers = np.repeat(np.array(starts, dtype=np.int64), counts)
        self.look_sizes: Numbers = np.repeat(np.array(sizes, dtype=np.int64), counts)
        owners = np.repeat(np.arange(len(readings)), steps(np.array(ends, dtype=np.int64)))
        self.look_readings: Numbers = np.repeat(owners, counts)
        is_heard = np.zeros(len(groups), dtype=bool)
        is_heard[heard] = True
        self.look_heard: Bools = np.repeat(is_heard, counts)


@lru_cache(maxsize=KEPT_WORDS)
def _kind(token: str) -> int:
    return (
        FREE * is_free(token)
        | BRIEF * is_brief(token)
        | NEUTRAL * is_neutral(token)
        | DIGIT * token.isdigit()
        | LONG * (len(token) >= SELDOM_SHARED)
    )
