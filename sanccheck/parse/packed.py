"""Unpack a ZIP archive or a gzip file in memory, within limits, and find the list in it.

No size that an archive declares is trusted: what comes out is counted while it comes out. Nothing
is written to disk, and no name in an archive is used as a path.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sanccheck.errors import ListRefused
from sanccheck.printable import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

# The same for a file as it lies on disk and for all that an archive unpacks to.
MAX_BYTES = 300_000_000
# Lists shrink to a tenth or a thirtieth; a bomb to a thousandth.
MAX_RATIO = 200
MAX_MEMBERS = 200
_SMALL = 1_000_000  # up to here no ratio is suspicious
_CHUNK = 1 << 20
_MAX_GZIP_PARTS = 20_000  # some writers cut a file into parts of 64 kB

ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
GZIP = b"\x1f\x8b"
_GZIP_AND_HEADER = 31  # zlib's number for "a gzip file, with its header and its check sum"
_DIRECTORY_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 0x1
_PLAIN = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
# What systems add on their own beside the files that somebody packs.
_JUNK = ("__macosx/", "._", ".ds_store", "thumbs.db", "desktop.ini")
_SHOWN = 60
_MOST_NAMED = 5

# What a damaged archive makes the standard library raise.
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpacked:
    """The files of a list by their names; `notes` say what else the archive holds."""

    files: dict[str, bytes]
    notes: tuple[str, ...] = ()


class _Budget:
    """What may still come out of an archive of this many bytes."""

    def __init__(self, packed: int, ratio: int = MAX_RATIO) -> None:
        self._left = MAX_BYTES
        self._ratio_left = max(_SMALL, packed * ratio)

    def take(self, size: int) -> None:
        self._left -= size
        self._ratio_left -= size
        if self._left < 0:
            raise ListRefused(
                f"unpacks to more than {MAX_BYTES:,} bytes, which no list does; download it again "
                "from the publisher"
            )
        if self._ratio_left < 0:
            raise ListRefused(
                f"unpacks to more than {MAX_RATIO} times its size, as no list does; download it "
                "again from the publisher"
            )


def is_packed(data: bytes) -> bool:
    """Say whether a file is a ZIP archive or a gzip file."""
    return data.startswith((*ZIP, GZIP))


def unpack(
    data: bytes, name: str, csv_files: Mapping[str, str], is_list: Callable[[str, bytes], bool]
) -> Unpacked:
    """Return the one file of a list, or the files of its CSV set, from what is packed.

    Args:
        data: the ZIP archive or gzip file.
        name: its path, for messages.
        csv_files: the parts of a CSV set by their names, in any folder and in any case.
        is_list: tells a file of the source from any other by its name and bytes.

    Raises:
        ListRefused: when it is damaged, protected, a bomb, or does not hold just one list.
    """
    try:
        if data.startswith(GZIP):
            inner = _without_gz(name)
            members = {inner: gunzip(data)}
            _check_nested(members, is_list)
            return Unpacked(files=members)
        members = {path: text for path, text in unzip(data).items() if not _is_junk(path)}
        _check_nested(members, is_list)
        chosen = _choose(members, csv_files, is_list)
    except ListRefused as refused:
        raise ListRefused(f"{name}: {refused}") from None
    others = [path for path in members if path not in chosen]
    return Unpacked(
        files={_base(path): members[path] for path in chosen},
        notes=(f"the archive also holds {listed(others)}, not read",) if others else (),
    )


def measure(data: bytes, name: str) -> None:
    """Make sure that a workbook, which is a ZIP archive, unpacks to no more than is read.

    Raises:
        ListRefused: when it unpacks to more, or is damaged.
    """
    budget = _Budget(len(data), ratio=MAX_BYTES)  # sheets of the same cells shrink a great deal
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist():
                read_member(archive, member, budget.take)
    except ListRefused as refused:
        raise ListRefused(f"{name}: {refused}") from None
    except DAMAGED:
        raise ListRefused(f"{name}: is a damaged workbook; save it again") from None


def gunzip(data: bytes) -> bytes:
    """Return what a gzip file holds; it may have several parts.

    Raises:
        ListRefused: when it is cut, damaged, a bomb, or something follows it.
    """
    budget, out, at = _Budget(len(data)), bytearray(), 0
    for _part in range(_MAX_GZIP_PARTS):
        engine = zlib.decompressobj(_GZIP_AND_HEADER)
        while not engine.eof:
            chunk = data[at : at + _CHUNK]
            try:
                found = engine.decompress(chunk, _CHUNK)
            except zlib.error:
                raise ListRefused("is a damaged gzip file; download it again") from None
            at += len(chunk) - len(engine.unconsumed_tail) - len(engine.unused_data)
            if not chunk and not found and not engine.eof:
                raise ListRefused("is a gzip file that was cut; download it again")
            budget.take(len(found))
            out += found
        if at >= len(data) or not data[at:].strip(b"\0"):
            return bytes(out)
    raise ListRefused("is a gzip file of too many parts; unpack it and import the file")


def unzip(data: bytes) -> dict[str, bytes]:
    """Return every file of a ZIP archive by its path in it.

    Raises:
        ListRefused: when it is cut, damaged, protected, a bomb, or has names that cannot be.
    """
    # Counted before the directory is read: an object for each of millions would fill the memory.
    if data.count(_DIRECTORY_ENTRY) > MAX_MEMBERS:
        raise ListRefused(
            f"is a ZIP archive of more than {MAX_MEMBERS} files; unpack it and import the "
            "list in it"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _check_members(members)
            budget = _Budget(len(data))
            return {
                _path(one): read_member(archive, one, budget.take)
                for one in members
                if not one.is_dir()
            }
    except DAMAGED:
        raise ListRefused(
            "is a ZIP archive that is damaged or was cut; download it again"
        ) from None


def read_member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, take: Callable[[int], None]
) -> bytes:
    """Unpack one member piece by piece; `take` is told the size of each and may object.

    Raises:
        ListRefused: when it is protected or packed in a rare way.
    """
    if member.flag_bits & _ENCRYPTED:
        raise ListRefused(
            f"'{show(member.filename)}' is protected by a password; unpack it and import the file"
        )
    if member.compress_type not in _PLAIN:
        raise ListRefused(
            f"'{show(member.filename)}' is packed in a way that is not read; unpack it and import "
            "the file"
        )
    found = bytearray()
    with archive.open(member) as file:
        while piece := file.read(_CHUNK):
            take(len(piece))
            found += piece
    if len(found) != member.file_size:
        raise zipfile.BadZipFile
    return bytes(found)


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    seen: set[str] = set()
    for member in members:
        path = _path(member)
        if path.startswith("/") or path[1:2] == ":" or ".." in path.split("/"):
            raise ListRefused(
                f"holds '{show(path)}', a name that leads out of the archive; it is not "
                "the publisher's, download it again"
            )
        if path.casefold() in seen:
            raise ListRefused(
                f"holds '{show(path)}' twice; unpack it and import the file that is the list"
            )
        seen.add(path.casefold())


def _check_nested(members: Mapping[str, bytes], is_list: Callable[[str, bytes], bool]) -> None:
    for path, data in members.items():
        if is_list(path, data):
            continue  # a spreadsheet is a ZIP archive itself
        if is_packed(data) or _is_tar(data):
            raise ListRefused(
                f"'{show(path)}' in it is itself an archive; unpack it and import the list in it"
            )


def _choose(
    members: Mapping[str, bytes],
    csv_files: Mapping[str, str],
    is_list: Callable[[str, bytes], bool],
) -> list[str]:
    parts = [path for path in members if _base(path).casefold() in csv_files.values()]
    lists = [path for path in members if path not in parts and is_list(path, members[path])]
    if len({_base(path).casefold() for path in parts}) < len(parts) or len(lists) > 1:
        raise ListRefused(
            f"holds more than one list: {listed([*parts, *lists])}; unpack it and import one"
        )
    if parts and lists:
        raise ListRefused(
            f"holds '{show(lists[0])}' beside the CSV set with '{show(parts[0])}'; unpack "
            "it and import one of the two"
        )
    if found_one := parts or lists:
        return found_one
    if len(members) == 1:
        return list(members)
    raise ListRefused(f"{_nothing_in(members)}")


def _nothing_in(members: Mapping[str, bytes]) -> str:
    if "[Content_Types].xml" in members:
        return "is an Office document (a ZIP archive), not the list as it is published for machines"
    if not members:
        return "is a ZIP archive that holds no file; download it again"
    return (
        "is a ZIP archive in which no file is in a format of this source; it holds "
        f"{listed(members)}; import the file that the publisher offers for machines"
    )


def listed(paths: Iterable[str]) -> str:
    """Name the first few files, and say how many more there are."""
    names = sorted(f"'{show(path)}'" for path in paths)
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _path(member: zipfile.ZipInfo) -> str:
    return member.filename.replace("\\", "/")


def _base(path: str) -> str:
    return path.rpartition("/")[2]


def _is_junk(path: str) -> bool:
    return path.casefold().startswith(_JUNK) or _base(path).casefold().startswith(_JUNK)


def _is_tar(data: bytes) -> bool:
    return data[257:262] == b"ustar"


def _without_gz(name: str) -> str:
    base = name.replace("\\", "/").rpartition("/")[2]
    return base[:-3] if base.casefold().endswith(".gz") and len(base) > len(".gz") else base


def show(path: str) -> str:
    """Return a name from an archive as it can be printed."""
    return printable(path, _SHOWN)
