"""The links by which a listed person may stand behind the security of a deal.

The securities barred are those of the listed person itself (the issuer), or those derived from
its securities (an underlying); a listed guarantor is told apart. Each link carries the facts
`covered.*` for one entry.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sanccheck.dates import midnight
from sanccheck.deal import outbound_facts
from sanccheck.deal.fact import Fact, known, stated, unknown
from sanccheck.deal.facts import FILE, Facts
from sanccheck.deal.ownership import Ownership
from sanccheck.deal.ownership_facts import settled
from sanccheck.deal.schema import Deal, Party, Relation
from sanccheck.deal.screened import DealScreening, RelatedEntry, identity_question, is_certain
from sanccheck.deal.sectoral_facts import entry_facts, subject_facts
from sanccheck.listing_phase import divest_before, effective_on, phase
from sanccheck.model import Hit, Listing, Says

CURATED = "the curated supplement"
SAME_NAME = 0.995
NO_LIST = ""  # the links of regimes that turn on what a party is, and on no list


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A party of the deal and the entry that it is, may be, or is related to.

    `entry` is None where there is none, or where the list was not screened. `day` is the day on
    which the trade is judged.
    """

    day: date
    via: str
    subject: Party
    entry: RelatedEntry | None
    facts: Facts


def facts_behind(deal: Deal, screening: DealScreening, ownership: Ownership) -> dict[str, Facts]:
    """Return what is known of each party behind the security, whatever the list."""
    return {
        party.id: settled(
            ownership,
            party,
            {
                **subject_facts(deal, party, screening),
                **outbound_facts.subject_facts(deal, party, screening),
            },
        )
        for _, party in _subjects(deal)
    }


def links(
    deal: Deal,
    screening: DealScreening,
    list_id: str,
    behind: Mapping[str, Facts],
    *,
    apart: bool = False,
) -> tuple[Link, ...]:
    """Return every link of the deal to a list, in the order of the deal file's parties.

    `behind` is what `facts_behind` gives; `apart` is for a list that, where it was not screened,
    is told apart from the rules on it.
    """
    found: list[Link] = []
    absent = screening.shows_absence(list_id) or (
        (apart or list_id == NO_LIST) and screening.state(list_id) is None
    )
    for via, party in _subjects(deal):
        made = [*_linked(via, party, deal, screening, list_id)]
        found += made
        named = any(link.facts["covered.listed"].strict is True for link in made)
        if not made or not (named or absent):
            found.append(_none(via, party, deal, screening, list_id, absent=absent))
    return tuple(
        replace(
            link,
            facts={
                **link.facts,
                **behind[link.subject.id],
                **entry_facts(deal, link.subject, link.entry, link.day),
            },
        )
        for link in found
    )


def _subjects(deal: Deal) -> Iterator[tuple[str, Party]]:
    for party in deal.parties:
        if party.id in deal.security.underlying:
            yield "underlying", party
        elif party.role in {"issuer", "guarantor"}:
            yield party.role, party


def _linked(
    via: str, party: Party, deal: Deal, screening: DealScreening, list_id: str
) -> Iterator[Link]:
    """Yield a link for each entry that the party has to do with on that list and day."""
    if screening.state(list_id) is None:
        return
    stated_relations = {relation.to: relation for relation in party.relations}
    seen: set[str] = set()
    for hit in screening.hits(party.id, list_id):
        seen.add(hit.entry)
        relation = stated_relations.get(hit.entry)
        entry = RelatedEntry(
            entry=hit.entry,
            list=hit.list,
            name=hit.name,
            listing=hit.listing,
            identifiers=tuple(item.value for item in hit.identifiers),
            directives=hit.directives,
        )
        if hit.relation is not None or (relation is not None and not looks_the_same(hit)):
            identity = _related(relation, hit)
        else:
            identity = _identity(party, hit, relation)
        yield _link(via, party, entry, identity, deal, screening.as_of)
    for relation in party.relations:
        if relation.to in seen or relation.to not in screening.related:
            continue
        entry = screening.related[relation.to]
        if entry.list == list_id:
            identity = _relation(relation.kind, relation.listed_vehicle, relation.source)
            yield _link(via, party, entry, identity, deal, screening.as_of)


def looks_the_same(hit: Hit) -> bool:
    """Say whether a hit is the very entry by its number, or by its whole name and legal form.

    A deal file that calls such a party a mere relation contradicts it, and does not settle it.
    """
    if is_certain(hit):
        return True
    agree = {item.field for item in hit.evidence if item.says is Says.AGREES}
    conflict = any(item.says is Says.CONFLICTS for item in hit.evidence)
    return hit.score >= SAME_NAME and {"name", "legal form"} <= agree and not conflict


def _related(relation: Relation | None, hit: Hit) -> dict[str, Fact]:
    """Return what a party is to an entry, by the deal file and by the curated supplement.

    Where both speak and differ, the one that reaches further holds: a deal file cannot lower an
    answer against the supplement without a word (`relation_conflict` flags it).
    """
    if relation is None:
        return _relation(str(hit.relation), hit.listed_vehicle, CURATED)
    vehicle, source = relation.listed_vehicle, relation.source
    if hit.relation is not None and hit.listed_vehicle and not vehicle:
        vehicle, source = True, CURATED
    return _relation(relation.kind, vehicle, source)


def conflict(relation: Relation, hit: Hit) -> bool:
    """Say whether a deal file's relation and the curated one differ."""
    if hit.relation is None or hit.entry != relation.to:
        return False
    differ = relation.listed_vehicle not in {None, hit.listed_vehicle}
    return differ or relation.kind != hit.relation


def _relation(kind: str, listed_vehicle: bool | None, source: str) -> dict[str, Fact]:
    return {
        "covered.listed": known(value=False, source=f"it is the entry's {kind}: {source}"),
        "covered.relation": known(kind, source),
        "covered.listed_vehicle": stated(
            listed_vehicle, source, "Is it the group's exchange-listed company?"
        ),
    }


def _identity(party: Party, hit: Hit, relation: Relation | None) -> dict[str, Fact]:
    if relation is not None:
        question = (
            f"The deal file calls {party.name} related to {hit.entry}, and its name or "
            f"identifiers say that it is {hit.entry}: which holds?"
        )
        # What the relation brings holds either way: the listed person itself is barred more.
        return {**_related(relation, hit), "covered.listed": unknown(question)}
    facts = {
        "covered.relation": known("none", "no relation is stated"),
        "covered.listed_vehicle": known(value=False, source="no relation is stated"),
    }
    if is_certain(hit):
        return {**facts, "covered.listed": known(value=True, source=f"matches {hit.entry}")}
    question = identity_question(party.name, hit)
    return {**facts, "covered.listed": unknown(question, source=f"may be {hit.entry}")}


def _none(
    via: str, party: Party, deal: Deal, screening: DealScreening, list_id: str, *, absent: bool
) -> Link:
    """Return the link of a party that has nothing to do with the list, or of a list unread."""
    day = deal.deal.day(screening.as_of)
    names = ("covered.listed", "covered.relation", "covered.listed_vehicle", "covered.phase")
    if not absent:
        missing = screening.missing(list_id)
        return Link(
            day=day,
            via=via,
            subject=party,
            entry=None,
            facts={"covered.via": known(via, FILE), **dict.fromkeys(names, missing)},
        )
    shown = screening.shows_absence(list_id)
    source = f"no hit on {list_id}" if shown else f"{list_id} was not screened; said apart"
    facts: dict[str, Fact] = {
        "covered.via": known(via, FILE),
        "covered.listed": known(value=False, source=source),
        "covered.relation": known("none", source),
        "covered.listed_vehicle": known(value=False, source=source),
        "covered.phase": known("P0", source),
        "covered.settlement_phase": known("P0", source),
        "covered.contract_phase": known("P0", source),
        "covered.winter_eve_of": known("none", source),
        "covered.settlement_winter_eve_of": known("none", source),
    }
    return Link(day=day, via=via, subject=party, entry=None, facts=facts)


def _link(
    via: str,
    party: Party,
    entry: RelatedEntry,
    identity: dict[str, Fact],
    deal: Deal,
    as_of: date,
) -> Link:
    terms = deal.deal
    day = terms.day(as_of)
    dates = phases(entry.listing, day, terms.settlement_date, terms.contract_date)
    facts = {"covered.via": known(via, FILE), **identity, **dates}
    return Link(day=day, via=via, subject=party, entry=entry, facts=facts)


def phases(
    listing: Listing, day: date, settlement: date | None = None, contract: date | None = None
) -> dict[str, Fact]:
    """Return where the day of the trade and the deal's other dates stand in an entry's dates."""
    return {
        "covered.phase": _phase(listing, day, "On which days was the entry listed?"),
        "covered.settlement_phase": _phase(listing, settlement, "What is the settlement date?"),
        "covered.contract_phase": _phase(listing, contract, "When was the contract signed?"),
        "covered.winter_eve_of": known(winter_eve_of(listing, day), "the entry's dates"),
        "covered.settlement_winter_eve_of": stated(
            None if settlement is None else winter_eve_of(listing, settlement),
            "the entry's dates",
            "What is the settlement date?",
        ),
    }


def _phase(listing: Listing, day: date | None, question: str) -> Fact:
    found = None if day is None else phase(listing, day)
    return stated(None if found is None else found.value, "the entry's dates", question)


def winter_eve_of(listing: Listing, day: date) -> str:
    """Name the boundary that the next day is, when "eastern daylight time" is off, else "none".

    EO 14032 says 12:01 a.m. eastern daylight time for every boundary; in winter that is an hour
    earlier than 12:01 a.m. as clocks show it, late on the evening before.
    """
    tomorrow = day + timedelta(days=1)
    boundaries = {effective_on(listing): "effective", divest_before(listing): "close"}
    found = boundaries.get(tomorrow, "none")
    return "none" if midnight(tomorrow).dst() else found
