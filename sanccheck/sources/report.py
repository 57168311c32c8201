"""What an import says when it has accepted a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """The counts of an accepted file, over its records before any of them stands on two lists.

    `lists` counts the entries on each legal list. `unknown` counts, by kind, what no table
    knows; such facts are kept verbatim. `notes` are for the user to read.
    """

    source: str
    sha256: str
    published: date | None
    format: str
    partial: bool
    entries: int
    aliases: int
    weak_aliases: int
    identifiers: int
    facts: int
    lists: dict[str, int]
    unknown: dict[str, dict[str, int]]
    notes: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain values for JSON."""
        return {
            "source": self.source,
            "sha256": self.sha256,
            "published": None if self.published is None else self.published.isoformat(),
            "format": self.format,
            "partial": self.partial,
            "entries": self.entries,
            "aliases": self.aliases,
            "weak_aliases": self.weak_aliases,
            "identifiers": self.identifiers,
            "facts": self.facts,
            "lists": self.lists,
            "unknown": self.unknown,
            "notes": list(self.notes),
        }
