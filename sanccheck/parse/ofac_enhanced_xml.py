"""Read OFAC's enhanced XML (SDN_ENHANCED.XML, CONS_ENHANCED.XML).

No whole file of the publisher was seen: this follows its schema and one published entity. What
the schema requires inside an entity but such an excerpt lacks is not insisted on; a number, a
name and a list are. What an entity says is handed on as the advanced form's is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from sanccheck.errors import ListRefused
from sanccheck.parse.iso_dates import read_iso
from sanccheck.parse.ofac_advanced_entry import AdvancedFile, entries_of
from sanccheck.parse.ofac_advanced_party import children, place_of, text_of, unread
from sanccheck.parse.ofac_advanced_record import (
    AdvancedDocument,
    AdvancedFeature,
    AdvancedListing,
    AdvancedName,
    AdvancedParty,
    AdvancedRelation,
    Said,
)
from sanccheck.parse.ofac_advanced_values import say_days
from sanccheck.parse.safe_xml import local, walk_xml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from lxml.etree import _Element

    from sanccheck.model.entries import Entry
    from sanccheck.parse.list_rules import ListRules
    from sanccheck.parse.parsed import Tally

_PARTS = frozenset(
    {
        "generalInfo",
        "sanctionsLists",
        "sanctionsPrograms",
        "sanctionsTypes",
        "legalAuthorities",
        "names",
        "addresses",
        "features",
        "identityDocuments",
        "relationships",
    }
)
_GENERAL = {
    "title": "Title",
    "livingStatus": "Living status",
    "isUsCitizen": "US citizen",
    "isUsPerson": "US person",
}
_PLAIN = frozenset({"Unknown", "Confirmed", "High"})
_SAYS = 40


class OfacEnhancedXml:
    """An enhanced XML file read whole.

    Raises:
        ListRefused: when it is not the whole, well-formed file that it must be.
    """

    format = "ofac_enhanced_xml"
    notes: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        self._as_of: list[str] = []
        self._features: set[str] = set()
        self._parties: dict[str, AdvancedParty] = {}
        self._file = AdvancedFile(self._parties)
        tags = ("dataAsOf", "featureType", "entity")
        for element in walk_xml(data, name, "sanctionsData", tags):
            kind = local(element.tag)
            if kind == "dataAsOf":
                self._as_of.append(text_of(element))
            elif kind == "featureType":
                self._features.add(element.get("featureTypeId", ""))
            else:
                self._take(element)
        if not self._parties:
            self._refuse("holds no entity")
        self.published = self._published()

    @property
    def records(self) -> int:
        """The number of entities."""
        return len(self._parties)

    def entries(self, rules: ListRules, tally: Tally) -> Iterator[Entry]:
        """Give the entries, one for each list that an entity is on."""
        return entries_of(self._file, self.published, rules, tally)

    def _refuse(self, problem: str) -> NoReturn:
        raise ListRefused(f"{self._name}: {problem}; the file is damaged, download it again")

    def _published(self) -> date:
        """Return the day of dataAsOf, which is that of the list's last change."""
        day = read_iso(self._as_of[0].partition("T")[0]) if len(self._as_of) == 1 else None
        if day is None:
            self._refuse(f"dataAsOf '{', '.join(self._as_of)[:_SAYS]}' is not one date")
        return day

    def _take(self, entity: _Element) -> None:
        uid = entity.get("id", "")
        if not (uid.isascii() and uid.isdigit()) or uid in self._parties:
            self._refuse(f"the entity '{uid[:_SAYS] or '?'}' has no number or stands twice")
        if entity.get("action") is not None:
            self._refuse("is a file of changes, not a list")
        names = [name for one in _each(entity, "names", "name") for name in _names(one)]
        if sum(name.main for name in names) != 1:
            self._refuse(f"the entity '{uid}' has not one primary name")
        said: list[Said] = []
        strange = unread(entity, _PARTS)
        type_, remarks = "", None
        for general in children(entity, "generalInfo"):
            type_ = _field(general, "entityType")
            remarks = _field(general, "remarks") or None
            said += [(label, _field(general, field)) for field, label in _GENERAL.items()]
            known = {"identityId", "entityType", "remarks", *_GENERAL}
            strange += unread(general, frozenset(known))
        for group, one, label in (
            ("sanctionsTypes", "sanctionsType", "Sanctions type"),
            ("legalAuthorities", "legalAuthority", "Legal authority"),
        ):
            said += [(label, text_of(item)) for item in _each(entity, group, one)]
        self._parties[uid] = AdvancedParty(
            uid=uid,
            profile=uid,
            type=type_,
            names=tuple(names),
            features=(
                *(one for item in _each(entity, "addresses", "address") for one in _address(item)),
                *(self._feature(item, strange) for item in _each(entity, "features", "feature")),
            ),
            remarks=remarks,
            said=tuple((label, text) for label, text in said if text),
            strange=tuple(strange),
        )
        documents = _each(entity, "identityDocuments", "identityDocument")
        self._file.documents[uid] = [_document(item) for item in documents]
        related = _each(entity, "relationships", "relationship")
        self._file.relations[uid] = [_relation(item) for item in related]
        self._file.listings[uid] = self._listings(entity, uid)

    def _listings(self, entity: _Element, uid: str) -> list[AdvancedListing]:
        """Return the lists; datePublished is the day on which the list took the entity on."""
        programmes = tuple(
            text_of(one) for one in _each(entity, "sanctionsPrograms", "sanctionsProgram")
        )
        found = []
        for one in _each(entity, "sanctionsLists", "sanctionsList"):
            name, text = text_of(one), one.get("datePublished", "")
            day = read_iso(text)
            if text and day is None:
                self._refuse(f"datePublished '{text[:_SAYS]}' of the entity '{uid}' is no date")
            days = () if day is None else (day,)
            found.append(AdvancedListing(name, days, programmes, ((f"{name} published", text),)))
        if not found:
            self._refuse(f"the entity '{uid}' is on no list")
        return found

    def _feature(self, feature: _Element, strange: list[Said]) -> AdvancedFeature:
        label = ""
        for type_ in children(feature, "type"):
            label = text_of(type_)
            number = type_.get("featureTypeId", "")
            if self._features and number not in self._features:
                self._refuse(f"refers to the feature type '{number}', which it does not define")
        value = _field(feature, "value")
        # The value is as the legacy forms print it; the dates beside it say the same.
        text = value or _period(feature, "valueDate")
        notes = [_field(feature, "comments"), _field(feature, "reliability")]
        known = {"type", "versionId", "value", "valueRefId", "valueDate", "isPrimary"}
        strange += unread(feature, frozenset({*known, "reliability", "comments"}))
        return AdvancedFeature(
            label=label,
            texts=(text,) if text else (),
            said=tuple((label, note) for note in notes if note and note not in _PLAIN),
        )


def _each(entity: _Element, group: str, one: str) -> list[_Element]:
    return [item for items in children(entity, group) for item in children(items, one)]


def _field(element: _Element, name: str) -> str:
    return "; ".join(text for one in children(element, name) if (text := text_of(one)))


def _names(name: _Element) -> list[AdvancedName]:
    primary = _field(name, "isPrimary") == "true"
    kind = _field(name, "aliasType") or ("Name" if primary else "A.K.A.")
    found = []
    for translation in _each(name, "translations", "translation"):
        parts = [
            (_field(part, "type"), text)
            for part in _each(translation, "nameParts", "namePart")
            if (text := _field(part, "value"))
        ]
        if not parts:
            full = _field(translation, "formattedFullName")
            parts = [("Last Name", full)] if full else []
        first = _field(translation, "isPrimary") == "true"
        found.append(
            AdvancedName(
                number=translation.get("id", ""),
                parts=tuple(parts),
                kind=kind,
                script=_field(translation, "script") or "Latin",
                main=primary and first and bool(parts),
                weak=_field(name, "isLowQuality") == "true",
            )
        )
    return found


def _address(address: _Element) -> list[AdvancedFeature]:
    """Return an address as features of a location, one for each script that it is written in."""
    countries = [_field(address, "country")]
    found = []
    for translation in _each(address, "translations", "translation"):
        parts = [
            (_field(part, "type"), _field(part, "value"))
            for part in _each(translation, "addressParts", "addressPart")
        ]
        found.append(place_of(parts, countries, ()))
    places = found or [place_of((), countries, ())]
    return [AdvancedFeature(label="Location", places=(place,)) for place in places]


def _document(document: _Element) -> AdvancedDocument:
    label, value = _field(document, "type"), _field(document, "documentNumber")
    about = f"{label} {value}".strip()
    said = [
        (about, _field(document, "comments")),
        (f"{about} issued by", _field(document, "issuingAuthority")),
        (f"{about} issued in", _field(document, "issuingLocation")),
        (f"{about} issued", _period(document, "issueDate")),
        (f"{about} expires", _period(document, "expirationDate")),
        (about, "not valid" if _field(document, "isValid") == "false" else ""),
    ]
    return AdvancedDocument(
        label=label,
        value=value,
        country=_field(document, "issuingCountry") or None,
        said=tuple((what, text) for what, text in said if text),
    )


def _relation(relation: _Element) -> AdvancedRelation:
    quality = _field(relation, "quality")
    said = [
        ("quality", "" if quality in _PLAIN else quality),
        ("remark", _field(relation, "comments")),
        ("time", _period(relation, "dateRange")),
    ]
    related = children(relation, "relatedEntity")
    return AdvancedRelation(
        kind=_field(relation, "type"),
        to="".join(one.get("entityId", "") for one in related),
        said=tuple((what, text) for what, text in said if text),
    )


def _period(element: _Element, name: str) -> str:
    """Write a period as the legacy forms print it; one that cannot be read as its own texts."""
    for period in children(element, name):
        fields = {local(one.tag): text_of(one) for one in period}
        texts = [
            [fields[key] for key in (f"{end}DateBegin", f"{end}DateEnd") if fields.get(key)]
            for end in ("from", "to")
        ]
        days = [[day for text in side if (day := read_iso(text))] for side in texts]
        if [len(side) for side in days] != [len(side) for side in texts]:
            return " ".join(text for side in texts for text in side)
        said = say_days(*days)
        return f"circa {said}" if said and fields.get("isApproximate") == "true" else said
    return ""
