"""Read a delimited text file whole, strictly: a quote out of place or a short row refuses it."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sanccheck.errors import ListRefused

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST_FIELD = 50_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Delimited:
    """A table as read: `rows` without those that are empty, of which `empty` were met."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: int


def check_text(text: str, name: str) -> None:
    """Refuse the text of a table that holds a NUL, or that was cut off within its last line.

    Raises:
        ListRefused: when it is damaged so.
    """
    if "\0" in text:
        raise ListRefused(f"{name}: holds a NUL; it is damaged, download it again")
    # A quote that closes ends a field as surely as a line end does.
    if text and not text.endswith(("\n", "\r", '"')):
        raise ListRefused(
            f"{name}: its last line is not ended, so it was cut off; download it again"
        )


def read_delimited(data: bytes, name: str, *, delimiter: str, columns: Sequence[str]) -> Delimited:
    """Read UTF-8 text with a header line that has at least these columns, in any order.

    Raises:
        ListRefused: when it is not such a file, or a row has more or fewer fields than the header.
    """
    text = _decoded(data, name)
    # The module's own limit is for the whole process, and too low for a field of many values.
    before = csv.field_size_limit(_LONGEST_FIELD)
    try:
        found = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise ListRefused(
            f"{name}: is not a whole, well-formed table ({error}); download it again"
        ) from None
    finally:
        csv.field_size_limit(before)
    check_text(text, name)
    header = tuple(one.strip() for one in found[0]) if found else ()
    lacking = [column for column in columns if column not in header]
    if lacking:
        raise ListRefused(
            f"{name}: has no column '{lacking[0]}'; it is not this list, or the publisher has "
            "changed its columns"
        )
    if len(set(header)) != len(header):
        raise ListRefused(f"{name}: has two columns of one name; download it again")
    rows = []
    for number, row in enumerate(found[1:], 2):
        if not any(field.strip() for field in row):
            continue
        if len(row) != len(header):
            raise ListRefused(
                f"{name}: row {number} has {len(row)} fields, the header {len(header)}; it is not "
                "complete, download it again"
            )
        rows.append(tuple(row))
    return Delimited(header=header, rows=tuple(rows), empty=len(found) - 1 - len(rows))


def _decoded(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ListRefused(
            f"{name}: is not text in UTF-8 (byte {error.start}); download it again"
        ) from None


def split_joined(text: str, name: str) -> tuple[str, ...]:
    """Split a field that is itself a line of values joined by ";", those with ";" quoted.

    >>> split_joined('a;"b;c"', "file.csv")
    ('a', 'b;c')
    """
    if '"' not in text:
        return tuple(one for one in text.split(";") if one.strip())
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True))
    except csv.Error as error:
        raise ListRefused(
            f"{name}: a field of several values is damaged ({error}): '{text[:40]}'; download it "
            "again"
        ) from None
    return tuple(one for row in rows for one in row if one.strip())
