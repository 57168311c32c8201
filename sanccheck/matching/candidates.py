"""Find the entries of one index that a query may be, with the best of their names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from sanccheck.matching.look_ups import looked_up
from sanccheck.matching.search import Search

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sanccheck.matching.index import Index
    from sanccheck.matching.search import Found
    from sanccheck.model.entries import Identifier
    from sanccheck.names.reading import Reading

# Of each of a query's readings that may be a row: its place among them, and those rows.
Hopeful = list[tuple[int, list[int]]]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry by its position: its best name (None where only an identifier agrees)."""

    entry: int
    found: Found | None
    identifiers: tuple[Identifier, ...]


class Asked(NamedTuple):
    """What is looked up for a query: its readings and its identifiers."""

    readings: tuple[Reading, ...]
    identifiers: tuple[Identifier, ...]


def find_candidates(
    index: Index, asked: Asked, least: float, hopeful: Hopeful | None = None
) -> list[Candidate]:
    """Return the entries that carry an identifier or reach the least score by name.

    `hopeful` are the rows that may reach it, where that is known; None means any.
    """
    best: dict[int, Found] = {}
    for found in _found(index, asked, least, hopeful):
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


def _found(index: Index, asked: Asked, least: float, hopeful: Hopeful | None) -> Iterator[Found]:
    if hopeful is None:
        for search in _searches(index, asked):
            yield from search.rows(least)
        return
    for i, rows in hopeful:
        reading = asked.readings[i]
        yield from Search(index, reading, tuple(looked_up(reading))).among(rows, least)


def _searches(index: Index, asked: Asked) -> Iterator[Search]:
    for reading in asked.readings:
        yield Search(index, reading, tuple(looked_up(reading)))


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
    for search in _searches(index, asked):
        for found in search.rows(0.0):
            if found.row.entry == entry and (
                entry not in best or _rank(found) < _rank(best[entry])
            ):
                best[entry] = found
    return best


def _rank(found: Found) -> tuple[float, bool, int, int]:
    """Order what may be the same entry: the best score, a name that is not weak, the first name."""
    return -found.score.score, found.row.weak, found.row.name, found.row.number
