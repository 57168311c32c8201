"""Whether a party's own part in a deal serves only a US person's divestment."""

from __future__ import annotations

from sanccheck.deal.actions import SERVES, action_of, may_sell, possible
from sanccheck.deal.benefit import acts_for_us_person, truth
from sanccheck.deal.fact import Fact, known, unknown
from sanccheck.deal.schema import Deal, Party
from sanccheck.deal.us_persons import ofac_us_person

_PURPOSE = "Does the party trade solely to effect the divestment of a US person's holding?"
_WHOSE = "Which US person's holding is divested? No party that sells is known to be one."


def solely_to_divest(deal: Deal, party: Party) -> Fact:
    """Return whether a party's own part serves only to divest a US person's holding.

    The order excepts purchases and sales "made solely to effect the divestment" by a US person
    (EO 13959 s.1(c) as amended). What the deal file says of the deal speaks of the side that its
    action names, and of those who serve it. A reinvestment adds to a holding and a subscription
    makes one, so that neither divests; a purchase divests only where a US person sells.
    """
    actions = {*possible(action_of(deal, party))}
    serves = bool(actions & SERVES)
    subscribed = deal.deal.action == "purchase" if serves else actions == {"purchase"}
    if actions == {"reinvestment"}:
        return known(value=False, source="a reinvestment adds to a holding")
    if deal.deal.kind != "trade" and subscribed:
        return known(value=False, source="a subscription or purchase in an offering")
    stated = _stated(deal, party, actions, serves=serves)
    if stated is None:
        return unknown(_PURPOSE)
    if stated and actions == {"purchase"} and not _us_person_sells(deal, party):
        return unknown(_WHOSE)
    return known(stated, "the deal file states it")


def _stated(deal: Deal, party: Party, actions: set[object], *, serves: bool) -> bool | None:
    if party.solely_to_divest is not None:
        return party.solely_to_divest
    if serves or deal.deal.action in actions:
        return deal.deal.solely_to_divest
    return None


def _us_person_sells(deal: Deal, buyer: Party) -> bool:
    """Say whether a US person may be the one that divests, by selling or through the buyer."""
    sellers = [party for party in deal.parties if party.id in may_sell(deal)]
    facts = [ofac_us_person(party) for party in sellers]
    facts += [acts_for_us_person(deal, party) for party in sellers]
    if True in [truth(fact) for fact in facts]:
        return True
    for_another = any(principal != buyer.id for principal in buyer.acts_for)
    return for_another and truth(acts_for_us_person(deal, buyer)) is True
