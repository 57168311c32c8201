"""Do once what the queries of a batch share: which rows of an index each of them may be."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

import numpy as np

from sanccheck.matching.block import Block
from sanccheck.matching.bounds import Bounds
from sanccheck.matching.gather import gather, hopeful
from sanccheck.matching.near_words import NearWords, Ways
from sanccheck.matching.offers import Offered, Offers
from sanccheck.matching.row_arrays import RowArrays

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sanccheck.matching.block import Bools
    from sanccheck.matching.candidates import Asked, Hopeful
    from sanccheck.matching.index import Index
    from sanccheck.matching.near_words import Numbers
    from sanccheck.names.reading import Reading

_MOST_KEPT = 200_000


class Batch:
    """Several indexes, to look up many queries in at once."""

    def __init__(self, indexes: Sequence[Index]) -> None:
        self._ways = Ways()
        self._searched = [_Searched(index) for index in indexes]

    def look_up(self, asked: Sequence[Asked], least: float) -> list[dict[int, Hopeful]]:
        """Return for each index, by query, the rows that may score `least`.

        For each of a query's readings that has any: its place among them, and the rows, ascending.
        """
        if len(self._ways) > _MOST_KEPT:
            self._ways = Ways()
            for one in self._searched:
                one.forget()
        owners = [i for i, one in enumerate(asked) for _ in one.readings]
        block = Block([reading for one in asked for reading in one.readings], self._ways)
        starts = dict(reversed([(owner, at) for at, owner in enumerate(owners)]))
        found: list[dict[int, Hopeful]] = []
        for searched in self._searched:
            hopeful: dict[int, Hopeful] = {}
            for reading, rows in searched.rows(block, self._ways, least).items():
                owner = owners[reading]
                place = reading - starts[owner]
                hopeful.setdefault(owner, []).append((place, rows))
                searched.remember(asked[owner].readings[place], self._ways)
            found.append(hopeful)
        return found


class _Searched:
    """One index as arrays, with the near words that were found in it."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._rows = RowArrays(index)
        self._near = NearWords(index, self._rows.allowed)

    def forget(self) -> None:
        """Drop what was kept of earlier queries."""
        self._near.forget()
        self._index.forget()

    def remember(self, reading: Reading, ways: Ways) -> None:
        """Hand the near words of a reading to the index, which compares its rows one by one."""
        for word, edits in ways.asked(reading):
            if not self._index.knows_near(word, edits):
                near = self._near.near(ways.way(word, edits))
                self._index.remember_near(word, edits, near)

    def rows(self, block: Block, ways: Ways, least: float) -> dict[int, list[int]]:
        """Return the rows that may score `least`, by reading."""
        if not len(self._rows):
            return {}
        self._near.extend(ways)
        asked = hopeful(block, self._near, least)
        offers = Offers(block, self._near, self._rows.weights, asked)
        if not len(offers):
            return {}
        offered = Offered(offers, len(self._rows.weights))
        bounds = Bounds(block, offered, self._rows)
        joined = self._joined(offers)
        found: dict[int, list[int]] = {}
        for readings, rows in gather(block, offers, self._rows, least):
            may = bounds.may_reach(readings, rows, least)
            may |= np.isin(readings * len(self._rows) + rows, joined)
            pairs = zip(readings[may].tolist(), rows[may].tolist(), strict=True)
            for reading, some in groupby(pairs, key=itemgetter(0)):
                found[reading] = [row for _, row in some]
        return found

    def _joined(self, offers: Offers) -> Numbers:
        """Return the pairs of a reading and a row of which neighbours are one word asked."""
        exact: Bools = offers.exact
        rows, which = self._rows.that_hold_joined(offers.words[exact])
        return offers.readings[exact][which] * len(self._rows) + rows
