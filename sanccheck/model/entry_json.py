"""The project's own form of an entry: one JSON object, empty fields left out.

Used for the embedded lists in lists/ and for the snapshots in the store. An example line:

    {"id": "us_ns_cmic:33114", "type": "company",
     "names": [{"text": "SENSETIME GROUP LIMITED"},
               {"text": "SENSETIME GROUP LTD", "kind": "alias"}],
     "programmes": ["CMIC-EO13959"],
     "listing": {"listed_on": "2021-12-10", "effective_on": "2022-02-08"}}

The list and the publisher's id are read off `id`. A name without `kind` is the primary one.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sanccheck.model.entries import (
    Address,
    EntityType,
    Entry,
    Identifier,
    Link,
    Listing,
    Name,
    NameKind,
    PartialDate,
)

Plain = dict[str, Any]

_KINDS = {kind.value: kind for kind in NameKind}
_TYPES = {type_.value: type_ for type_ in EntityType}
_TEXT_LISTS = ("programmes", "countries", "birth_places", "nationalities")


def entry_to_dict(entry: Entry) -> Plain:
    """Write an entry as plain values for JSON; `entry_from_dict` reads the same entry back."""
    found: Plain = {"id": entry.id}
    if entry.type is not None:
        found["type"] = entry.type.value
    found["names"] = [_name_to_dict(name) for name in entry.names]
    for field in _TEXT_LISTS:
        values = getattr(entry, field)
        if values:
            found[field] = list(values)
    listing = _listing_to_dict(entry.listing)
    if listing:
        found["listing"] = listing
    _add_facts(entry, found)
    if entry.remarks is not None:
        found["remarks"] = entry.remarks
    if not entry.list_certain:
        found["list_certain"] = False
    return found


def entry_from_dict(plain: Plain) -> Entry:
    """Read an entry from the plain values that `entry_to_dict` writes.

    Raises:
        KeyError, TypeError, ValueError: when the values are not those of an entry; a reader of
            files turns these into an error that names the file and the line.
    """
    entry_id: str = plain["id"]
    list_id, colon, uid = entry_id.partition(":")
    if not (list_id and colon and uid):
        raise ValueError(f"the id '{entry_id}' is not <list>:<publisher's id>")
    if not plain["names"]:
        raise ValueError(f"'{entry_id}' has no name")
    get = plain.get
    kind = get("type")
    return Entry(
        id=entry_id,
        list=list_id,
        uid=uid,
        type=None if kind is None else _TYPES[kind],
        names=tuple([_name_from_dict(one) for one in plain["names"]]),
        programmes=tuple(get("programmes", ())),
        listing=_listing_from_dict(get("listing")),
        identifiers=tuple([Identifier(**one) for one in get("identifiers", ())]),
        addresses=tuple([Address(**one) for one in get("addresses", ())]),
        countries=tuple(get("countries", ())),
        births=tuple([PartialDate(**one) for one in get("births", ())]),
        birth_places=tuple(get("birth_places", ())),
        nationalities=tuple(get("nationalities", ())),
        links=tuple([Link(**one) for one in get("links", ())]),
        details=tuple([(label, value) for label, value in get("details", ())]),
        remarks=get("remarks"),
        list_certain=get("list_certain", True),
    )


def _add_facts(entry: Entry, found: Plain) -> None:
    if entry.identifiers:
        found["identifiers"] = [_identifier_to_dict(one) for one in entry.identifiers]
    if entry.addresses:
        found["addresses"] = [
            _filled({"text": one.text, "country": one.country}) for one in entry.addresses
        ]
    if entry.births:
        found["births"] = [_birth_to_dict(one) for one in entry.births]
    if entry.links:
        found["links"] = [
            _filled({"kind": one.kind, "name": one.name, "entry": one.entry}) for one in entry.links
        ]
    if entry.details:
        found["details"] = [list(pair) for pair in entry.details]


def _filled(plain: Plain) -> Plain:
    return {key: value for key, value in plain.items() if value is not None}


def _name_to_dict(name: Name) -> Plain:
    found: Plain = {"text": name.text}
    if name.kind is not NameKind.PRIMARY:
        found["kind"] = name.kind.value
    if name.weak:
        found["weak"] = True
    if name.given is not None:
        found["given"] = name.given
    if name.family is not None:
        found["family"] = name.family
    if name.source is not None:
        found["source"] = name.source
    return found


def _name_from_dict(plain: Plain) -> Name:
    get = plain.get
    return Name(
        text=plain["text"],
        kind=_KINDS[get("kind", "primary")],
        weak=get("weak", False),
        source=get("source"),
        given=get("given"),
        family=get("family"),
    )


def _identifier_to_dict(identifier: Identifier) -> Plain:
    return _filled(
        {
            "scheme": identifier.scheme,
            "value": identifier.value,
            "label": identifier.label,
            "country": identifier.country,
            "valid": identifier.valid,
        }
    )


def _birth_to_dict(birth: PartialDate) -> Plain:
    found = _filled(
        {
            "text": birth.text,
            "year": birth.year,
            "month": birth.month,
            "day": birth.day,
            "until_year": birth.until_year,
        }
    )
    if birth.circa:
        found["circa"] = True
    return found


_DATES = ("listed_on", "effective_on", "divest_before", "delisted_on")


def _listing_to_dict(listing: Listing) -> dict[str, str]:
    found: dict[str, str] = {}
    for field in _DATES:
        day: date | None = getattr(listing, field)
        if day is not None:
            found[field] = day.isoformat()
    return found


def _listing_from_dict(plain: dict[str, str] | None) -> Listing:
    if plain is None:
        return _UNDATED
    return Listing(**{field: date.fromisoformat(text) for field, text in plain.items()})


_UNDATED = Listing()
