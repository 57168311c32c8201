"""Give the hits of named parties their cases, and bring the case book up to date.

Where the case book cannot be read, no decision is applied and every hit stays open; where it
cannot be written, the answer says that no case was kept.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sanccheck.audit.record import CASES, Record
from sanccheck.cases.book import CaseBook, open_book
from sanccheck.cases.mark import Marking
from sanccheck.cases.party import Party
from sanccheck.commands.options import PARTIES, home
from sanccheck.commands.recording import stamp
from sanccheck.errors import SourceError, StoreDamaged

if TYPE_CHECKING:
    from sanccheck.model.hits import Screened, Screening
    from sanccheck.sources.served import Served


class Marker:
    """Marks the answers of one command; `close` writes what is new."""

    def __init__(self, served: Served, book: str) -> None:
        self._name = book
        self._problem: str | None = None
        record = Record(home())
        try:
            found = open_book(record)
        except StoreDamaged as error:
            self._problem = f"the case book is damaged, so no decision in it was applied: {error}"
            found = CaseBook()
        self._marking = Marking(found, book, served)

    def mark(self, ref: str | None, screened: Screened) -> Screened:
        """Return the answer of a party with its hits' cases."""
        return self._marking.mark(Party(book=self._name, ref=ref, query=screened.query), screened)

    def close(self) -> str | None:
        """Write the cases that are new or changed; say what kept that from being done."""
        events = self._marking.events
        if events and self._problem is None:
            try:
                with Record(home()).writing() as writer:
                    writer.append(CASES, stamp(), *events)
            except SourceError as error:
                self._problem = f"the cases of this were not kept: {error}"
        return self._problem


def book_of(path: Path, book: str | None) -> str:
    """Return the name of the book of a file's parties: the one given, or the file's path."""
    return str(path.absolute()) if book is None else book


def mark_screening(
    screening: Screening, served: Served, party: str, book: str | None
) -> tuple[Screening, str | None]:
    """Return a screening of one named party with its hits' cases, and why they were not kept."""
    marker = Marker(served, book or PARTIES)
    results = tuple(marker.mark(party, one) for one in screening.results)
    return replace(screening, results=results), marker.close()
