"""The file that holds a snapshot's entries: compressed in small blocks, any one readable alone.

Layout: MAGIC, the blocks (each the zlib of `PER_BLOCK` JSON lines), the zlib of all entry ids
(one a line), the end of each block (unsigned 64-bit), and a tail that says where these stand.
The whole is small enough (3 MB for 15,000 entries) to be read and hashed at each start, so that
a damaged snapshot is known before anything is screened against it.
"""

from __future__ import annotations

import hashlib
import struct
import sys
import zlib
from array import array
from functools import lru_cache
from typing import TYPE_CHECKING, BinaryIO

from sanccheck.errors import StoreDamaged
from sanccheck.model.entry_json import entry_to_dict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sanccheck.model.entries import Entry

MAGIC = b"sanccheck list 1\n"
PER_BLOCK = 16
# Higher levels take up to three times as long and save a tenth.
_LEVEL = 1
_TAIL = struct.Struct("<QQQQ")  # entries, per block, where the ids stand, where the ends stand
_KEPT_BLOCKS = 256


class EntriesWriter:
    """Write entries to an open binary file, one after another; `close` returns the sha256."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._hash = hashlib.sha256()
        self._at = 0
        self._count = 0
        self._lines: list[bytes] = []
        self._ids: list[str] = []
        self._ends: array[int] = array("Q")
        # Three times as fast as json; imported here, since a screening only reads.
        from pydantic_core import to_json

        self._encode = to_json
        self._put(MAGIC)

    def add(self, entry: Entry) -> None:
        """Write one entry."""
        self._lines.append(self._encode(entry_to_dict(entry)))
        self._ids.append(entry.id)
        self._count += 1
        if len(self._lines) == PER_BLOCK:
            self._flush()

    def close(self) -> str:
        """Write the tables and return the sha256 of the whole file; the file stays open."""
        if self._lines:
            self._flush()
        ids_at = self._at
        self._put(zlib.compress("\n".join(self._ids).encode("utf-8"), _LEVEL))
        ends_at = self._at
        if sys.byteorder == "big":
            self._ends.byteswap()
        self._put(self._ends.tobytes())
        self._put(_TAIL.pack(self._count, PER_BLOCK, ids_at, ends_at))
        return self._hash.hexdigest()

    def _flush(self) -> None:
        self._put(zlib.compress(b"\n".join(self._lines), _LEVEL))
        self._ends.append(self._at)
        self._lines.clear()

    def _put(self, data: bytes) -> None:
        self._file.write(data)
        self._hash.update(data)
        self._at += len(data)


class EntriesFile:
    """The entries of one snapshot, read from bytes whose sha256 is known.

    Raises:
        StoreDamaged: when the bytes are not those that were written.
    """

    def __init__(self, data: bytes | memoryview, sha256: str, name: str) -> None:
        self._data = memoryview(data)
        magic = self._data[: len(MAGIC)]
        if hashlib.sha256(data).hexdigest() != sha256 or magic != MAGIC:
            raise StoreDamaged(f"{name}: is damaged (its sha256 is not the one recorded)")
        tail = len(data) - _TAIL.size
        count, per_block, ids_at, ends_at = _TAIL.unpack(self._data[tail:])
        self._count: int = count
        self._per_block: int = per_block
        self._ids = self._data[ids_at:ends_at]
        ends = array("Q", bytes(self._data[ends_at:tail]))
        if sys.byteorder == "big":
            ends.byteswap()
        self._ends = ends
        self._block = lru_cache(_KEPT_BLOCKS)(self._read_block)

    def __len__(self) -> int:
        return self._count

    def line(self, position: int) -> bytes:
        """Return the JSON line of one entry."""
        block, place = divmod(position, self._per_block)
        return self._block(block)[place]

    def lines(self) -> Iterator[bytes]:
        """Give the JSON line of every entry, in order."""
        for block in range(len(self._ends)):
            yield from self._read_block(block)

    def ids(self) -> list[str]:
        """Return every entry's id, in order, without decoding an entry."""
        text = zlib.decompress(self._ids).decode("utf-8")
        return text.split("\n") if text else []

    def _read_block(self, block: int) -> list[bytes]:
        start = self._ends[block - 1] if block else len(MAGIC)
        return zlib.decompress(self._data[start : self._ends[block]]).split(b"\n")
