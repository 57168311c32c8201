"""A table as text: a header, and rows that know where they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sanccheck.errors import InputError

# How many rows are looked at to tell whether the first row is the header.
_LOOK_AT = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row under the header.

    `number` counts from 1 under the header; `line` is the line of the file, or the row of the
    sheet, where it stands, and `last` the line of the file where it ends: a quoted cell may
    hold line breaks. `cells` has one text for each column; `extra` holds what stood beyond the
    last column, which the header gives no meaning.
    """

    number: int
    line: int
    last: int
    cells: tuple[str, ...]
    extra: tuple[str, ...] = ()

    @property
    def span(self) -> str | None:
        """The lines over which the row goes, in words; None where it stands in one."""
        if self.last == self.line:
            return None
        return f"spans lines {self.line} to {self.last}"

    def breaks(self, column: int) -> bool:
        """Say whether a line of the file ends within a cell, as where a quote joins rows.

        In a workbook no quote can, so a cell there may have as many lines as it likes.
        """
        text = self.cells[column].strip()
        return self.span is not None and ("\n" in text or "\r" in text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table as read: every value is the text that stood there.

    `sheet` is None for CSV. `bom` says that a CSV file began with a byte order mark, as those
    that Excel writes do.
    """

    path: str
    sheet: str | None
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    bom: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The cells of one row as parsed, before the header gives them meaning."""

    line: int
    last: int
    cells: Sequence[str]


def build_table(
    path: str, records: Iterable[Record], *, sheet: str | None = None, bom: bool = False
) -> Table:
    """Take the first row that is not empty as the header and return the table.

    A column without a heading but with values is called "column D".

    Raises:
        InputError: when there is nothing, no header, a repeated heading, or when the rows are
            wider than the first row, as under a title line.
    """
    where = path if sheet is None else f"{path}, sheet '{sheet}'"
    found = list(records)
    while found and not _width(found[0].cells):
        del found[0]
    if not found:
        raise InputError(f"{where}: is empty; the first row must name the columns")
    top, body = found[0], found[1:]
    width = _width(top.cells)
    _check_width(where, top.line, width, body)
    header = _headings(where, top, width)
    columns = len(top.cells)
    rows = tuple(
        _row(number, record, width, columns) for number, record in enumerate(body, start=1)
    )
    return Table(path=path, sheet=sheet, header=header, rows=rows, bom=bom)


def _width(cells: Sequence[str]) -> int:
    """Return the number of cells up to the last one that is filled."""
    filled = [index for index, cell in enumerate(cells) if cell.strip()]
    return filled[-1] + 1 if filled else 0


def _check_width(where: str, line: int, width: int, body: Sequence[Record]) -> None:
    widths = [_width(record.cells) for record in body[:_LOOK_AT]]
    wider = [one for one in widths if one > width]
    if len(wider) > len(widths) / 2:
        raise InputError(
            f"{where}: row {line} fills {width} of the {max(wider)} columns below it; the first "
            "row must name every column: delete what stands above the header, and put values "
            "that hold the separator in quotes"
        )


def _headings(where: str, top: Record, width: int) -> tuple[str, ...]:
    header = [
        cell.strip() or f"column {column_letters(index)}"
        for index, cell in enumerate(top.cells[:width])
    ]
    repeated = [heading for heading, count in Counter(header).items() if count > 1]
    if repeated:
        names = ", ".join(f"'{heading}'" for heading in repeated)
        raise InputError(
            f"{where}: the heading {names} stands more than once in row {top.line}; "
            "give each column a name of its own"
        )
    return tuple(header)


def _row(number: int, record: Record, width: int, columns: int) -> Row:
    """Make a row; a cell more than the header has is extra, be it empty.

    A comma in a name without quotes pushes the rest of the row to the right.
    """
    cells = tuple(record.cells[:width])
    cells += ("",) * (width - len(cells))
    end = max(_width(record.cells), len(record.cells) if len(record.cells) > columns else 0)
    extra = tuple(record.cells[width:end])
    return Row(number=number, line=record.line, last=record.last, cells=cells, extra=extra)


def column_letters(index: int) -> str:
    """Return a column's letters as a spreadsheet shows them, counting from 0.

    >>> column_letters(0), column_letters(27)
    ('A', 'AB')
    """
    letters = ""
    index += 1
    while index:
        index, digit = divmod(index - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters
