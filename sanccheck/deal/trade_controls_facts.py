"""Facts of export controls, procurement and CFIUS; none of them is about who may buy."""

from __future__ import annotations

from sanccheck.deal.fact import Fact, known, stated, unknown
from sanccheck.deal.fact_specs import FactSpec, yes_no
from sanccheck.deal.schema import Deal, Party
from sanccheck.deal.screened import DealScreening
from sanccheck.deal.us_places import in_us

FILE = "the deal file states it"
BIS_LISTS = frozenset({"us_bis_el", "us_bis_meu"})
PRC = frozenset({"CN", "HK", "MO"})

_CFIUS = {
    "tid_us_business": (
        "Does the US business deal in critical technology, critical infrastructure or sensitive "
        "personal data?"
    ),
    "export_authorisation_needed": (
        "Would its critical technology need an export authorisation for the investor?"
    ),
    "foreign_government_49_percent": (
        "Does a foreign government hold 49 percent or more of the votes of the investor?"
    ),
    "investor_25_percent": "Does the investor get 25 percent of the votes or more?",
    "control_or_access": (
        "Does the investor get control, a board seat, or access to technology or decisions?"
    ),
}
FACTS: dict[str, FactSpec] = {
    "deal.dod_supply": yes_no("a party contracts with, or supplies, the Department of War"),
    "party.ear_items": yes_no("proceeds buy items subject to the EAR for it"),
    "party.related_to_bis_listed": yes_no("related to, or partly held by, a listed party"),
    "party.foreign_person": yes_no("an investor that is no US person"),
    "party.prc_person": yes_no("organised in, a citizen of, or placed in the PRC"),
    **{f"cfius.{name}": yes_no(question.rstrip("?")) for name, question in _CFIUS.items()},
}


def deal_facts(deal: Deal) -> dict[str, Fact]:
    """Return the facts of the deal."""
    return {
        "deal.dod_supply": stated(
            deal.dod_supply,
            FILE,
            "Does a party of the deal contract with, or supply, the Department of War?",
        ),
        **{
            f"cfius.{name}": stated(getattr(deal.cfius, name), FILE, question)
            for name, question in _CFIUS.items()
        },
    }


def party_facts(deal: Deal, party: Party, screening: DealScreening) -> dict[str, Fact]:
    """Return the facts of a party."""
    related = _related(deal, party, screening)
    half = party.half_owned_by.bis_listed
    return {
        "party.ear_items": _ear_items(deal, party),
        "party.related_to_bis_listed": known(related, "the relations and holdings, and the hits"),
        "party.half_owned_by_bis_listed": (
            known(value=False, source="nothing points to a listed owner; not asked")
            if half is None and not related
            else stated(
                half, FILE, f"Do parties on the Entity List or MEU List own half of {party.name}?"
            )
        ),
        "party.foreign_person": foreign_person(party),
        "party.prc_person": prc_person(party),
    }


def _ear_items(deal: Deal, party: Party) -> Fact:
    uses = [use for use in deal.use_of_proceeds if use.party == party.id]
    if any(use.ear_items for use in uses):
        return known(value=True, source=FILE)
    if uses and any(use.ear_items is None for use in uses):
        return unknown("Do the proceeds buy chips, software or other items subject to the EAR?")
    return known(value=False, source="the use of proceeds")


def _related(deal: Deal, party: Party, screening: DealScreening) -> bool:
    """Say whether a party is related to, or held in part by, a party on one of the BIS lists."""
    lists = {relation.to.partition(":")[0] for relation in party.relations}
    holders = {item.owner for item in deal.holdings if item.of == party.id}
    lists |= {hit.list for one in holders for hit in screening.hits(one)}
    lists |= {hit.list for hit in screening.hits(party.id) if hit.relation is not None}
    return bool(lists & BIS_LISTS)


def prc_person(party: Party) -> Fact:
    """Return whether a party is of the PRC by a place of the file."""
    of_prc = bool(PRC & {party.organised_in, party.country, *party.citizenships})
    return known(of_prc, "the party's places")


def foreign_person(party: Party) -> Fact:
    """Return whether a party is a foreign person for CFIUS."""
    if party.ofac_us_person is True or in_us(party.organised_in):
        return known(value=False, source="a US person or organised in the US")
    if party.organised_in is not None or party.ofac_us_person is False:
        return known(value=True, source="organised abroad, or stated to be no US person")
    return unknown(f"Is {party.name} a foreign person for CFIUS (31 CFR 800.224)?")
