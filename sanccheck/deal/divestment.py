"""Whether a party's own part in a deal serves only a US person's divestment."""

from __future__ import annotations

from sanccheck.deal.actions import action_of, may_sell, may_trade, possible
from sanccheck.deal.benefit import acts_for_us_person, truth
from sanccheck.deal.fact import Fact, known, unknown
from sanccheck.deal.once import once_each
from sanccheck.deal.schema import Deal, Party
from sanccheck.deal.us_persons import ofac_us_person

_PURPOSE = "Does the party trade solely to effect the divestment of a US person's holding?"
_WHOSE = "Which US person's holding is divested? No party that sells is known to be one."


@once_each
def solely_to_divest(deal: Deal, party: Party) -> Fact:
    """Return whether a party's own part serves only to divest a US person's holding.

    The order excepts purchases and sales "made solely to effect the divestment" by a US person
    (EO 13959 s.1(c) as amended). What the deal file says of the deal speaks of the side that its
    action names. A reinvestment adds to a holding and a subscription makes one, so that neither
    divests; a purchase divests only where a US person sells.
    """
    actions = {*possible(action_of(deal, party))}
    if actions == {"reinvestment"}:
        return known(value=False, source="a reinvestment adds to a holding")
    if deal.deal.kind != "trade" and actions == {"purchase"}:
        return known(value=False, source="a subscription or purchase in an offering")
    stated = party.solely_to_divest
    if stated is None and deal.deal.action in actions:
        stated = deal.deal.solely_to_divest
    if stated is None:
        return unknown(_PURPOSE)
    if stated and actions == {"purchase"} and not _us_person_sells(deal, party):
        return unknown(_WHOSE)
    return known(stated, "the deal file states it")


def us_persons_divest(deal: Deal, party: Party) -> Fact:
    """Return whether all US persons with whom, or for whom, a party deals only divest.

    A bank is excused by the divestment that it serves, and not where another US person trades too.
    """
    facts = [
        solely_to_divest(deal, other)
        for other in may_trade(deal)
        if other.id != party.id
        and (
            truth(ofac_us_person(other)) is not False
            or truth(acts_for_us_person(deal, other)) is not False
        )
    ]
    purposes = [truth(fact) for fact in facts]
    if False in purposes or not facts:
        return known(value=False, source="the purposes of those who trade")
    return (
        unknown(_PURPOSE)
        if None in purposes
        else known(value=True, source="the purposes of those who trade")
    )


def _us_person_sells(deal: Deal, buyer: Party) -> bool:
    """Say whether a US person may be the one that divests, by selling or through the buyer."""
    sellers = [party for party in deal.parties if party.id in may_sell(deal)]
    facts = [ofac_us_person(party) for party in sellers]
    facts += [acts_for_us_person(deal, party) for party in sellers]
    if True in [truth(fact) for fact in facts]:
        return True
    for_another = any(principal != buyer.id for principal in buyer.acts_for)
    return for_another and truth(acts_for_us_person(deal, buyer)) is True
