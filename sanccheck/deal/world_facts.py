"""The facts of a deal and its parties that the law of places other than the US turns on."""

from __future__ import annotations

from collections.abc import Callable

from sanccheck.deal.bound_persons import BOUND, Bound, is_bound, points_to, points_to_bound
from sanccheck.deal.counterparties import OneOf, roles
from sanccheck.deal.fact import Fact, known, stated, unknown
from sanccheck.deal.ownership import Ownership
from sanccheck.deal.ownership_facts import owned_abroad
from sanccheck.deal.russia import (
    connected_with_russia,
    outside_russia_in_2022,
    points_to_russia,
    russian_buyer,
    stated_or_not_russian,
    uk_schedule_2,
)
from sanccheck.deal.schema import Deal, Party
from sanccheck.deal.screened import DealScreening
from sanccheck.deal.world_registry import BEHIND_ON, OTHERS_ON, OWNED, SCREENED

FILE = "the deal file states it"
_PLACES = "the places that the deal file names"
_TEST = {
    "uk_owned_or_controlled": (
        "Do persons on the UK Sanctions List own more than 50 percent of the shares or votes of a "
        "party, name most of its board, or otherwise decide its affairs (uk_owned_or_controlled)?"
    ),
    "eu_owned_or_controlled": (
        "Do persons on the EU list together own 50 percent of a party or more, or control it "
        "(eu_owned_or_controlled, eu_owned_half)?"
    ),
    "ca_owned_or_controlled": (
        "Does a person on the Canadian list hold 50 percent or more of the shares or votes of a "
        "party, or direct it (ca_owned_or_controlled)?"
    ),
}
_TEST["eu_owned_half"] = _TEST["eu_owned_or_controlled"]
# The official currencies of member states (Croatia's was the kuna until 2023, Bulgaria's the lev
# until 2026; both are taken as such throughout).
_EU_CURRENCIES = frozenset(
    {"EUR", "BGN", "CZK", "DKK", "HUF", "HRK", "PLN", "RON", "SEK"},
)
_BORDERS_INDIA = frozenset({"CN", "PK", "BD", "NP", "MM", "BT", "AF"})
_TREATED_AS_CHINA = frozenset({"HK", "MO"})
_LAND_BORDER = (
    "Is the party, or the beneficial owner of what it invests, of a country that shares a land "
    "border with India (land_border_owner)?"
)


def owned(ownership: Ownership, name: str, party: Party) -> Fact:
    """Return whether listed persons own or control a party: stated, or what holdings come to."""
    fact = owned_abroad(ownership, name, party, _TEST[name])
    said = party.eu_owned_or_controlled
    if fact.strict is None and name == "eu_owned_half" and said is not None:
        return known(value=False, source="the deal file states the EU test's result")
    return fact


def world_deal_facts(deal: Deal) -> dict[str, Fact]:
    """Return the facts of the deal, its security and its issuer."""
    security = deal.security
    issuers = deal.with_role("issuer")
    currency = security.currency
    return {
        **{f"deal.points_to_{group.key}": points_to_bound(deal, group) for group in BOUND},
        "deal.points_to_russia": known(points_to_russia(deal), _PLACES),
        "deal.points_to_prc": points_to_prc(deal),
        "deal.points_to_india": known(
            any("IN" in {party.organised_in, party.country} for party in issuers), _PLACES
        ),
        "deal.overseas_market": _overseas_market(deal),
        "security.in_eu_currency": stated(
            None if currency is None else currency in _EU_CURRENCIES,
            FILE,
            "In which currency is the security denominated?",
        ),
        **_russian_facts(deal),
        "issuer.prc_business": _of_issuer(deal, _prc_business),
        "issuer.organised_in_prc": _of_issuer(deal, _organised_in("CN", "mainland China")),
        "issuer.organised_in_uk": _of_issuer(deal, _organised_in("GB", "the UK")),
        "issuer.organised_in_india": _of_issuer(deal, _organised_in("IN", "India")),
    }


def _russian_facts(deal: Deal) -> dict[str, Fact]:
    """Return what ties the issuer to Russia: nothing, where nothing in the deal file does."""
    if not points_to_russia(deal):
        source = "nothing in the deal file points to Russia"
        ties = ("connected_with_russia", "eu_833_annex", "russian_state")
        none: dict[str, Fact] = {
            f"issuer.{name}": known(value=False, source=source) for name in ties
        }
        return {**none, "issuer.uk_schedule_2": known("none", source)}
    return {
        "issuer.connected_with_russia": _of_issuer(deal, connected_with_russia),
        "issuer.outside_russia_in_2022": _of_issuer(deal, outside_russia_in_2022),
        "issuer.uk_schedule_2": uk_schedule_2(deal.with_role("issuer")),
        "issuer.eu_833_annex": _of_issuer(deal, stated_or_not_russian("eu_833_annex")),
        "issuer.russian_state": _of_issuer(deal, stated_or_not_russian("russian_state")),
    }


def screened_facts(screening: DealScreening, lists: frozenset[str]) -> dict[str, Fact]:
    """Return for each list whether there was anything of it to screen that day."""
    return {
        f"{SCREENED}{name}": known(screening.state(name) is not None, "the lists loaded")
        for name in sorted(lists)
    }


WorldFacts = Callable[[Party | None], dict[str, Fact]]


def world_party_facts(
    deal: Deal,
    screening: DealScreening,
    ownership: Ownership,
    lists: frozenset[str],
    apart: frozenset[str],
    wanted: frozenset[str] | None = None,
) -> WorldFacts:
    """Return a function that gives a party's facts, or those of a purchaser who is not named.

    With `wanted`, of others and of those behind the security no more than these.
    """
    found = roles(deal)
    day = deal.deal.day(screening.as_of)

    told: dict[str, dict[str, Fact]] = {}

    def own(party: Party) -> dict[str, Fact]:
        if party.id not in told:
            told[party.id] = _own_facts(ownership, party)
        return told[party.id]

    def on_list(list_id: str) -> Callable[[Party], Fact]:
        if list_id in apart:
            said = known(value=False, source=f"{list_id} was not screened; said apart")
            return lambda _: said
        return lambda party: screening.on_list(party.id, party.name, list_id, day)

    def owned_as(name: str) -> Callable[[Party], Fact]:
        return lambda party: own(party)[f"party.{name}"]

    asked: dict[str, tuple[tuple[Party, ...], Callable[[Party], Fact]]] = {}
    for name in OWNED:
        asked[f"others.{name}"] = (found.dealing, owned_as(name))
        asked[f"behind.{name}"] = (found.behind, owned_as(name))
    for name in lists:
        asked[f"{OTHERS_ON}{name}"] = (found.dealing, on_list(name))
        asked[f"{BEHIND_ON}{name}"] = (found.behind, on_list(name))
    asked["others.russian_buyer"] = (found.buying, russian_buyer)
    others = {name: OneOf(*one) for name, one in asked.items() if wanted is None or name in wanted}

    def facts(party: Party | None) -> dict[str, Fact]:
        party_id = None if party is None else party.id
        return {
            **{name: one.but(party_id) for name, one in others.items()},
            **({} if party is None else own(party)),
        }

    return facts


def _own_facts(ownership: Ownership, party: Party) -> dict[str, Fact]:
    return {
        **{group.fact: is_bound(group, party) for group in BOUND},
        **{f"party.{name}": owned(ownership, name, party) for name in OWNED},
        "party.land_border_owner": land_border_owner(party),
        "party.land_border_small": stated(
            party.land_border_small,
            FILE,
            "Do owners from countries that border India hold 10 percent at most, without control?",
        ),
    }


def purchaser_facts(group: Bound) -> dict[str, Fact]:
    """Return the facts of any person of a group who would buy."""
    source = f"any {group.adjective} person who would buy"
    return {
        "party.role": known(group.purchaser, source),
        "party.action": known("purchase", source),
        "party.hypothetical": known(value=True, source=source),
        group.fact: known(value=True, source=source),
    }


def points_to_prc(deal: Deal) -> Fact:
    """Return whether a party is of mainland China or operates there, as far as the file says.

    Hong Kong and Macau leave it open; a deal file that names neither does not point there.
    """
    if points_to(deal, frozenset({"CN"})) or any(_operates_in_prc(item) for item in deal.parties):
        return known(value=True, source="the places and activities that the deal file names")
    if points_to(deal, _TREATED_AS_CHINA):
        return unknown("Is a party of mainland China, or does it operate there?")
    return known(value=False, source=_PLACES)


def _operates_in_prc(party: Party) -> bool:
    activities = party.activities
    return True in {
        party.prc_business,
        activities.prc_surveillance_technology,
        activities.prc_defense_and_related_materiel,
    }


def _prc_business(party: Party) -> Fact:
    if party.organised_in == "CN":
        return known(value=True, source="organised in mainland China")
    return stated(
        party.prc_business,
        FILE,
        f"Does {party.name} draw half or more of its revenue, profit or assets from companies in "
        "mainland China, with its main business or management there (prc_business)?",
    )


def _organised_in(country: str, said: str) -> Callable[[Party], Fact]:
    def fact(party: Party) -> Fact:
        value = None if party.organised_in is None else party.organised_in == country
        return stated(value, FILE, f"Is {party.name} organised in {said}?")

    return fact


def land_border_owner(party: Party) -> Fact:
    """Return whether an investor is of a country that borders India.

    Hong Kong and Macau are not named; they are taken for China in practice only.
    """
    if party.land_border_owner is not None:
        return known(party.land_border_owner, FILE)
    places = {party.organised_in, party.country, party.residence, *party.citizenships}
    if places & _BORDERS_INDIA:
        return known(value=True, source="the party's places")
    if places & _TREATED_AS_CHINA:
        return Fact(
            strict=None,
            policy=True,
            contested=True,
            source="of Hong Kong or Macau, which practice takes for China",
            question=_LAND_BORDER,
        )
    return unknown(_LAND_BORDER)


def _of_issuer(deal: Deal, fact_of: Callable[[Party], Fact]) -> Fact:
    issuers = deal.with_role("issuer")
    if not issuers:
        return unknown("Who issues the security?")
    return OneOf(issuers, fact_of).but(None)


def _overseas_market(deal: Deal) -> Fact:
    market, traded = deal.deal.overseas_market, deal.security.publicly_traded
    if market is not None:
        return known(market, FILE)
    question = (
        "Is it the issuer's first listing abroad, an offering where it is listed already, or one "
        "in another market abroad (overseas_market: first, same or other)?"
    )
    if traded:
        return unknown(question, source="the class trades already", among=("same", "other"))
    return unknown(question, among=() if traded is None else ("first", "other"))
