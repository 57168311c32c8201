"""Read OFAC's legacy CSV set: the records, with their aliases, addresses and cut-off remarks.

The files have no header; null is `-0- `; each but the comments ends with a Ctrl-Z (0x1A), which
tells a whole file from one that was cut off. Remarks are cut at 1,000 characters, in mid-word, and
go on in the comments file. None of the files carries a date. dat_spec.txt of the publisher names
the columns.
"""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

from sanccheck.errors import ListRefused
from sanccheck.parse.delimited import check_text
from sanccheck.parse.ofac_entry import entries_of
from sanccheck.parse.ofac_record import OfacAddress, OfacAka, OfacRecord
from sanccheck.parse.ofac_remarks import read_remarks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sanccheck.model.entries import Entry
    from sanccheck.parse.list_rules import ListRules
    from sanccheck.parse.parsed import Tally

_COLUMNS = {"prim": 12, "alt": 5, "add": 6, "comments": 2}
_END = b"\x1a"
_CUT = 1000
_VESSEL = (
    (5, "Vessel Call Sign"),
    (6, "Vessel Type"),
    (7, "Vessel Tonnage"),
    (8, "Vessel Gross Registered Tonnage"),
    (9, "Vessel Flag"),
    (10, "Vessel Owner"),
)
_KINDS = {"aka": "a.k.a.", "fka": "f.k.a.", "nka": "n.k.a."}

Row = list[str | None]


class OfacCsv:
    """A legacy CSV set read whole; `parts` are (path, bytes) by prim, alt, add and comments.

    Raises:
        ListRefused: when a part is not the whole file that it must be, or the parts do not
            belong together.
    """

    format = "ofac_csv"
    published = None

    def __init__(
        self, parts: Mapping[str, tuple[str, bytes]], file_names: Mapping[str, str]
    ) -> None:
        rows = {part: _rows(part, path, data) for part, (path, data) in parts.items()}
        self._path = parts["prim"][0]
        self._check_joined(rows, {part: path for part, (path, _data) in parts.items()})
        self._rows = rows
        cut = [row for row in rows["prim"] if len(row[11] or "") >= _CUT]
        needed = {"alt", "add"} | ({"comments"} if cut else set())
        absent = sorted(needed - parts.keys())
        self.missing = tuple(file_names[part] for part in absent)
        self.notes = tuple(_NOTES[part].format(file=file_names[part]) for part in absent)

    @property
    def records(self) -> int:
        """The number of records."""
        return len(self._rows["prim"])

    def entries(self, rules: ListRules, tally: Tally) -> Iterator[Entry]:
        """Give the entries, one for each list that a record is on."""
        akas = _grouped(self._rows.get("alt", ()))
        addresses = _grouped(self._rows.get("add", ()))
        more = {row[0]: row[1] or "" for row in self._rows.get("comments", ())}
        records = [
            _record(row, akas.get(row[0], ()), addresses.get(row[0], ()), more.get(row[0], ""))
            for row in self._rows["prim"]
        ]
        return entries_of(records, rules, tally)

    def _check_joined(self, rows: Mapping[str, list[Row]], paths: Mapping[str, str]) -> None:
        known: set[str | None] = set()
        for row in rows["prim"]:
            if row[0] in known:
                raise ListRefused(f"{self._path}: the record '{row[0]}' stands twice")
            known.add(row[0])
        for part, found in rows.items():
            strange = next((row[0] for row in found if row[0] not in known), None)
            if strange is not None:
                raise ListRefused(
                    f"{paths[part]}: has a row for the record '{strange}', which {self._path} "
                    "does not hold; the files are not of one day, or one was cut off"
                )


_NOTES = {
    "alt": "{file} is not there: the records have no strong aliases",
    "add": "{file} is not there: the records have no addresses",
    "comments": "{file} is not there: remarks longer than 1,000 characters are cut",
}


def _rows(part: str, path: str, data: bytes) -> list[Row]:
    whole = data.rstrip(b"\0 ")
    if part != "comments" and not whole.endswith(_END):
        raise ListRefused(
            f"{path}: does not end with the end mark (0x1A) of OFAC's CSV files: it was cut off, "
            "or saved by another program; download it again"
        )
    try:
        text = _decode(whole.rstrip(_END))
        found = [
            [_value(cell) for cell in row]
            for row in csv.reader(StringIO(text, newline=""), strict=True)
            if row
        ]
    except (csv.Error, UnicodeDecodeError) as error:
        raise ListRefused(f"{path}: is not readable as CSV ({error}); download it again") from None
    check_text(text, path)
    for number, row in enumerate(found, 1):
        if len(row) != _COLUMNS[part] or not _is_number(row[0]):
            raise ListRefused(
                f"{path}: record {number} is not a row of {_COLUMNS[part]} columns that starts "
                "with a number; it is not OFAC's file, or it is damaged"
            )
        if part == "prim" and row[1] is None:
            raise ListRefused(f"{path}: the record '{row[0]}' has no name; download it again")
    return found


def _is_number(text: str | None) -> bool:
    return text is not None and text.isascii() and text.isdigit()


def _decode(data: bytes) -> str:
    """Read Windows-1252, as the publisher says, or UTF-8 where the bytes are that."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252")


def _value(cell: str) -> str | None:
    """Return a cell as printed (cut remarks must be joined unchanged), None for null."""
    return None if cell.strip() in {"-0-", ""} else cell


def _grouped(rows: list[Row] | tuple[()]) -> dict[str | None, list[Row]]:
    found: dict[str | None, list[Row]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(row)
    return found


def _record(
    row: Row, akas: list[Row] | tuple[()], addresses: list[Row] | tuple[()], more: str
) -> OfacRecord:
    type_ = (row[2] or "entity").strip()
    remarks = read_remarks((row[11] or "") + more)
    strong = [
        OfacAka(
            _KINDS.get((aka[2] or "").strip(), aka[2] or ""),
            weak=False,
            last=(aka[3] or "").strip(),
        )
        for aka in akas
    ]
    # Columns for remarks, in which the publisher has never printed anything.
    said = [("Alias remarks", aka[4]) for aka in akas]
    said += [("Address remarks", address[5]) for address in addresses]
    return OfacRecord(
        uid=(row[0] or "").strip(),
        type=type_,
        last=(row[1] or "").strip(),
        title=None if row[4] is None else row[4].strip(),
        remarks="; ".join(remarks.rest) or None,
        programmes=tuple((row[3] or "").strip().replace("] [", "\n").splitlines()),
        ids=tuple(remarks.ids),
        akas=(*strong, *remarks.akas),
        addresses=tuple(found for found in map(_address, addresses) if found is not None),
        nationalities=tuple(remarks.nationalities),
        citizenships=tuple(remarks.citizenships),
        births=tuple(remarks.births),
        birth_places=tuple(remarks.birth_places),
        vessel=tuple((label, (row[at] or "").strip()) for at, label in _VESSEL if row[at]),
        links=tuple(remarks.links),
        strange=tuple(("remarks", what, text.strip()) for what, text in said if text is not None),
    )


def _address(row: Row) -> OfacAddress | None:
    lines = tuple(cell.strip() for cell in (row[2], row[3], row[5]) if cell is not None)
    if not lines and row[4] is None:
        return None
    return OfacAddress(lines, None if row[4] is None else row[4].strip())
