"""The lists that come with the program, read once each."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sanccheck.sources.corpus import EmbeddedLines

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


class EmbeddedFile:
    """One embedded list: its entries' lines and the sha256 of its bytes."""

    def __init__(self, data: bytes) -> None:
        self.sha256 = hashlib.sha256(data).hexdigest()
        self.lines = EmbeddedLines(data)


class EmbeddedFiles:
    """The embedded lists under a lists folder, each read when first asked for."""

    def __init__(self, folder: Traversable) -> None:
        self._folder = folder
        self._read: dict[tuple[str, str], EmbeddedFile] = {}

    def get(self, source: str, file: str) -> EmbeddedFile:
        """Return an embedded list by its source's id and its file's name."""
        if (source, file) not in self._read:
            data = (self._folder / source / file).read_bytes()
            self._read[source, file] = EmbeddedFile(data)
        return self._read[source, file]
