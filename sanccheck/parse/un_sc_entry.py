"""Turn the records of the UN Security Council's consolidated list into entries."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from sanccheck.model.entries import EntityType, Listing, PartialDate
from sanccheck.parse.aliases import Alias, add_aliases, has_latin, names_within
from sanccheck.parse.iso_dates import read_iso
from sanccheck.parse.ofac_dates import read_birth
from sanccheck.parse.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sanccheck.parse.parsed import Tally

_TYPES = {"INDIVIDUAL": EntityType.PERSON, "ENTITY": EntityType.COMPANY}
_NAMES = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
# Taken elsewhere than in the loop over the elements.
_TAKEN = frozenset([*_NAMES, "REFERENCE_NUMBER", "NAME_ORIGINAL_SCRIPT", "COMMENTS1"]) | {
    "UN_LIST_TYPE",
    "LISTED_ON",
    "DELISTED_ON",
    "INDIVIDUAL_ALIAS",
    "ENTITY_ALIAS",
}
_FACTS = {
    "DATAID": "Data id",
    "VERSIONNUM": "Version",
    "GENDER": "Gender",
    "SUBMITTED_BY": "Submitted by",
    "SUBMITTED_ON": "Submitted on",
    "TITLE": "Title",
    "DESIGNATION": "Designation",
    "LIST_TYPE": "List type",
    "LAST_DAY_UPDATED": "Last updated",
    "SORT_KEY": "Sort key",
    "SORT_KEY_LAST_MOD": "Sort key last changed",
}
_QUALITIES = frozenset(["", "Good", "Low", "a.k.a.", "f.k.a."])
_DOCUMENTS = frozenset(
    ["", "Passport", "National Identification Number", "Numéro de passeport", "Número de pasaporte"]
)
_BIRTH_TYPES = frozenset(["", "EXACT", "APPROXIMATELY", "BETWEEN"])
_ADDRESS_LINES = ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE")
_KNOWN = {
    "ALIAS": {"QUALITY", "ALIAS_NAME", "DATE_OF_BIRTH", "CITY_OF_BIRTH", "COUNTRY_OF_BIRTH"},
    "ADDRESS": {*_ADDRESS_LINES, "COUNTRY"},
    "DATE_OF_BIRTH": {"TYPE_OF_DATE", "DATE", "YEAR", "FROM_YEAR", "TO_YEAR"},
    "PLACE_OF_BIRTH": {*_ADDRESS_LINES, "COUNTRY"},
    "DOCUMENT": {"TYPE_OF_DOCUMENT", "TYPE_OF_DOCUMENT2", "NUMBER", "ISSUING_COUNTRY"}
    | {"DATE_OF_ISSUE", "CITY_OF_ISSUE", "COUNTRY_OF_ISSUE"},
}
_ISSUE = {
    "DATE_OF_ISSUE": "issued",
    "CITY_OF_ISSUE": "issued in",
    "COUNTRY_OF_ISSUE": "country of issue",
}
# The schema's word for a field that holds nothing; read as a code it would be Namibia's.
_NOTHING = "na"
_FORMER = re.compile(r"\(?(?:formerly|previously) listed as\b", re.IGNORECASE)
_FORMER_BEHIND = re.compile(r"\s*\((?:formerly|previously) listed as\)$", re.IGNORECASE)
_SCRIPT = re.compile(r"(?:original script|in arabic(?: script)?)\s*:\s*(.+)", re.IGNORECASE)
_PASSPORT = re.compile(r"passport|passeport|pasaporte", re.IGNORECASE)
_NUMBER_BEHIND = re.compile(r"(.*\bnumber) (\d+)")
_MONTH_AND_YEAR = re.compile(r"([A-Z][a-z]{2})[a-z]*\.? (\d{4})")
_NOT_A_NAME = re.compile(r"[\d:()]")

# An element: its name, its text, its children.
UnNode = tuple[str, str, tuple["UnNode", ...]]
Fields = dict[str, str]


class UnRecord(NamedTuple):
    """One INDIVIDUAL or ENTITY as it stands."""

    kind: str
    uid: str
    children: tuple[UnNode, ...]

    @classmethod
    def of(cls, node: UnNode) -> UnRecord:
        """Take a record; its reference number is the number that the Committees cite it by."""
        kind, _text, children = node
        uid = next((text for name, text, _ in children if name == "REFERENCE_NUMBER"), "")
        return cls(kind, " ".join(uid.split()), children)


def printed_name(children: Iterable[UnNode]) -> str:
    """Return the name as its up to four parts make it."""
    texts = {name: text for name, text, _children in children if text != _NOTHING}
    return " ".join(" ".join([texts.get(name, "") for name in _NAMES]).split())


def entry_of(record: UnRecord, tally: Tally) -> Record:
    """Build what a record says."""
    texts = {name: text for name, text, _children in record.children}
    built = Record(
        tally=tally,
        uid=record.uid,
        type=_TYPES[record.kind],
        remarks=texts.get("COMMENTS1") or None,
    )
    built.listing = Listing(
        listed_on=_day(built, "Listed on", texts.get("LISTED_ON")),
        delisted_on=_day(built, "Delisted on", texts.get("DELISTED_ON")),
    )
    if texts.get("UN_LIST_TYPE"):
        built.programmes[texts["UN_LIST_TYPE"]] = None
    else:
        tally.strange("programme", "(none)")
    _take_names(built, record, texts.get("NAME_ORIGINAL_SCRIPT", ""))
    for node in record.children:
        if node[0] not in _TAKEN:
            _take(built, node)
    return built


def _day(built: Record, label: str, text: str | None) -> date | None:
    if not text:
        return None
    day = read_iso(text)
    if day is None:
        built.tally.strange("date", text)
        built.add_fact(label, text)
    return day


def _take(built: Record, node: UnNode) -> None:
    name, text, children = node
    take = _GROUPS.get(name.removeprefix("INDIVIDUAL_").removeprefix("ENTITY_"))
    if take is not None and (children or not text):
        take(built, _fields(built, children))
        return
    values = [child for _name, child, _children in children if child] if children else [text]
    if name in ("NATIONALITY", "NATIONALITY2"):
        for value in values:
            if value != _NOTHING:
                built.add_nationality(value)
        return
    if name not in _FACTS:
        built.tally.strange("element", name)
    for value in values:
        built.add_fact(_FACTS.get(name, name), value)


def _fields(built: Record, children: tuple[UnNode, ...]) -> Fields:
    """Return what a group's elements say; what stands deeper, or twice, is kept as a fact."""
    fields: Fields = {}
    for name, text, deeper in children:
        if deeper:
            built.tally.strange("element", name)
            for child in deeper:
                _take(built, child)
        elif text and text != _NOTHING:
            if name in fields:
                built.add_fact(name, text)
            fields.setdefault(name, " ".join(text.split()))
    return fields


def _take_names(built: Record, record: UnRecord, script: str) -> None:
    printed = printed_name(record.children)
    found = [Alias(text) for text in names_within(printed)]
    if len(found) > 1:
        built.add_fact("Name as published", printed)
    if script:
        found += [Alias(text) for text in names_within(script)]
    for name, _text, children in record.children:
        if name in ("INDIVIDUAL_ALIAS", "ENTITY_ALIAS"):
            found += _take_alias(built, _fields(built, children))
    add_aliases(built, found, found[0])


def _take_alias(built: Record, fields: Fields) -> list[Alias]:
    text, quality, note = (fields.get(key, "") for key in ("ALIAS_NAME", "QUALITY", "NOTE"))
    if quality not in _QUALITIES:
        built.tally.strange("name type", quality)
        built.add_fact(f"Alias {text} quality", quality)
    if not text:
        for field, value in fields.items():
            built.add_fact(f"Alias without a name {field}", value)
        return []
    former = quality == "f.k.a." or _FORMER.match(note) is not None
    plain = _FORMER_BEHIND.sub("", text)
    names = names_within(plain)
    if len(names) > 1:
        built.add_fact("Alias as published", text)
    names += _names_in_note(plain, note)
    _take_birth_of_alias(built, text, fields)
    _take_others(built, "ALIAS", f"Alias {text}", fields)
    return [Alias(one, former or plain != text, quality == "Low") for one in names]


def _names_in_note(text: str, note: str) -> list[str]:
    """Return the names that a note gives: in the original script, or spelt in Latin letters."""
    said = _SCRIPT.search(note)
    if said is not None:
        return names_within(said[1])
    if ";" in note and not has_latin(text) and _NOT_A_NAME.search(note) is None:
        return names_within(note)
    return []


def _take_birth_of_alias(built: Record, alias: str, fields: Fields) -> None:
    born = fields.get("DATE_OF_BIRTH")
    if born is not None:
        built.add_birth(_published_birth(born, circa=False))
        built.add_fact(f"Alias {alias} date of birth", born)
    place = ", ".join(
        [fields[key] for key in ("CITY_OF_BIRTH", "COUNTRY_OF_BIRTH") if key in fields]
    )
    if place:
        built.birth_places[place] = None
        built.add_fact(f"Alias {alias} place of birth", place)


def _published_birth(text: str, *, circa: bool) -> PartialDate:
    shown = f"circa {text}" if circa else text
    day = read_iso(text)
    if day is not None:
        return PartialDate(text=shown, year=day.year, month=day.month, day=day.day, circa=circa)
    month = _MONTH_AND_YEAR.fullmatch(text)
    read = read_birth(text if month is None else f"{month[1]} {month[2]}")
    return replace(read, text=shown, circa=circa or read.circa)


def _take_birth(built: Record, fields: Fields) -> None:
    kind, note = fields.get("TYPE_OF_DATE", ""), fields.get("NOTE", "")
    if kind not in _BIRTH_TYPES:
        built.tally.strange("date", kind)
        built.add_fact("Type of date of birth", kind)
    circa = kind == "APPROXIMATELY" or note.casefold() == "approximately"
    said = fields.get("DATE") or fields.get("YEAR")
    start, end = fields.get("FROM_YEAR"), fields.get("TO_YEAR")
    if said is None and start is not None:
        said = start if end is None else f"{start} to {end}"
    elif said is None and end is not None:
        said = f"until {end}"
    elif said is None and note:
        said = note
    elif said is not None:
        for other in (fields.get("YEAR") if "DATE" in fields else None, start, end):
            built.add_fact(f"Birth {said} also", other)
    if said is None:
        return
    built.add_birth(_published_birth(said, circa=circa))
    _take_others(built, "DATE_OF_BIRTH", f"Birth {said}", fields)


def _take_birth_place(built: Record, fields: Fields) -> None:
    lines = [fields[key] for key in (*_ADDRESS_LINES, "COUNTRY") if key in fields]
    place = ", ".join(lines)
    if place:
        built.birth_places[place] = None
    _take_others(built, "PLACE_OF_BIRTH", f"Birth in {place}".strip(), fields)


def _take_address(built: Record, fields: Fields) -> None:
    lines = [fields.get(line) for line in _ADDRESS_LINES]
    built.add_address(lines, fields.get("COUNTRY"))
    about = ", ".join([line for line in (*lines, fields.get("COUNTRY")) if line])
    _take_others(built, "ADDRESS", f"Address {about}".strip(), fields)


def _take_document(built: Record, fields: Fields) -> None:
    kind, label = fields.get("TYPE_OF_DOCUMENT", ""), fields.get("TYPE_OF_DOCUMENT2", "")
    number = fields.get("NUMBER")
    if kind not in _DOCUMENTS:
        built.tally.strange("identifier type", kind)
    behind = _NUMBER_BEHIND.fullmatch(label)
    if number is None and behind is not None:
        label, number = behind[1], behind[2]
    label = label.rstrip(" :") or kind or "Document"
    if number is not None:
        country = built.country(fields.get("ISSUING_COUNTRY") or fields.get("COUNTRY_OF_ISSUE"))
        scheme = "passport" if _PASSPORT.search(f"{kind} {label}") else "other"
        built.add_identifier(scheme, number, label, country)
    about = label if number is None else f"{label} {number}"
    if kind and kind != label:
        built.add_fact(about, kind)
    built.add_fact(f"{about} issuing country", fields.get("ISSUING_COUNTRY"))
    for field, what in _ISSUE.items():
        built.add_fact(f"{about} {what}", fields.get(field))
    _take_others(built, "DOCUMENT", about, fields)


def _take_others(built: Record, group: str, about: str, fields: Fields) -> None:
    for name in sorted(fields.keys() - _KNOWN[group]):
        if name != "NOTE":
            built.tally.strange("element", name)
        built.add_fact(f"{about} {name.lower()}", fields[name])


_GROUPS = {
    "ADDRESS": _take_address,
    "DATE_OF_BIRTH": _take_birth,
    "PLACE_OF_BIRTH": _take_birth_place,
    "DOCUMENT": _take_document,
}
