"""Find the entries of one index that a query may be, with the best of their names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sanccheck.matching.search import Search

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sanccheck.matching.index import Index
    from sanccheck.matching.search import Found, LookUp
    from sanccheck.model.entries import Identifier
    from sanccheck.names.reading import Reading


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry by its position: its best name (None where only an identifier agrees)."""

    entry: int
    found: Found | None
    identifiers: tuple[Identifier, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked up for a query: its readings, each with its words, and its identifiers."""

    readings: tuple[tuple[Reading, tuple[LookUp, ...]], ...]
    identifiers: tuple[Identifier, ...]


def find_candidates(
    index: Index, asked: Asked, least: float, hopeful: Iterable[int] | None = None
) -> list[Candidate]:
    """Return the entries that carry an identifier or reach the least score by name.

    `hopeful` are the readings that may reach it, where that is known; None means all.
    """
    best: dict[int, Found] = {}
    for i in range(len(asked.readings)) if hopeful is None else hopeful:
        for found in Search(index, *asked.readings[i]).rows(least):
            known = best.get(found.row.entry)
            if known is None or _rank(found) < _rank(known):
                best[found.row.entry] = found
    carried = _with_identifiers(index, asked.identifiers)
    for entry in carried:
        if entry not in best:
            best.update(_any_name(index, asked, entry))
    return [
        Candidate(entry, best.get(entry), tuple(carried.get(entry, ())))
        for entry in sorted(best.keys() | carried.keys())
    ]


def _with_identifiers(
    index: Index, identifiers: Iterable[Identifier]
) -> dict[int, list[Identifier]]:
    carried: dict[int, list[Identifier]] = {}
    for identifier in identifiers:
        for entry in index.entries_with(identifier.scheme, identifier.value):
            carried.setdefault(entry, []).append(identifier)
    return carried


def _any_name(index: Index, asked: Asked, entry: int) -> dict[int, Found]:
    """Return how the names of an entry found by identifier compare, however little they agree."""
    best: dict[int, Found] = {}
    for reading, look_ups in asked.readings:
        for found in Search(index, reading, look_ups).rows(0.0):
            if found.row.entry == entry and (
                entry not in best or _rank(found) < _rank(best[entry])
            ):
                best[entry] = found
    return best


def _rank(found: Found) -> tuple[float, bool, int, int]:
    """Order what may be the same entry: the best score, a name that is not weak, the first name."""
    return -found.score.score, found.row.weak, found.row.name, found.row.number
