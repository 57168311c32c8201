"""Facts of outbound investment: who is invested in, what it does, which exception may hold."""

from __future__ import annotations

from sanccheck.deal.fact import Fact, known, stated, unknown
from sanccheck.deal.fact_specs import FactSpec, number_fact, yes_no
from sanccheck.deal.outbound_schema import NOTIFIABLE, PROHIBITED
from sanccheck.deal.schema import Deal, Party
from sanccheck.deal.screened import DealScreening

FILE = "the deal file states it"
COUNTRY_OF_CONCERN = frozenset({"CN", "HK", "MO"})
ESCALATORS = ("us_bis_el", "us_bis_meu", "us_ns_cmic", "us_ofac_sdn")

_TERMS = {
    "equity_like_rights": "Does the debt give a share of profits, a board seat or the like?",
    "commitment_before_2025": (
        "Is it made under a binding, uncalled capital commitment of before 2 January 2025?"
    ),
    "buys_out_all": "Are all interests of persons of a country of concern bought out?",
    "acquired_before_2025": "Was what is converted acquired before 2 January 2025?",
}
FACTS: dict[str, FactSpec] = {
    "covered.person_of_country_of_concern": yes_no("such a person under 31 CFR 850.221"),
    "covered.activity_prohibited": yes_no("does something of 31 CFR 850.224(a) to (j) or (l)"),
    "covered.activity_notifiable": yes_no("does something of 31 CFR 850.217(a) to (d)(2)"),
    "covered.training_operations": number_fact("operations that trained its largest AI system"),
    "covered.biological_sequence_data": yes_no("trained primarily on biological sequence data"),
    "covered.on_escalator_list": yes_no("on a list of 31 CFR 850.224(m), or such a person"),
    "party.controlled_by_us_person": yes_no("a foreign entity that a US person controls"),
    "outbound.rights_beyond_minority": yes_no("rights beyond standard minority protection"),
    "outbound.us_commitment_usd": number_fact("a limited partner's committed capital"),
    **{f"outbound.{name}": yes_no(question.rstrip("?")) for name, question in _TERMS.items()},
}


def deal_facts(deal: Deal) -> dict[str, Fact]:
    """Return what the deal gives a US person, and which exceptions it could rest on.

    An exception is for who relies on it to state: what is not stated is not asked, but the rights
    where the class does not trade, on which the outcome turns most often.
    """
    terms = deal.outbound
    facts = {f"outbound.{name}": _exception(getattr(terms, name)) for name in _TERMS}
    if deal.security.kind in {"debt", "loan"}:
        facts["outbound.equity_like_rights"] = stated(
            terms.equity_like_rights, FILE, _TERMS["equity_like_rights"]
        )
    if deal.deal.action == "conversion":
        facts["outbound.acquired_before_2025"] = stated(
            terms.acquired_before_2025, FILE, _TERMS["acquired_before_2025"]
        )
    lp = deal.security.kind == "lp_interest"
    facts["outbound.us_commitment_usd"] = (
        stated(terms.us_commitment_usd, FILE, "How much does the US partner commit, in US$?")
        if lp
        else known(0, "no limited partner's interest")
    )
    facts["outbound.rights_beyond_minority"] = (
        known(value=False, source="nothing gives more than the rights of the class")
        if terms.rights_beyond_minority is None and deal.security.publicly_traded is True
        else stated(
            terms.rights_beyond_minority,
            FILE,
            "Does the investor get a board seat, a veto or other rights beyond standard minority "
            "protection?",
        )
    )
    return facts


def _exception(value: bool | None) -> Fact:
    if value is None:
        return known(value=False, source="no such exception is claimed")
    return known(value, FILE)


def party_facts(party: Party) -> dict[str, Fact]:
    """Return whether a US person controls a party; who is not said to is not asked."""
    said = party.controlled_by_us_person
    return {
        "party.controlled_by_us_person": known(
            bool(said), FILE if said is not None else "no such control is stated"
        )
    }


def subject_facts(deal: Deal, party: Party, screening: DealScreening) -> dict[str, Fact]:
    """Return what a party behind the security is and does, for outbound investment."""
    target = party.outbound
    question = (
        f"Which of the activities of 31 CFR 850.217 and 850.224 (chips, quantum, AI systems) does "
        f"{party.name} engage in, if any?"
    )
    done = None if target.activities is None else frozenset(target.activities)
    trains = done is None or bool(done & {"other_ai", "ai_military_use", "ai_security_or_robotics"})
    operations = target.training_operations
    return {
        "covered.person_of_country_of_concern": country_of_concern(party),
        "covered.activity_prohibited": stated(
            None if done is None else bool(done & PROHIBITED), FILE, question
        ),
        "covered.activity_notifiable": stated(
            None if done is None else bool(done & NOTIFIABLE), FILE, question
        ),
        "covered.training_operations": (
            known(0, "it develops no AI system")
            if operations is None and not trains
            else stated(
                operations,
                FILE,
                f"With how many operations was the largest AI system of {party.name} trained?",
            )
        ),
        "covered.biological_sequence_data": stated(
            target.biological_sequence_data,
            FILE,
            f"Was an AI system of {party.name} trained primarily on biological sequence data?",
        ),
        "covered.on_escalator_list": _on_list(deal, party, screening),
    }


def country_of_concern(party: Party) -> Fact:
    """Return whether a party is a person of a country of concern (31 CFR 850.221)."""
    said = party.outbound.person_of_country_of_concern
    if said is None and party.organised_in in COUNTRY_OF_CONCERN:
        return known(value=True, source="organised in the PRC, Hong Kong or Macau")
    places = {party.organised_in, party.country, party.residence, *party.citizenships} - {None}
    elsewhere = bool(places) and not places & COUNTRY_OF_CONCERN
    if said is None and elsewhere and party.outbound.activities is None:
        return known(value=False, source="nothing in the deal file points there; not asked")
    return stated(
        said,
        FILE,
        f"Is {party.name} headquartered, or with its main place of business, in the PRC, Hong Kong "
        "or Macau, or half owned or directed by such persons (31 CFR 850.221)?",
    )


def _on_list(deal: Deal, party: Party, screening: DealScreening) -> Fact:
    """Return whether a party stands on a list that makes any covered activity prohibited."""
    day = deal.deal.day(screening.as_of)
    facts = [screening.on_list(party.id, party.name, one, day) for one in ESCALATORS]
    own = party.outbound.military_intelligence_or_fto
    held = [fact for fact in facts if fact.strict is True]
    if own or party.blocked_by_ownership or held:
        source = held[0].source if held else FILE
        return known(value=True, source=source)
    missing = [fact for fact in facts if fact.strict is None]
    if missing:
        return unknown(missing[0].question or "", source=missing[0].source)
    if own is None:
        return known(value=False, source="on none of the lists of 31 CFR 850.224(m)")
    return known(value=False, source=FILE)
