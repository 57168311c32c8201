"""What a parser hands over: a file read whole, its entries to be taken once, and the counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from sanccheck.errors import ListRefused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from sanccheck.model.entries import Entry
    from sanccheck.parse.list_rules import ListRules


@dataclass(slots=True, kw_only=True)
class Tally:
    """Counts over the records of a file, before any record becomes entries of several lists.

    `unknown` counts, by kind (programme, identifier type, …), what no table knows; such facts
    are kept verbatim in the entries.
    """

    records: int = 0
    aliases: int = 0
    weak_aliases: int = 0
    identifiers: int = 0
    facts: int = 0
    lists: Counter[str] = field(default_factory=Counter)
    programmes: Counter[str] = field(default_factory=Counter)
    unknown: dict[str, Counter[str]] = field(default_factory=dict)

    def strange(self, kind: str, value: str) -> None:
        """Count something that no table knows."""
        self.unknown.setdefault(kind, Counter())[value] += 1


class Reading(Protocol):
    """A file that has been read whole and is well-formed and complete by its own account."""

    @property
    def format(self) -> str:
        """The name of the format."""
        ...

    @property
    def published(self) -> date | None:
        """The date of publication that the file itself carries."""
        ...

    @property
    def records(self) -> int:
        """The number of records."""
        ...

    @property
    def notes(self) -> tuple[str, ...]:
        """What a user should know about this file: parts missing, remarks cut."""
        ...

    @property
    def missing(self) -> tuple[str, ...]:
        """The parts of the set that are not there; without them the file is partial."""
        ...

    def entries(self, rules: ListRules, tally: Tally) -> Iterator[Entry]:
        """Give the entries, one for each list that a record is on, filling the tally."""
        ...


def each_once(entries: Iterable[Entry], name: str) -> Iterator[Entry]:
    """Give the entries of a file, no two of which may have one id.

    Raises:
        ListRefused: when two do: a record that stands on two published lists that are one here.
    """
    seen: set[str] = set()
    for entry in entries:
        if entry.id in seen:
            raise ListRefused(
                f"{name}: holds two records that would both be '{entry.id}'; download it again"
            )
        seen.add(entry.id)
        yield entry
