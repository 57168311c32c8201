"""Turn the entities of the EU's consolidated list into entries."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from sanccheck.model.entries import EntityType, Listing
from sanccheck.names.countries import country_code
from sanccheck.parse.aliases import Alias, add_aliases
from sanccheck.parse.eu_fsf_birth import read_birth
from sanccheck.parse.eu_fsf_words import is_former, says_passport, says_weak
from sanccheck.parse.iso_dates import read_iso
from sanccheck.parse.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from sanccheck.model.entries import Entry
    from sanccheck.parse.list_rules import ListRules
    from sanccheck.parse.parsed import Tally

NAME_FIELDS = ("wholeName", "firstName", "middleName", "lastName")
_TYPES = {"person": EntityType.PERSON, "enterprise": EntityType.COMPANY}
# The types of identification in the file of May 2024; of these, the ones with a scheme of ours.
_SCHEMES = {
    "birthcert": "other",
    "drivinglicence": "other",
    "electionid": "other",
    "fiscalcode": "other",
    "id": "other",
    "imo": "imo",
    "nationcert": "other",
    "other": "other",
    "passport": "passport",
    "regnumber": "other",
    "residentperm": "other",
    "ssn": "other",
    "swiftbic": "bic",
    "tradelic": "other",
    "travelcardid": "other",
}
_ADDRESS_LINES = ("street", "poBox", "zipCode", "city", "place", "region")
_BIRTH_LINES = ("city", "place", "region", "zipCode")
_NO_COUNTRY = frozenset(["00", "UNKNOWN"])
_COUNTRY = frozenset(["countryIso2Code", "countryDescription"])
# Of each detail: its own number, and the language of the regulation that it was taken from.
_OF_ALL = frozenset(["logicalId", "regulationLanguage"])
_ENTITY_FACTS = {
    "euReferenceNumber": "EU reference number",
    "unitedNationId": "United Nations id",
    "designationDetails": "Designation details",
}
_REGULATION = {
    "numberTitle": "{}",
    "regulationType": "{}",
    "organisationType": "{}",
    "publicationDate": "published {}",
    "entryIntoForceDate": "in force {}",
}
_NAME_FACTS = {"function": "Function", "title": "Title", "gender": "Gender"}
_CITIZENSHIP_FACTS = {
    "region": "Citizenship region",
    "acquisitionDate": "Citizenship acquired",
    "disenfranchisementDate": "Citizenship lost",
}
_IDENTITY_FACTS = {
    "issuedBy": "issued by",
    "issueDate": "issued",
    "validFrom": "valid from",
    "validTo": "valid to",
    "nameOnDocument": "name on document",
    "region": "region",
}
_IDENTITY_FLAGS = {
    "diplomatic": "diplomatic",
    "knownExpired": "known to be expired",
    "knownFalse": "known to be false",
    "reportedLost": "reported lost",
    "revokedByIssuer": "revoked by the issuer",
}
_KNOWN = {
    "sanctionEntity": _OF_ALL | _ENTITY_FACTS.keys() | {"designationDate", "delistingDate"},
    "regulation": _OF_ALL | _REGULATION.keys() | {"programme"},
    "subjectType": frozenset(["code", "classificationCode"]),
    "nameAlias": _OF_ALL | _NAME_FACTS.keys() | {*NAME_FIELDS, "nameLanguage", "strong"},
    "citizenship": _OF_ALL | _COUNTRY | _CITIZENSHIP_FACTS.keys(),
    "birthdate": _OF_ALL
    | _COUNTRY
    | {*_BIRTH_LINES, "circa", "calendarType", "birthdate", "dayOfMonth", "monthOfYear", "year"}
    | {"yearRangeFrom", "yearRangeTo"},
    "address": _OF_ALL | _COUNTRY | {*_ADDRESS_LINES, "asAtListingTime"},
    "identification": _OF_ALL
    | _COUNTRY
    | _IDENTITY_FACTS.keys()
    | _IDENTITY_FLAGS.keys()
    | {"number", "latinNumber", "identificationTypeCode", "identificationTypeDescription"},
}
_KNOWN_TEXTS = frozenset(["remark", "publicationUrl", "contactInfo", "additionalInformation"])

Fields = dict[str, str]
Texts = tuple[tuple[str, str], ...]
# A detail of an entity: its element's name, its attributes, its other texts as (label, text).
EuPart = tuple[str, Fields, Texts]


class EuRecord(NamedTuple):
    """One `sanctionEntity` as it stands; `summaries` are the regulations its details cite."""

    uid: str
    reference: str
    regulation: str
    fields: Fields
    parts: tuple[EuPart, ...]
    texts: Texts
    summaries: tuple[tuple[str, ...], ...]


def entries_of(
    entities: Iterable[list[EuRecord]], rules: ListRules, tally: Tally
) -> Iterator[Entry]:
    """Give the entries; the records of one entity, under several regulations, are one entry."""
    for records in entities:
        yield from _built(records, tally).entries(rules)
        tally.records += len(records) - 1


def _built(records: list[EuRecord], tally: Tally) -> Record:
    remarks = [
        text for record in records for kind, text in record.texts if kind == "remark" and text
    ]
    built = Record(
        tally=tally,
        uid=records[0].uid,
        type=_type(records, tally),
        remarks="\n".join(dict.fromkeys(remarks)) or None,
    )
    built.listing = _listing(records, built)
    parts = [part for record in records for part in record.parts]
    _take_names(built, [part for part in parts if part[0] == "nameAlias"])
    for record in records:
        _take_fields(built, record.fields, _ENTITY_FACTS)
        _take_unknown(built, "sanctionEntity", record.fields)
        _take_texts(built, "", record.texts, without="remark")
    for kind, fields, texts in parts:
        take, known = _TAKE[kind]
        take(built, fields, texts)
        if not fields.keys() <= known:
            _take_unknown(built, kind, fields)
    for record in records:
        for summary in record.summaries:
            built.add_fact("Regulation of a detail", ", ".join(summary))
    return built


def _type(records: list[EuRecord], tally: Tally) -> EntityType | None:
    codes = {
        fields.get("code", "")
        for record in records
        for kind, fields, _texts in record.parts
        if kind == "subjectType"
    }
    found = {_TYPES.get(code) for code in codes}
    if len(found) == 1 and None not in found:
        return found.pop()
    tally.strange("entry type", " and ".join(sorted(codes)) or "(none)")
    return None


def _listing(records: list[EuRecord], built: Record) -> Listing:
    """Take the dates; of several records the earliest, and none where one of them has none.

    An entity leaves the list when the last of its records does.
    """
    listed = [_day(built, "Designation date", one.fields.get("designationDate")) for one in records]
    left = [_day(built, "Delisting date", one.fields.get("delistingDate")) for one in records]
    if len(records) > 1:
        for one in records:
            built.add_fact("Designation date", one.fields.get("designationDate"))
            built.add_fact("Delisting date", one.fields.get("delistingDate"))
    return Listing(
        listed_on=min((day for day in listed if day), default=None) if all(listed) else None,
        delisted_on=max((day for day in left if day), default=None) if all(left) else None,
    )


def _day(built: Record, label: str, text: str | None) -> date | None:
    if not text:
        return None
    day = read_iso(text)
    if day is None:
        built.tally.strange("date", text)
        built.add_fact(label, text)
    return day


def _take_names(built: Record, parts: list[EuPart]) -> None:
    """Take the names; none is marked as the main one, so the first neither weak nor former is."""
    aliases: list[Alias] = []
    for _kind, fields, texts in parts:
        _read_names(aliases, fields, texts, person=built.type is EntityType.PERSON)
    main = next((one for one in aliases if not one.weak and not one.former), aliases[0])
    add_aliases(built, aliases, main)


def _read_names(found: list[Alias], fields: Fields, texts: Texts, *, person: bool) -> None:
    get = fields.get
    whole = get("wholeName", "")
    first, middle, family = get("firstName"), get("middleName"), get("lastName") or None
    former, weak = False, get("strong") == "false"
    if texts:
        remarks = [text for kind, text in texts if kind == "remark"]
        former = any(map(is_former, remarks))
        weak = weak or any(map(says_weak, remarks))
    if not (first or middle or family):
        if whole:
            found.append(Alias(whole, former, weak))
        return
    given = f"{first} {middle}" if first and middle else first or middle or None
    split = (given, family) if person else (None, None)
    if whole:
        found.append(Alias(whole, former, weak, *split))
    # The parts of two names in the file of May 2024 say more, or less, than the whole.
    joined = f"{given or ''} {family or ''}"
    if joined != whole and _spaced(joined) not in ("", _spaced(whole)):
        found.append(Alias(joined, former, weak, *split))


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _take_name(built: Record, fields: Fields, texts: Texts) -> None:
    get = fields.get
    for field, label in _NAME_FACTS.items():
        text = get(field)
        if text:
            built.add_fact(label, text)
    name, language = get("wholeName", ""), get("nameLanguage")
    if language:
        built.add_fact(f"Name in {language}", name)
    if get("strong", "true") != "true":
        built.add_fact(f"Name '{name}' strong", fields["strong"])
    if texts:
        _take_texts(built, f"Name '{name}' ", texts)


def _take_regulation(built: Record, fields: Fields, texts: Texts) -> None:
    programme = fields.get("programme")
    if programme:
        built.programmes[programme] = None
    else:
        built.tally.strange("programme", "(none)")
    said = [label.format(fields[key]) for key, label in _REGULATION.items() if fields.get(key)]
    built.add_fact("Regulation", ", ".join(said))
    _take_texts(built, "Regulation ", texts)


def _take_subject(built: Record, fields: Fields, texts: Texts) -> None:
    if built.type is None:
        built.add_fact("Subject type", fields.get("code"))
    _take_texts(built, "Subject type ", texts)


def _take_citizenship(built: Record, fields: Fields, texts: Texts) -> None:
    built.add_nationality(_country(fields))
    _take_fields(built, fields, _CITIZENSHIP_FACTS)
    _take_texts(built, f"Citizenship {fields.get('countryDescription', '')} ", texts)


def _take_birth(built: Record, fields: Fields, texts: Texts) -> None:
    birth = read_birth(fields)
    lines = [fields.get(line) for line in _BIRTH_LINES]
    place = ", ".join([line for line in (*lines, _country(fields)) if line])
    if birth is not None:
        built.add_birth(birth)
    if place:
        built.birth_places[place] = None
    _take_texts(built, f"Birth {place if birth is None else birth.text} ", texts)


def _take_address(built: Record, fields: Fields, texts: Texts) -> None:
    lines = [fields.get(line) for line in _ADDRESS_LINES]
    country = _country(fields)
    said = fields.get("countryDescription")
    if country is not None and said and said != country:
        lines.append(said)
    built.add_address(lines, country)
    about = ", ".join([line for line in (*lines, country) if line])
    if fields.get("asAtListingTime") == "true":
        built.add_fact(f"Address {about}", "as at the time of listing")
    for kind, text in texts:
        if kind == "contactInfo":
            label, _, value = text.partition(": ")
            built.add_fact(label.capitalize(), value)
    _take_texts(built, f"Address {about} ", texts, without="contactInfo")


def _take_identification(built: Record, fields: Fields, texts: Texts) -> None:
    code = fields.get("identificationTypeCode", "")
    label = fields.get("identificationTypeDescription") or code or "Identification"
    scheme = _SCHEMES.get(code)
    if scheme is None:
        built.tally.strange("identifier type", code or "(none)")
        scheme = "other"
    if code == "other" and any(says_passport(text) for _kind, text in texts):
        scheme = "passport"
    said = _country(fields)
    country = built.country(said)
    for field in ("number", "latinNumber"):
        if fields.get(field, "").strip():
            built.add_identifier(scheme, fields[field], label, country)
    about = f"{label} {fields.get('number', '')}".strip()
    if code not in _SCHEMES:
        built.add_fact(f"{about} type", code)
    if country is None:
        built.add_fact(f"{about} country", said)
    for field, what in _IDENTITY_FACTS.items():
        built.add_fact(f"{about} {what}", fields.get(field))
    for field, what in _IDENTITY_FLAGS.items():
        if fields.get(field) == "true":
            built.add_fact(about, what)
    _take_texts(built, f"{about} ", texts)


_TAKE = {
    kind: (take, _KNOWN[kind])
    for kind, take in (
        ("regulation", _take_regulation),
        ("subjectType", _take_subject),
        ("nameAlias", _take_name),
        ("citizenship", _take_citizenship),
        ("birthdate", _take_birth),
        ("address", _take_address),
        ("identification", _take_identification),
    )
}


def _country(fields: Fields) -> str | None:
    return _told_country(fields.get("countryIso2Code"), fields.get("countryDescription"))


@lru_cache(1024)
def _told_country(code: str | None, said: str | None) -> str | None:
    """Return the country's name where it is known to mean the code, else the code."""
    if not code or code in _NO_COUNTRY:
        return None if not said or said in _NO_COUNTRY else said
    if said and country_code(said) == code:
        return said
    return code


def _take_fields(built: Record, fields: Fields, labels: dict[str, str]) -> None:
    for field, label in labels.items():
        text = fields.get(field)
        if text:
            built.add_fact(label, text)


def _take_unknown(built: Record, kind: str, fields: Fields) -> None:
    for field in sorted(fields.keys() - _KNOWN[kind]):
        if fields[field].strip():
            built.tally.strange("attribute", f"{kind} {field}")
        built.add_fact(f"{kind} {field}", fields[field])


def _take_texts(built: Record, about: str, texts: Texts, without: str | None = None) -> None:
    for kind, text in texts:
        if kind == without:
            continue
        if kind not in _KNOWN_TEXTS:
            built.tally.strange("element", kind)
        label = {"remark": "remark", "publicationUrl": "text"}.get(kind, kind)
        built.add_fact(f"{about}{label}", text)
