"""Artefacts made from a corpus (an index) or from the manifests, kept to start faster.

Each is one file in the home's derived/ folder: a checksum, then its bytes. One that cannot be
read, or is not what was written, is as good as absent; one that cannot be written is not kept.

The checksum is against accidents, so CRC-32 does: it takes half the time of a sha256 at each
start, and who could write the file could write any checksum of it too.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import re
import zlib
from threading import Thread
from typing import TYPE_CHECKING

from sanccheck.sources.atomic import write_atomically

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_CHECKSUM = 8  # a multiple of eight, so that what follows stays aligned
_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,60}")


class Derived:
    """The derived/ folder of a home."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "derived"
        self._ahead: dict[Path, _Reading] = {}

    def get(self, key: str, name: str) -> memoryview | None:
        """Return an artefact mapped into memory, None if absent or damaged."""
        path = self._path(key, name)
        begun = self._ahead.pop(path, None)
        return self._read(path) if begun is None else begun.wait()

    def read_ahead(self, key: str, name: str) -> bool:
        """Begin to read and check an artefact that `get` is soon asked for, beside other work.

        Says whether there is one.
        """
        path = self._path(key, name)
        if path not in self._ahead:
            if not path.is_file():
                return False
            self._ahead[path] = _Reading(self._read, path)
        return True

    def _read(self, path: Path) -> memoryview | None:
        try:
            with path.open("rb") as file:
                if os.fstat(file.fileno()).st_size < _CHECKSUM:
                    return None
                view = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        except (OSError, ValueError):
            return None
        data = view[_CHECKSUM:]
        return data if _checksum(data) == view[:_CHECKSUM] else None

    def keep(self, key: str, name: str, data: bytes, *, newest: int | None = None) -> None:
        """Keep an artefact where the home can be written.

        Of all with that name no more than the `newest` so many are kept, where that is asked.
        """
        path = self._path(key, name)
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, _checksum(data) + data)
            if newest is not None:
                self._drop_all_but(newest, name)

    def is_writable(self) -> bool:
        """Say whether what is kept can be found again."""
        there = next(one for one in (self._folder, *self._folder.parents) if one.exists())
        return os.access(there, os.W_OK)

    def _drop_all_but(self, newest: int, name: str) -> None:
        """Remove the oldest artefacts of a name; who has one mapped keeps it until it is done."""
        kept = sorted(self._folder.glob(f"*/{name}"), key=_written, reverse=True)
        for path in kept[newest:]:
            path.unlink(missing_ok=True)
            with contextlib.suppress(OSError):
                path.parent.rmdir()  # where it holds nothing else

    def _path(self, key: str, name: str) -> Path:
        if _NAME.fullmatch(name) is None:
            raise ValueError(f"'{name}' is not a name for an artefact")
        return self._folder / key[:32] / name


class _Reading:
    """A read that goes on in a thread of its own; the checksum is worked out without the lock."""

    def __init__(self, read: Callable[[Path], memoryview | None], path: Path) -> None:
        self._read = read
        self._path = path
        self._found: memoryview | None = None
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    def wait(self) -> memoryview | None:
        """Return what was read once it is."""
        self._thread.join()
        return self._found

    def _run(self) -> None:
        self._found = self._read(self._path)


def _written(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _checksum(data: bytes | memoryview) -> bytes:
    return zlib.crc32(data).to_bytes(_CHECKSUM, "little")
