"""What each party does in a deal: from its role and from what the deal is."""

from __future__ import annotations

from sanccheck.deal.fact import Fact, known, unknown
from sanccheck.deal.once import once, once_each
from sanccheck.deal.schema import Deal, Party

SOURCE = "the party's role and the deal's action"

_BY_ROLE = {
    "guarantor": "stand_by",
    "underlying": "stand_by",
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
    "owner": "own",
}
# What a holder does with what it has, without a counterparty.
_OWN_ACTIONS = frozenset({"hold", "conversion", "reinvestment"})
_BUYING_ROLES = frozenset({"cornerstone", "investor", "buyer"})
# Who sells: the first of these roles that a party has.
_MAY_SELL = ("seller", "shareholder", "investor")
TRADES = frozenset({"purchase", "sale", "conversion", "reinvestment"})
SERVES = frozenset({"underwrite", "intermediate", "advise"})


@once
def buyers_named(deal: Deal) -> bool:
    """Say whether every buyer is a party: only then is a deal judged as a trade."""
    if deal.deal.kind != "trade":
        return False
    buying = {"purchase", *_OWN_ACTIONS} if deal.deal.action in _OWN_ACTIONS else {"purchase"}
    return any(buying & {*possible(action_of(deal, party))} for party in deal.parties)


def may_be_bought(deal: Deal) -> bool:
    """Say whether somebody who is not named may buy: then any US person may."""
    if deal.deal.action != "hold":
        return not buyers_named(deal)
    bought = any("purchase" in possible(action_of(deal, party)) for party in deal.parties)
    return bought and deal.deal.kind != "trade"


@once_each
def action_of(deal: Deal, party: Party) -> Fact:
    """Return what a party does, unknown where the file leaves open who sells."""
    action = deal.deal.action
    if party.role == "issuer":
        return known("issue" if issues(deal) else "stand_by", SOURCE)
    if action in _OWN_ACTIONS and party.role in _holders(deal):
        return known(action, SOURCE)
    if party.role in _BY_ROLE:
        return known(_BY_ROLE[party.role], SOURCE)
    idle = "purchase" if party.role == "investor" else "hold"
    sellers = _sellers(deal)
    may = any(seller.role == party.role for seller in sellers[:1])
    bought = action == "purchase" and deal.deal.kind == "trade" and party.role == "shareholder"
    if not may or not (action == "sale" or bought):
        return known(idle, SOURCE)
    if len(sellers) == 1 and action == "sale":
        return known("sale", "the only party that can be the seller")
    return unknown(
        "Who sells? Give the role seller to each party that does.",
        source="no party has the role of seller",
        among=("sale", idle),
    )


@once
def _holders(deal: Deal) -> set[str]:
    """Return the roles of those who do with a holding what the deal is about.

    A buyer converts or reinvests what it has; it does not hold on, nor does an investor in an
    offering, or where somebody sells to it.
    """
    if deal.deal.action != "hold":
        return {*_BUYING_ROLES, "shareholder"}
    sold = deal.deal.kind != "trade" or bool(deal.with_role("seller"))
    return {"shareholder"} if sold else {"shareholder", "investor"}


def issues(deal: Deal) -> bool:
    """Say whether the issuer itself issues in the deal: in an offering, or where nobody sells."""
    if deal.deal.action in {"sale", "hold"}:
        return False
    if deal.deal.kind != "trade":
        return True
    held = deal.with_role("seller") or deal.with_role("shareholder")
    return deal.deal.action == "purchase" and not held


@once
def _sellers(deal: Deal) -> tuple[Party, ...]:
    """Return those who may be the sellers where no party has that role."""
    for role in _MAY_SELL:
        found = deal.with_role(role)
        if found:
            return () if role == "seller" else found
    return ()


@once
def may_sell(deal: Deal) -> frozenset[str]:
    """Return the ids of the parties that sell, or may be the ones that do."""
    return frozenset(
        party.id for party in deal.parties if "sale" in possible(action_of(deal, party))
    )


def seller_missing(deal: Deal) -> bool:
    """Say whether somebody must sell and no party can be the one."""
    terms = deal.deal
    sold = terms.action == "sale" or (terms.kind == "trade" and terms.action == "purchase")
    return sold and not may_sell(deal)


@once
def may_trade(deal: Deal) -> tuple[Party, ...]:
    """Return the parties that buy, sell, convert or reinvest, or may be the ones that do."""
    return tuple(party for party in deal.parties if TRADES & {*possible(action_of(deal, party))})


def possible(action: Fact) -> tuple[object, ...]:
    """Return what an action is or, where it is unknown, could be."""
    return action.among if action.strict is None else (action.strict,)
