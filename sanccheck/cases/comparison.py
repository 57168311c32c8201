"""Compare a party and an entry field by field: what was asked, what is listed, what that says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sanccheck.model.hits import Says

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sanccheck.model.entries import Entry, Identifier
    from sanccheck.model.hits import Hit, Query

Plain = dict[str, Any]

_MOST = 6
# The matcher says of a field what it found; these of its words are about the name.
_OF_NAME = {"name", "words"}


def compare(query: Query, entry: Entry | None, hit: Hit) -> list[Plain]:
    """Return a row for each field: asked, listed, and agrees, conflicts or unknown, with why.

    What either side does not give is unknown. Listed is what the entry says, empty where no
    publication that is here has it.
    """
    sides = {
        "name": (query.name, hit.matched_name),
        "type": (
            None if query.type is None else query.type.value,
            None if hit.type is None else hit.type.value,
        ),
        "country": (query.country, _countries(entry)),
        "jurisdiction": (query.organised_in, None),
        "address": (query.address, _join(one.text for one in entry.addresses) if entry else None),
        "date of birth": (
            None if query.born is None else query.born.text,
            _join(one.text for one in entry.births) if entry else None,
        ),
        "identifier": (_numbers(query.identifiers), _numbers(hit.identifiers)),
    }
    told = {one.field for one in hit.evidence} - _OF_NAME
    fields = [*sides, *(one for one in dict.fromkeys(told) if one not in sides)]
    return [_row(field, *sides.get(field, (None, None)), hit) for field in fields]


def _row(field: str, asked: str | None, listed: str | None, hit: Hit) -> Plain:
    of = _OF_NAME if field == "name" else {field}
    found = [one for one in hit.evidence if one.field in of]
    says = {one.says for one in found}
    said = next((one for one in (Says.CONFLICTS, Says.AGREES) if one in says), Says.UNKNOWN)
    if field == "name" and Says.AGREES in says:
        said = Says.AGREES
    return {
        "field": field,
        "asked": asked,
        "listed": listed,
        "says": said.value,
        "why": "; ".join(one.detail for one in found) or _why_unknown(asked, listed),
    }


def _why_unknown(asked: str | None, listed: str | None) -> str:
    if asked is None and listed is None:
        return "neither side gives it"
    if asked is None:
        return "not asked"
    return "the entry gives none" if listed is None else "given by both, and not compared"


def _countries(entry: Entry | None) -> str | None:
    return None if entry is None else _join((*entry.countries, *entry.nationalities))


def _numbers(identifiers: Iterable[Identifier]) -> str | None:
    return _join(f"{one.scheme}:{one.value}" for one in identifiers)


def _join(items: Iterable[str]) -> str | None:
    found = list(dict.fromkeys(items))
    if not found:
        return None
    more = f" and {len(found) - _MOST} more" if len(found) > _MOST else ""
    return "; ".join(found[:_MOST]) + more
