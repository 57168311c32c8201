"""Turn a deal and its screening into the facts that rules read.

Three layers: the deal's own facts, those of each party, and those of each link by which a
listed person may stand behind the security (the issuer, a guarantor, an underlying).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sanccheck.deal import outbound_facts, sectoral_facts, trade_controls_facts
from sanccheck.deal.actions import action_of, buyers_named
from sanccheck.deal.benefit import (
    FOR_WHOM,
    acts_for_us_person,
    all_principals_named,
    faces_us_person,
    principals,
    serves_us_person,
    trades_through_another,
)
from sanccheck.deal.divestment import solely_to_divest, us_persons_divest
from sanccheck.deal.fact import Fact, known, stated, unknown
from sanccheck.deal.issue_day import issued_on, new_on
from sanccheck.deal.ownership import Ownership
from sanccheck.deal.ownership_facts import (
    issuer_blocked,
    owned_facts,
    ownership_known,
    settled,
)
from sanccheck.deal.schema import Deal, Party
from sanccheck.deal.screened import DealScreening
from sanccheck.deal.us_persons import ofac_us_person, reg_s_us_person
from sanccheck.deal.us_places import in_us

Facts = Mapping[str, Fact]

FILE = "the deal file states it"
HYPOTHETICAL = "us_purchaser"
BLOCKED = "party.blocked_by_ownership"

# Warrants, convertibles, receipts and fund interests look to what is behind them (17 CFR
# 230.903(b)(1)), so that the plain tests for equity and debt do not sort them.
_CLASSES = {"equity": "equity", "debt": "debt"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who a rule is evaluated for: a named party, or any US person who would buy."""

    id: str
    name: str
    party: Party | None
    facts: Facts


def deal_facts(deal: Deal, ownership: Ownership) -> dict[str, Fact]:
    """Return the facts of the deal, its structure, its security and its issuer."""
    terms, security = deal.deal, deal.security
    facts = {
        "deal.kind": known(terms.kind, FILE),
        "deal.buyers_named": known(buyers_named(deal), "the parties of the deal file"),
        "deal.ownership_stated": ownership_known(ownership),
        "issuer.blocked_by_ownership": issuer_blocked(ownership),
        "security.kind": known(security.kind, FILE),
        "security.class": known(_CLASSES.get(security.kind, "other"), "the security's kind"),
        "security.publicly_traded": stated(
            security.publicly_traded,
            FILE,
            "Does this class of the security trade on an exchange or over the counter, in any "
            "country, on the day asked?",
        ),
        "security.to_be_listed": stated(
            security.to_be_listed, FILE, "Is the security to trade at or just after closing?"
        ),
        "security.received_traded": _received_traded(deal),
        "security.us_market_interest": stated(
            security.us_market_interest,
            FILE,
            "Is there substantial US market interest in the security (17 CFR 230.902(j))?",
        ),
        **sectoral_facts.security_facts(deal),
        **outbound_facts.deal_facts(deal),
        **trade_controls_facts.deal_facts(deal),
        **_structure_facts(deal),
        **_issuer_facts(deal),
    }
    for number in range(1, 16):
        term = f"T{number}"
        facts[f"terms.{term}"] = stated(
            deal.terms.get(term), FILE, f"Is term {term} in the deal's documents?"
        )
    return facts


_MAY_UNDERWRITE = {"underwriter", "placing_agent", "sponsor", "broker"}
_STRUCTURE_QUESTIONS = {
    "reg_s": "Is the deal offered in reliance on Regulation S?",
    "reg_s_category": "Which category of Regulation S do the documents name?",
    "rule_144a": "Is there a Rule 144A tranche?",
    "section_4a2": "Is there a section 4(a)(2) placement in the US?",
    "reg_d": "Is there a Regulation D tranche?",
    "registered": "Is the offering registered under the Securities Act?",
    "rule_904_resale": "Is the sale made as an offshore resale under Rule 904?",
    "firm_commitment": "Does a bank or broker buy the securities and resell them as principal?",
}


def _structure_facts(deal: Deal) -> dict[str, Fact]:
    structure = deal.deal.structure
    facts = {
        f"structure.{name}": stated(getattr(structure, name), FILE, question)
        for name, question in _STRUCTURE_QUESTIONS.items()
    }
    banks = any(party.role in _MAY_UNDERWRITE for party in deal.parties)
    if deal.deal.kind == "trade" and structure.firm_commitment is None and not banks:
        # Nobody underwrites what named parties trade with each other.
        facts["structure.firm_commitment"] = known(value=False, source="a trade, not an offering")
    return facts


def _received_traded(deal: Deal) -> Fact:
    """Return whether what a conversion gives trades; only a conversion gives anything."""
    if deal.deal.action != "conversion":
        return known(value=False, source="nothing is converted")
    return stated(
        deal.security.received_traded,
        FILE,
        "Does what is received on conversion or exercise trade, in any country?",
    )


def _issuer_facts(deal: Deal) -> dict[str, Fact]:
    """Return what the issuers are; where they differ, or a US company guarantees, it is unknown."""
    issuers = [party for party in deal.parties if party.role == "issuer"]
    places = {
        None if party.organised_in is None else in_us(party.organised_in) for party in issuers
    }
    backed = any(party.role == "guarantor" and in_us(party.organised_in) for party in deal.parties)
    domestic = places.pop() if len(places) == 1 else None
    if domestic is False and backed:
        domestic = None
    reporting = {party.sec_reporting for party in issuers}
    reports = reporting.pop() if len(reporting) == 1 else None
    return {
        "issuer.organised_in_us": stated(
            domestic, FILE, "Is the issuer, with its guarantors, organised in the US or abroad?"
        ),
        "issuer.sec_reporting": stated(
            reports, FILE, "Does the issuer file reports under the Exchange Act?"
        ),
    }


def day_facts(deal: Deal, as_of: date) -> dict[str, Fact]:
    """Return the facts that turn on the day of the trade."""
    day = deal.deal.day(as_of)
    return {
        "security.issue_date": issued_on(deal, day),
        "security.new_on": new_on(deal, day),
    }


def actors(
    deal: Deal,
    screening: DealScreening,
    ownership: Ownership,
    lists: frozenset[str],
    apart: frozenset[str] = frozenset(),
    only: frozenset[str] | None = None,
) -> tuple[Actor, ...]:
    """Return the parties with their facts, `lists` naming the lists that rules ask about.

    Lists that are told `apart` were not screened; the rules on them go on without. With `only`,
    the parties of these ids and no others.
    """
    chosen = tuple(party for party in deal.parties if only is None or party.id in only)
    asked = {one.id: one for party in chosen for one in (party, *principals(deal, party))}
    owned = {party.id: owned_facts(ownership, party) for party in asked.values()}
    return tuple(
        Actor(
            id=party.id,
            name=party.name,
            party=party,
            facts={
                **party_facts(deal, party),
                **owned[party.id],
                **_list_facts(deal, party, screening, lists, apart),
                "party.principal_blocked_by_ownership": _of_principals(
                    deal, party, [owned[other.id][BLOCKED] for other in principals(deal, party)]
                ),
                **sectoral_facts.party_facts(deal, party, screening),
                **settled(
                    ownership,
                    party,
                    {
                        **trade_controls_facts.party_facts(deal, party, screening),
                        **outbound_facts.party_facts(party),
                    },
                ),
            },
        )
        for party in chosen
    )


def us_purchaser(deal: Deal) -> Actor:
    """Return the actor that stands for any US person who would buy in the offering."""
    source = "any US person who would buy"
    action = "conversion" if deal.deal.action == "conversion" else "purchase"
    return Actor(
        id=HYPOTHETICAL,
        name="any US person who would buy",
        party=None,
        facts={
            "party.role": known(HYPOTHETICAL, source),
            "party.action": known(action, source),
            "party.hypothetical": known(value=True, source=source),
            "party.solely_to_divest": known(value=False, source="buys to invest"),
            "party.ofac_us_person": known(value=True, source=source),
            "party.reg_s_us_person": known(value=True, source=source),
            "party.acts_for_ofac_us_person": known(value=False, source=source),
            "party.us_side": known(value=True, source=source),
            **sectoral_facts.purchaser_facts(source),
            "party.controlled_by_us_person": known(value=False, source=source),
            "party.serves_ofac_us_person": known(value=False, source=source),
            "party.faces_ofac_us_person": known(value=False, source=source),
            "party.receives_proceeds": known(value=False, source=source),
            "party.us_persons_divest": known(value=False, source=source),
            "party.trades_through_another": known(value=False, source=source),
            "party.behind_security": known(value=False, source=source),
            "party.holds_half": known(value=False, source=source),
            "party.prc_surveillance_technology": known(value=False, source=source),
            "party.prc_defense_and_related_materiel": known(value=False, source=source),
        },
    )


def party_facts(deal: Deal, party: Party) -> dict[str, Fact]:
    """Return what a party is and does, lists and owners apart."""
    activities = party.activities
    behind = party.role in {"issuer", "guarantor"} or party.id in deal.security.underlying
    return {
        "party.role": known(party.role, FILE),
        "party.action": action_of(deal, party),
        "party.hypothetical": known(value=False, source=FILE),
        "party.behind_security": known(behind, "the party's role and the security"),
        "party.solely_to_divest": solely_to_divest(deal, party),
        "party.ofac_us_person": ofac_us_person(party),
        "party.reg_s_us_person": reg_s_us_person(party),
        "party.acts_for_ofac_us_person": acts_for_us_person(deal, party),
        "party.us_side": sectoral_facts.us_side(
            ofac_us_person(party), acts_for_us_person(deal, party)
        ),
        "party.serves_ofac_us_person": serves_us_person(deal, party),
        "party.faces_ofac_us_person": faces_us_person(deal, party),
        "party.us_persons_divest": us_persons_divest(deal, party),
        "party.trades_through_another": trades_through_another(deal, party),
        "party.receives_proceeds": known(
            any(use.party == party.id for use in deal.use_of_proceeds), "the use of proceeds"
        ),
        "party.prc_surveillance_technology": stated(
            activities.prc_surveillance_technology,
            FILE,
            _sector_question(party, "surveillance technology"),
        ),
        "party.prc_defense_and_related_materiel": stated(
            activities.prc_defense_and_related_materiel,
            FILE,
            _sector_question(party, "defense and related materiel"),
        ),
    }


def _sector_question(party: Party, sector: str) -> str:
    return f"Does {party.name} operate in the {sector} sector of the PRC economy?"


def _list_facts(
    deal: Deal,
    party: Party,
    screening: DealScreening,
    lists: frozenset[str],
    apart: frozenset[str],
) -> dict[str, Fact]:
    day = deal.deal.day(screening.as_of)
    found: dict[str, Fact] = {}
    for list_id in sorted(lists & apart):
        said = known(value=False, source=f"{list_id} was not screened; said apart")
        found |= {f"party.on.{list_id}": said, f"party.principal_on.{list_id}": said}
    for list_id in sorted(lists - apart):
        found[f"party.on.{list_id}"] = screening.on_list(party.id, party.name, list_id, day)
        found[f"party.principal_on.{list_id}"] = _of_principals(
            deal,
            party,
            [
                screening.on_list(other.id, other.name, list_id, day)
                for other in principals(deal, party)
            ],
        )
    return found


def _of_principals(deal: Deal, party: Party, facts: Sequence[Fact]) -> Fact:
    """Return whether one of those for whom a party acts is so; unknown until all are named."""
    held = next((fact for fact in facts if fact.strict is True), None)
    unsure = next((fact for fact in facts if fact.strict is None), None)
    if held is None and unsure is None and not all_principals_named(deal, party):
        return unknown(FOR_WHOM)
    return held or unsure or known(value=False, source="those for whom it acts")
