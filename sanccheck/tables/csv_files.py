"""CSV: read it whatever separates its cells; write it so that no cell acts as a formula."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Iterable, Iterator
from typing import TextIO

from sanccheck.errors import InputError
from sanccheck.tables.table import Record

BOM = b"\xef\xbb\xbf"

# Those that stand least often inside a name come first: on a tie the first wins.
_SEPARATORS = ("\t", ";", ",")
_NO_SEPARATOR = "\x1f"
_SNIFFED_ROWS = 200
# Stands after the text; it is read as a row of its own only if every quote was closed.
_END = "\x1eend"
_SEP_LINE = re.compile(r"^sep=(.)\r?\n", re.IGNORECASE)

# The wide forms of = + - @ start a formula in some locales.
_FORMULA_STARTS = tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20")
_MAY_RUN = frozenset(_FORMULA_STARTS)
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)*%?")


def read_csv(path: str, data: bytes) -> list[Record]:
    """Return the rows of a CSV file in UTF-8, empty lines left out.

    The separator is a comma, a semicolon or a tab: the one that splits the header and then
    splits the rows into as many cells most often. A line "sep=;" says it outright.

    Raises:
        InputError: when the file is not UTF-8 text, a quoted cell is never closed, or text stands
            after the quote that closes one.
    """
    text = _decode(path, data)
    if not text.strip("\t\r\n ;,"):
        return []
    skipped = 0
    said = _SEP_LINE.match(text)
    if said is not None:
        text, skipped = text[said.end() :], 1
        separator = said.group(1)
    else:
        separator = sniff_separator(text)
    if separator == _NO_SEPARATOR:
        _check_single_column(path, text)
    try:
        records = list(_parse(f"{text}\n{_END}", separator, strict=True))
    except _QuoteError as error:
        raise InputError(error.say(path, skipped)) from None
    return [
        Record(line=record.line + skipped, last=record.last + skipped, cells=record.cells)
        for record in records[:-1]
        if record.cells
    ]


class _QuoteError(Exception):
    """The quotes of a row do not stand where they can: the lines of the row, up to the fault."""

    def __init__(self, line: int, last: int, *, never_closed: bool) -> None:
        super().__init__()
        self._line, self._last, self._never_closed = line, last, never_closed

    def say(self, path: str, skipped: int) -> str:
        """Say where the fault is and what mends it."""
        line, last = self._line + skipped, self._last + skipped
        if self._never_closed:
            return f'{path}:{line}: a quoted cell begins here and is never closed; add the "'
        begins = "" if line == last else f", in the row that begins in line {line}"
        return (
            f"{path}:{last}: text stands after the quote that closes a cell{begins}; a cell in "
            'quotes ends with its quote, and a " inside it is written ""'
        )


def _decode(path: str, data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError(f"{path}: is UTF-16 text; save it as CSV UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise InputError(
            f"{path}:{line}: is not UTF-8 text (byte 0x{data[error.start]:02x} at position "
            f"{error.start + 1}); save it as CSV UTF-8"
        ) from None
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise InputError(f"{path}:{line}: holds a zero byte, so it is not text; save it as CSV")
    return text


def sniff_separator(text: str) -> str:
    r"""Return what separates the cells; a separator that no text holds for a single column.

    >>> sniff_separator("name\nHuawei Technologies Co., Ltd.\n") in ",;\t"
    False
    >>> sniff_separator("name;country\nHuawei Technologies Co., Ltd.;CN\n")
    ';'
    """
    best, best_share = _NO_SEPARATOR, -1.0
    for separator in _SEPARATORS:
        share = _regular_share(text, separator)
        if share is not None and share > best_share:
            best, best_share = separator, share
    return best


def _regular_share(text: str, separator: str) -> float | None:
    """Return the share of rows as wide as the header, None where it does not split the header."""
    widths: list[int] = []
    for record in _parse(text, separator):
        if any(cell.strip() for cell in record.cells):
            widths.append(len(record.cells))
        if len(widths) > _SNIFFED_ROWS:
            break
    if not widths or widths[0] == 1:
        return None
    body = widths[1:]
    return sum(width == widths[0] for width in body) / len(body) if body else 1.0


def _check_single_column(path: str, text: str) -> None:
    """Refuse a title line above a table: one cell, and under it rows of many cells, all alike.

    Two cells made by commas may be "…, Ltd." in a column of names, so they count for nothing.
    """
    for separator, least in (("\t", 2), (";", 2), (",", 3)):
        records = (record for record in _parse(text, separator) if record.cells)
        _, *body = [len(record.cells) for record in itertools.islice(records, _SNIFFED_ROWS)]
        if len(body) > 1 and min(body) == max(body) >= least:
            raise InputError(
                f"{path}:1: has one cell but the rows below it have {body[0]}; the first row "
                "must name the columns: delete what stands above the header"
            )


def _parse(text: str, separator: str, *, strict: bool = False) -> Iterator[Record]:
    """Give the rows; a lax reader joins rows at a stray quote, so only guesses are lax."""
    # A field may be as long as the text: a name that is too long is one row's error.
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    file = io.StringIO(text, newline="")
    reader = csv.reader(file, delimiter=separator, strict=strict)
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            # No quote stands in the last line, so a fault found there is one never closed.
            raise _QuoteError(line, reader.line_num, never_closed=not file.read(1)) from None
        yield Record(line=line, last=reader.line_num, cells=cells)
        line = reader.line_num + 1


class CsvWriter:
    """Writes rows with commas; a cell that would run as a formula gets an apostrophe first.

    `file` is a text file opened with newline="".
    """

    def __init__(self, file: TextIO) -> None:
        self._writer = csv.writer(file, lineterminator="\n")

    def write(self, row: Iterable[str]) -> None:
        """Write one row."""
        self._writer.writerow([harmless(cell) if cell[:1] in _MAY_RUN else cell for cell in row])


def harmless(cell: str) -> str:
    """Return the cell with an apostrophe before it where a spreadsheet would run it.

    A plain number stays as it is.

    >>> harmless("=1+1"), harmless("-12.5"), harmless("Huawei")
    ("'=1+1", '-12.5', 'Huawei')
    """
    if cell.startswith(_FORMULA_STARTS) and _NUMBER.fullmatch(cell) is None:
        return f"'{cell}"
    return cell
