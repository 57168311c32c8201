"""Mark the hits of parties with their cases, and gather what is new for the case book."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sanccheck.cases.book import stood_event
from sanccheck.cases.case import State
from sanccheck.cases.comparison import compare
from sanccheck.cases.party import case_id
from sanccheck.cases.stood import digest, stood
from sanccheck.model.hits import CaseMark
from sanccheck.sources.served import standing_of

if TYPE_CHECKING:
    from sanccheck.cases.book import CaseBook
    from sanccheck.cases.case import Case, Standing
    from sanccheck.cases.party import Party
    from sanccheck.cases.stood import Stood
    from sanccheck.model.hits import Hit, Screened
    from sanccheck.sources.served import Served

Plain = dict[str, Any]

_PER_EVENT = 100


class Marking:
    """Marks hits with the cases of one book; what the case book has not yet is in `events`."""

    def __init__(self, book: CaseBook, name: str, served: Served) -> None:
        self._book = book
        self._name = name
        self._served = served
        self._cases: dict[str, Plain] = {}
        self._entries: dict[str, list[Plain]] = {}

    def mark(self, party: Party, screened: Screened) -> Screened:
        """Return the answer with each hit's case; those decided to be another's stand last."""
        if not screened.hits:
            return screened
        marked = [self._mark(party, hit) for hit in screened.hits]
        return replace(screened, hits=tuple(sorted(marked, key=lambda hit: hit.suppressed)))

    def _mark(self, party: Party, hit: Hit) -> Hit:
        entries = standing_of(self._served, hit.entry)
        now = stood(party.query, hit, entries)
        known = self._book.of(party, hit.entry)
        if known is None or known.stood.digests != now.digests:
            self._gather(party, hit, now, compare(party.query, next(iter(entries), None), hit))
        case = case_id(party, hit.entry)
        if known is not None:
            state, holds, changed = known.standing(now)
        else:
            state, holds, changed = self._new(party, hit.entry, case, now)
        return replace(
            hit, case=CaseMark(id=case, state=state.value, disposition=holds, changed=changed)
        )

    def _new(self, party: Party, entry: str, case: str, now: Stood) -> Standing:
        earlier: Case | None = None
        if party.ref is None:
            earlier = self._book.earlier(party.name_key, entry, case)
        if earlier is None:
            return State.OPEN, None, ()
        return earlier.standing_elsewhere(now)

    def _gather(self, party: Party, hit: Hit, now: Stood, comparison: list[Plain]) -> None:
        entry_digest = digest(now.entry)
        if not self._book.knows_entry(entry_digest):
            self._entries[entry_digest] = list(now.entry)
        case = case_id(party, hit.entry)
        self._cases[case] = {
            "id": case,
            "ref": party.ref,
            "name_key": party.name_key,
            "entry": hit.entry,
            **stood_event(now),
            "comparison": comparison,
        }

    @property
    def events(self) -> list[Plain]:
        """The events that bring the case book up to date, none where it is.

        Of many cases there are several, so that the last line of the book stays quickly read.
        """
        cases, entries = list(self._cases.values()), dict(self._entries)
        found = []
        for start in range(0, len(cases), _PER_EVENT):
            some = cases[start : start + _PER_EVENT]
            digests = dict.fromkeys(case["entry_digest"] for case in some)
            own = {digest: entries.pop(digest) for digest in digests if digest in entries}
            found.append(self._event(some, own))
        return found

    def _event(self, cases: list[Plain], entries: dict[str, list[Plain]]) -> Plain:
        return {
            "kind": "hits",
            "book": self._name,
            "as_of": self._served.as_of.isoformat(),
            "lists": [[one.list, one.sha256] for one in self._served.lists],
            "cases": cases,
            "entries": entries,
        }
