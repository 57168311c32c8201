"""Turn the parties of an OFAC advanced file into entries."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sanccheck.model.entries import EntityType, Link, Listing
from sanccheck.parse import ofac_labels
from sanccheck.parse.aliases import Alias, add_aliases
from sanccheck.parse.ofac_dates import read_birth, read_day
from sanccheck.parse.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from sanccheck.model.entries import Entry
    from sanccheck.parse.list_rules import ListRules
    from sanccheck.parse.ofac_advanced_record import (
        AdvancedDocument,
        AdvancedFeature,
        AdvancedListing,
        AdvancedName,
        AdvancedParty,
        AdvancedPlace,
        AdvancedRelation,
    )
    from sanccheck.parse.parsed import Tally

_TYPES = {
    "Entity": EntityType.COMPANY,
    "Individual": EntityType.PERSON,
    "Vessel": EntityType.VESSEL,
    "Aircraft": EntityType.AIRCRAFT,
}
_ALIAS_TYPES = frozenset({"Name", "A.K.A.", "F.K.A.", "N.K.A."})
_FORMER = "F.K.A."
_NOW_KNOWN = "N.K.A."
_GIVEN, _FAMILY, _BEHIND = 0, 1, 2
# The reading order of a name's parts; those of one group keep the order of the file.
_PARTS = {
    "First Name": _GIVEN,
    "Middle Name": _GIVEN,
    "Patronymic": _GIVEN,
    "Last Name": _FAMILY,
    "Matronymic": _FAMILY,
    "Maiden Name": _BEHIND,
    "Nickname": _BEHIND,
    "Entity Name": _FAMILY,
    "Vessel Name": _FAMILY,
    "Aircraft Name": _FAMILY,
}
# In these scripts the family name comes first and nothing stands between the parts.
_FAMILY_FIRST = ("Chinese", "Han", "Japanese", "Korean", "Hangul")
_LATIN = "Latin"
_BIRTH = "Birthdate"
_BIRTH_PLACE = "Place of Birth"
_LOCATION = "Location"
_CITIZEN = {"Citizenship Country": "Citizenship", "Nationality Country": "Nationality"}
# Features that the legacy forms print in fields of their own.
_OWN_FIELDS = frozenset(
    {
        "Title",
        "Vessel Call Sign",
        "Vessel Flag",
        "Vessel Gross Registered Tonnage",
        "Vessel Gross Tonnage",
        "Vessel Owner",
        "Vessel Tonnage",
        "Vessel Type",
        "VESSEL TYPE",
    }
)
_FLAG = "Vessel Flag"
_CMIC = "CMIC"
_CMIC_DATES = {
    ofac_labels.LISTED_ON: "listed_on",
    ofac_labels.EFFECTIVE_ON: "effective_on",
    ofac_labels.DIVEST_BEFORE: "divest_before",
}


@dataclass(frozen=True, slots=True)
class AdvancedFile:
    """All that a file says, each by the number of the profile."""

    parties: Mapping[str, AdvancedParty]
    documents: dict[str, list[AdvancedDocument]] = field(default_factory=dict)
    listings: dict[str, list[AdvancedListing]] = field(default_factory=dict)
    relations: dict[str, list[AdvancedRelation]] = field(default_factory=dict)


def entries_of(
    file: AdvancedFile, published: date, rules: ListRules, tally: Tally
) -> Iterator[Entry]:
    """Give the entries of all parties of a file published on a day, and fill the tally."""
    for profile, party in file.parties.items():
        record = Record(
            tally=tally,
            uid=party.uid,
            type=_TYPES.get(party.type),
            remarks=party.remarks,
            tags_decide=True,
        )
        if record.type is None:
            tally.strange("entry type", party.type)
            record.add_fact("Type", party.type)
        _take_names(record, party)
        dates: dict[str, date] = {}
        for feature in party.features:
            _take_feature(record, feature, dates)
        for document in file.documents.get(profile, ()):
            _take_number(record, document.label, document.value, document.country, document=True)
            for label, text in document.said:
                record.add_fact(label, text)
        for label, text in party.said:
            record.add_fact(label, text)
        for kind, text in party.strange:
            tally.strange("date" if kind == "date" else "element", text if kind == "date" else kind)
            record.add_fact(kind, text)
        _take_listings(record, file.listings.get(profile, ()), dates, published)
        for relation in file.relations.get(profile, ()):
            _take_relation(record, relation, file, rules)
        yield from record.entries(rules)


def reading_order(name: AdvancedName, *, person: bool) -> Alias:
    """Return a name as it is read: given names, then the family's, unless the script says else.

    A weak alias of a person may stand as "FAMILY, Given" in one part.
    """
    parts = name.parts
    if person and len(parts) == 1 and ", " in parts[0][1] and name.script == _LATIN:
        family, _, given = parts[0][1].partition(", ")
        parts = (("Last Name", family), ("First Name", given))
    groups: dict[int, list[str]] = {_GIVEN: [], _FAMILY: [], _BEHIND: []}
    for kind, text in parts:
        groups[_PARTS.get(kind, _BEHIND)].append(text)
    given, family = " ".join(groups[_GIVEN]), " ".join(groups[_FAMILY])
    order, between = (_GIVEN, _FAMILY, _BEHIND), " "
    if any(script in name.script for script in _FAMILY_FIRST):
        order, between = (_FAMILY, _GIVEN, _BEHIND), ""
    split = bool(given and family)
    return Alias(
        text=between.join(text for group in order for text in groups[group]),
        former=name.kind == _FORMER,
        weak=name.weak,
        given=given if split else None,
        family=family if split else None,
    )


def _take_names(record: Record, party: AdvancedParty) -> None:
    person = record.type is EntityType.PERSON
    main, aliases = Alias(""), []
    for name in party.names:
        alias = reading_order(name, person=person)
        for kind, text in name.parts:
            if kind not in _PARTS:
                record.tally.strange("name part", kind)
                record.add_fact(kind, text)
        if name.kind not in _ALIAS_TYPES:
            record.tally.strange("name type", name.kind)
        if name.kind not in _ALIAS_TYPES or name.kind == _NOW_KNOWN:
            record.add_fact(name.kind, alias.text)
        if name.script != _LATIN:
            record.add_fact(f"Name in {name.script}", alias.text)
        aliases.append(alias)
        if name.main:
            main = alias
    add_aliases(record, aliases, main)


def _take_feature(record: Record, feature: AdvancedFeature, dates: dict[str, date]) -> None:
    label = feature.label
    for place in feature.places:
        for what, text in place.said:
            record.add_fact(what, text)
        if label == _LOCATION:
            _take_address(record, place)
    texts = list(feature.texts)
    if label != _LOCATION:
        texts += [text for place in feature.places if (text := place.shown)]
    for text in texts:
        _take_text(record, label, text, dates)
    if not texts and not feature.places:
        record.add_fact("Feature", label.rstrip(" :-"))
    for what, text in feature.said:
        record.add_fact(what.rstrip(" :-"), text)


def _take_address(record: Record, place: AdvancedPlace) -> None:
    if place.country in ofac_labels.NO_COUNTRY:
        # Every party without an address is at a place that is not known.
        if place.lines:
            record.add_address(place.lines, None)
        return
    record.add_address(place.lines, place.country)


def _take_text(record: Record, label: str, text: str, dates: dict[str, date]) -> None:
    if label == _BIRTH:
        record.add_birth(read_birth(text))
    elif label == _BIRTH_PLACE:
        record.birth_places[text] = None
    elif label == ofac_labels.ISSUER_NAME:
        record.add_issuer_name(text)
    elif label in _CITIZEN:
        code = _country(record, text)
        if code is None:
            record.add_fact(_CITIZEN[label], text)
        else:
            record.nationalities[code] = None
    elif label in _CMIC_DATES:
        _take_cmic_date(record, label, text, dates)
    elif label in _OWN_FIELDS:
        record.add_fact(label, text)
        code = _country(record, text) if label == _FLAG else None
        if code is not None:
            record.countries[code] = None
    else:
        _take_number(record, label, text, None)


def _take_cmic_date(record: Record, label: str, text: str, dates: dict[str, date]) -> None:
    day = read_day(text)
    if day is None:
        record.tally.strange("date", text)
        record.add_fact(label, text)
    else:
        record.tally.facts += 1
        dates[_CMIC_DATES[label]] = day


def _country(record: Record, text: str | None) -> str | None:
    return None if text in ofac_labels.NO_COUNTRY else record.country(text)


def _take_number(
    record: Record, label: str, value: str, country: str | None, *, document: bool = False
) -> None:
    """Take a labelled value: an identifier where its label says so, or it stands on a document."""
    code = _country(record, country)
    scheme, known = ofac_labels.scheme_of(label, value, code)
    if not known:
        record.tally.strange("identifier type", label)
    if scheme is None and document and not known:
        scheme = "other"
    if country is not None and code is None:
        record.add_fact(f"{label} {value} country", country)
    if scheme is not None and value.strip():
        record.add_identifier(scheme, value, label, code)
        if code is not None and scheme != "passport":
            record.countries[code] = None
        return
    record.add_fact(label.rstrip(" :-"), value or "(no number)")
    if label in ofac_labels.COUNTRY_LABELS:
        code = _country(record, value)
        if code is not None:
            record.countries[code] = None


def _take_listings(
    record: Record,
    listings: Sequence[AdvancedListing],
    dates: dict[str, date],
    published: date,
) -> None:
    """Take the lists that the party is on, with the day of each list's own entry.

    The umbrella "Consolidated List" has days of its own, never before 10 October 2014, when it
    began: they are no listing dates, and since no legal list goes by that name none gets them.
    The dates that the NS-CMIC entries print go before that of the entry.
    """
    record.listing = Listing(**dates)
    for listing in listings:
        record.programmes.update(dict.fromkeys(listing.programmes))
        if listing.list:
            own = _listed_on(record, listing, published)
            if _CMIC in listing.list:
                own |= dates
            record.tags[listing.list] = None
            record.listings[listing.list] = Listing(**own)
        for label, text in listing.said:
            record.add_fact(label, text)
    if not record.tags:
        record.tally.strange("list", "(none)")
    if not record.programmes:
        record.tally.strange("programme", "(none)")


def _listed_on(record: Record, listing: AdvancedListing, published: date) -> dict[str, date]:
    """Return the first day of an entry, which has one event for each of its legal bases.

    A day after the file's own is none: who stands in a file is listed on the file's day.
    """
    for day in listing.days:
        if day > published:
            record.tally.strange("date", day.isoformat())
    days = [day for day in listing.days if day <= published]
    return {"listed_on": min(days)} if days else {}


def _take_relation(
    record: Record, relation: AdvancedRelation, file: AdvancedFile, rules: ListRules
) -> None:
    target = file.parties.get(relation.to)
    if target is None:
        # A consolidated file may relate to a party that is on the SDN list alone.
        record.tally.strange("related party", relation.to)
        name, entry = f"number {relation.to}, not in this file", None
    else:
        name, entry = _main_name(target), _first_entry(target, file, rules)
    if target is not None and target.uid == record.uid:
        entry = None
    record.links[Link(kind=relation.kind, name=name, entry=entry)] = None
    for what, text in relation.said:
        record.add_fact(f"{relation.kind} {name} {what}", text)


def _main_name(party: AdvancedParty) -> str:
    person = party.type == "Individual"
    return next(reading_order(one, person=person).text for one in party.names if one.main)


def _first_entry(party: AdvancedParty, file: AdvancedFile, rules: ListRules) -> str | None:
    """Return the id of a party's entry on its first list that is certain, else its first."""
    listings = file.listings.get(party.profile, ())
    names = [one.list for one in listings if one.list]
    codes = [*names, *(code for one in listings for code in one.programmes)]
    lists = rules.lists_of(names if rules.settle(names) else codes, tuple)
    first = min(lists, key=lambda on: not on.certain, default=None)
    return None if first is None else f"{first.list}:{party.uid}"
