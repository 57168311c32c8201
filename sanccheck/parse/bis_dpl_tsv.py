"""Read the Denied Persons List as tab-separated text: a row for each address of a party.

The file has no ids, so rows of one name and one effective date are one record, whose id is a hash
of the two. It carries no date of its own; `Last_Update` is each row's.
"""

from __future__ import annotations

import hashlib
import re
from datetime import date
from typing import TYPE_CHECKING

from sanccheck.errors import ListRefused
from sanccheck.model.entries import Listing, NameKind
from sanccheck.parse.delimited import read_delimited
from sanccheck.parse.names_within import names_within
from sanccheck.parse.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sanccheck.model.entries import Entry
    from sanccheck.parse.list_rules import ListRules
    from sanccheck.parse.parsed import Tally

_ADDRESS = ("Street_Address", "City", "State", "Postal_Code")
_FACTS = {
    "Expiration_Date": "Expiration date",
    "Standard_Order": "Standard order",
    "Last_Update": "Last update",
    "Action": "Action",
    "FR_Citation": "Federal Register notice",
}
_COLUMNS = ("Name", *_ADDRESS, "Country", "Effective_Date", *_FACTS)
_DATE = re.compile(r"(\d{2})/(\d{2})/(\d{4})", re.ASCII)
# The effective date of a temporary order's renewal is not the day on which the party was denied.
_RENEWED = re.compile(r"\bT(?:DO|OD)\b|\bREN\w*(?:AL|ED)\b", re.IGNORECASE)

Fields = dict[str, str]


class BisDplTsv:
    """A file of denied persons read whole.

    Raises:
        ListRefused: when it is not the whole, well-formed file that it must be.
    """

    format = "bis_dpl_tsv"
    published: date | None = None
    missing: tuple[str, ...] = ()

    def __init__(self, data: bytes, name: str) -> None:
        table = read_delimited(data, name, delimiter="\t", columns=_COLUMNS)
        self._records: dict[str, list[Fields]] = {}
        for row in table.rows:
            fields = {
                key: " ".join(text.split()) for key, text in zip(table.header, row, strict=True)
            }
            if not any(letter.isalnum() for letter in fields["Name"]):
                raise ListRefused(f"{name}: a row has no name; download it again")
            self._records.setdefault(_uid(fields), []).append(fields)
        counts = f"{len(table.rows)} rows are {self.records} records"
        self.notes: tuple[str, ...] = (f"{counts}: one for each name and effective date",)

    @property
    def records(self) -> int:
        """The number of records."""
        return len(self._records)

    def entries(self, rules: ListRules, tally: Tally) -> Iterator[Entry]:
        """Give the entries, one for each list that a record is on."""
        for uid, rows in self._records.items():
            yield from _record(uid, rows, tally).entries(rules)


def _uid(fields: Fields) -> str:
    key = f"{fields['Name'].upper()}|{fields['Effective_Date']}"
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def _record(uid: str, rows: list[Fields], tally: Tally) -> Record:
    record = Record(tally=tally, uid=uid, type=None)
    for fields in rows:
        record.add_name(fields["Name"], NameKind.PRIMARY)
        for one in names_within(fields["Name"]):
            record.add_name(one.text, one.kind)
        record.add_address((fields[line] for line in _ADDRESS), fields["Country"] or None)
        for column, label in _FACTS.items():
            record.add_fact(label, fields[column])
        for column, text in fields.items():
            if column not in _COLUMNS and text:
                tally.strange("field", column)
                record.add_fact(column, text)
    record.listing = _listing(record, rows)
    return record


def _listing(record: Record, rows: list[Fields]) -> Listing:
    text = rows[0]["Effective_Date"]
    record.add_fact("Effective date", text)
    day = _day(text)
    if day is None:
        record.tally.strange("date", text or "(none)")
        return Listing()
    if any(_RENEWED.search(fields["Action"]) for fields in rows):
        return Listing()
    return Listing(listed_on=day)


def _day(text: str) -> date | None:
    found = _DATE.fullmatch(text)
    try:
        return date.fromisoformat("{2}-{0}-{1}".format(*found.groups())) if found else None
    except ValueError:
        return None
