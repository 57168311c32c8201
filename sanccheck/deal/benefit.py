"""For whose account or benefit a party acts, followed to the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sanccheck.deal.actions import (
    buyers_named,
    may_trade,
    seller_missing,
)
from sanccheck.deal.fact import Fact, known, unknown
from sanccheck.deal.once import once_each
from sanccheck.deal.schema import Deal, Party
from sanccheck.deal.us_persons import ofac_us_person

FOR_WHOM = "For whose account or benefit does the party act, up to the last owner?"
_END_OF_CHAIN = {"issuer", "guarantor", "underlying"}
_FOLLOWED = "followed through the parties of the deal file"
_WHO_TRADES = "Does the party serve any US person that buys or sells in the deal?"


@once_each
def acts_for_us_person(deal: Deal, party: Party) -> Fact:
    """Return whether a party acts for the account or benefit of an OFAC US person.

    `acts_for` is followed from principal to principal. A chain ends with one that acts for itself,
    or with the issuer; where it ends with neither, or runs in a circle, who stands behind is
    unknown.
    """
    return _any(_behind(deal, party, (party.id,), {party.id}), FOR_WHOM)


def _behind(
    deal: Deal, party: Party, path: tuple[str, ...], seen: set[str]
) -> Iterator[bool | None]:
    """Yield for each principal behind a party whether it is a US person, None where unknown.

    Each party is looked behind once, however many act for it.
    """
    if not party.acts_for and party.role not in _END_OF_CHAIN:
        yield None
    for ref in party.acts_for:
        principal = deal.party(ref)
        yield _is_us(principal)
        if ref == party.id:
            continue
        if ref in path:
            yield None
        elif ref not in seen:
            seen.add(ref)
            yield from _behind(deal, principal, (*path, ref), seen)


@once_each
def principals(deal: Deal, party: Party) -> tuple[Party, ...]:
    """Return all for whom a party acts, at any remove, itself left out."""
    found: dict[str, Party] = {}
    pending = [*party.acts_for]
    while pending:
        ref = pending.pop()
        if ref != party.id and ref not in found:
            found[ref] = deal.party(ref)
            pending += found[ref].acts_for
    return tuple(found.values())


@once_each
def all_principals_named(deal: Deal, party: Party) -> bool:
    """Say whether the file follows to the end for whom a party acts."""
    return all(
        other.acts_for or other.role in _END_OF_CHAIN for other in (party, *principals(deal, party))
    )


def trades_through_another(deal: Deal, party: Party) -> Fact:
    """Return whether another party buys or sells for a party's account.

    Until each that trades says for whom, one of them may.
    """
    others = [other for other in may_trade(deal) if other.id != party.id]
    if any(party in principals(deal, other) for other in others):
        return known(value=True, source=_FOLLOWED)
    if not all(all_principals_named(deal, other) for other in others):
        return unknown(FOR_WHOM)
    return known(value=False, source=_FOLLOWED)


def serves_us_person(deal: Deal, party: Party) -> Fact:
    """Return whether an intermediary or adviser serves an OFAC US person in the deal.

    The parties that trade and those for whom they act are its clients. Where buyers are not all
    named, the deal file must say it of the party, or the documents must exclude US persons (T5).
    A client that only acts for a US person is one on the policy side.
    """
    clients = [other for other in may_trade(deal) if other.id != party.id]
    own = [_is_us(other) for other in clients]
    if party.acts_for:
        own.append(truth(acts_for_us_person(deal, party)))
    if not buyers_named(deal):
        own.append(False if deal.terms.get("T5") else None)
    if seller_missing(deal):
        own.append(None)
    if party.serves_us_person is not None and True not in own:
        return known(party.serves_us_person, "the deal file states it")
    behind = [truth(acts_for_us_person(deal, other)) for other in clients]
    return _contested(own, behind, _WHO_TRADES)


def faces_us_person(deal: Deal, party: Party) -> Fact:
    """Return whether a named counterparty of a party is, or acts for, an OFAC US person."""
    others = [other for other in may_trade(deal) if other.id != party.id]
    own = [_is_us(other) for other in others]
    behind = [truth(acts_for_us_person(deal, other)) for other in others]
    return _contested(own, behind, "Is a counterparty a US person, or does it act for one?")


def _contested(own: Sequence[bool | None], behind: Sequence[bool | None], question: str) -> Fact:
    """Put together who is a US person and who acts for one: the second only on the policy side."""
    every = _any([*own, *behind], question)
    if True in own or every.strict is not True:
        return every
    strict = None if None in own else False
    return Fact(strict=strict, policy=True, contested=True, source=_FOLLOWED, question=question)


def _is_us(party: Party) -> bool | None:
    return truth(ofac_us_person(party))


def truth(fact: Fact) -> bool | None:
    """Return what a yes-or-no fact is, None where it is unknown."""
    return None if fact.strict is None else bool(fact.strict)


def _any(statuses: Iterable[bool | None], question: str) -> Fact:
    found = list(statuses)
    if True in found:
        return known(value=True, source=_FOLLOWED)
    return unknown(question) if None in found else known(value=False, source=_FOLLOWED)
