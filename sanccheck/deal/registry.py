"""Every fact name that a rule may use, with its type and what it means.

`party.on.<list>` is a family of facts, one for each list: is the party on it that day?
"""

from __future__ import annotations

from typing import get_args

from sanccheck.deal import outbound_facts, sectoral_facts, trade_controls_facts
from sanccheck.deal.bound_persons import PURCHASERS
from sanccheck.deal.fact_specs import FactSpec, number_fact, word_fact, yes_no
from sanccheck.deal.ownership_names import BANDS
from sanccheck.deal.schema import Action, DealKind, RelationKind, Role, SecurityKind
from sanccheck.deal.world_registry import WORLD_FACTS, WORLD_FAMILIES
from sanccheck.listing_phase import Phase

ON_LIST = "party.on."
PRINCIPAL_ON = "party.principal_on."


_PHASES = tuple(phase.value for phase in Phase)
_ACTIONS = (
    *get_args(Action),
    "underwrite",
    "intermediate",
    "advise",
    "issue",
    "receive",
    "stand_by",
    "own",
)

_EVE = "the boundary, where it falls in Eastern Standard Time, whose eve is the day of"

FACTS: dict[str, FactSpec] = {
    "deal.kind": word_fact("what the deal is", *get_args(DealKind)),
    "deal.buyers_named": yes_no("every buyer is a party of the deal"),
    "deal.ownership_stated": yes_no("known of every party whether blocked persons own half of it"),
    "structure.reg_s": yes_no("offered in reliance on Regulation S"),
    "structure.reg_s_category": number_fact("the category the documents name"),
    "structure.rule_144a": yes_no("there is a Rule 144A tranche"),
    "structure.section_4a2": yes_no("there is a section 4(a)(2) placement in the US"),
    "structure.reg_d": yes_no("there is a Regulation D tranche"),
    "structure.registered": yes_no("registered under the Securities Act"),
    "structure.rule_904_resale": yes_no("an offshore resale under Rule 904"),
    "structure.firm_commitment": yes_no("underwriters buy and resell as principals"),
    "security.kind": word_fact("what the security is", *get_args(SecurityKind)),
    "security.class": word_fact("equity or debt for Regulation S", "equity", "debt", "other"),
    "security.publicly_traded": yes_no("the class trades on the day asked"),
    "security.to_be_listed": yes_no("it is to trade at or just after closing"),
    "security.received_traded": yes_no("what is received on conversion or exercise trades"),
    "security.us_market_interest": yes_no("substantial US market interest"),
    "issuer.organised_in_us": yes_no("the issuer is organised in the US"),
    "issuer.blocked_by_ownership": yes_no("blocked persons own half of the issuer"),
    "issuer.sec_reporting": yes_no("the issuer files reports under the Exchange Act"),
    "party.role": word_fact(
        "the party's role", *get_args(Role), "us_purchaser", *sorted(PURCHASERS)
    ),
    "party.action": word_fact("what the party does in the deal", *_ACTIONS),
    "party.hypothetical": yes_no("stands for the persons who would buy; not a named party"),
    "party.solely_to_divest": yes_no("the party acts solely to divest a US person's holding"),
    "party.ofac_us_person": yes_no("US person under the OFAC test"),
    "party.reg_s_us_person": yes_no("US person under Regulation S"),
    "party.acts_for_ofac_us_person": yes_no("acts for the account or benefit of one"),
    "party.serves_ofac_us_person": yes_no("serves one that buys or sells in the deal"),
    "party.faces_ofac_us_person": yes_no("a named counterparty is one"),
    "party.behind_security": yes_no("is the issuer, a guarantor or an underlying"),
    "party.us_persons_divest": yes_no("all US persons that it deals with or for only divest"),
    "party.trades_through_another": yes_no("another party buys or sells for its account"),
    "party.principal_blocked_by_ownership": yes_no("one for whom it acts is so blocked"),
    "party.receives_proceeds": yes_no("the proceeds, or a part of them, go to it"),
    "party.blocked_by_ownership": yes_no(
        "blocked persons own 50 percent or more of it, as stated or as the holdings come to"
    ),
    "party.half_owned_by_bis_listed": yes_no(
        "listed persons own half of it, whether or not the Affiliates Rule is in force"
    ),
    "party.blocked_ownership": word_fact(
        "how much of it named owners own that are blocked", *BANDS
    ),
    "party.blocked_votes": word_fact("how much of its votes they hold", *BANDS),
    "party.blocked_control": yes_no("a blocked person is stated to control it"),
    "party.holds_half": yes_no("owns 50 percent or more of the issuer's equity by itself"),
    "party.prc_surveillance_technology": yes_no("operates in that sector of the PRC economy"),
    "party.prc_defense_and_related_materiel": yes_no("operates in that sector of the PRC economy"),
    "covered.via": word_fact(
        "how the listed person comes into the deal", "issuer", "guarantor", "underlying"
    ),
    "covered.listed": yes_no("the party behind the security is itself the listed entry"),
    "covered.relation": word_fact("what it is to the entry", *get_args(RelationKind), "none"),
    "covered.listed_vehicle": yes_no("it is the group's exchange-listed company"),
    "covered.phase": word_fact("where the day of the trade stands in the entry's dates", *_PHASES),
    "covered.settlement_phase": word_fact("where the settlement date stands", *_PHASES),
    "covered.contract_phase": word_fact("where the contract date stands", *_PHASES),
    "covered.winter_eve_of": word_fact(f"{_EVE} the trade", "effective", "close", "none"),
    "covered.settlement_winter_eve_of": word_fact(
        f"{_EVE} settlement", "effective", "close", "none"
    ),
    "offering.us_purchasers_barred": yes_no("a rule bars US persons from buying"),
    **{
        f"terms.T{number}": yes_no(f"term T{number} is in the documents") for number in range(1, 16)
    },
    **sectoral_facts.FACTS,
    **outbound_facts.FACTS,
    **trade_controls_facts.FACTS,
    **WORLD_FACTS,
}


def spec_of(name: str) -> FactSpec | None:
    """Return what a fact is, or None when there is no such fact.

    >>> spec_of("party.on.us_ofac_sdn").type
    'yes_no'
    """
    for prefix, who in ((ON_LIST, "the party"), (PRINCIPAL_ON, "one for whom it acts")):
        if name.startswith(prefix) and name.removeprefix(prefix).replace("_", "").isalnum():
            return yes_no(f"{who} is on the list {name.removeprefix(prefix)}")
    for prefix, meaning in WORLD_FAMILIES:
        if name.startswith(prefix) and name.removeprefix(prefix).replace("_", "").isalnum():
            return yes_no(f"{meaning} {name.removeprefix(prefix)}")
    return FACTS.get(name)
