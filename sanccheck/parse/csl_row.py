"""One row of the Consolidated Screening List, whichever form it came in, and its entries."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from sanccheck.errors import ListRefused
from sanccheck.model.entries import EntityType, Link, Listing, NameKind
from sanccheck.parse import ofac_labels
from sanccheck.parse.iso_dates import read_iso, read_iso_birth
from sanccheck.parse.names_within import names_within
from sanccheck.parse.ofac_dates import read_day
from sanccheck.parse.ofac_record import linked_names
from sanccheck.parse.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from sanccheck.model.entries import Entry
    from sanccheck.parse.list_rules import ListRules
    from sanccheck.parse.parsed import Tally

# The lists that make up the publication, by the code in brackets in `source`.
PARTS = {
    "CAP": "CAPTA List",
    "CMIC": "Non-SDN Chinese Military-Industrial Complex Companies List",
    "DPL": "Denied Persons List",
    "DTC": "ITAR Debarred",
    "EL": "Entity List",
    "FSE": "Foreign Sanctions Evaders",
    "ISN": "Nonproliferation Sanctions",
    "MEU": "Military End User List",
    "NS-MBS": "Non-SDN Menu-Based Sanctions List",
    "PLC": "Palestinian Legislative Council List",
    "SDN": "Specially Designated Nationals",
    "SSI": "Sectoral Sanctions Identifications List",
    "UVL": "Unverified List",
}
_CODE = re.compile(r"\(([A-Z]+(?:-[A-Z]+)?)(?: List)?\)")
_UID = re.compile(r"[A-Za-z0-9_-]+")
_TYPES = {
    "entity": EntityType.COMPANY,
    "individual": EntityType.PERSON,
    "vessel": EntityType.VESSEL,
    "aircraft": EntityType.AIRCRAFT,
}
_DATES = {
    ofac_labels.LISTED_ON: "listed_on",
    ofac_labels.EFFECTIVE_ON: "effective_on",
    ofac_labels.DIVEST_BEFORE: "divest_before",
}
_TREASURY = "Treasury"
_DENIED = "(DPL)"
# The effective date of a temporary order's renewal is not the day on which the party was denied.
_RENEWED = re.compile(r"\bT(?:DO|OD)\b|\bREN\w*(?:AL|ED)\b", re.IGNORECASE)
_JOINED_NAMES = re.compile(r"(?<=\.), and ")

# Columns that hold one value, with the label under which it is kept.
FACTS = {
    "title": "Title",
    "federal_register_notice": "Federal Register notice",
    "end_date": "End date",
    "standard_order": "Standard order",
    "license_requirement": "License requirement",
    "license_policy": "License policy",
    "call_sign": "Vessel Call Sign",
    "vessel_type": "Vessel Type",
    "gross_tonnage": "Vessel Gross Tonnage",
    "gross_registered_tonnage": "Vessel Gross Registered Tonnage",
    "vessel_flag": "Vessel Flag",
    "vessel_owner": "Vessel Owner",
    "source_list_url": "Source list",
    "source_information_url": "Source information",
}
# Columns that may say something else of the same record in a row that repeats it.
_ADDRESSES_OF_SOURCE = ("source_list_url", "source_information_url")


class CslId(NamedTuple):
    """A labelled fact of a row; `undated` is a date that may be that of issue or of expiry."""

    label: str
    value: str
    country: str | None = None
    issued: str | None = None
    expires: str | None = None
    undated: str | None = None


class CslAddress(NamedTuple):
    """An address; `country` is a code where the row says so for certain."""

    lines: tuple[str, ...]
    country: str | None = None


class CslRow(NamedTuple):
    """A row. `single` are its columns of one value, `unknown` what no table knows."""

    uid: str
    source: str
    type: str
    name: str
    start_date: str
    remarks: str
    single: Mapping[str, str]
    programmes: tuple[str, ...] = ()
    alt_names: tuple[str, ...] = ()
    addresses: tuple[CslAddress, ...] = ()
    citizenships: tuple[str, ...] = ()
    births: tuple[str, ...] = ()
    nationalities: tuple[str, ...] = ()
    birth_places: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    ids: tuple[CslId, ...] = ()
    unknown: tuple[tuple[str, str], ...] = ()

    @property
    def treasury(self) -> bool:
        """Whether the row is of one of the Treasury's lists, which OFAC publishes itself."""
        return _TREASURY in self.source

    @property
    def person(self) -> bool:
        """Whether the row is a person's, printed "FAMILY, Given"."""
        return self.type.lower() == "individual"


def checked_rows(rows: Sequence[CslRow], name: str) -> tuple[list[CslRow], int]:
    """Return the rows without repeated ones, and how many of those there were.

    Raises:
        ListRefused: when a row has no id, source or name, or two rows with one id on one list
            say different things.
    """
    found: dict[tuple[str, str], CslRow] = {}
    repeated = 0
    for row in rows:
        if not _UID.fullmatch(row.uid) or not row.source or not row.name.strip():
            raise ListRefused(
                f"{name}: the record '{(row.uid or row.name or '?')[:60]}' has no id, no source or "
                "no name; the file is damaged, download it again"
            )
        key = (row.source, row.uid)
        first = found.setdefault(key, row)
        if first is row:
            continue
        if _content(first) != _content(row):
            raise ListRefused(
                f"{name}: '{row.uid}' stands twice on '{row.source[:60]}' and says different "
                "things; download it again"
            )
        repeated += 1
        found[key] = first._replace(single={**row.single, **first.single})
    return list(found.values()), repeated


def _content(row: CslRow) -> CslRow:
    single = {key: text for key, text in row.single.items() if key not in _ADDRESSES_OF_SOURCE}
    return row._replace(single=single)


def missing_parts(rows: Sequence[CslRow]) -> tuple[str, ...]:
    """Return the lists of which the file holds no record: a search result, or a part cut off."""
    there = {code for source in {row.source for row in rows} for code in _CODE.findall(source)}
    return tuple(f"{title} ({code})" for code, title in PARTS.items() if code not in there)


def notes_of(*, repeated: int, empty: int) -> tuple[str, ...]:
    """Say which rows of the file are not among its records."""
    notes = []
    if repeated:
        notes.append(f"{repeated} rows repeat another one and are counted once")
    if empty:
        notes.append(f"{empty} rows are empty")
    return tuple(notes)


def entries_of(rows: Sequence[CslRow], rules: ListRules, tally: Tally) -> Iterator[Entry]:
    """Give the entries of all rows, links resolved among them, and fill the tally."""
    targets = _link_targets(rows, rules)
    for row in rows:
        yield from _record(row, tally, targets).entries(rules)


def _record(row: CslRow, tally: Tally, targets: Mapping[str, str | None]) -> Record:
    type_ = _TYPES.get(row.type.lower())
    record = Record(
        tally=tally, uid=row.uid, type=type_, remarks=" ".join(row.remarks.split()) or None
    )
    if row.type and type_ is None:
        tally.strange("entry type", row.type)
        record.add_fact("Type", row.type)
    record.tags[row.source] = None
    record.programmes.update(dict.fromkeys(row.programmes))
    _take_names(record, row)
    _take_ids(record, row)
    _take_places(record, row)
    for text in row.births:
        record.add_birth(read_iso_birth(text))
    for key, text in row.single.items():
        record.add_fact(FACTS[key], text)
    for label, text in row.unknown:
        tally.strange("field", label)
        record.add_fact(label, text)
    for name in linked_names(row.remarks) if row.treasury else ():
        target = targets.get(_link_key(name))
        same = target is not None and target.partition(":")[2] == row.uid
        record.links[Link(kind="Linked To", name=name, entry=None if same else target)] = None
    return record


def _link_targets(rows: Sequence[CslRow], rules: ListRules) -> dict[str, str | None]:
    """Return the Treasury's printed names to entry ids; a name that two records share to neither.

    A record on several lists counts once, under the list that comes first.
    """
    order = [rule.id for rule in rules.rules]
    first: dict[str, str] = {}
    for row in rows:
        on = [one.list for one in rules.lists_of((row.source,), tuple)] if row.treasury else []
        for list_id in on:
            best = min(first.get(row.uid, list_id), list_id, key=order.index)
            first[row.uid] = best
    primary: dict[str, str | None] = {}
    aliases: dict[str, str | None] = {}
    for row in rows:
        if row.uid not in first or not row.treasury:
            continue
        entry = f"{first[row.uid]}:{row.uid}"
        for names, found in (((row.name,), primary), (row.alt_names, aliases)):
            for name in names:
                key = _link_key(name)
                found[key] = entry if found.get(key, entry) == entry else None
    return aliases | primary


def _link_key(name: str) -> str:
    return " ".join(name.upper().split()).rstrip(".")


def _take_names(record: Record, row: CslRow) -> None:
    _take_name(record, row.name, NameKind.PRIMARY, row)
    for text in row.alt_names:
        plain = text.strip()
        # The regulation's prose ends a list of names with "and"; the Treasury's lists have none.
        if not row.treasury and plain.startswith("and "):
            record.add_fact("Alternative name as printed", plain)
            plain = plain.removeprefix("and ")
        _take_name(record, plain, NameKind.ALIAS, row)
        parts = () if row.treasury else _JOINED_NAMES.split(plain)
        for part in parts if len(parts) > 1 else ():
            record.add_name(part, NameKind.ALIAS)


def _take_name(record: Record, text: str, kind: NameKind, row: CslRow) -> None:
    if row.treasury and row.person and ", " in text:
        family, _, given = text.partition(", ")
        given, family = given.strip(), family.strip()
        record.add_name(f"{given} {family}", kind, given=given, family=family)
        return
    record.add_name(text, kind)
    for one in () if row.treasury else names_within(text):
        record.add_name(one.text, one.kind)


def _take_places(record: Record, row: CslRow) -> None:
    for address in row.addresses:
        record.add_address(address.lines, address.country)
    for text in (*row.nationalities, *row.citizenships):
        record.add_nationality(text)
    record.birth_places.update(dict.fromkeys(one.strip() for one in row.birth_places))
    flag = row.single.get("vessel_flag", "")
    named = (flag,) if flag not in ofac_labels.NO_COUNTRY else ()
    for text in (*row.countries, *named):
        code = record.country(text)
        if code is not None:
            record.countries[code] = None
        elif text in row.countries:
            record.add_fact("Country", text)


def _take_ids(record: Record, row: CslRow) -> None:
    dates: dict[str, date] = {}
    for one in row.ids:
        country = record.country(one.country)
        scheme, known = ofac_labels.scheme_of(one.label, one.value, country)
        if not known:
            record.tally.strange("identifier type", one.label)
        day = read_day(one.value) if one.label in _DATES else None
        if day is not None:
            record.tally.facts += 1
            dates[_DATES[one.label]] = day
        elif scheme is None:
            _take_fact(record, one)
        else:
            record.add_identifier(scheme, one.value, one.label, country)
            if country is not None and scheme != "passport":
                record.countries[country] = None
        _take_about_id(record, one, country)
    record.listing = Listing(**dates) if dates else _listing(record, row)


def _take_fact(record: Record, one: CslId) -> None:
    if one.label in _DATES:
        record.tally.strange("date", one.value)
    if one.label == ofac_labels.ISSUER_NAME:
        record.tally.facts += 1
        issuer = " ".join(one.value.split())
        if issuer:
            record.add_issuer_name(issuer)
        return
    if one.label in ofac_labels.COUNTRY_LABELS:
        code = record.country(one.value)
        if code is not None:
            record.countries[code] = None
    record.add_fact(one.label.rstrip(" :-"), one.value)


def _take_about_id(record: Record, one: CslId, country: str | None) -> None:
    about = {
        "issued": one.issued,
        "expires": one.expires,
        "issued or expires": one.undated,
        "country": one.country if country is None else None,
    }
    for what, text in about.items():
        if text:
            record.details[f"{one.label} {one.value} {what}", text] = None


def _listing(record: Record, row: CslRow) -> Listing:
    """Read `start_date`, the day of inclusion by the Federal Register notice."""
    if not row.start_date:
        return Listing()
    day = read_iso(row.start_date)
    if day is None:
        record.tally.strange("date", row.start_date)
    elif not (_DENIED in row.source and _RENEWED.search(row.remarks)):
        return Listing(listed_on=day)
    record.add_fact("Start date", row.start_date)
    return Listing()
