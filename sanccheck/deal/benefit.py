"""For whose account or benefit a party acts, followed to the end."""

from __future__ import annotations

from collections.abc import Iterable

from sanccheck.deal.actions import buyers_named, may_trade, seller_missing
from sanccheck.deal.fact import Fact, known, unknown
from sanccheck.deal.schema import Deal, Party
from sanccheck.deal.us_persons import ofac_us_person

_FOR_WHOM = (
    "For whose account or benefit does the party act, up to the last owner: for any US person?"
)
_WHO_TRADES = "Does the party serve any US person that buys or sells in the deal?"


def acts_for_us_person(deal: Deal, party: Party) -> Fact:
    """Return whether a party acts for the account or benefit of an OFAC US person.

    `acts_for` is followed from principal to principal. The chain ends with a party that acts for
    itself, with a person or with the issuer; where it ends with none, who stands behind is unknown.
    """
    seen, pending = {party.id}, [*party.acts_for]
    statuses: list[bool | None] = [] if party.acts_for else [None]
    while pending:
        principal = deal.party(pending.pop())
        statuses.append(_is_us(principal))
        if principal.id in seen:
            continue
        seen.add(principal.id)
        pending += principal.acts_for
        if not principal.acts_for and not _for_itself(principal):
            statuses.append(None)
    return _any(statuses, _FOR_WHOM)


def serves_us_person(deal: Deal, party: Party) -> Fact:
    """Return whether an intermediary or adviser serves an OFAC US person in the deal.

    The parties that trade and those for whom they act are its clients. Where buyers are not all
    named, the deal file must say it of the party, or the documents must exclude US persons (T5).
    """
    trading = [other for other in may_trade(deal) if other.id != party.id]
    statuses = [_is_us(other) for other in trading]
    statuses += [truth(acts_for_us_person(deal, other)) for other in trading]
    if party.acts_for:
        statuses.append(truth(acts_for_us_person(deal, party)))
    if not buyers_named(deal):
        statuses.append(False if deal.terms.get("T5") else None)
    if seller_missing(deal):
        statuses.append(None)
    if party.serves_us_person is not None and True not in statuses:
        statuses = [party.serves_us_person]
    return _any(statuses, _WHO_TRADES)


def _for_itself(party: Party) -> bool:
    return party.type == "person" or party.role in {"issuer", "guarantor"}


def _is_us(party: Party) -> bool | None:
    return truth(ofac_us_person(party))


def faces_us_person(deal: Deal, party: Party) -> Fact:
    """Return whether a named counterparty of a party is, or acts for, an OFAC US person."""
    others = [other for other in may_trade(deal) if other.id != party.id]
    statuses = [_is_us(other) for other in others]
    statuses += [truth(acts_for_us_person(deal, other)) for other in others]
    return _any(statuses, "Is a counterparty a US person, or does it act for one?")


def truth(fact: Fact) -> bool | None:
    """Return what a yes-or-no fact is, None where it is unknown."""
    return None if fact.strict is None else bool(fact.strict)


def _any(statuses: Iterable[bool | None], question: str) -> Fact:
    found = list(statuses)
    source = "followed through the parties of the deal file"
    if True in found:
        return known(value=True, source=source)
    return unknown(question) if None in found else known(value=False, source=source)
