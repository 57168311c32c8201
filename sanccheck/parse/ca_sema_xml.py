"""Read Canada's consolidated list of autonomous sanctions (sema-lmes.xml).

The publisher has renamed the elements once: `Country` became `Country-Pays`. Only what stands
before the hyphen counts. The file has no ids and no date; what names a record is its place in
the regulations (regulation, schedule, item).
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sanccheck.errors import ListRefused
from sanccheck.model.entries import EntityType, Entry, Listing, NameKind
from sanccheck.parse.ca_sema_dates import read_births
from sanccheck.parse.ca_sema_names import aliases, distinct, entity_names
from sanccheck.parse.record import Record
from sanccheck.parse.safe_xml import local, walk_xml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from sanccheck.parse.list_rules import ListRules
    from sanccheck.parse.parsed import Tally

_REGULATION, _SCHEDULE, _ITEM = "Country", "Schedule", "Item"
_LAST, _GIVEN, _ENTITY = "LastName", "GivenName", "EntityOrShip"
_ALIASES, _IMO, _BORN = "Aliases", "ShipIMONumber", "DateOfBirthOrShipBuildDate"
_TITLE = ("TitleOrShip", "TitleOrShipType")
_LISTED = "DateOfListing"
_KNOWN = frozenset(
    {
        _REGULATION,
        _SCHEDULE,
        _ITEM,
        _LAST,
        _GIVEN,
        _ENTITY,
        _ALIASES,
        _IMO,
        _BORN,
        *_TITLE,
        _LISTED,
    }
)
_NOT_WORD = re.compile(r"[^a-z0-9.]+")
_HASH_LENGTH = 8


@dataclass(frozen=True, slots=True)
class SemaRecord:
    """One record: its place in the regulations, and every field as published."""

    uid: str
    fields: tuple[tuple[str, str], ...]

    def get(self, field: str) -> str | None:
        """Return a field's text."""
        return next((text for name, text in self.fields if name == field), None)

    def identity(self) -> str:
        """Return what tells it from another record at the same place."""
        return "|".join(_squeezed(self.get(field)) for field in (_LAST, _GIVEN, _ENTITY))


class CaSemaXml:
    """The list read whole.

    Raises:
        ListRefused: when it is not the whole, well-formed file that it must be.
    """

    format = "ca_sema_xml"
    published = None
    missing: tuple[str, ...] = ()

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        found = [self._record(element) for element in walk_xml(data, name, "data-set", ("record",))]
        self._records, self.notes = self._told_apart(found)

    @property
    def records(self) -> int:
        """The number of records."""
        return len(self._records)

    def entries(self, rules: ListRules, tally: Tally) -> Iterator[Entry]:
        """Give the entries, one for each list that a record is on."""
        for record in self._records:
            yield from _built(record, tally).entries(rules)

    def _record(self, element: _Element) -> SemaRecord:
        fields: dict[str, str] = {}
        for child in element:
            field = local(str(child.tag)).partition("-")[0]
            text = "".join(str(part) for part in child.itertext()).strip()
            if text and field in fields and field in {_REGULATION, _ITEM}:
                raise ListRefused(
                    f"{self._name}: a record has '{field}' twice ('{text[:60]}'), as if two "
                    "records were one; the file is damaged, download it again"
                )
            if text:
                fields[field] = f"{fields[field]}; {text}" if field in fields else text
        record = SemaRecord(_place(fields), tuple(fields.items()))
        said = " ".join(str(part) for part in element.itertext()).split()
        names = "".join(fields.get(field, "") for field in (_LAST, _GIVEN, _ENTITY))
        if not any(letter.isalnum() for letter in names):
            raise ListRefused(
                f"{self._name}: the record '{' '.join(said)[:60]}' has no name; the file is "
                "damaged, download it again"
            )
        if not fields.get(_REGULATION) or not fields.get(_ITEM):
            raise ListRefused(
                f"{self._name}: the record '{' '.join(said)[:60]}' does not say under which "
                "regulation and item it is listed; the file is damaged, download it again"
            )
        return record

    def _told_apart(self, found: list[SemaRecord]) -> tuple[list[SemaRecord], tuple[str, ...]]:
        """Add to a place that several records give what tells them apart: their names."""
        counts = Counter(record.uid for record in found)
        records = [
            record if counts[record.uid] == 1 else SemaRecord(_with_name(record), record.fields)
            for record in found
        ]
        seen: set[str] = set()
        for record in records:
            if record.uid in seen:
                raise ListRefused(
                    f"{self._name}: the record '{record.uid}' stands twice; download it again"
                )
            seen.add(record.uid)
        shared = [place for place, count in counts.items() if count > 1]
        if not shared:
            return records, ()
        return records, (f"several records give the same item: {', '.join(shared)[:500]}",)


def _place(fields: dict[str, str]) -> str:
    """Return the regulation, schedule and item, written alike in old and new files."""
    parts = (fields.get(_REGULATION, "").split(" / ")[0], fields.get(_SCHEDULE), fields.get(_ITEM))
    return "/".join(_slug(part) for part in parts if part)


def _slug(text: str) -> str:
    return _NOT_WORD.sub("-", text.casefold()).strip("-")


def _with_name(record: SemaRecord) -> str:
    digest = hashlib.sha256(record.identity().encode()).hexdigest()
    return f"{record.uid}/{digest[:_HASH_LENGTH]}"


def _squeezed(text: str | None) -> str:
    return " ".join((text or "").casefold().split())


def _built(source: SemaRecord, tally: Tally) -> Record:
    record = Record(tally=tally, uid=source.uid, type=_type(source))
    regulation = source.get(_REGULATION)
    if regulation is not None:
        record.programmes[" ".join(regulation.split())] = None
    _add_names(record, source)
    _add_listing(record, source.get(_LISTED))
    _add_born(record, source.get(_BORN))
    for field in _TITLE:
        record.add_fact(
            "Type of ship" if record.type is EntityType.VESSEL else "Title", source.get(field)
        )
    imo = source.get(_IMO)
    if imo is not None:
        record.add_identifier("imo", imo, "IMO number")
    record.add_fact("Schedule", source.get(_SCHEDULE))
    record.add_fact("Item", source.get(_ITEM))
    for field, text in source.fields:
        if field not in _KNOWN:
            tally.strange("field", field)
            record.add_fact(field, text)
    return record


def _type(source: SemaRecord) -> EntityType | None:
    """Tell what is listed; only ships have a number of the IMO, or a "title" without a person."""
    has_person = source.get(_LAST) is not None or source.get(_GIVEN) is not None
    if has_person:
        return None if source.get(_ENTITY) is not None else EntityType.PERSON
    if source.get(_IMO) is not None or any(source.get(field) for field in _TITLE):
        return EntityType.VESSEL
    return EntityType.COMPANY


def _add_names(record: Record, source: SemaRecord) -> None:
    last, given, entity = (source.get(field) for field in (_LAST, _GIVEN, _ENTITY))
    if last is not None or given is not None:
        record.add_name(
            f"{given or ''} {last or ''}",
            NameKind.PRIMARY,
            given=None if given is None or last is None else " ".join(given.split()),
            family=None if given is None or last is None else " ".join(last.split()),
        )
    parts = [] if entity is None else entity_names(entity)
    other = source.get(_ALIASES)
    if other is not None:
        found = aliases(other, person=record.type is EntityType.PERSON)
        if not found:
            record.tally.strange("alias", other)
            record.add_fact("Aliases", other)
        parts += found
    for part in distinct(parts):
        kind = NameKind.ALIAS if record.names else NameKind.PRIMARY
        record.add_name(part.text, kind, weak=part.weak)


def _add_listing(record: Record, text: str | None) -> None:
    if text is None:
        return
    try:
        record.listing = Listing(listed_on=date.fromisoformat(text.strip()))
    except ValueError:
        record.tally.strange("date", text)
        record.add_fact("Date of listing", text)


def _add_born(record: Record, text: str | None) -> None:
    if text is None:
        return
    if record.type is EntityType.VESSEL:
        record.add_fact("Ship build date", text)
    elif record.type is EntityType.PERSON:
        for birth in read_births(text):
            record.add_birth(birth)
    else:
        record.tally.strange("date", text)
        record.add_fact("Date of birth or ship build date", text)
