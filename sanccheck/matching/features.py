"""Compare what is known of a query, beside its name, with an entry: one function a field.

Each returns its evidence, with the factor by which it lowers the score. What either side does not
give is unknown and lowers nothing; what contradicts lowers and says so; nothing raises.
"""

from __future__ import annotations

from typing import NamedTuple

from sanccheck.matching.identifiers import contradicting, say
from sanccheck.model.entries import EntityType, Entry, PartialDate
from sanccheck.model.hits import Evidence, Query, Says
from sanccheck.names.countries import country_code, country_name
from sanccheck.names.places import GREATER_CHINA

COUNTRY_CONFLICTS = 0.9
TYPE_CONFLICTS = 0.8
BIRTH_CONFLICTS = 0.75
IDENTIFIER_CONFLICTS = 0.75

_SAME_KIND = frozenset({EntityType.COMPANY, EntityType.FUND, EntityType.SECURITY})
_REGISTERS = {"uscc": "CN", "hk_cr": "HK"}
_ORGANISED = ("nationality of registration", "organized in", "country of organisation")


class Feature(NamedTuple):
    """What one field says, None where there is nothing to say, and its factor."""

    evidence: Evidence | None
    factor: float


_NOTHING = Feature(None, 1.0)


def jurisdictions(entry: Entry) -> frozenset[str]:
    """Return where an entry is registered, as far as its identifiers and details tell."""
    found = {_REGISTERS.get(one.scheme) for one in entry.identifiers}
    for label, value in entry.details:
        if label.lower().strip(" :") in _ORGANISED:
            found.add(country_code(value))
    return frozenset(code for code in found if code is not None)


def compare_country(query: Query, entry: Entry) -> Feature:
    """Compare the query's country with those of the entry's addresses and nationalities."""
    if query.country is None:
        return _NOTHING
    theirs = frozenset((*entry.countries, *entry.nationalities))
    asked = country_name(query.country)
    if not theirs:
        return _unknown("country", f"asked {asked}; the entry gives none")
    listed = ", ".join(sorted(map(country_name, theirs)))
    if query.country in theirs:
        return Feature(_agrees("country", asked), 1.0)
    if query.country in GREATER_CHINA and theirs & GREATER_CHINA:
        return _unknown("country", f"asked {asked}, listed {listed}: not held to contradict")
    return Feature(_conflicts("country", f"asked {asked}, listed {listed}"), COUNTRY_CONFLICTS)


def compare_organised(query: Query, entry: Entry) -> Feature:
    """Compare where the query is organised with where the entry is registered."""
    if query.organised_in is None:
        return _NOTHING
    theirs = jurisdictions(entry)
    asked = country_name(query.organised_in)
    if not theirs:
        return _unknown(
            "jurisdiction", f"organised in {asked}; the entry's jurisdiction is not given"
        )
    listed = ", ".join(sorted(map(country_name, theirs)))
    if query.organised_in in theirs:
        return Feature(_agrees("jurisdiction", f"organised in {asked}"), 1.0)
    if query.organised_in in GREATER_CHINA and theirs & GREATER_CHINA:
        return _unknown("jurisdiction", f"organised in {asked}, the entry in {listed}")
    return Feature(
        _conflicts("jurisdiction", f"organised in {asked}, the listed entity in {listed}"),
        COUNTRY_CONFLICTS,
    )


def compare_type(query: Query, entry: Entry) -> Feature:
    """Compare what the query is with what the entry is; a type not given is no evidence."""
    if query.type is None or entry.type is None:
        return _NOTHING
    if query.type is entry.type:
        return Feature(_agrees("type", f"both are a {entry.type.value}"), 1.0)
    asked, listed = query.type.value, entry.type.value
    if {query.type, entry.type} <= _SAME_KIND:
        return _unknown("type", f"asked a {asked}, listed as a {listed}")
    return Feature(_conflicts("type", f"asked a {asked}, listed as a {listed}"), TYPE_CONFLICTS)


def compare_birth(query: Query, entry: Entry) -> Feature:
    """Compare dates of birth as far as both are known."""
    if query.born is None or query.born.year is None:
        return _NOTHING
    if not entry.births:
        return _unknown("date of birth", "the entry gives none")
    verdicts = [_compare_dates(query.born, born) for born in entry.births]
    for says in (Says.AGREES, Says.UNKNOWN):
        if says in verdicts:
            best = entry.births[verdicts.index(says)]
            detail = f"asked {query.born.text}, listed {best.text}"
            return Feature(Evidence(field="date of birth", says=says, detail=detail), 1.0)
    listed = ", ".join(born.text for born in entry.births)
    return Feature(
        _conflicts("date of birth", f"asked {query.born.text}, listed {listed}"), BIRTH_CONFLICTS
    )


def _compare_dates(asked: PartialDate, listed: PartialDate) -> Says:
    if listed.year is None or asked.year is None:
        return Says.UNKNOWN
    first, last = listed.year, listed.until_year or listed.year
    if listed.circa or asked.circa:
        first, last = first - 2, last + 2
    if not first <= asked.year <= last:
        return Says.CONFLICTS
    if first != last:
        return Says.UNKNOWN
    for one, other in ((asked.month, listed.month), (asked.day, listed.day)):
        if one is None or other is None:
            return Says.UNKNOWN
        if one != other:
            return Says.CONFLICTS
    return Says.AGREES


def compare_identifiers(query: Query, entry: Entry) -> Feature:
    """Say where the query's registered identifiers contradict the entry's."""
    pairs = contradicting(query.identifiers, entry)
    if not pairs:
        return _NOTHING
    detail = "; ".join(f"asked {say(one)}, listed {say(other)}" for one, other in pairs)
    return Feature(_conflicts("identifier", detail), IDENTIFIER_CONFLICTS)


FIELDS = (
    compare_country,
    compare_organised,
    compare_type,
    compare_birth,
    compare_identifiers,
)


def _agrees(field: str, detail: str) -> Evidence:
    return Evidence(field=field, says=Says.AGREES, detail=detail)


def _conflicts(field: str, detail: str) -> Evidence:
    return Evidence(field=field, says=Says.CONFLICTS, detail=detail)


def _unknown(field: str, detail: str) -> Feature:
    return Feature(Evidence(field=field, says=Says.UNKNOWN, detail=detail), 1.0)
