"""The case book: every case of a home, read whole from its chain of events and checked.

Events of cases.jsonl: "hits" (the cases that are new or changed after a screening), "decision" and
"sign_off". The whole chain is checked whenever the book is opened: one that is damaged is an error,
never a book with a decision less.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sanccheck.audit.record import CASES
from sanccheck.cases.case import Case, Decision
from sanccheck.cases.party import case_id
from sanccheck.cases.stood import Stood, digest
from sanccheck.errors import StoreDamaged, UsageError
from sanccheck.model.hits import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sanccheck.audit.record import Record
    from sanccheck.cases.party import Party

Plain = dict[str, Any]

_SHOWN = 5


class CaseBook:
    """Every case of a home, as of its last event or an earlier one."""

    def __init__(self) -> None:
        self.cases: dict[str, Case] = {}
        self._entries: dict[str, tuple[Plain, ...]] = {}
        self._named: dict[tuple[str, str], list[Case]] = {}

    def case(self, wanted: str) -> Case:
        """Return a case by its id, or the beginning of it.

        Raises:
            UsageError: when there is none, or several begin so.
        """
        found = [one for one in self.cases.values() if one.id.startswith(wanted)] if wanted else []
        if len(found) == 1:
            return found[0]
        if not found:
            raise UsageError(f"case '{wanted[:40]}' is not known; sanccheck cases list names them")
        some = ", ".join(one.id for one in found[:_SHOWN])
        raise UsageError(f"case '{wanted[:40]}' is not one case: {some}; write more of its id")

    def of(self, party: Party, entry: str) -> Case | None:
        """Return the case of a party and an entry, None where there is none."""
        return self.cases.get(case_id(party, entry))

    def knows_entry(self, digest_: str) -> bool:
        """Say whether an entry as it stands is in the book already."""
        return digest_ in self._entries

    def earlier(self, name_key: str, entry: str, but: str) -> Case | None:
        """Return the decided case of the same name in the same book on an entry, the last."""
        found = [
            one for one in self._named.get((name_key, entry), ()) if one.decisions and one.id != but
        ]
        return max(found, key=lambda one: one.decisions[-1].event, default=None)

    def add(self, event: Plain) -> None:
        """Take an event in; one of a kind that is not known is passed over."""
        kind = event.get("kind")
        if kind == "hits":
            self._entries.update({key: tuple(one) for key, one in event["entries"].items()})
            for plain in event["cases"]:
                self._see(plain, event)
        elif kind == "decision":
            self.cases[event["case"]].decisions.append(self._decision(event))
        elif kind == "sign_off":
            self._sign(event)

    def _see(self, plain: Plain, event: Plain) -> None:
        stood = self._stood(plain)
        known = self.cases.get(plain["id"])
        if known is not None:
            known.stood, known.comparison = stood, plain["comparison"]
            known.as_of, known.seen, known.seen_by = event["as_of"], event["at"], event["who"]
            return
        found = Case(
            id=plain["id"],
            book=event["book"],
            ref=plain["ref"],
            name_key=plain["name_key"],
            entry=plain["entry"],
            list_id=plain["entry"].partition(":")[0],
            stood=stood,
            comparison=plain["comparison"],
            as_of=event["as_of"],
            seen=event["at"],
            seen_by=event["who"],
            before=None
            if plain["ref"] is not None
            else self.earlier(plain["name_key"], plain["entry"], plain["id"]),
        )
        self.cases[found.id] = found
        self._named.setdefault((found.name_key, found.entry), []).append(found)

    def _stood(self, plain: Plain) -> Stood:
        return Stood(
            facts=plain["facts"],
            entry=self._entries[plain["entry_digest"]],
            verdict=plain["verdict"],
        )

    def _decision(self, event: Plain) -> Decision:
        return Decision(
            event=event["n"],
            verdict=Verdict(event["verdict"]),
            reason=event["reason"],
            analyst=event["analyst"],
            at=event["at"],
            stood=self._stood(event["stood"]),
            steps=tuple(event["steps"]),
            needs_second=event["needs_second"],
        )

    def _sign(self, event: Plain) -> None:
        case = self.cases[event["case"]]
        case.decisions = [
            replace(one, signed_by=event["analyst"], signed_at=event["at"])
            if one.event == event["decision"]
            else one
            for one in case.decisions
        ]


def open_book(record: Record, *, until: int | None = None) -> CaseBook:
    """Read the case book, the whole chain checked; with `until` only its events so far.

    Raises:
        StoreDamaged: when an event is not as it was written, or the end is missing.
    """
    record.head(CASES)
    return read_book(record.chain(CASES).read(), until=until)


def read_book(events: Iterable[Plain], *, until: int | None = None) -> CaseBook:
    """Put a case book together from its events, in their order."""
    book = CaseBook()
    for event in _first(events, until):
        try:
            book.add(event)
        except (KeyError, TypeError, ValueError) as error:
            raise StoreDamaged(
                f"cases.jsonl: event {event['n']} cannot be read ({type(error).__name__}: {error})"
            ) from None
    return book


def _first(events: Iterable[Plain], until: int | None) -> Iterator[Plain]:
    for event in events:
        if until is not None and event["n"] > until:
            return
        yield event


def stood_event(stood: Stood) -> Plain:
    """Return how a hit stands as an event holds it; the entry by its digest."""
    return {
        "facts": stood.facts,
        "verdict": stood.verdict,
        "entry_digest": digest(stood.entry),
    }
