"""Read a plain table (CSV, XLSX, ODS) as a list: one row, one entry.

Which column holds what is said by `TableColumns`. Every cell ends up in its row's entry: as the
field that it is, and where that does not show the text as it stood, or no field is read from the
column, as a detail under the column's heading.

An entry's id is that of its row. Where there is none it is the beginning of the sha256 of the name
and the country; rows that share both take all their cells into it. So it stays the same from one
table to the next, in whatever order the rows stand.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from sanccheck.errors import InputError, ListRefused, Problem
from sanccheck.model.entries import Listing, NameKind
from sanccheck.names.identifiers import SCHEMES
from sanccheck.names.normalise import MAX_LENGTH, normalise
from sanccheck.names.typed import is_nothing, typed_country, typed_type
from sanccheck.parse.iso_dates import read_iso_birth
from sanccheck.parse.packed import ZIP, measure
from sanccheck.parse.record import Record
from sanccheck.parse.table_columns import TableColumns, own_words
from sanccheck.printable import printable
from sanccheck.tables import is_workbook, parse_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sanccheck.model.entries import Entry
    from sanccheck.parse.list_rules import ListRules
    from sanccheck.parse.parsed import Tally
    from sanccheck.tables import Row, Table

_MOST_PROBLEMS = 200
_MOST_SPANS = 10
_LONGEST_ID = 100
_ID_DIGITS = 16
_SHOWN = 60
# Beside YYYY-MM-DD. 03/04/2026 is not here: it is March in one place and April in another.
_DAYS = ("%Y/%m/%d", "%d.%m.%Y", "%d %b %Y", "%d %B %Y")
# Marks that turn the direction of what follows; joiners, which some scripts need, are not here.
_DIRECTIONS = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_HOW = "write it as YYYY-MM-DD"


def read_plain(data: bytes, where: str, sheet: str | None) -> Table:
    """Return the table in a file, every cell as text.

    Raises:
        ListRefused: when it cannot be read as a table, or unpacks to too much.
    """
    try:
        if is_workbook(where) and data.startswith(ZIP):
            measure(data, where)
        return parse_table(data, where, sheet=sheet)
    except InputError as error:
        raise ListRefused(str(error)) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A row that is an entry."""

    row: Row
    uid: str
    listing: Listing


class PlainTable:
    """A table read whole.

    Raises:
        ListRefused: when it is no table, lacks a column, or has rows that are no entries, all of
            which are named; with `partial` such rows are left out, and named in the notes.
    """

    format = "table"
    published = None
    missing: tuple[str, ...] = ()

    def __init__(
        self, data: bytes, where: str, columns: TableColumns | None, *, partial: bool
    ) -> None:
        sheet = None if columns is None else columns.sheet
        table = read_plain(data, where, sheet)
        self.columns = own_words(table.header) if columns is None else columns
        wrong = self.columns.problems()
        if wrong:
            raise ListRefused(f"{where}: {'; '.join(wrong)}")
        self._header = table.header
        self._places = self.columns.places(table.header, where)
        self._notes: list[str] = []
        problems: list[Problem] = []
        self._lines = self._read_rows(table, problems)
        self._notes += _say_spans(table)
        if problems and not partial:
            raise ListRefused(_say_problems(problems, where, len(table.rows)))
        self._notes += [f"left out: {problem}" for problem in problems[:_MOST_PROBLEMS]]
        if problems:
            self._notes.append(f"{len(problems)} of {len(table.rows)} rows are left out")

    @property
    def records(self) -> int:
        """The number of records."""
        return len(self._lines)

    @property
    def notes(self) -> tuple[str, ...]:
        """What a user should know: rows left out or repeated, wrong check digits."""
        return tuple(self._notes)

    def entries(self, rules: ListRules, tally: Tally) -> Iterator[Entry]:
        """Give the entries, one for each row."""
        for line in self._lines:
            yield from self._record(line, tally).entries(rules)

    def _read_rows(self, table: Table, problems: list[Problem]) -> list[_Line]:
        ids = _Ids(self, table)
        lines: list[_Line] = []
        for row in table.rows:
            if not any(cell.strip() for cell in (*row.cells, *row.extra)):
                continue
            wrong: list[str] = []
            uid = ids.of(row, wrong)
            listing = self._check(row, wrong)
            if wrong:
                text = "; ".join(wrong)
                problems.append(Problem(path=table.path, line=row.line, message=text))
            elif uid is None:
                self._notes.append(f"row {row.line} repeats an earlier one and is counted once")
            else:
                lines.append(_Line(row=row, uid=uid, listing=listing))
        return lines

    def _check(self, row: Row, wrong: list[str]) -> Listing:
        if row.extra:
            wrong.append(
                'goes on beyond the last heading; put values that hold the separator in ""'
            )
        name = self.cell(row, "name")
        if any(row.breaks(place) for field, place in self._places if field == "name"):
            wrong.append(
                f"{row.span}, and its name holds a line break; see whether a quote joins several "
                "rows, and write the name on one line"
            )
        if not name:
            wrong.append("has no name")
        elif len(name) > MAX_LENGTH:
            wrong.append(f"has a name of {len(name):,} characters; at most {MAX_LENGTH:,} are read")
        elif not normalise(name):
            wrong.append(f"has a name without a letter or digit, '{printable(name, _SHOWN)}'")
        listed = self._day(row, "listed_on", wrong)
        delisted = self._day(row, "delisted_on", wrong)
        if listed is not None and delisted is not None and delisted < listed:
            wrong.append(f"was delisted on {delisted}, before it was listed on {listed}")
        return Listing(listed_on=listed, delisted_on=delisted)

    def _day(self, row: Row, field: str, wrong: list[str]) -> date | None:
        text = self.cell(row, field)
        if is_nothing(text):
            return None
        day = read_day(text)
        if day is None:
            wrong.append(f"the date '{printable(text, _SHOWN)}' ({field}) cannot be read; {_HOW}")
        return day

    def cell(self, row: Row, field: str) -> str:
        """Return the text of a field that is read from one column, "" where there is none."""
        place = next((place for one, place in self._places if one == field), None)
        return "" if place is None else _seen(row.cells[place])

    def cells(self, row: Row, field: str) -> list[str]:
        """Return the texts of a field in all its columns."""
        return [row.cells[place] for one, place in self._places if one == field]

    def _record(self, line: _Line, tally: Tally) -> Record:
        row = line.row
        kind = self.cell(row, "type")
        type_ = typed_type(kind)
        if type_ is None and not is_nothing(kind):
            tally.strange("type", kind[:_SHOWN])
        record = Record(tally=tally, uid=line.uid, type=type_, listing=line.listing)
        record.add_name(self.cell(row, "name"), NameKind.PRIMARY)
        remarks = [text for cell in self.cells(row, "remarks") if (text := _seen(cell))]
        record.remarks = "; ".join(remarks) or None
        for field, place in self._places:
            self._add(record, field, row.cells[place], self._header[place])
        self._keep_the_rest(record, line, remarks)
        return record

    def _add(self, record: Record, field: str, cell: str, heading: str) -> None:
        """Take what a cell says into the field that is read from it."""
        text = _seen(cell)
        if is_nothing(text):
            return
        if field == "aliases":
            for part in self._parts(cell):
                _add_alias(record, _seen(part))
        elif field == "country":
            _add_country(record, text)
        elif field == "birth_date":
            record.add_birth(read_iso_birth(text))
        elif field == "address":
            record.add_address([text], None)
        elif field in SCHEMES:
            for part in self._parts(cell):
                record.add_identifier(field, _seen(part), _seen(heading))

    def _parts(self, cell: str) -> list[str]:
        lines = cell.replace(self.columns.separator, "\n").splitlines()
        return [part.strip() for part in lines if part.strip()]

    def _keep_the_rest(self, record: Record, line: _Line, remarks: list[str]) -> None:
        """Keep as a detail each cell whose text nothing else in the entry shows as it stood."""
        shown = {line.uid, *remarks, *_shown(record)}
        joined = {place for field, place in self._places if field in ("aliases", *SCHEMES)}
        read = {place for _field, place in self._places}
        for place, cell in enumerate(line.row.cells):
            parts = self._parts(cell) if place in joined else [cell.strip()]
            if place not in read or not shown.issuperset(parts):
                record.add_fact(self._header[place], cell)
        wrong = [one.value for one in record.identifiers if one.valid is False]
        if wrong:
            said = printable(", ".join(wrong), _SHOWN)
            self._notes.append(f"row {line.row.line}: wrong check digits or form: {said}")


class _Ids:
    """Gives each row its id, and says where one cannot be."""

    def __init__(self, table: PlainTable, rows: Table) -> None:
        self._table = table
        self._has_column = any(field == "id" for field, _heading in table.columns.pairs)
        self._shared = Counter(self._content(row) for row in rows.rows)
        self._given: dict[str, int] = {}

    def of(self, row: Row, wrong: list[str]) -> str | None:
        """Return a row's id, None where the row as a whole stands already."""
        if not self._has_column:
            content = self._content(row)
            uid = _digest(content if self._shared[content] == 1 else row.cells)
            if uid in self._given:
                return None
        else:
            uid = self._table.cell(row, "id")
            before = self._given.get(uid)
            if not uid:
                wrong.append("has no id")
            elif len(uid) > _LONGEST_ID or not uid.isprintable():
                wrong.append(f"has an id that is none: '{printable(uid, _SHOWN)}'")
            elif before is not None:
                wrong.append(f"the id '{printable(uid, _SHOWN)}' stands in row {before} already")
        self._given.setdefault(uid, row.line)
        return uid

    def _content(self, row: Row) -> tuple[str, ...]:
        countries = (typed_country(text) or text for text in self._table.cells(row, "country"))
        texts = (self._table.cell(row, "name"), *countries)
        return tuple(
            " ".join(unicodedata.normalize("NFC", text).casefold().split()) for text in texts
        )


def _digest(texts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:_ID_DIGITS]


def _seen(text: str) -> str:
    """Return a text without what nobody reads and what could steer a terminal or turn a line."""
    if not text.isprintable():
        text = "".join(one for one in text if one.isspace() or not _steers(one))
    return " ".join(text.split())


def _steers(one: str) -> bool:
    return unicodedata.category(one) == "Cc" or one in _DIRECTIONS


def _add_country(record: Record, text: str) -> None:
    code = typed_country(text)
    if code is None:
        record.tally.strange("country", text[:_SHOWN])
    else:
        record.countries[code] = None


def _add_alias(record: Record, text: str) -> None:
    if len(text) > MAX_LENGTH or not normalise(text):
        record.tally.strange("alias", text[:_SHOWN])  # nothing could be found by it
    else:
        record.add_name(text, NameKind.ALIAS)


def _shown(record: Record) -> set[str]:
    listing = record.listing
    days = (one for one in (listing.listed_on, listing.delisted_on) if one is not None)
    return {
        "",
        *record.names,
        *(one.value for one in record.identifiers),
        *(one.text for one in record.addresses),
        *(one.text for one in record.births),
        *record.countries,
        *(day.isoformat() for day in days),
        *(() if record.type is None else (record.type.value,)),
    }


def read_day(text: str) -> date | None:
    """Return a day as people write it where that can mean one day only.

    >>> read_day("22 Nov 2026"), read_day("03/04/2026")
    (datetime.date(2026, 11, 22), None)
    """
    try:
        return date.fromisoformat(text.partition(" 00:00:00")[0])
    except ValueError:
        pass
    for form in _DAYS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a civil day
        except ValueError:
            continue
    return None


def _say_spans(table: Table) -> list[str]:
    """Name the rows of several lines: an address may be so, and so may rows that a quote joined."""
    spans = [f"row {row.line} {row.span}" for row in table.rows if row.span is not None]
    if not spans:
        return []
    more = f" and {len(spans) - _MOST_SPANS} more" if len(spans) > _MOST_SPANS else ""
    said = f"{', '.join(spans[:_MOST_SPANS])}{more}"
    return [f"{said}: a cell in quotes holds line breaks; see whether a quote joins several rows"]


def _say_problems(problems: list[Problem], where: str, rows: int) -> str:
    said = [str(problem) for problem in problems[:_MOST_PROBLEMS]]
    more = len(problems) - _MOST_PROBLEMS
    if more > 0:
        said.append(f"{where}: and {more} rows more")
    said.append(
        f"{where}: {len(problems)} of {rows} rows cannot be read; mend them, or give --partial to "
        "leave them out, which makes the list a part, in which finding nothing shows nothing"
    )
    return "\n".join(said)
