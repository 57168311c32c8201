"""Read OpenSanctions' targets.simple.csv: 15 columns, 16 since 2025 (`program_ids`).

A field of several values is itself a line of CSV joined by ";". Identifiers have no label, so only
a ship's "IMO" number is known for what it is.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from sanccheck.errors import ListRefused
from sanccheck.model.entries import NameKind
from sanccheck.parse.delimited import read_delimited, split_joined
from sanccheck.parse.iso_dates import new_york_day, read_iso_birth
from sanccheck.parse.os_entry import take_country
from sanccheck.parse.os_thing import TYPES, datasets_note
from sanccheck.parse.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sanccheck.model.entries import Entry
    from sanccheck.parse.list_rules import ListRules
    from sanccheck.parse.parsed import Tally

_JOINED = (
    "aliases",
    "birth_date",
    "countries",
    "addresses",
    "identifiers",
    "sanctions",
    "phones",
    "emails",
    "dataset",
)
_PROGRAMMES = "program_ids"
_SEEN = ("first_seen", "last_seen", "last_change")
_COLUMNS = ("id", "schema", "name", *_JOINED, *_SEEN)
_FACTS = ("sanctions", "phones", "emails", "dataset")
_IMO = re.compile(r"IMO\d{7}")

Fields = dict[str, str]


class OsSimpleCsv:
    """A simple CSV file read whole.

    Raises:
        ListRefused: when it is not the whole, well-formed file that it must be.
    """

    format = "os_simple_csv"
    missing: tuple[str, ...] = ()

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        table = read_delimited(data, name, delimiter=",", columns=_COLUMNS)
        self._header, self._rows = table.header, table.rows
        datasets: Counter[str] = Counter()
        ids: set[str] = set()
        moments: set[str] = set()
        for row in self._rows:
            fields = self._fields(row)
            self._check(fields, ids)
            ids.add(fields["id"])
            moments.add(fields["last_seen"])
            datasets.update(split_joined(fields["dataset"], name))
        empty = (f"{table.empty} rows are empty",) if table.empty else ()
        self.notes: tuple[str, ...] = (*datasets_note(datasets), *empty)
        self.published = self._latest(moments)

    @property
    def records(self) -> int:
        """The number of records."""
        return len(self._rows)

    def entries(self, rules: ListRules, tally: Tally) -> Iterator[Entry]:
        """Give the entries, one for each list that a record is on."""
        for row in self._rows:
            yield from self._record(self._fields(row), tally).entries(rules)

    def _fields(self, row: tuple[str, ...]) -> Fields:
        return {key: text.strip() for key, text in zip(self._header, row, strict=True)}

    def _check(self, fields: Fields, ids: set[str]) -> None:
        uid = fields["id"]
        if not (uid and fields["schema"] and fields["name"]) or any(map(str.isspace, uid)):
            raise ListRefused(
                f"{self._name}: the record '{(uid or fields['name'] or '?')[:40]}' has no id, no "
                "schema or no name; download it again"
            )
        if uid in ids:
            raise ListRefused(f"{self._name}: '{uid[:60]}' stands twice; download it again")
        for key in (*_JOINED, _PROGRAMMES):
            split_joined(fields.get(key, ""), self._name)

    def _record(self, fields: Fields, tally: Tally) -> Record:
        schema = fields["schema"]
        if schema not in TYPES:
            tally.strange("entry type", schema)
        record = Record(tally=tally, uid=fields["id"], type=TYPES.get(schema))
        record.add_name(fields["name"], NameKind.PRIMARY)
        record.add_fact("schema", schema)
        joined = {key: split_joined(fields.get(key, ""), self._name) for key in _JOINED}
        for text in joined["aliases"]:
            record.add_name(text, NameKind.ALIAS)
        _take_typed(record, joined, ships=schema == "Vessel")
        programmes = split_joined(fields.get(_PROGRAMMES, ""), self._name)
        record.programmes.update((one.strip(), None) for one in programmes)
        for key in _FACTS:
            for text in joined[key]:
                record.add_fact(key, text)
        for key in _SEEN:
            record.add_fact(key, fields[key])
        for key, text in fields.items():
            if key not in _COLUMNS and key != _PROGRAMMES and text:
                tally.strange("field", key)
                record.add_fact(key, text)
        return record

    def _latest(self, moments: set[str]) -> date | None:
        days: list[date] = []
        for moment in moments - {""}:
            day = new_york_day(moment)
            if day is None:
                raise ListRefused(f"{self._name}: last_seen '{moment[:40]}' is no time")
            days.append(day)
        return max(days, default=None)


def _take_typed(record: Record, joined: dict[str, tuple[str, ...]], *, ships: bool) -> None:
    for text in joined["birth_date"]:
        record.add_birth(read_iso_birth(text))
    for text in joined["countries"]:
        take_country(record, "countries", text)
    for text in joined["addresses"]:
        record.add_address([text], None)
    for text in joined["identifiers"]:
        ship = ships and _IMO.fullmatch(text.strip()) is not None
        record.add_identifier("imo" if ship else "other", text, "identifiers")
