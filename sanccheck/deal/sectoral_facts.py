"""Facts of the sectoral bans: new debt and equity, directives, ownership, ties to a country.

Ownership and places are asked only where the file points to the country in question: a listed
person as relation or holder, or a place there. Whoever states a fact is always heard.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sanccheck.deal.actions import issues
from sanccheck.deal.fact import Fact, known, stated, unknown
from sanccheck.deal.fact_specs import FactSpec, date_fact, number_fact, word_fact, yes_no
from sanccheck.deal.issue_day import DEBT, new_on
from sanccheck.deal.schema import Deal, Party
from sanccheck.deal.screened import DealScreening, RelatedEntry, identity_question, is_certain
from sanccheck.deal.us_persons import ofac_us_person

FILE = "the deal file states it"

_SSI = ("1", "2", "3", "4")
_EO14024 = ("1a", "3")
_HALF_OWNED = {
    **{f"ssi_directive_{number}": f"persons under EO 13662 Directive {number}" for number in _SSI},
    "eo14024_directive_3": "entities under EO 14024 Directive 3",
}
_RUSSIAN_LISTS = frozenset({"us_ssi", "us_ns_mbs", "us_capta"})
_LINKS = {
    "russian_energy_sector": "Does it operate in the energy sector of Russia?",
    "funds_for_russia": "Are the funds meant for new projects or operations in Russia?",
    "half_of_revenue_from_russia": (
        "Does half of its revenue or more come from its investments in Russia?"
    ),
    "russian_sovereign": (
        "Is it Russia's Central Bank, National Wealth Fund or Ministry of Finance?"
    ),
    "belarus_sovereign": "Is it Belarus's Ministry of Finance or Development Bank?",
    "government_of_venezuela": (
        "Is it the Government of Venezuela, or owned or controlled by it, directly or indirectly?"
    ),
    "pdvsa": "Is it Petroleos de Venezuela, S.A., or owned by it by half or more?",
}
_COUNTRY_OF = {"belarus_sovereign": "BY", "government_of_venezuela": "VE", "pdvsa": "VE"}

_EQUITY = frozenset({"equity", "dr"})
_FUNDS = frozenset({"fund_unit", "lp_interest"})

FACTS: dict[str, FactSpec] = {
    "deal.issues": yes_no("the deal itself issues the security"),
    "party.us_financial_institution": yes_no("a US financial institution"),
    "party.government_of_venezuela": yes_no("it is that government, or owned or controlled by it"),
    "party.ns_mbs_other": yes_no("on the NS-MBS List for more than Directives 1A and 3"),
    "security.tenor_days": number_fact("days from issue to maturity"),
    "security.issue_date": date_fact("the day on which it was issued"),
    "security.new_on": date_fact("when it was issued, or its terms last materially changed"),
    "security.sectoral_class": word_fact(
        "debt (a loan, a convertible), equity (a depositary receipt), a fund's or another's",
        "debt",
        "equity",
        "fund",
        "other",
    ),
    "party.us_side": yes_no("a US person; on the policy side also one who acts for a US person"),
    **{
        f"covered.ssi_directive_{number}": yes_no(f"the entry names EO 13662 Directive {number}")
        for number in _SSI
    },
    **{
        f"covered.eo14024_directive_{number}": yes_no(
            f"the entry names EO 14024 Directive {number}"
        )
        for number in _EO14024
    },
    "covered.new_since_listed": yes_no("issued, or changed, on or after the entry's listing"),
    "covered.new_since_effective": yes_no("issued, or changed, from the entry's effective date"),
    **{
        f"covered.half_owned_by_{name}": yes_no(f"{who} own 50 percent or more of it")
        for name, who in _HALF_OWNED.items()
    },
    "covered.oil_project": yes_no("takes part in a deepwater, Arctic offshore or shale project"),
    "covered.oil_project_in_russia": yes_no("that project is in Russia or its maritime area"),
    "covered.oil_project_started_on": date_fact("when that project was initiated"),
    "covered.project_33_percent_directive_4": yes_no(
        "persons under EO 13662 Directive 4 hold 33 percent of it, or most votes"
    ),
    "covered.in_russia": yes_no("an entity located in the Russian Federation"),
    "covered.is_fund": yes_no("a fund, or the security is an interest in one"),
    "covered.russian_issuers_predominant": yes_no("Russian issuers predominate in the fund"),
    **{f"covered.{name}": yes_no(text.rstrip("?")) for name, text in _LINKS.items()},
    "party.eo14024_directive_2": yes_no("its entry on the CAPTA List names that directive"),
    "party.half_owned_by_eo14024_directive_2": yes_no("such institutions own half of it or more"),
}


def security_facts(deal: Deal) -> dict[str, Fact]:
    """Return what the sectoral bans ask of the security."""
    security = deal.security
    return {
        "deal.issues": known(issues(deal), "what the deal is"),
        "security.tenor_days": stated(
            security.tenor_days, FILE, "How many days run from issue to maturity?"
        ),
        "security.sectoral_class": known(_sectoral_class(security.kind), "the security's kind"),
    }


def _sectoral_class(kind: str) -> str:
    classes = {"debt": DEBT, "equity": _EQUITY, "fund": _FUNDS}
    return next((name for name, kinds in classes.items() if kind in kinds), "other")


def us_side(ofac: Fact, behind: Fact) -> Fact:
    """Return whether a party is a US person or, on the policy side only, acts for one."""
    if ofac.strict is True or behind.strict is False:
        return ofac
    if behind.strict is None:
        return Fact(
            strict=ofac.strict,
            policy=None,
            contested=True,
            source=behind.source,
            question=behind.question if ofac.strict is False else ofac.question,
        )
    return Fact(
        strict=ofac.strict,
        policy=True,
        contested=True,
        source="it acts for a US person; whether that is its own dealing is not settled",
        question="Is what {party} does for a US person barred for {party} itself? Ask counsel.",
    )


def subject_facts(deal: Deal, party: Party, screening: DealScreening) -> dict[str, Fact]:
    """Return the sectoral facts of a party behind the security, whatever entry it may be."""
    russian = points_to(deal, party, screening, "RU")
    links = party.country_links
    facts = {
        f"covered.half_owned_by_{name}": _asked_if(
            getattr(party.half_owned_by, name),
            f"Do {who} own 50 percent or more of {party.name}, directly or indirectly, alone or "
            "together?",
            asked=russian,
        )
        for name, who in _HALF_OWNED.items()
    }
    for name, question in _LINKS.items():
        country = _COUNTRY_OF.get(name, "RU")
        points = russian if country == "RU" else points_to(deal, party, screening, country)
        facts[f"covered.{name}"] = _asked_if(
            getattr(links, name), f"{party.name}: {question}", asked=points
        )
    facts |= _oil_project(party)
    facts["covered.in_russia"] = in_russia(party)
    facts["covered.is_fund"] = known(
        party.type == "fund" or deal.security.kind in _FUNDS, "the party's type and the security"
    )
    facts["covered.russian_issuers_predominant"] = _asked_if(
        links.russian_issuers_predominant,
        f"{party.name}: are Russian issuers a predominant share of the fund by value?",
        asked=russian or _holds_russian(deal, screening),
    )
    return facts


def _oil_project(party: Party) -> dict[str, Fact]:
    links = party.country_links
    project = links.oil_project
    there = True if project is not None else (False if links.no_oil_project else None)
    place, start, held = (
        (None, None, None)
        if project is None
        else (project.in_russia, project.started_on, project.held_33_percent)
    )
    return {
        "covered.oil_project": stated(
            there,
            FILE,
            f"Does {party.name} take part in a deepwater, Arctic offshore or shale oil project for "
            "which the deal supplies anything?",
        ),
        "covered.oil_project_in_russia": stated(place, FILE, "Is that oil project in Russia?"),
        "covered.oil_project_started_on": stated(start, FILE, "When was that project initiated?"),
        "covered.project_33_percent_directive_4": (
            known(value=False, source="no oil project is stated")
            if project is None
            else stated(
                held,
                FILE,
                "Do persons under EO 13662 Directive 4 hold 33 percent of that project or more, or "
                "most of its votes?",
            )
        ),
    }


def _asked_if(value: bool | None, question: str, *, asked: bool) -> Fact:
    if value is None and not asked:
        return known(value=False, source="nothing in the deal file points there; not asked")
    return stated(value, FILE, question)


def entry_facts(deal: Deal, party: Party, entry: RelatedEntry | None, day: date) -> dict[str, Fact]:
    """Return what the sectoral bans turn on of the entry that a party may be."""
    facts: dict[str, Fact] = {}
    for prefix, order, numbers in (("ssi", "13662", _SSI), ("eo14024", "14024", _EO14024)):
        named = {} if entry is None else _named(entry, order)
        for number in numbers:
            facts[f"covered.{prefix}_directive_{number}"] = _directive(
                entry,
                named,
                number,
                f"Under which directive of EO {order} does {party.name} stand?",
            )
    new = new_on(deal, day)
    facts["security.new_on"] = new
    facts["covered.new_since_listed"] = _new_since_listed(deal, party, entry, new)
    facts["covered.new_since_effective"] = _new_since_effective(entry, new)
    return facts


def _named(entry: RelatedEntry, order: str) -> dict[str, date | None]:
    return {item.number: item.effective_on for item in entry.directives if item.order == order}


def _directive(
    entry: RelatedEntry | None, named: Mapping[str, object], number: str, question: str
) -> Fact:
    if entry is None:
        return known(value=False, source="no entry")
    if not named and not entry.directives:
        return unknown(question, source=f"{entry.entry} names no directive")
    return known(number in named, f"the entry {entry.entry}")


def _new_since_listed(deal: Deal, party: Party, entry: RelatedEntry | None, new: Fact) -> Fact:
    """Say whether what is dealt in is younger than the listing; older is not new (FAQ 370)."""
    if entry is None or issues(deal):
        return known(value=True, source="the deal issues it, or ownership is stated")
    since = entry.listing.listed_on
    if not isinstance(new.strict, date):
        return unknown(new.question or "When was the security issued?")
    if since is None:
        return unknown(f"Since when has {party.name} ({entry.entry}) been under the directive?")
    return known(new.strict >= since, f"the entry {entry.entry}")


def _new_since_effective(entry: RelatedEntry | None, new: Fact) -> Fact:
    """Compare with the date from which Directive 3 under EO 14024 binds for the entry."""
    since = None if entry is None else _named(entry, "14024").get("3")
    since = since or date(2022, 3, 26)
    if not isinstance(new.strict, date):
        return unknown(new.question or "When was the security issued?")
    return known(new.strict >= since, f"issued {new.strict}, effective {since}")


def in_russia(party: Party) -> Fact:
    """Return whether a party is an entity located in Russia; a mere address there is asked."""
    said = party.country_links.in_russia
    if said is None and party.organised_in == "RU":
        return known(value=True, source="organised in Russia")
    places = {party.organised_in, party.country, party.residence} - {None}
    if said is None and places and "RU" not in places:
        return known(value=False, source="no place of the deal file is in Russia")
    return stated(said, FILE, f"Is {party.name} an entity located in the Russian Federation?")


def points_to(deal: Deal, party: Party, screening: DealScreening, country: str) -> bool:
    """Say whether the file, or a hit, ties a party or one of its holders to a country."""
    holders = {item.owner for item in deal.holdings if item.of == party.id}
    group = [party, *(deal.party(ref) for ref in sorted(holders))]
    if any(country in _places(one) for one in group):
        return True
    if country != "RU":
        return False
    lists = {relation.to.partition(":")[0] for one in group for relation in one.relations}
    lists |= {hit.list for one in group for hit in screening.hits(one.id)}
    return bool(lists & _RUSSIAN_LISTS)


def _places(party: Party) -> set[str | None]:
    return {party.organised_in, party.country, party.residence, *party.citizenships}


def _holds_russian(deal: Deal, screening: DealScreening) -> bool:
    held = [deal.party(ref) for ref in deal.security.underlying]
    return any(points_to(deal, one, screening, "RU") for one in held)


def party_facts(deal: Deal, party: Party, screening: DealScreening) -> dict[str, Fact]:
    """Return the sectoral facts of a party in its own role."""
    hits = [hit for hit in screening.hits(party.id, "us_capta") if hit.relation is None]
    named = {item.number for hit in hits for item in hit.directives if item.order == "14024"}
    return {
        "party.us_financial_institution": us_institution(party),
        "party.government_of_venezuela": government_of_venezuela(deal, party, screening),
        "party.ns_mbs_other": _ns_mbs_other(party, screening),
        "party.eo14024_directive_2": (
            known("2" in named, "its entry")
            if named or not hits
            else unknown(f"Under which directive or law is {party.name} on the CAPTA List?")
        ),
        "party.half_owned_by_eo14024_directive_2": _asked_if(
            party.half_owned_by.eo14024_directive_2,
            f"Do institutions under EO 14024 Directive 2 own half of {party.name} or more?",
            asked=points_to(deal, party, screening, "RU"),
        ),
    }


def government_of_venezuela(deal: Deal, party: Party, screening: DealScreening) -> Fact:
    """Return whether a party is that government, asked only where something points there."""
    return _asked_if(
        party.country_links.government_of_venezuela,
        f"{party.name}: {_LINKS['government_of_venezuela']}",
        asked=points_to(deal, party, screening, "VE"),
    )


def us_institution(party: Party) -> Fact:
    """Return whether a party is a US financial institution; who is no US person is none."""
    if party.us_financial_institution is None and ofac_us_person(party).strict is False:
        return known(value=False, source="no US person")
    return stated(
        party.us_financial_institution,
        FILE,
        f"Is {party.name} a US financial institution, a branch of one abroad counted in?",
    )


def _ns_mbs_other(party: Party, screening: DealScreening) -> Fact:
    """Return whether an entry on the NS-MBS List names more than what is judged elsewhere."""
    hits = [hit for hit in screening.hits(party.id, "us_ns_mbs") if hit.relation is None]
    judged = {("14024", "1a"), ("14024", "3")}
    left = [
        hit
        for hit in hits
        if not hit.directives or {(one.order, one.number) for one in hit.directives} - judged
    ]
    if not left:
        return known(value=False, source="no entry with anything else")
    if all(is_certain(hit) for hit in left):
        return known(value=True, source=f"the entry {left[0].entry}")
    return unknown(identity_question(party.name, left[0]), source=f"may be {left[0].entry}")


def purchaser_facts(source: str) -> dict[str, Fact]:
    """Return the sectoral facts of the actor that stands for any US person who would buy."""
    no = known(value=False, source=source)
    return {
        "party.government_of_venezuela": no,
        "party.ns_mbs_other": no,
        "party.eo14024_directive_2": no,
        "party.half_owned_by_eo14024_directive_2": no,
        "party.us_financial_institution": Fact(
            strict=False,
            policy=True,
            contested=True,
            source="some US persons who would buy are financial institutions",
            question="Could a US financial institution be among the buyers?",
        ),
    }
