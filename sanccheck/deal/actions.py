"""What each party does in a deal: from its role and from what the deal is."""

from __future__ import annotations

from sanccheck.deal.fact import Fact, known, unknown
from sanccheck.deal.schema import Deal, Party

SOURCE = "the party's role and the deal's action"

_BY_ROLE = {
    "issuer": "issue",
    "guarantor": "issue",
    "underwriter": "underwrite",
    "placing_agent": "intermediate",
    "sponsor": "intermediate",
    "broker": "intermediate",
    "custodian": "intermediate",
    "adviser": "advise",
    "employee": "advise",
    "seller": "sale",
    "buyer": "purchase",
    "cornerstone": "purchase",
    "use_of_proceeds": "receive",
}
# What a holder does with what it has, without a counterparty.
_OWN_ACTIONS = frozenset({"hold", "conversion", "reinvestment"})
_BUYING_ROLES = frozenset({"cornerstone", "investor", "buyer"})
TRADES = frozenset({"purchase", "sale", "conversion", "reinvestment"})


def buyers_named(deal: Deal) -> bool:
    """Say whether every buyer is a party: only then is a deal judged as a trade."""
    buying = set(_BUYING_ROLES)
    if deal.deal.action in _OWN_ACTIONS:
        buying.add("shareholder")
    return deal.deal.kind == "trade" and any(party.role in buying for party in deal.parties)


def action_of(deal: Deal, party: Party) -> Fact:
    """Return what a party does, unknown where the file leaves open who sells."""
    action = deal.deal.action
    if action in _OWN_ACTIONS and party.role in {*_BUYING_ROLES, "shareholder"}:
        return known(action, SOURCE)
    if party.role in _BY_ROLE:
        return known(_BY_ROLE[party.role], SOURCE)
    idle = "purchase" if party.role == "investor" else "hold"
    sellers = _sellers(deal)
    if action != "sale" or party not in sellers:
        return known(idle, SOURCE)
    if len(sellers) == 1:
        return known("sale", "the only party that can be the seller")
    return unknown(
        "Who sells? Give the role seller to each party that does.",
        source="no party has the role of seller",
        among=("sale", idle),
    )


def _sellers(deal: Deal) -> tuple[Party, ...]:
    """Return those who may be the sellers where no party has that role."""
    for role in ("seller", "shareholder", "investor"):
        found = tuple(party for party in deal.parties if party.role == role)
        if found:
            return () if role == "seller" else found
    return ()


def may_sell(deal: Deal) -> frozenset[str]:
    """Return the ids of the parties that sell, or may be the ones that do."""
    return frozenset(
        party.id for party in deal.parties if "sale" in _possible(action_of(deal, party))
    )


def may_trade(deal: Deal) -> tuple[Party, ...]:
    """Return the parties that buy, sell, convert or reinvest, or may be the ones that do."""
    return tuple(party for party in deal.parties if TRADES & {*_possible(action_of(deal, party))})


def _possible(action: Fact) -> tuple[object, ...]:
    return action.among if action.strict is None else (action.strict,)


def solely_to_divest(deal: Deal, party: Party) -> Fact:
    """Return whether a party's own part serves only to divest a US person's holding.

    The order excepts purchases and sales "made solely to effect the divestment" (EO 13959 s.1(c)
    as amended). What the deal file says of the deal speaks of the side that its action names,
    and of those who serve it; a reinvestment adds to a holding and a subscription makes one, so
    that neither divests.
    """
    action, terms = action_of(deal, party), deal.deal
    if action.strict == "reinvestment":
        return known(value=False, source="a reinvestment adds to a holding")
    if party.solely_to_divest is not None:
        return known(party.solely_to_divest, "the deal file states it of the party")
    serves = not TRADES & {*_possible(action)}
    if terms.solely_to_divest is not None and (serves or terms.action in _possible(action)):
        return known(terms.solely_to_divest, "the deal file states it of the deal")
    subscribed = terms.action == "purchase" if serves else action.strict == "purchase"
    if terms.kind != "trade" and subscribed:
        return known(value=False, source="a subscription or purchase in an offering")
    return unknown("Does the party trade solely to effect the divestment of a US person's holding?")
