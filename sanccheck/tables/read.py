"""Read a table from a file by what the file is."""

from __future__ import annotations

from pathlib import Path

from sanccheck.errors import InputError
from sanccheck.tables.csv_files import BOM, read_csv
from sanccheck.tables.table import Table, build_table

_WORKBOOKS = {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"}
_OTHERS = {".parquet", ".json", ".jsonl", ".pdf", ".docx", ".doc", ".numbers"}
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"


def read_table(path: Path, *, sheet: str | None = None) -> Table:
    """Return the table in a CSV, XLSX or ODS file, every cell as text.

    `sheet` is needed where a workbook has several.

    Raises:
        InputError: in one line, when the file is missing, is not what its name says, is not
            UTF-8, is empty, has no header or a repeated one, or the sheet is not told.
    """
    suffix = path.suffix.lower()
    if suffix in _OTHERS:
        raise InputError(f"{path}: {suffix} files are not read; give a CSV, XLSX or ODS file")
    data = _read_bytes(path)
    if suffix in _WORKBOOKS:
        from sanccheck.tables.workbooks import read_workbook

        return read_workbook(str(path), sheet)
    if data.startswith((_ZIP, _OLE)):
        raise InputError(f"{path}: is a workbook, not CSV; give it the suffix .xlsx, .xls or .ods")
    if sheet is not None:
        raise InputError(f"{path}: is CSV and has no sheets; leave --sheet out")
    return build_table(str(path), read_csv(str(path), data), bom=data.startswith(BOM))


def _read_bytes(path: Path) -> bytes:
    if path.is_dir():
        raise InputError(f"{path}: is a folder; name a CSV, XLSX or ODS file")
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise InputError(f"{path}: does not exist; check the path") from None
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from None
    if not data.strip():
        raise InputError(f"{path}: is empty; the first row must name the columns")
    return data
