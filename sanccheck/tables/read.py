"""Read a table from a file by what the file is."""

from __future__ import annotations

from pathlib import Path

from sanccheck.errors import InputError
from sanccheck.tables.csv_files import BOM, read_csv
from sanccheck.tables.table import Table, build_table

_WORKBOOKS = {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"}
_TEXTS = {".csv", ".tsv"}
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
    _check_suffix(str(path))
    return parse_table(_read_bytes(path), str(path), sheet=sheet)


def parse_table(data: bytes, name: str, *, sheet: str | None = None) -> Table:
    """Return the table in the bytes of a file; the suffix of its name tells what it is.

    Raises:
        InputError: as `read_table` does.
    """
    _check_suffix(name)
    if not data.strip():
        raise InputError(f"{name}: is empty; the first row must name the columns")
    if is_workbook(name):
        from sanccheck.tables.workbooks import read_workbook

        return read_workbook(name, data, sheet)
    if data.startswith((_ZIP, _OLE)):
        raise InputError(f"{name}: is a workbook, not CSV; give it the suffix .xlsx, .xls or .ods")
    if sheet is not None:
        raise InputError(f"{name}: is CSV and has no sheets; leave --sheet out")
    return build_table(name, read_csv(name, data), bom=data.startswith(BOM))


def is_workbook(name: str) -> bool:
    """Say whether a file of that name is a workbook.

    >>> is_workbook("a.XLSX"), is_workbook("a.csv")
    (True, False)
    """
    return Path(name).suffix.lower() in _WORKBOOKS


def is_table(name: str) -> bool:
    """Say whether a file of that name is a table.

    >>> is_table("a.csv"), is_table("a.xml")
    (True, False)
    """
    return Path(name).suffix.lower() in _WORKBOOKS | _TEXTS


def _check_suffix(name: str) -> None:
    suffix = Path(name).suffix.lower()
    if suffix in _OTHERS:
        raise InputError(f"{name}: {suffix} files are not read; give a CSV, XLSX or ODS file")


def _read_bytes(path: Path) -> bytes:
    if path.is_dir():
        raise InputError(f"{path}: is a folder; name a CSV, XLSX or ODS file")
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError(f"{path}: does not exist; check the path") from None
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from None
