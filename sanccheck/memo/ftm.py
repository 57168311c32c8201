"""Hits and entries as FollowTheMoney JSON: one entity a line, for tools that speak it.

Written by hand: the followthemoney package is too heavy to need. Each entity has an id, a schema
and properties that are lists of text; the properties are those of the schemas named here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date

from sanccheck.assessment import Assessment, PartyResult
from sanccheck.deal.schema import Party
from sanccheck.memo.ownership_chart import holdings_on_day
from sanccheck.model import EntityType, Entry, Hit, Identifier, NameKind
from sanccheck.ownership.shares import say_number

Properties = dict[str, list[str]]
_SCHEMAS: Mapping[EntityType | None, str] = {
    EntityType.COMPANY: "Company",
    EntityType.PERSON: "Person",
    EntityType.VESSEL: "Vessel",
    EntityType.AIRCRAFT: "Airplane",
    EntityType.FUND: "Organization",
    EntityType.SECURITY: "Security",
    None: "LegalEntity",
}
_LEGAL = {"Company", "Person", "Organization", "LegalEntity"}
_NOT_ID = re.compile(r"[^0-9A-Za-z.-]")
# Lists that freeze or block; to be on another is something else.
_SANCTIONS = {"us_ofac_sdn", "eu_fsf", "uk_sanctions", "un_sc", "ca_sema"}
_NAMES = {
    NameKind.PRIMARY: "name",
    NameKind.ALIAS: "alias",
    NameKind.FORMER: "previousName",
    NameKind.ISSUER: "alias",
}
_OF_LEGAL = {"lei": "leiCode", "bic": "swiftBic", "hk_cr": "registrationNumber"}
_OF_LEGAL |= {"uscc": "registrationNumber", "other": "idNumber"}
_OF_SCHEMA = {
    ("Person", "passport"): "passportNumber",
    ("Vessel", "imo"): "imoNumber",
    ("Security", "isin"): "isin",
    ("Security", "ticker"): "ticker",
}


def to_ftm(assessment: Assessment) -> str:
    """Return the parties, the entries found, what links them, and the holdings, a line each."""
    lines = (json.dumps(entity, ensure_ascii=False) for entity in _entities(assessment))
    return "".join(f"{line}\n" for line in lines)


def _entities(assessment: Assessment) -> Iterator[dict[str, object]]:
    held = {item.of for item in holdings_on_day(assessment)}
    titles = {state.list: state.title for state in assessment.screening.lists}
    for party in assessment.parties:
        yield _party(assessment.deal.party(party.id), company=party.id in held)
    hits = {hit.entry: hit for party in assessment.parties for hit in party.hits}
    for entry_id, hit in sorted(hits.items()):
        yield _entry(hit, assessment.screening.entries.get(entry_id))
        yield _sanction(hit, titles.get(hit.list, hit.list))
    for party in assessment.parties:
        for hit in party.hits:
            yield _link(party, hit, assessment.program)
    yield from _holdings(assessment)


def _made(entity_id: str, schema: str, properties: Properties) -> dict[str, object]:
    kept = {name: list(dict.fromkeys(values)) for name, values in properties.items() if any(values)}
    return {"id": entity_id, "schema": schema, "properties": kept}


def _entry_id(entry: str) -> str:
    """Write an entry's id in the letters that an id may have there.

    >>> _entry_id("us_ns_cmic:33114")
    'us.ns.cmic-33114'
    """
    return _NOT_ID.sub(".", entry.replace(":", "-", 1)).strip("-.")


def _party_id(party: str) -> str:
    return f"{_NOT_ID.sub('.', party)}-party"


def _party(party: Party, *, company: bool) -> dict[str, object]:
    kind = None if party.type is None else EntityType(party.type)
    schema = "Company" if company else _SCHEMAS[kind]
    properties: Properties = {
        "name": [party.name],
        "country": [_code(code) for code in (party.country, party.residence) if code],
        "address": [party.address] if party.address else [],
        "notes": [f"role in the deal: {party.role.replace('_', ' ')}"],
    }
    if schema in _LEGAL and party.organised_in:
        properties["jurisdiction"] = [_code(party.organised_in)]
    if schema == "Person":
        properties["nationality"] = [_code(code) for code in party.citizenships if code]
    return _made(_party_id(party.id), schema, properties)


def _code(country: str) -> str:
    return country.lower()


def _entry(hit: Hit, entry: Entry | None) -> dict[str, object]:
    schema = _SCHEMAS[hit.type if entry is None else entry.type]
    properties: Properties = {"name": [hit.name], "topics": _topics(hit.list)}
    if entry is not None:
        for name in entry.names:
            key = "weakAlias" if name.weak else _NAMES[name.kind]
            properties.setdefault(key, []).append(name.text)
        properties["address"] = [address.text for address in entry.addresses]
        properties["country"] = [_code(code) for code in entry.countries]
        if entry.remarks:
            properties["notes"] = [entry.remarks]
        if schema == "Person":
            properties["birthDate"] = [day for born in entry.births if (day := _born(born.year))]
            properties["birthPlace"] = list(entry.birth_places)
            properties["nationality"] = [_code(code) for code in entry.nationalities]
    for item in hit.identifiers if entry is None else entry.identifiers:
        known = _identifier(schema, item)
        if known is not None:
            properties.setdefault(known, []).append(item.value)
    return _made(_entry_id(hit.entry), schema, properties)


def _topics(list_id: str) -> list[str]:
    """Return the topic where the model has one that says no more than the list does."""
    if list_id in _SANCTIONS:
        return ["sanction"]
    return ["export.control"] if list_id.startswith("us_bis_") else []


def _born(year: int | None) -> str | None:
    """Return a birth date as far as every publisher's form allows: the year."""
    return None if year is None else str(year)


def _identifier(schema: str, item: Identifier) -> str | None:
    found = _OF_SCHEMA.get((schema, item.scheme))
    if found is None and schema in _LEGAL:
        return _OF_LEGAL.get(item.scheme)
    return found


def _sanction(hit: Hit, authority: str) -> dict[str, object]:
    days = hit.listing
    properties: Properties = {
        "entity": [_entry_id(hit.entry)],
        "authority": [authority],
        "program": list(hit.programmes),
        "listingDate": _days(days.listed_on),
        "startDate": _days(days.effective_on or days.listed_on),
        "endDate": _days(days.delisted_on),
        "recordId": [hit.entry],
    }
    return _made(f"{_entry_id(hit.entry)}-sanction", "Sanction", properties)


def _days(day: date | None) -> list[str]:
    return [] if day is None else [day.isoformat()]


def _link(party: PartyResult, hit: Hit, program: str) -> dict[str, object]:
    """Link a party to an entry: that it may be it, or what it is to it."""
    ends = (_party_id(party.id), _entry_id(hit.entry))
    link_id = f"{ends[0]}-{ends[1]}"
    if hit.relation is not None:
        role = f"{hit.relation.replace('_', ' ')} of the listed entity"
        properties: Properties = {"subject": [ends[0]], "object": [ends[1]], "role": [role]}
        return _made(link_id, "UnknownLink", properties)
    evidence = [f"{item.field} {item.says}: {item.detail}" for item in hit.evidence]
    properties = {
        "candidate": [ends[1]],
        "match": [ends[0]],
        "confidenceScore": [f"{hit.score:.4f}"],
        "criteria": [f"decision: {hit.decision}", *evidence],
        "matcher": [program],
    }
    return _made(link_id, "Similar", properties)


def _holdings(assessment: Assessment) -> Iterator[dict[str, object]]:
    for number, item in enumerate(holdings_on_day(assessment), 1):
        for owner in (item.owner, *item.joint_with):
            exact = item.percent.exact and item.kind != "control"
            properties: Properties = {
                "owner": [_party_id(owner)],
                "asset": [_party_id(item.of)],
                "percentage": [say_number(item.percent.low)] if exact else [],
                "ownershipType": [item.kind],
                "date": _days(item.as_of),
            }
            link_id = f"{_party_id(owner)}-holds-{number}"
            yield _made(link_id, "Ownership", properties)
