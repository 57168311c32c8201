"""Tell what a file is and read it with the parser of its format, or refuse it with the reason."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING

from sanccheck.errors import ListRefused, UsageError
from sanccheck.parse.expected import TABLE
from sanccheck.parse.formats import CSV_SET, FORMATS, tell
from sanccheck.parse.open_document import media_type
from sanccheck.parse.packed import MAX_BYTES, is_packed, listed, show, unpack
from sanccheck.parse.table_columns import COLUMNS_FILE, TableColumns
from sanccheck.tables import is_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sanccheck.parse.expected import Expected
    from sanccheck.parse.formats import Format
    from sanccheck.parse.parsed import Reading

_FILLED = re.compile(rb"[^\x1a \t\r\n\0]")
_LEADING = b"\xef\xbb\xbf \t\r\n"
_HTML = (b"<!doctype html", b"<html", b"<head", b"<body")
_PACKED = {
    b"PK\x03\x04": "a ZIP archive",
    b"\x1f\x8b": "a gzip file",
    b"BZh": "a bzip2 file",
    b"\xfd7zXZ": "an xz file",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"Rar!": "a RAR archive",
    b"%PDF": "a PDF",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A publication as it was opened.

    `files` are its files by name, as they were before somebody packed them; `sha256` is theirs:
    of the one file, or over the names and sha256 sums of a set. So the same list imported packed
    or not is the same snapshot; `sha256_of` is that of each. `notes` are for the user to read.
    """

    sha256: str
    reading: Reading
    files: Mapping[str, bytes]
    sha256_of: Mapping[str, str]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """The files of a publication by name, unpacked; `where` they are from is for messages."""

    files: Mapping[str, bytes]
    where: str
    notes: tuple[str, ...] = ()
    is_folder: bool = False


def open_file(path: Path, expected: Expected) -> Opened:
    """Read a file, a folder of CSV files, or either of them packed.

    Raises:
        UsageError: when the path does not exist or cannot be read.
        ListRefused: when it is empty, damaged, or of no format of the source.
    """
    return read_files(load(path, expected), expected)


def load(path: Path, expected: Expected) -> Loaded:
    """Return the files of a publication, unpacked where they are packed.

    Raises:
        UsageError: when the path does not exist or cannot be read.
        ListRefused: when it is damaged, or does not hold just one list.
    """
    if not expected.formats:
        raise ListRefused(f"{path}: nothing is imported for this source, which comes embedded")
    if path.is_dir():
        return _load_folder(path, expected)
    data = _read(path)
    if not is_packed(data) or _is_list(path.name, data, expected):
        return Loaded(files={path.name: data}, where=str(path))
    found = unpack(data, str(path), expected.csv_files, partial(_is_list, expected=expected))
    return Loaded(files=found.files, where=str(path), notes=found.notes)


def read_files(loaded: Loaded, expected: Expected) -> Opened:
    """Read the files of a publication.

    Raises:
        ListRefused: as `open_file` does.
    """
    files = loaded.files
    if COLUMNS_FILE in files:  # kept with the table that was read by them
        expected = replace(expected, columns=TableColumns.from_bytes(files[COLUMNS_FILE]))
        files = {name: data for name, data in files.items() if name != COLUMNS_FILE}
    if loaded.is_folder or len(files) > 1:
        opened = _open_set(files, loaded.where, expected)
    else:
        ((name, data),) = files.items()
        inside = Path(loaded.where).name != name
        opened = _open_one(
            name, data, f"{loaded.where}/{name}" if inside else loaded.where, expected
        )
    return replace(opened, notes=loaded.notes)


def _open_one(name: str, data: bytes, where: str, expected: Expected) -> Opened:
    found = _tells(data, expected)
    if found is None and TABLE in expected.formats:
        return _open_table(name, data, where, expected)
    if found is None or not is_packed(data):
        _check_form(data, where)
    if found is not None:
        reading = found.open(data, where)
    elif CSV_SET not in expected.formats or data.lstrip(_LEADING).startswith(b"<"):
        raise ListRefused(f"{where}: {_another_format(data, expected)}")
    else:
        from sanccheck.parse.ofac_csv import OfacCsv

        reading = OfacCsv({"prim": (where, data)}, expected.csv_files)
    sha256 = hashlib.sha256(data).hexdigest()
    return Opened(sha256=sha256, reading=reading, files={name: data}, sha256_of={name: sha256})


def _open_table(name: str, data: bytes, where: str, expected: Expected) -> Opened:
    """Open a table; the columns by which it is read are a part of what was published."""
    from sanccheck.parse.plain_table import PlainTable

    columns = expected.columns
    reading = PlainTable(data, where, columns, partial=expected.partial)
    files = {name: data}
    sha256 = hashlib.sha256(data).hexdigest()
    sha256_of = {name: sha256}
    if columns is not None:
        files[COLUMNS_FILE] = columns.to_bytes()
        said = hashlib.sha256(files[COLUMNS_FILE]).hexdigest()
        sha256_of[COLUMNS_FILE] = said
        sha256 = hashlib.sha256(f"{COLUMNS_FILE} {said}\ntable {sha256}\n".encode()).hexdigest()
    return Opened(sha256=sha256, reading=reading, files=files, sha256_of=sha256_of)


def _is_list(name: str, data: bytes, expected: Expected) -> bool:
    if TABLE in expected.formats and is_table(name):
        return True
    return _tells(data, expected) is not None


def _tells(data: bytes, expected: Expected) -> Format | None:
    """Return the format of a source that a file is in; a spreadsheet names its own."""
    return tell(media_type(data) or data.lstrip(_LEADING), expected.formats)


def _another_format(data: bytes, expected: Expected) -> str:
    wanted = ", ".join(FORMATS[name].what for name in expected.formats if name in FORMATS)
    other = tell(data.lstrip(_LEADING), tuple(FORMATS))
    looks = "" if other is None else f"; it looks like {other.what}"
    return f"is not in a format of this source, which is read as {wanted}{looks}"


def _load_folder(path: Path, expected: Expected) -> Loaded:
    if CSV_SET not in expected.formats:
        raise ListRefused(f"{path}: is a folder; give one file")
    there = _files_in(path)
    wanted = [file for file in there if file.name.lower() in expected.csv_files.values()]
    _refuse_twice(wanted, path)
    others = [file.name for file in there if file not in wanted and is_table(file.name)]
    return Loaded(
        files={file.name: _read(file) for file in wanted},
        where=str(path),
        notes=(f"the folder also holds {listed(others)}, not read",) if others else (),
        is_folder=True,
    )


def _open_set(files: Mapping[str, bytes], where: str, expected: Expected) -> Opened:
    there = {name.lower(): (name, data) for name, data in files.items()}
    parts = {part: there[name] for part, name in expected.csv_files.items() if name in there}
    if "prim" not in parts:
        raise ListRefused(
            f"{where}: does not hold '{expected.csv_files.get('prim')}'; give the folder of the "
            "CSV set, or one XML file"
        )
    from sanccheck.parse.ofac_csv import OfacCsv

    total = hashlib.sha256()
    read: dict[str, tuple[str, bytes]] = {}
    sha256_of: dict[str, str] = {}
    for part, (name, data) in sorted(parts.items()):
        named = f"{where}/{show(name)}"
        _check_form(data, named)
        sha256 = hashlib.sha256(data).hexdigest()
        total.update(f"{expected.csv_files[part]} {sha256}\n".encode())
        read[part] = (named, data)
        sha256_of[name] = sha256
    reading = OfacCsv(read, expected.csv_files)
    return Opened(
        sha256=total.hexdigest(),
        reading=reading,
        files=dict(parts.values()),
        sha256_of=sha256_of,
    )


def _files_in(folder: Path) -> list[Path]:
    try:
        return [file for file in sorted(folder.iterdir()) if file.is_file()]
    except OSError as error:
        raise UsageError(f"{folder}: cannot be read ({error.strerror})") from None


def _refuse_twice(files: Iterable[Path], folder: Path) -> None:
    """Make sure that no name stands twice, in whatever case it is written."""
    found: dict[str, Path] = {}
    for file in files:
        other = found.setdefault(file.name.lower(), file)
        if other is not file:
            raise ListRefused(f"{folder}: holds both '{other.name}' and '{file.name}'")


def _read(path: Path) -> bytes:
    try:
        about = path.stat()
        # A device or a pipe may never end, or wait for ever.
        if not S_ISREG(about.st_mode):
            raise UsageError(f"{path}: is not a file; save the list to one")
        if about.st_size > MAX_BYTES:
            raise ListRefused(
                f"{path}: is {about.st_size} bytes long; at most {MAX_BYTES} are read"
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise UsageError(f"{path}: does not exist") from None
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror})") from None
    except ValueError as error:
        raise UsageError(f"{path!r}: is no path ({error})") from None


def _check_form(data: bytes, where: str) -> None:
    if _FILLED.search(data) is None:
        raise ListRefused(f"{where}: is empty; download it again")
    for magic, what in _PACKED.items():
        if data.startswith(magic):
            raise ListRefused(
                f"{where}: is {what}, not the list itself; import the file that the publisher "
                "offers for machines, unpacked"
            )
    head = data.lstrip(_LEADING)[:2000].lower()
    if head.startswith(_HTML) or b"<html" in head:
        raise ListRefused(
            f"{where}: is a web page, not the list (an error page of the server?); download it "
            "again"
        )
