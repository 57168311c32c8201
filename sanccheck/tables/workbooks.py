"""Read a sheet of a workbook (XLSX, ODS, XLS) as text."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta
from typing import Any

from sanccheck.errors import InputError
from sanccheck.tables.table import Record, Table, build_table

# From here on a spreadsheet's number is no longer exact to the unit.
_EXACT = 10**15

Value = int | float | str | bool | time | date | datetime | timedelta


def read_workbook(path: str, data: bytes, sheet: str | None) -> Table:
    """Return one sheet of a workbook as text; `path` is for messages.

    Raises:
        InputError: when it is not a workbook, or the sheet is not told, not there or empty.
    """
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            name = _choose_sheet(path, book, sheet)
            found = book.get_sheet_by_name(name)
            first = 1 if found.start is None else found.start[0] + 1
            values = found.to_python()
    except PasswordError:
        raise InputError(f"{path}: is protected by a password; save it without one") from None
    except CalamineError as error:
        raise InputError(
            f"{path}: is not a workbook that can be read ({_short(error)}); "
            "open it in a spreadsheet program and save it as XLSX or CSV"
        ) from None
    records = [
        Record(line=line, last=line, cells=[_as_text(value) for value in row])
        for line, row in enumerate(values, start=first)
    ]
    while records and not any(records[-1].cells):
        records.pop()
    return build_table(path, records, sheet=name)


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:80] or type(error).__name__


def _choose_sheet(path: str, book: Any, sheet: str | None) -> str:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    worksheets = [one for one in book.sheets_metadata if one.typ is SheetTypeEnum.WorkSheet]
    names = [one.name for one in worksheets]
    listed = ", ".join(f"'{name}'" for name in names)
    if sheet is not None:
        if sheet in names:
            return sheet
        raise InputError(f"{path}: has no sheet '{sheet}'; its sheets are {listed}")
    shown = [one.name for one in worksheets if one.visible is SheetVisibleEnum.Visible]
    if len(shown) == 1:
        return str(shown[0])
    if not names:
        raise InputError(f"{path}: holds no sheet with cells")
    raise InputError(f"{path}: has several sheets; say which with --sheet: {listed}")


def _as_text(value: Value) -> str:
    """Write a cell's value as text: whole numbers without ".0", dates as YYYY-MM-DD."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < _EXACT else repr(value)
    if isinstance(value, datetime):
        midnight = value.time() == time(0)
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    return value.isoformat() if isinstance(value, date | time) else str(value)
