"""Read the UK Sanctions List in its short form: a spreadsheet (ODS) of eight columns.

It has one name for a designation and no alias, date of birth, address or number, so it is a part
of the list: what is in it counts, and finding nothing in it shows nothing. It has no date.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sanccheck.errors import ListRefused
from sanccheck.parse.open_document import sheet_rows
from sanccheck.parse.uk_record import UkRecord, check_uid, entries_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sanccheck.model.entries import Entry
    from sanccheck.parse.list_rules import ListRules
    from sanccheck.parse.parsed import Tally
    from sanccheck.parse.uk_record import Group, Leaf

_UID, _NAME = "UniqueID", "Name"
_COLUMNS = {
    "unique id": _UID,
    "ofsi group id": "OFSIGroupID",
    "name": _NAME,
    "regime name": "RegimeName",
    "type": "IndividualEntityShip",
    "designation source": "DesignationSource",
    "date designated": "DateDesignated",
    "sanctions imposed": "SanctionsImposed",
}
# One name in 5,302 was empty in a real file; where many are, the file is not what it seems.
_MAX_NAMELESS_PERCENT = 1


class UkOds:
    """The short form read whole.

    Raises:
        ListRefused: when it is not the spreadsheet that it must be.
    """

    format = "uk_ods"
    published = None
    missing: tuple[str, ...] = (
        "aliases, dates of birth, addresses and numbers (they are in UK-Sanctions-List.xml)",
    )

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        self._seen: set[str] = set()
        self._nameless: list[str] = []
        sheet, rows, others = self._sheet(data)
        fields = self._fields(rows[0])
        self._records = [self._record(fields, row) for row in rows[1:]]
        self._check_names()
        self.notes = self._notes(sheet, others)

    @property
    def records(self) -> int:
        """The number of designations."""
        return len(self._records)

    def entries(self, rules: ListRules, tally: Tally) -> Iterator[Entry]:
        """Give the entries, one for each list that a designation is on."""
        return entries_of(self._records, rules, tally)

    def _sheet(self, data: bytes) -> tuple[str, list[list[str]], list[str]]:
        """Return the sheet whose first row is the header, its rows, the other sheets."""
        sheets: dict[str, list[list[str]]] = {}
        for sheet, row in sheet_rows(data, self._name):
            sheets.setdefault(sheet, []).append(row)
        found = [sheet for sheet, rows in sheets.items() if _UID in _named(rows[0])]
        if len(found) != 1:
            raise ListRefused(
                f"{self._name}: has {len(found)} sheets that begin with the header of the UK "
                "Sanctions List ('Unique ID', 'Name', …), not one; download it again"
            )
        return found[0], sheets[found[0]], [sheet for sheet in sheets if sheet != found[0]]

    def _fields(self, header: list[str]) -> list[str]:
        fields = _named(header)
        if _NAME not in fields or len(set(fields)) != len(fields):
            raise ListRefused(
                f"{self._name}: its header lacks 'Name' or names a column twice; check the file"
            )
        return fields

    def _record(self, fields: list[str], row: list[str]) -> UkRecord:
        if len(row) > len(fields):
            raise ListRefused(
                f"{self._name}: the row '{row[0][:40]}' is longer than the header; check the file"
            )
        cells = dict(zip(fields, row, strict=False))
        uid = cells.pop(_UID, "")
        check_uid(uid, self._seen, self._name)
        shown = cells.pop(_NAME, "")
        groups: tuple[Group, ...] = ()
        if shown:
            parts: tuple[Leaf, ...] = (("Name6", shown), ("NameType", "Primary Name"))
            groups = (("Name", parts),)
        else:
            self._nameless.append(uid)
        leaves = tuple((field, text) for field, text in cells.items() if text)
        return UkRecord(uid, leaves, groups)

    def _check_names(self) -> None:
        if len(self._nameless) * 100 > len(self._records) * _MAX_NAMELESS_PERCENT:
            raise ListRefused(
                f"{self._name}: {len(self._nameless)} of {len(self._records)} designations have "
                "no name; the file is damaged, download it again"
            )

    def _notes(self, sheet: str, others: list[str]) -> tuple[str, ...]:
        notes = []
        if self._nameless:
            notes.append(
                f"no name stands at {', '.join(self._nameless)}; what is listed there cannot be "
                "found by its name: import UK-Sanctions-List.xml"
            )
        if others:
            notes.append(f"only the sheet '{sheet}' was read, not {', '.join(others)}")
        return tuple(notes)


def _named(header: list[str]) -> list[str]:
    return [_COLUMNS.get(" ".join(cell.split()).casefold(), cell) for cell in header]
