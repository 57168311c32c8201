"""The entries of one snapshot, or of an embedded list, with the supplements applied."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Protocol

from sanccheck.errors import StoreDamaged
from sanccheck.model.entry_json import entry_from_dict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sanccheck.model.entries import Entry
    from sanccheck.sources.derived import Derived
    from sanccheck.sources.supplements import Supplements

_KEPT_ENTRIES = 4096
_FORM = b"corpus 1"


class Lines(Protocol):
    """Entries as JSON lines, by position."""

    def __len__(self) -> int:
        """Return how many there are."""
        ...

    def line(self, position: int) -> bytes:
        """Return one."""
        ...

    def lines(self) -> Iterator[bytes]:
        """Give all, in order."""
        ...

    def ids(self) -> list[str]:
        """Return all ids, in order."""
        ...


class EmbeddedLines:
    """The lines of an embedded list's file; the line with "about" is not an entry."""

    def __init__(self, data: bytes) -> None:
        lines = [line for line in data.split(b"\n") if line.strip()]
        self._lines = [line for line in lines if not line.startswith(b'{"about"')]

    def __len__(self) -> int:
        return len(self._lines)

    def line(self, position: int) -> bytes:
        """Return one entry's line."""
        return self._lines[position]

    def lines(self) -> Iterator[bytes]:
        """Give all lines, in order."""
        return iter(self._lines)

    def ids(self) -> list[str]:
        """Return all ids, in order."""
        return [json.loads(line)["id"] for line in self._lines]


class StoredCorpus:
    """The entries of one snapshot with the curated names added; see `served.Corpus`.

    `lists` are the lists on which an entry is.
    """

    def __init__(
        self,
        lines: Lines,
        content_sha256: str,
        supplements: Supplements,
        derived: Derived,
        *,
        lists: frozenset[str] = frozenset(),
    ) -> None:
        self.lists = lists
        self._lines = lines
        self._supplements = supplements
        self._derived = derived
        key = hashlib.sha256(_FORM + content_sha256.encode() + supplements.digest.encode())
        self.key = key.hexdigest()
        self._entry = lru_cache(_KEPT_ENTRIES)(self._read_entry)

    def __len__(self) -> int:
        return len(self._lines)

    def entries(self) -> tuple[Entry, ...]:
        """Return every entry, in the snapshot's order."""
        return tuple([self._decode(line) for line in self._lines.lines()])

    def entry_at(self, position: int) -> Entry:
        """Return one entry by its position in `entries()`, decoding only that one."""
        if not 0 <= position < len(self._lines):
            raise IndexError(position)
        return self._entry(position)

    def lines_by_id(self) -> Iterator[tuple[str, bytes]]:
        """Give each entry's id with all that it is made of, in bytes, without decoding it."""
        for entry_id, line in zip(self._lines.ids(), self._lines.lines(), strict=True):
            extra = self._supplements.names_of(entry_id)
            yield entry_id, line + repr(extra).encode() if extra else line

    def position_of(self, entry_id: str) -> int | None:
        """Return where the entry with that id stands, or None."""
        return self._positions.get(entry_id)

    def derived(self, name: str) -> bytes | memoryview | None:
        """Return a kept artefact of this corpus, None if absent or damaged."""
        return self._derived.get(self.key, name)

    def read_ahead(self, name: str) -> None:
        """Begin to read a kept artefact that is soon asked for."""
        self._derived.read_ahead(self.key, name)

    def keep_derived(self, name: str, data: bytes) -> None:
        """Keep an artefact of this corpus; silently not kept where no home is writable."""
        self._derived.keep(self.key, name, data)

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {entry_id: position for position, entry_id in enumerate(self._lines.ids())}

    def _read_entry(self, position: int) -> Entry:
        return self._decode(self._lines.line(position))

    def _decode(self, line: bytes) -> Entry:
        try:
            plain = json.loads(line)
            extra = self._supplements.names_of(plain["id"])
            entry = entry_from_dict(plain)
        except (KeyError, TypeError, ValueError) as error:
            raise StoreDamaged(f"an entry cannot be read ({error}): {line[:60]!r}") from None
        if not extra:
            return entry
        known = {name.text for name in entry.names}
        added = [name for name in extra if name.text not in known]
        return replace(entry, names=(*entry.names, *added))
