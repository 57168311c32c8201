"""The programs that are compared: each gives, for a name, the best score of each entry."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from benchmarks.matching.queries import Query
from benchmarks.matching.world import World
from sanccheck.errors import UsageError
from sanccheck.model import Query as Asked
from sanccheck.model.hits import Screened
from sanccheck.screening import DEFAULT_MIN_SCORE, Screener

LEAST = 0.5


@dataclass(frozen=True, slots=True)
class Answer:
    """The best score among the wanted entries, and the best among all others, with its name."""

    wanted: float
    other: float
    other_name: str = ""
    wanted_name: str = ""

    @property
    def best(self) -> float:
        """The best score of all."""
        return max(self.wanted, self.other)


class Scorer(Protocol):
    """A program to compare: its name, its own threshold, and how it answers queries."""

    @property
    def name(self) -> str:
        """What the tables call it."""
        ...

    @property
    def threshold(self) -> float:
        """The score from which it raises a hit as shipped."""
        ...

    def answer(self, world: World, queries: Sequence[Query]) -> Iterator[Answer]:
        """Give the answers in the order of the queries."""
        ...


class Ours:
    """This program, through its own screening: name only, no country and no type.

    It is asked twice, at its shipped threshold and at a lower one. What only the second finds
    counts as below the shipped threshold, whatever its score: a user does not see it.
    """

    name = "sanccheck"
    threshold = DEFAULT_MIN_SCORE

    def __init__(self, least: float = LEAST) -> None:
        self._least = least

    def answer(self, world: World, queries: Sequence[Query]) -> Iterator[Answer]:
        """Give the answers in the order of the queries."""
        low = Screener(world.served, min_score=self._least)
        shipped = Screener(world.served, min_score=self.threshold)
        for start in range(0, len(queries), 1000):
            block = queries[start : start + 1000]
            lower, seen = self._screen(low, block), self._screen(shipped, block)
            for query, one, other in zip(block, lower, seen, strict=True):
                yield _merged(_answer(query, one), _answer(query, other), self.threshold)

    def candidates(self, world: World, queries: Sequence[Query]) -> list[frozenset[str]]:
        """Return for each query the entries that score at all."""
        screener = Screener(world.served, min_score=self._least)
        found: list[frozenset[str]] = []
        for start in range(0, len(queries), 1000):
            for one in self._screen(screener, queries[start : start + 1000]):
                hits = () if one is None else one.hits
                found.append(frozenset(hit.entry for hit in hits))
        return found

    @staticmethod
    def _screen(screener: Screener, block: Sequence[Query]) -> list[Screened | None]:
        asked = [Asked(name=query.name) for query in block]
        try:
            return list(screener.screen_many(asked))
        except UsageError:
            return [_one(screener, one) for one in asked]


def _one(screener: Screener, asked: Asked) -> Screened | None:
    """Screen one name; one that cannot be read is not found."""
    try:
        return screener.screen(asked)
    except UsageError:
        return None


def _merged(low: Answer, seen: Answer, threshold: float) -> Answer:
    """Take what is seen at the threshold, and below it what the lower one finds."""
    below = math.nextafter(threshold, 0.0)
    wanted, other = min(low.wanted, below), min(low.other, below)
    wanted_name, other_name = low.wanted_name, low.other_name
    if seen.wanted:
        wanted, wanted_name = seen.wanted, seen.wanted_name
    if seen.other:
        other, other_name = seen.other, seen.other_name
    return Answer(wanted, other, other_name, wanted_name)


def _answer(query: Query, found: Screened | None) -> Answer:
    wanted = other = 0.0
    wanted_name = other_name = ""
    for hit in () if found is None else found.hits:
        if hit.entry in query.wanted:
            if hit.score > wanted:
                wanted, wanted_name = hit.score, hit.matched_name
        elif hit.score > other:
            other, other_name = hit.score, f"{hit.matched_name} [{hit.list}]"
    return Answer(wanted, other, other_name, wanted_name)
