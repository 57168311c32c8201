"""Read the Consolidated Screening List as JSON: one object with `results`.

`search_performed_at` dates the file, `sources_used` each list in it; `total` must equal what is
read. What a record does not say may be absent, null, "" or [].
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sanccheck.errors import ListRefused
from sanccheck.parse.csl_row import (
    FACTS,
    CslAddress,
    CslId,
    CslRow,
    checked_rows,
    entries_of,
    missing_parts,
    notes_of,
)
from sanccheck.parse.iso_dates import new_york_day
from sanccheck.parse.strict_json import read_json, write_value

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sanccheck.model.entries import Entry
    from sanccheck.parse.list_rules import ListRules
    from sanccheck.parse.parsed import Tally

_OWN = frozenset(
    [
        "id",
        "_id",
        "source",
        "entity_number",
        "type",
        "programs",
        "name",
        "addresses",
        "start_date",
        "remarks",
        "alt_names",
        "citizenships",
        "dates_of_birth",
        "nationalities",
        "places_of_birth",
        "country",
        "ids",
    ]
)
_ADDRESS = ("address", "city", "state", "postal_code", "country")
_ID = ("type", "number", "country", "issue_date", "expiration_date")

Object = dict[str, object]


class CslJson:
    """A JSON file read whole.

    Raises:
        ListRefused: when it is not the whole, well-formed file that it must be.
    """

    format = "csl_json"

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        top = self._object(read_json(data, name), "the file")
        results = top.get("results")
        if not isinstance(results, list):
            raise ListRefused(f"{name}: has no 'results'; download it again")
        self._check_count(top, len(results))
        found = [self._object(one, "a record") for one in results]
        full = [one for one in found if any(one.values())]
        self._rows, repeated = checked_rows([self._row(one) for one in full], name)
        self.published = self._published(top)
        self.notes: tuple[str, ...] = (
            *notes_of(repeated=repeated, empty=len(found) - len(full)),
            *self._parts_note(top),
        )
        self.missing: tuple[str, ...] = missing_parts(self._rows)

    @property
    def records(self) -> int:
        """The number of records."""
        return len(self._rows)

    def entries(self, rules: ListRules, tally: Tally) -> Iterator[Entry]:
        """Give the entries, one for each list that a record is on."""
        return entries_of(self._rows, rules, tally)

    def _check_count(self, top: Object, count: int) -> None:
        total = top.get("total", count)
        if str(total) != str(count) or str(top.get("offset") or 0) != "0":
            raise ListRefused(
                f"{self._name}: declares '{str(total)[:20]}' records and holds {count}; it is one "
                "page of a search or not complete, download the whole file"
            )

    def _published(self, top: Object) -> date | None:
        text = self._text(top, "search_performed_at")
        if not text:
            return None
        day = new_york_day(text)
        if day is None:
            raise ListRefused(f"{self._name}: search_performed_at '{text[:40]}' is no time")
        return day

    def _parts_note(self, top: Object) -> tuple[str, ...]:
        parts = []
        for one in self._objects(top, "sources_used"):
            day = self._text(one, "source_last_updated")[:10]
            parts.append(f"{self._text(one, 'source')}: {day or 'no date'}")
        return (f"its lists were last updated: {'; '.join(parts)}",) if parts else ()

    def _row(self, fields: Object) -> CslRow:
        own_id = self._text(fields, "id") or self._text(fields, "_id")
        number = self._text(fields, "entity_number")
        more = [
            (key, text)
            for key, value in fields.items()
            if key not in _OWN and key not in FACTS
            for text in self._plain(key, value)
        ]
        if number and own_id and own_id != number:
            more.append(("id", own_id))
        single = {key: self._text(fields, key) for key in FACTS}
        return CslRow(
            uid=number or own_id,
            source=self._text(fields, "source"),
            type=self._text(fields, "type"),
            name=self._text(fields, "name"),
            start_date=self._text(fields, "start_date"),
            remarks=self._text(fields, "remarks"),
            single={key: text for key, text in single.items() if text},
            programmes=self._texts(fields, "programs"),
            alt_names=self._texts(fields, "alt_names"),
            addresses=tuple(self._address(one) for one in self._objects(fields, "addresses")),
            citizenships=self._texts(fields, "citizenships"),
            births=self._texts(fields, "dates_of_birth"),
            nationalities=self._texts(fields, "nationalities"),
            birth_places=self._texts(fields, "places_of_birth"),
            countries=self._texts(fields, "country"),
            ids=tuple(self._id(one) for one in self._objects(fields, "ids")),
            unknown=tuple(more + self._more_within(fields)),
        )

    def _address(self, fields: Object) -> CslAddress:
        lines = tuple(self._text(fields, key) for key in _ADDRESS[:-1])
        return CslAddress(tuple(one for one in lines if one), self._text(fields, "country") or None)

    def _id(self, fields: Object) -> CslId:
        label, value, country, issued, expires = (self._text(fields, key) for key in _ID)
        return CslId(label, value, country or None, issued or None, expires or None)

    def _more_within(self, fields: Object) -> list[tuple[str, str]]:
        """Return what an address or an identifier says that no table knows."""
        return [
            (f"{group} {key}", text)
            for group, known in (("addresses", _ADDRESS), ("ids", _ID))
            for one in self._objects(fields, group)
            for key, value in one.items()
            if key not in known
            for text in self._plain(key, value)
        ]

    def _object(self, value: object, what: str) -> Object:
        if not isinstance(value, dict):
            raise ListRefused(f"{self._name}: {what} is not an object; download it again")
        return value

    def _objects(self, fields: Object, key: str) -> list[Object]:
        value = fields.get(key)
        if not value:
            return []
        if not isinstance(value, list):
            raise ListRefused(f"{self._name}: '{key}' is not a list; download it again")
        return [self._object(one, f"one of '{key}'") for one in value]

    def _text(self, fields: Object, key: str) -> str:
        found = self._plain(key, fields.get(key))
        if len(found) > 1:
            raise ListRefused(f"{self._name}: '{key}' has several values; download it again")
        return found[0] if found else ""

    def _texts(self, fields: Object, key: str) -> tuple[str, ...]:
        return tuple(self._plain(key, fields.get(key)))

    def _plain(self, key: str, value: object) -> list[str]:
        if value is None:
            return []
        found: list[str] = []
        for one in value if isinstance(value, list) else (value,):
            if one is not None and not isinstance(one, str | int):
                raise ListRefused(
                    f"{self._name}: '{key[:40]}' is neither text nor a list of texts; download it "
                    "again"
                )
            text = "" if one is None else write_value(one).strip()
            if text:
                found.append(text)
        return found
