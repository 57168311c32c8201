"""The facts of an investor's parties, as a deal makes them; what equal ones share is made once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from sanccheck.deal import sectoral_facts, trade_controls_facts
from sanccheck.deal.benefit import acts_for_us_person, serves_us_person
from sanccheck.deal.bound_persons import BOUND, is_bound
from sanccheck.deal.facts import actors
from sanccheck.deal.ownership import judge_ownership
from sanccheck.deal.schema import Deal, Party
from sanccheck.deal.screened import DealScreening
from sanccheck.deal.us_persons import ofac_us_person, reg_s_us_person
from sanccheck.deal.world_facts import land_border_owner, world_party_facts
from sanccheck.investors.frames import Frame
from sanccheck.investors.parties import Shape, party_id
from sanccheck.investors.status import Facts, as_told


class FactMaker:
    """Makes facts, for an investor by changing those of one that is like it but for its places."""

    def __init__(self) -> None:
        self._alike: dict[tuple[object, ...], dict[int, Facts]] = {}

    def of(
        self,
        shapes: Sequence[Shape],
        deal: Deal,
        screening: DealScreening,
        frame: Frame,
        asked: Collection[int],
    ) -> dict[int, Facts]:
        """Return the facts of an investor and of those that it serves, by their numbers.

        `frame` is that of every regime, but for the lists that are told apart.
        """
        served = {*asked} - {0}
        key = (
            frame.apart,
            _placeless(shapes[0]),
            *(
                shapes[number] if number in served else _placeless(shapes[number])
                for number in range(1, len(shapes))
            ),
        )
        if key not in self._alike:
            self._alike[key] = made(deal, screening, frame, asked)
        alike = self._alike[key]
        own = of_place(deal, deal.party(party_id(0)), screening)
        first = alike[0]
        return {**alike, 0: {**first, **{name: own[name] for name in own if name in first}}}


def _placeless(shape: Shape) -> Shape:
    """Return a shape without its places, and without the status that is made anew from them."""
    return replace(
        shape,
        organised_in=None,
        citizenships=(),
        residence=None,
        ofac_us_person=None,
        reg_s_us_person=None,
    )


# What of an investor turns on where it is of and what it states. A test holds everything else to be
# the same for investors of one frame that are alike but for that.
def of_place(deal: Deal, party: Party, screening: DealScreening) -> Facts:
    """Return the facts of a party that turn on where it is of and what it states."""
    ofac, behind = ofac_us_person(party), acts_for_us_person(deal, party)
    found = {
        "party.ofac_us_person": ofac,
        "party.reg_s_us_person": reg_s_us_person(party),
        "party.acts_for_ofac_us_person": behind,
        "party.us_side": sectoral_facts.us_side(ofac, behind),
        "party.serves_ofac_us_person": serves_us_person(deal, party),
        "party.us_financial_institution": sectoral_facts.us_institution(party),
        "party.government_of_venezuela": sectoral_facts.government_of_venezuela(
            deal, party, screening
        ),
        "party.foreign_person": trade_controls_facts.foreign_person(party),
        "party.prc_person": trade_controls_facts.prc_person(party),
        "party.land_border_owner": land_border_owner(party),
        **{group.fact: is_bound(group, party) for group in BOUND},
    }
    return {name: as_told(fact) for name, fact in found.items()}


def made(
    deal: Deal, screening: DealScreening, frame: Frame, asked: Collection[int]
) -> dict[int, Facts]:
    """Make the facts of some of an investor's parties from the deal that holds them."""
    ids = {party_id(number): number for number in asked}
    ownership = judge_ownership(deal, screening, frame.tests)
    found: dict[int, Facts] = {
        ids[actor.id]: actor.facts
        for actor in actors(
            deal, screening, ownership, frame.asked, frame.apart, only=frozenset(ids)
        )
    }
    if frame.reads_world:
        world = world_party_facts(deal, screening, ownership, frame.asked, frame.apart, frame.read)
        found = {
            number: {**facts, **world(deal.party(party_id(number)))}
            for number, facts in found.items()
        }
    return {
        number: {name: as_told(fact) for name, fact in facts.items()}
        for number, facts in found.items()
    }
