"""Read the EU's consolidated list of financial sanctions, XML 1.1.

The publisher counts nothing, so the checks are its own schema's: a generation date, a number and
a name for each entity. An entity listed under two regulations stands twice with one number; it is
one entry with both.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from sanccheck.errors import ListRefused
from sanccheck.parse.eu_fsf_entry import NAME_FIELDS, EuPart, EuRecord, Texts, entries_of
from sanccheck.parse.safe_xml import LOCAL, all_text, attributes, walk_xml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element

    from sanccheck.model.entries import Entry
    from sanccheck.parse.list_rules import ListRules
    from sanccheck.parse.parsed import Tally

_ENTITY = "sanctionEntity"
_SUMMARY = "regulationSummary"
_TEXTS = frozenset(["remark", "publicationUrl"])
_PAIRS = frozenset(["contactInfo", "additionalInformation"])
_PARTS = frozenset(
    [
        "regulation",
        "subjectType",
        "nameAlias",
        "citizenship",
        "birthdate",
        "address",
        "identification",
    ]
)
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})T.*", re.DOTALL)


class EuFsfXml:
    """An XML 1.1 file read whole.

    Raises:
        ListRefused: when it is not the whole, well-formed file that it must be.
    """

    format = "eu_fsf_xml"
    missing: tuple[str, ...] = ()

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        self._entities: dict[str, list[EuRecord]] = {}
        self.records = 0
        generated: str | None = None
        for element in walk_xml(data, name, "export", (_ENTITY,)):
            if generated is None:
                generated = element.getroottree().getroot().get("generationDate", "")
            self._take(element)
        if generated is None:
            raise ListRefused(f"{name}: holds no entity; download it again")
        self.published = self._published(generated)
        twice = sum(1 for parts in self._entities.values() if len(parts) > 1)
        self.notes: tuple[str, ...] = ()
        if twice:
            said = f"{twice} entities stand under more than one regulation; each is one entry"
            self.notes = (said,)

    def entries(self, rules: ListRules, tally: Tally) -> Iterator[Entry]:
        """Give the entries, one for each entity."""
        return entries_of(self._entities.values(), rules, tally)

    def _take(self, element: _Element) -> None:
        record = _record(element)
        if not (record.uid.isascii() and record.uid.isdigit()):
            raise ListRefused(
                f"{self._name}: an entity ('{record.reference[:40] or '?'}') has no number as its "
                "logicalId; the file is damaged, download it again"
            )
        if not any(kind == "nameAlias" and _has_name(fields) for kind, fields, _ in record.parts):
            raise ListRefused(
                f"{self._name}: the entity '{record.uid}' has no name; the file is damaged, "
                "download it again"
            )
        same = self._entities.setdefault(record.uid, [])
        for other in same:
            if other.reference != record.reference or other.regulation == record.regulation:
                raise ListRefused(
                    f"{self._name}: the entity '{record.uid}' stands twice; download it again"
                )
        same.append(record)
        self.records += 1

    def _published(self, text: str) -> date:
        found = _DAY.fullmatch(text)
        try:
            return date.fromisoformat(found[1] if found else "")
        except ValueError:
            raise ListRefused(
                f"{self._name}: generationDate '{text[:40]}' is not a date and time; "
                "download it again"
            ) from None


def _has_name(fields: Mapping[str, str]) -> bool:
    return any(fields.get(field, "").strip() for field in NAME_FIELDS)


def _record(element: _Element) -> EuRecord:
    """Take an entity as plain tuples and dictionaries of text: 44,000 details stay in memory."""
    parts: list[EuPart] = []
    texts: list[tuple[str, str]] = []
    summaries: dict[tuple[str, ...], None] = {}
    regulation = ""
    for child in element:
        kind = LOCAL[child.tag]
        if kind not in _PARTS:
            texts.append(_text(kind, child))
            continue
        fields = attributes(child)
        inner: Texts = ()
        for one in child:
            # Nearly every detail has a summary of its regulation, and it alone.
            if LOCAL[one.tag] == _SUMMARY and not len(one):
                summaries[tuple(one.values())] = None  # type: ignore[arg-type]
            else:
                inner = (*inner, _text(LOCAL[one.tag], one))
        parts.append((kind, fields, inner))
        if kind == "regulation":
            regulation = fields.get("logicalId", "")
    fields = attributes(element)
    return EuRecord(
        uid=fields.get("logicalId", ""),
        reference=fields.get("euReferenceNumber", ""),
        regulation=regulation,
        fields=fields,
        parts=tuple(parts),
        texts=tuple(texts),
        summaries=tuple(summaries),
    )


def _text(kind: str, element: _Element) -> tuple[str, str]:
    """Return what an element says as (label, text); of one not known, all that stands in it."""
    if kind in _TEXTS and not len(element):
        return kind, (element.text or "").strip()
    if kind in _PAIRS and not len(element):
        return kind, f"{element.get('key', '')}: {element.get('value', '')}"
    return kind, all_text(element)
