"""Tell what a file is and read it with the parser of its format, or refuse it with the reason."""

from __future__ import annotations

import hashlib
from stat import S_ISREG
from typing import TYPE_CHECKING

from sanccheck.errors import ListRefused, UsageError
from sanccheck.parse.formats import CSV_SET, FORMATS, tell
from sanccheck.parse.open_document import media_type

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from sanccheck.parse.parsed import Reading

MAX_BYTES = 300_000_000
_LEADING = b"\xef\xbb\xbf \t\r\n"
_HTML = (b"<!doctype html", b"<html", b"<head", b"<body")
_PACKED = {
    b"PK\x03\x04": "a ZIP archive",
    b"\x1f\x8b": "a gzip file",
    b"BZh": "a bzip2 file",
    b"%PDF": "a PDF",
}


def open_file(
    path: Path, formats: Sequence[str], csv_files: Mapping[str, str]
) -> tuple[str, Reading]:
    """Read a file, or a folder of CSV files; return the sha256 of what was published and it.

    `csv_files` names the parts of a CSV set. The sha256 of a set is taken over its files' names
    and sha256 sums.

    Raises:
        UsageError: when the path does not exist or cannot be read.
        ListRefused: when it is empty, damaged, or of no format of the source.
    """
    if not formats:
        raise ListRefused(f"{path}: nothing is imported for this source, which comes embedded")
    if path.is_dir():
        return _open_folder(path, formats, csv_files)
    data = _read(path)
    # A spreadsheet is a ZIP archive, so a format may claim one before archives are refused.
    packed = media_type(data)
    if packed is None or tell(packed, tuple(formats)) is None:
        _check_form(data, path)
    found = tell(packed or data.lstrip(_LEADING), tuple(formats))
    if found is not None:
        return hashlib.sha256(data).hexdigest(), found.open(data, str(path))
    if CSV_SET not in formats or data.lstrip(_LEADING).startswith(b"<"):
        raise ListRefused(f"{path}: {_another_format(data, formats)}")
    from sanccheck.parse.ofac_csv import OfacCsv

    return hashlib.sha256(data).hexdigest(), OfacCsv({"prim": (str(path), data)}, csv_files)


def _another_format(data: bytes, formats: Sequence[str]) -> str:
    wanted = ", ".join(FORMATS[name].what for name in formats if name in FORMATS)
    other = tell(data.lstrip(_LEADING), tuple(FORMATS))
    looks = "" if other is None else f"; it looks like {other.what}"
    return f"is not in a format of this source, which is read as {wanted}{looks}"


def _open_folder(
    path: Path, formats: Sequence[str], csv_files: Mapping[str, str]
) -> tuple[str, Reading]:
    if CSV_SET not in formats:
        raise ListRefused(f"{path}: is a folder; give one file")
    there = _files_in(path, set(csv_files.values()))
    parts = {part: there[name] for part, name in csv_files.items() if name in there}
    if "prim" not in parts:
        raise ListRefused(
            f"{path}: does not hold '{csv_files.get('prim')}'; give the folder of the CSV set, "
            "or one XML file"
        )
    from sanccheck.parse.ofac_csv import OfacCsv

    total = hashlib.sha256()
    read: dict[str, tuple[str, bytes]] = {}
    for part, file in sorted(parts.items()):
        data = _read(file)
        _check_form(data, file)
        total.update(f"{csv_files[part]} {hashlib.sha256(data).hexdigest()}\n".encode())
        read[part] = (str(file), data)
    return total.hexdigest(), OfacCsv(read, csv_files)


def _files_in(folder: Path, wanted: Collection[str]) -> dict[str, Path]:
    """Return the wanted files of a folder by name, in whatever case it is written."""
    found: dict[str, Path] = {}
    try:
        for file in sorted(folder.iterdir()):
            name = file.name.lower()
            if name in found:
                raise ListRefused(f"{folder}: holds both '{found[name].name}' and '{file.name}'")
            if name in wanted and file.is_file():
                found[name] = file
    except OSError as error:
        raise UsageError(f"{folder}: cannot be read ({error.strerror})") from None
    return found


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


def _check_form(data: bytes, path: Path) -> None:
    if not data.strip(b"\x1a \t\r\n\0"):
        raise ListRefused(f"{path}: is empty; download it again")
    for magic, what in _PACKED.items():
        if data.startswith(magic):
            raise ListRefused(
                f"{path}: is {what}, not the list itself; import the file that the publisher "
                "offers for machines, unpacked"
            )
    head = data.lstrip(_LEADING)[:2000].lower()
    if head.startswith(_HTML) or b"<html" in head:
        raise ListRefused(
            f"{path}: is a web page, not the list (an error page of the server?); download it again"
        )
