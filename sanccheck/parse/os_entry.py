"""Turn an object of OpenSanctions into a record; objects nested in it become facts and links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sanccheck.model.entries import Address, Link, NameKind
from sanccheck.parse.iso_dates import read_iso_birth
from sanccheck.parse.os_thing import (
    COUNTRIES,
    FACTS,
    IDENTIFIERS,
    NAMES,
    NATIONALITIES,
    PARTIES,
    THINGS,
    TYPES,
    WEAK,
    Thing,
    identifier_scheme,
)
from sanccheck.parse.record import Record

if TYPE_CHECKING:
    from collections.abc import Callable

    from sanccheck.parse.parsed import Tally

    Resolve = Callable[[str], Thing | None]

_ADDRESS_LINES = (
    "remarks",
    "postOfficeBox",
    "street",
    "street2",
    "city",
    "postalCode",
    "region",
    "state",
)
_DOCUMENTS = {"Passport": "passport", "Identification": "other"}
_ROLES = ("relationship", "role", "status", "capital")


class OsEntry:
    """Builds records. `list_id` is the list on which a linked target is an entry.

    `resolve` returns the thing that an id names, where the file holds it.
    """

    def __init__(self, tally: Tally, list_id: str, resolve: Resolve, targets: set[str]) -> None:
        self._tally = tally
        self._list_id = list_id
        self._resolve = resolve
        self._targets = targets

    def record(self, thing: Thing, attached: list[Thing]) -> Record:
        """Return a target's record; `attached` are objects that name it, such as its sanctions."""
        if thing.schema not in TYPES:
            self._tally.strange("entry type", thing.schema)
        record = Record(tally=self._tally, uid=thing.id, type=TYPES.get(thing.schema))
        record.add_name(thing.caption, NameKind.PRIMARY)
        record.add_fact("schema", thing.schema)
        for prop in thing.properties:
            for text in thing.texts(prop):
                self._take_text(record, thing, prop, text)
        for prop, nested in thing.within():
            self._take_nested(record, thing, prop, nested)
        for one in attached:
            self._take_nested(record, thing, one.schema, one)
        for label, texts in (("dataset", thing.datasets), ("referent", thing.referents)):
            for text in texts:
                record.add_fact(label, text)
        for label, text in thing.seen:
            record.add_fact(label, text)
        for label, text in thing.more:
            self._tally.strange("field", label)
            record.add_fact(label, text)
        return record

    def _take_text(self, record: Record, thing: Thing, prop: str, text: str) -> None:
        if prop in NAMES:
            record.add_name(text, NAMES[prop], weak=prop == WEAK)
        elif prop in IDENTIFIERS:
            record.add_identifier(identifier_scheme(prop, thing.schema), text, prop)
        elif prop in COUNTRIES:
            take_country(record, prop, text)
        elif prop in NATIONALITIES:
            record.add_nationality(text)
        elif prop == "birthDate":
            record.add_birth(read_iso_birth(text))
        elif prop == "birthPlace":
            record.birth_places[text] = None
        elif prop == "address":
            record.add_address([text], None)
        elif prop == "programId":
            record.programmes[text] = None
        else:
            self._take_reference(record, prop, text)

    def _take_reference(self, record: Record, prop: str, text: str) -> None:
        """Follow an id of an address or another thing; else the text is a fact."""
        other = self._resolve(text) if prop in THINGS or prop == "addressEntity" else None
        if other is None:
            if prop not in FACTS and prop not in THINGS:
                record.tally.strange("property", prop)
            record.add_fact(prop, text)
        elif prop == "addressEntity":
            _take_address(record, other)
        else:
            self._link(record, prop, other)

    def _take_nested(self, record: Record, thing: Thing, prop: str, nested: Thing) -> None:
        if nested.schema == "Address":
            _take_address(record, nested)
        elif nested.schema in _DOCUMENTS and nested.texts("number"):
            self._take_document(record, nested)
        elif nested.schema in PARTIES:
            self._link(record, prop, nested)
        else:
            record.programmes.update(dict.fromkeys(nested.texts("programId")))
            role = nested.first(*_ROLES)
            kind = nested.schema if role is None else f"{nested.schema}: {role}"
            for other in self._others(thing, nested):
                self._link(record, kind, other)
            record.add_fact(nested.schema, nested.plain())

    def _others(self, thing: Thing, nested: Thing) -> list[Thing]:
        """Return the parties that a relation joins to the thing, nested or named by their ids."""
        found = [one for _prop, one in nested.within()]
        ids = (text for prop in nested.properties for text in nested.texts(prop))
        named = [one for text in ids if (one := self._resolve(text)) is not None]
        return [one for one in found + named if one.id != thing.id and one.schema in PARTIES]

    def _link(self, record: Record, kind: str, other: Thing) -> None:
        name = other.caption or other.first("name") or other.id
        entry = f"{self._list_id}:{other.id}" if other.id in self._targets else None
        record.links[Link(kind=kind, name=name, entry=entry)] = None

    def _take_document(self, record: Record, nested: Thing) -> None:
        code = record.country(nested.first("country"))
        label = nested.first("type") or nested.schema
        for number in nested.texts("number"):
            record.add_identifier(_DOCUMENTS[nested.schema], number, label, code)
        record.add_fact(nested.schema, nested.plain())


def take_country(record: Record, label: str, text: str) -> None:
    """Take a country that the record is connected with; one that is not known is kept as a fact."""
    code = record.country(text)
    if code is None:
        record.add_fact(label, text)
    else:
        record.countries[code] = None


def _take_address(record: Record, address: Thing) -> None:
    full, country = address.first("full"), address.first("country")
    if full is None:
        record.add_address([address.first(line) for line in _ADDRESS_LINES], country)
        return
    code = record.country(country)
    record.addresses[Address(text=full, country=code)] = None
    if code is not None:
        record.countries[code] = None
