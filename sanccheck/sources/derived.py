"""Artefacts made from a corpus (an index) or from the manifests, kept to start faster.

Each is one file in the home's derived/ folder: its sha256, then its bytes. One that cannot be
read, or is not what was written, is as good as absent; one that cannot be written is not kept.
"""

from __future__ import annotations

import hashlib
import mmap
import os
import re
from typing import TYPE_CHECKING

from sanccheck.sources.atomic import write_atomically

if TYPE_CHECKING:
    from pathlib import Path

_DIGEST = 32
_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,60}")


class Derived:
    """The derived/ folder of a home."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "derived"

    def get(self, key: str, name: str) -> memoryview | None:
        """Return an artefact mapped into memory, None if absent or damaged."""
        try:
            with self._path(key, name).open("rb") as file:
                if os.fstat(file.fileno()).st_size < _DIGEST:
                    return None
                view = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        except (OSError, ValueError):
            return None
        if hashlib.sha256(view[_DIGEST:]).digest() != view[:_DIGEST]:
            return None
        return view[_DIGEST:]

    def keep(self, key: str, name: str, data: bytes) -> None:
        """Keep an artefact where the home can be written."""
        path = self._path(key, name)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, hashlib.sha256(data).digest() + data)
        except OSError:
            return

    def _path(self, key: str, name: str) -> Path:
        if _NAME.fullmatch(name) is None:
            raise ValueError(f"'{name}' is not a name for an artefact")
        return self._folder / key[:32] / name
