"""Turn OFAC records into entries: typed identifiers, names, dates, places and links."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

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
from sanccheck.names.countries import country_code
from sanccheck.names.identifiers import normalise_identifier
from sanccheck.parse import ofac_labels
from sanccheck.parse.ofac_dates import read_birth, read_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from sanccheck.parse.list_rules import ListRules
    from sanccheck.parse.ofac_record import OfacAka, OfacId, OfacRecord
    from sanccheck.parse.parsed import Tally

_TYPES = {
    "entity": EntityType.COMPANY,
    "individual": EntityType.PERSON,
    "vessel": EntityType.VESSEL,
    "aircraft": EntityType.AIRCRAFT,
}
_KINDS = {
    "a.k.a.": NameKind.ALIAS,
    "f.k.a.": NameKind.FORMER,
    "n.k.a.": NameKind.ALIAS,
}
_NOW_KNOWN = "n.k.a."
_LISTING = {
    ofac_labels.LISTED_ON: "listed_on",
    ofac_labels.EFFECTIVE_ON: "effective_on",
    ofac_labels.DIVEST_BEFORE: "divest_before",
}


def entries_of(records: Sequence[OfacRecord], rules: ListRules, tally: Tally) -> Iterator[Entry]:
    """Give the entries of all records, links resolved among them, and fill the tally."""
    lists = [_lists_of(record, rules, tally) for record in records]
    targets = _link_targets(records, [on[0][0] if on else "" for on in lists])
    for record, on in zip(records, lists, strict=True):
        facts = _Facts.of(record, tally)
        tally.records += 1
        for list_id, certain in on:
            tally.lists[list_id] += 1
            yield facts.entry(record, list_id, targets, certain=certain)


def _lists_of(record: OfacRecord, rules: ListRules, tally: Tally) -> list[tuple[str, bool]]:
    for programme in record.programmes:
        tally.programmes[programme] += 1
        if not rules.knows(programme):
            tally.strange("programme", programme)
    if not record.programmes:
        tally.strange("programme", "(none)")
    found = rules.lists_of(record.programmes, lambda: [one.fact for one in record.ids])
    return [(one.list, one.certain) for one in found]


def _link_targets(records: Sequence[OfacRecord], lists: Sequence[str]) -> dict[str, str | None]:
    """Return printed names to entry ids; a name that two records share links to neither.

    A record's primary name is taken before another record's alias.
    """
    primary: dict[str, str | None] = {}
    aliases: dict[str, str | None] = {}
    for record, list_id in zip(records, lists, strict=True):
        entry_id = f"{list_id}:{record.uid}"
        key = _link_key(record.printed)
        primary[key] = None if key in primary else entry_id
        for aka in record.akas:
            key = _link_key(aka.last if aka.first is None else f"{aka.last}, {aka.first}")
            same = aliases.get(key, entry_id) == entry_id
            aliases[key] = entry_id if same else None
    return aliases | primary


def _link_key(name: str) -> str:
    return " ".join(name.upper().split()).rstrip(".")


def _name(last: str, first: str | None, kind: NameKind, *, person: bool, weak: bool) -> Name:
    """Join a person's parts in reading order; the list's own order is "family, given".

    The CSV files, and the weak aliases in the XML, print both in one field.
    """
    if first is None and person and ", " in last:
        last, _, first = last.partition(", ")
    if first is None:
        return Name(text=last, kind=kind, weak=weak)
    return Name(text=f"{first} {last}".strip(), kind=kind, weak=weak, given=first, family=last)


@dataclass(slots=True, kw_only=True)
class _Facts:
    """What a record says, typed once and shared by its entries on several lists."""

    tally: Tally
    names: list[Name] = field(default_factory=list)
    identifiers: list[Identifier] = field(default_factory=list)
    addresses: list[Address] = field(default_factory=list)
    countries: dict[str, None] = field(default_factory=dict)
    nationalities: dict[str, None] = field(default_factory=dict)
    details: list[tuple[str, str]] = field(default_factory=list)
    dates: dict[str, date] = field(default_factory=dict)

    @classmethod
    def of(cls, record: OfacRecord, tally: Tally) -> _Facts:
        facts = cls(tally=tally)
        person = (record.type or "").lower() == "individual"
        primary = _name(record.last, record.first, NameKind.PRIMARY, person=person, weak=False)
        facts.names.append(primary)
        if record.title is not None:
            facts.details.append(("Title", record.title))
        if (record.type or "").lower() not in _TYPES:
            tally.strange("entry type", record.type or "(none)")
            facts.details.append(("Type", record.type or "(none)"))
        facts.details.extend(record.vessel)
        for kind, what, text in record.strange:
            tally.strange(kind, text if kind == "name type" else what)
            facts.details.append((what, text))
        for aka in record.akas:
            facts.take_aka(aka, person=person)
        for one in record.ids:
            facts.take_id(one)
        facts.take_places(record)
        return facts

    def take_aka(self, aka: OfacAka, *, person: bool) -> None:
        self.tally.aliases += 1
        self.tally.weak_aliases += aka.weak
        kind = _KINDS.get(aka.kind)
        if kind is None:
            self.tally.strange("name type", aka.kind)
            self.details.append((aka.kind or "name of no type", aka.last))
            kind = NameKind.ALIAS
        name = _name(aka.last, aka.first, kind, person=person, weak=aka.weak)
        if not name.text:
            self.tally.strange("name", "(empty)")
            return
        if aka.kind == _NOW_KNOWN:
            self.details.append((_NOW_KNOWN, name.text))
        self.names.append(name)

    def take_id(self, one: OfacId) -> None:
        country = self.country(one.country)
        scheme, known = ofac_labels.scheme_of(one.label, one.value, country)
        if not known:
            self.tally.strange("identifier type", one.label)
        if scheme is None or not one.value.strip():
            self.take_fact(one)
        else:
            self.tally.identifiers += 1
            self.take_identifier(scheme, one, country)
        for what, text in (("issued", one.issued), ("expires", one.expires)):
            if text is not None:
                self.details.append((f"{one.label} {one.value} {what}", text))
        if one.country is not None and country is None:
            self.details.append((f"{one.label} {one.value} country", one.country))

    def take_identifier(self, scheme: str, one: OfacId, country: str | None) -> None:
        value, valid = normalise_identifier(scheme, one.value)
        identifier = Identifier(
            scheme=scheme, value=value, label=one.label, country=country, valid=valid
        )
        if country is not None and scheme != "passport":
            self.countries[country] = None
        if identifier not in self.identifiers:
            self.identifiers.append(identifier)

    def take_fact(self, one: OfacId) -> None:
        self.tally.facts += 1
        dated = _LISTING.get(one.label)
        day = None if dated is None else read_day(one.value)
        if dated is not None and day is None:
            self.tally.strange("date", one.value)
        if dated is not None and day is not None:
            self.dates[dated] = day
            return
        if one.label == ofac_labels.ISSUER_NAME:
            issuer = Name(text=one.value, kind=NameKind.ISSUER)
            if issuer not in self.names:
                self.names.append(issuer)
            return
        if one.label in ofac_labels.COUNTRY_LABELS:
            code = self.country(one.value)
            if code is not None:
                self.countries[code] = None
        pair = (one.label.rstrip(" :-"), one.value)
        if pair not in self.details:
            self.details.append(pair)

    def take_places(self, record: OfacRecord) -> None:
        for address in record.addresses:
            code = self.country(address.country)
            lines = address.lines if address.country is None else (*address.lines, address.country)
            if lines:
                self.addresses.append(Address(text=", ".join(lines), country=code))
            if code is not None:
                self.countries[code] = None
        for label, values in (
            ("Nationality", record.nationalities),
            ("Citizenship", record.citizenships),
        ):
            for text in values:
                code = self.country(text)
                if code is None:
                    self.details.append((label, text))
                else:
                    self.nationalities[code] = None
        for label, value in record.vessel:
            code = self.country(value) if label == "Vessel Flag" else None
            if code is not None:
                self.countries[code] = None

    def country(self, text: str | None) -> str | None:
        if text is None:
            return None
        code = country_code(text)
        if code is None and text not in ofac_labels.NO_COUNTRY:
            self.tally.strange("country", text)
        return code

    def births(self, record: OfacRecord) -> tuple[PartialDate, ...]:
        found = tuple([read_birth(text) for text in record.births])
        for birth in found:
            if birth.year is None:
                self.tally.strange("date", birth.text)
        return found

    def entry(
        self, record: OfacRecord, list_id: str, targets: dict[str, str | None], *, certain: bool
    ) -> Entry:
        entry_id = f"{list_id}:{record.uid}"
        return Entry(
            id=entry_id,
            list=list_id,
            uid=record.uid,
            type=_TYPES.get((record.type or "").lower()),
            names=tuple(self.names),
            programmes=record.programmes,
            listing=Listing(**self.dates),
            identifiers=tuple(self.identifiers),
            addresses=tuple(self.addresses),
            countries=tuple(self.countries),
            births=self.births(record),
            birth_places=record.birth_places,
            nationalities=tuple(self.nationalities),
            links=tuple([_link(name, entry_id, targets) for name in record.links]),
            details=tuple(self.details),
            remarks=record.remarks,
            list_certain=certain,
        )


def _link(name: str, entry_id: str, targets: dict[str, str | None]) -> Link:
    target = targets.get(_link_key(name))
    return Link(kind="Linked To", name=name, entry=None if target == entry_id else target)
