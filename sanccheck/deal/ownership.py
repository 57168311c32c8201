"""What a deal file states of ownership by blocked persons; nothing is computed from chains yet."""

from __future__ import annotations

from decimal import Decimal

from sanccheck.deal.fact import Fact, known, stated, unknown
from sanccheck.deal.schema import Deal, Party

HALF = Decimal(50)


def blocked_by_ownership(party: Party) -> Fact:
    """Return whether blocked persons own half of a party or more (31 CFR 589.411(a))."""
    if party.blocked_by_ownership is None and party.type == "person":
        return known(value=False, source="a person is not an entity with owners")
    return stated(
        party.blocked_by_ownership,
        "the deal file states it",
        "Do blocked persons own 50 percent or more of the party, directly or indirectly, alone or "
        "together?",
    )


def holds_half(deal: Deal, party: Party) -> Fact:
    """Return whether a party alone owns half or more of the equity of an issuer, as stated.

    Its direct stakes in an issuer are added up. Where it also holds through another party, what
    that comes to is not computed, so that less than half is not known.
    """
    issuers = {other.id for other in deal.parties if other.role == "issuer"}
    own = [item for item in deal.holdings if item.owner == party.id and item.kind == "equity"]
    stakes = {
        issuer: [item.percent for item in own if item.of == issuer]
        for issuer in issuers
        if any(item.of == issuer for item in own)
    }
    if any(sum(stake or 0 for stake in held) >= HALF for held in stakes.values()):
        return known(value=True, source="the holdings of the deal file")
    indirect = any(item.of not in issuers for item in own)
    if not stakes or indirect or any(None in held for held in stakes.values()):
        return unknown("What percentage of the issuer's equity does the party own?")
    return known(value=False, source="the holdings of the deal file")
