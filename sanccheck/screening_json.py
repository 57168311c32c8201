"""Write screenings as plain values for JSON: the interface of `screen --json`, batch and memo.

Keys keep the order in which a reader meets them; those after "disposition" and "asked_for" are
additions to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

    from sanccheck.model.entries import Identifier
    from sanccheck.model.hits import Hit, Query, Screened, Screening
    from sanccheck.model.lists import ListState, NotScreened

Plain = dict[str, Any]


def screening_document(screening: Screening) -> Plain:
    """Return a whole screening."""
    return {
        "as_of": screening.as_of.isoformat(),
        "lists": [list_document(state) for state in screening.lists],
        "not_screened": [not_screened_document(one) for one in screening.not_screened],
        "results": [screened_document(one) for one in screening.results],
    }


def screened_document(screened: Screened) -> Plain:
    """Return one query's answer."""
    return {
        "query": query_document(screened.query),
        "hits": [hit_document(hit) for hit in screened.hits],
        "former": [hit_document(hit) for hit in screened.former],
        "normalised": screened.normalised,
    }


def query_document(query: Query) -> Plain:
    """Return what was asked; what was not given is null, further facts only where given."""
    found: Plain = {
        "name": query.name,
        "type": None if query.type is None else query.type.value,
        "country": query.country,
    }
    if query.organised_in is not None:
        found["organised_in"] = query.organised_in
    if query.address is not None:
        found["address"] = query.address
    if query.born is not None:
        found["born"] = query.born.text
    if query.identifiers:
        found["ids"] = [f"{one.scheme}:{one.value}" for one in query.identifiers]
    return found


def query_from(plain: Plain) -> Query:
    """Return the query of its document; a date of birth is not read back.

    >>> query_from({"name": "A", "type": None, "country": "GB", "ids": ["imo:9074729"]}).country
    'GB'
    """
    from sanccheck.model.entries import EntityType
    from sanccheck.model.hits import Query
    from sanccheck.names.identifiers import parse_identifier

    kind = plain["type"]
    return Query(
        name=plain["name"],
        type=None if kind is None else EntityType(kind),
        country=plain["country"],
        organised_in=plain.get("organised_in"),
        address=plain.get("address"),
        identifiers=tuple(parse_identifier(one) for one in plain.get("ids", ())),
    )


def hit_document(hit: Hit) -> Plain:
    """Return one hit."""
    return {
        "entry": hit.entry,
        "list": hit.list,
        "name": hit.name,
        "matched_name": hit.matched_name,
        "score": hit.score,
        "decision": hit.decision.value,
        "relation": hit.relation,
        "programmes": list(hit.programmes),
        "listed_on": _day(hit.listing.listed_on),
        "effective_on": _day(hit.listing.effective_on),
        "divest_before": _day(hit.listing.divest_before),
        "delisted_on": _day(hit.listing.delisted_on),
        "evidence": [
            {"field": one.field, "says": one.says.value, "detail": one.detail}
            for one in hit.evidence
        ],
        "disposition": disposition_document(hit),
        "type": None if hit.type is None else hit.type.value,
        "listed_vehicle": hit.listed_vehicle,
        "listed_on_known": hit.listed_on_known,
        "list_certain": hit.list_certain,
        "identifiers": [_identifier(one) for one in hit.identifiers],
        "notes": list(hit.notes),
        **_case(hit),
    }


def disposition_document(hit: Hit) -> Plain | None:
    """Return the decision that holds on a hit, None where there is none."""
    found = hit.disposition
    if found is None:
        return None
    return {
        "disposition": found.verdict.value,
        "reason": found.reason,
        "analyst": found.analyst,
        "at": found.at,
        "signed_by": found.signed_by,
        "suppressed": hit.suppressed,
    }


def _case(hit: Hit) -> Plain:
    """Return the hit's case; nothing where what was asked is no party of a case book."""
    if hit.case is None:
        return {}
    case = hit.case
    return {"case": {"id": case.id, "state": case.state, "changed": list(case.changed)}}


def list_document(state: ListState) -> Plain:
    """Return a list that was screened, as it served the day."""
    covers = state.covers
    return {
        "list": state.list,
        "source": state.source,
        "published": _day(state.published),
        "sha256": state.sha256,
        "entries": state.entries,
        "stale": state.stale,
        "embedded": state.embedded,
        "reconstructed": state.reconstructed,
        "cannot_know": state.cannot_know,
        "title": state.title,
        "covers": None
        if covers is None
        else {"from": _day(covers.start), "until": _day(covers.until)},
        "partial": state.partial,
        "newer_part": _day(state.newer_part),
        "kind": state.kind,
        "effect": state.effect,
    }


def not_screened_document(left_out: NotScreened) -> Plain:
    """Return a list that was not screened, why, and what mends it."""
    return {
        "list": left_out.list,
        "why": left_out.why,
        "asked_for": left_out.asked_for,
        "title": left_out.title,
        "source": left_out.source,
        "remedy": left_out.remedy,
        "address": left_out.address,
    }


def _identifier(one: Identifier) -> Plain:
    return {"scheme": one.scheme, "value": one.value, "label": one.label}


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
