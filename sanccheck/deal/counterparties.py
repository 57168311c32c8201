"""Who else stands in a deal: those with whom a party deals, and those behind the security.

Facts `others.*` speak of everybody but the party who gives or gets something in the deal, or for
whom such a one acts; facts `behind.*` of the issuer, guarantors and underlyings. A fact of this
kind is true as soon as one of them is so, and false only when it is known of all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from sanccheck.deal.actions import action_of, possible
from sanccheck.deal.benefit import principals
from sanccheck.deal.fact import Fact, known
from sanccheck.deal.schema import Deal, Party

_IDLE = frozenset({"hold", "stand_by", "own"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """The parties of a deal by what they are in it."""

    dealing: tuple[Party, ...]
    behind: tuple[Party, ...]
    buying: tuple[Party, ...]


def roles(deal: Deal) -> Roles:
    """Sort the parties of a deal: who gives or gets, who is behind the security, who may buy."""
    paid = {use.party for use in deal.use_of_proceeds}
    acting = [
        party
        for party in deal.parties
        if party.id in paid or not {*possible(action_of(deal, party))} <= _IDLE
    ]
    owners = [other for party in acting for other in principals(deal, party)]
    return Roles(
        dealing=tuple({party.id: party for party in (*acting, *owners)}.values()),
        behind=tuple(
            party
            for party in deal.parties
            if party.role in {"issuer", "guarantor"} or party.id in deal.security.underlying
        ),
        buying=tuple(
            party for party in deal.parties if "purchase" in possible(action_of(deal, party))
        ),
    )


_NONE = known(value=False, source="known of every other party")


class OneOf:
    """A fact about several parties: asked for all of them, or for all but one."""

    def __init__(self, parties: Iterable[Party], fact_of: Callable[[Party], Fact]) -> None:
        facts = [(item.id, fact_of(item)) for item in parties]
        self._held = [(one, fact) for one, fact in facts if fact.strict is True]
        self._likely = [(one, fact) for one, fact in facts if fact.policy is True]
        self._unsure = [(one, fact) for one, fact in facts if fact.strict is None]

    def but(self, party_id: str | None) -> Fact:
        """Return whether one of them is so, leaving out one of them."""
        held = _first(self._held, party_id)
        likely = _first(self._likely, party_id)
        unsure = _first(self._unsure, party_id)
        if held is not None:
            return held
        if likely is not None:
            return replace(likely, strict=None if unsure else False)
        return unsure or _NONE


def _first(facts: Sequence[tuple[str, Fact]], left_out: str | None) -> Fact | None:
    """Return the first fact of a party that is not left out."""
    return next((fact for one, fact in facts if one != left_out), None) if facts else None
