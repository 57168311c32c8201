"""From hit to fact: what a screening of the deal's parties makes known, and what it leaves open.

A `match`, or a person's `true_match`, makes "on the list" true; a `possible` makes it unknown; no
hit on a usable list makes it false, and so does a person's `false_positive` while it stands; a
list that is missing or unusable that day makes it unknown. A stated relation to the very entry
settles a `possible`: what is the entry's parent is not the entry.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from sanccheck.deal.fact import Fact, known, unknown
from sanccheck.model import Decision, Entry, Hit, Listing, ListState, NotScreened, Screened
from sanccheck.model.directives import Directive


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedEntry:
    """An entry that a deal file names as related, as it stood on the day asked."""

    entry: str
    list: str
    name: str
    listing: Listing
    identifiers: tuple[str, ...] = ()
    directives: tuple[Directive, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DealScreening:
    """The parties of a deal against the lists of the day asked.

    `results` holds each party's answer under its id. `related` holds the entries that the deal
    file's relations name and that were listed that day, under their ids; an entry that was not
    yet listed is not in it (no hindsight). `unknown_relations` names what is on no list at all.
    `supplements` names the curated files that were used, each with its sha256. `entries` holds the
    entry of every hit, and of every one that has been removed by that day, as its list has it.
    """

    as_of: date
    lists: tuple[ListState, ...]
    not_screened: tuple[NotScreened, ...]
    results: Mapping[str, Screened]
    related: Mapping[str, RelatedEntry]
    unknown_relations: tuple[str, ...] = ()
    supplements: tuple[tuple[str, str], ...] = ()
    entries: Mapping[str, Entry] = field(default_factory=dict)
    _told: dict[tuple[str, str, date], Fact] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    @cached_property
    def _states(self) -> dict[str, ListState]:
        return {state.list: state for state in reversed(self.lists)}

    def state(self, list_id: str) -> ListState | None:
        """Return the list's state, or None where it was not screened."""
        return self._states.get(list_id)

    def shows_absence(self, list_id: str) -> bool:
        """Say whether finding nothing on a list shows that a party is not on it."""
        state = self.state(list_id)
        return state is not None and not state.partial

    def hits(self, party_id: str, list_id: str | None = None) -> tuple[Hit, ...]:
        """Return a party's hits, on one list or on all, but those decided to be another's."""
        return tuple(hit for hit in self._found(party_id, list_id) if not hit.suppressed)

    def _found(self, party_id: str, list_id: str | None) -> Iterator[Hit]:
        found = self.results[party_id].hits if party_id in self.results else ()
        return (hit for hit in found if list_id is None or hit.list == list_id)

    def missing(self, list_id: str) -> Fact:
        """Return the unknown fact that a list not screened, or screened in part, makes."""
        if self.state(list_id) is not None:
            return unknown(
                f"Is any party on the list {list_id}? Only a part of it is there.",
                source=f"only a part of {list_id} was screened",
            )
        left_out = next((item for item in self.not_screened if item.list == list_id), None)
        if left_out is None:
            return unknown(f"Is any party on the list {list_id}? It was not screened.")
        return unknown(
            f"Is any party on the list {list_id}? It was not screened ({left_out.why}); "
            f"to load it: {left_out.remedy}",
            source=f"{list_id} was not screened: {left_out.why}",
        )

    def on_list(self, party_id: str, name: str, list_id: str, day: date) -> Fact:
        """Return the fact whether a party is on a list on the day of the trade.

        The list is that of the day asked; for an earlier trade only an entry's own date shows
        that it was listed by then.
        """
        key = (party_id, list_id, day)
        if key not in self._told:
            self._told[key] = self._on_list(party_id, name, list_id, day)
        return self._told[key]

    def _on_list(self, party_id: str, name: str, list_id: str, day: date) -> Fact:
        if self.state(list_id) is None:
            return self.missing(list_id)
        hits = [hit for hit in self.hits(party_id, list_id) if hit.relation is None]
        certain = [hit for hit in hits if is_certain(hit)]
        if certain and not all(
            _listed_by(hit, min(day, self.as_of), self.as_of) for hit in certain
        ):
            entry = certain[0].entry
            return unknown(f"Was {name} ({entry}) on the list {list_id} on the day of the trade?")
        if certain:
            return known(value=True, source=f"matches {certain[0].entry}")
        if hits:
            return unknown(identity_question(name, hits[0]), source=f"may be {hits[0].entry}")
        if not self.shows_absence(list_id):
            return self.missing(list_id)
        decided = [hit for hit in self._found(party_id, list_id) if hit.suppressed]
        said = f"; {'; '.join(map(decided_not, decided))}" if decided else ""
        return known(value=False, source=f"no hit on {list_id}{said}")


def _listed_by(hit: Hit, day: date, as_of: date) -> bool:
    """Say whether an entry is known to have been listed by a day."""
    listed_on = hit.listing.listed_on
    return day >= as_of if listed_on is None else day >= listed_on


def is_certain(hit: Hit) -> bool:
    """Say whether a hit makes "on the list" true: matched, on that list and on that day.

    What a person decided to be a true match is one.
    """
    matched = hit.decision is Decision.MATCH or hit.confirmed
    return matched and hit.list_certain and hit.listed_on_known


def decided_not(hit: Hit) -> str:
    """Say who decided that a party is not the entry of a hit."""
    found = hit.disposition
    assert found is not None
    signed = "" if found.signed_by is None else f", signed off by {found.signed_by}"
    return f"not {hit.entry}, as {found.analyst} decided on {found.at[:10]}{signed}"


def identity_question(name: str, hit: Hit) -> str:
    """Ask whether a party is the entry of a hit."""
    if not hit.listed_on_known:
        return f"Was {hit.name} ({hit.entry}) on the list on the day asked?"
    if not hit.list_certain:
        return f"On which list is {hit.name} ({hit.entry})? The file cannot tell."
    numbers = ", ".join(item.value for item in hit.identifiers[:3])
    by = f", registered under {numbers}" if numbers else ""
    return f"Is {name} the listed entity {hit.name} ({hit.entry}{by})?"
