"""What ties a party or a security to Russia, as far as the deal file goes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sanccheck.deal.bound_persons import EU_STATES, points_to
from sanccheck.deal.fact import Fact, known, stated, unknown
from sanccheck.deal.schema import Deal, Party

_FILE = "the deal file states it"
_RUSSIA = frozenset({"RU"})
# Whose nationals art. 5f(2) of Regulation 833/2014 lets buy: the EU, the EEA and Switzerland.
_EXEMPT = EU_STATES | {"IS", "LI", "NO", "CH"}


def points_to_russia(deal: Deal) -> bool:
    """Say whether the deal file ties the deal to Russia in any way."""
    stated_ties = (
        True
        in {
            party.connected_with_russia,
            party.eu_833_annex,
            party.russian_state,
            party.country_links.in_russia,
            party.country_links.russian_sovereign,
        }
        or party.uk_schedule_2 in {"named", "owned"}
        for party in deal.parties
    )
    return points_to(deal, _RUSSIA) or any(stated_ties)


def connected_with_russia(party: Party) -> Fact:
    """Return whether a party is connected with Russia (SI 2019/855 reg. 19A(2)).

    An individual by residence or presence, anybody else by incorporation or domicile.
    """
    if party.connected_with_russia is not None:
        return known(party.connected_with_russia, _FILE)
    places = {party.residence, party.country} if party.type == "person" else {party.organised_in}
    if "RU" in places:
        return known(value=True, source="in Russia (SI 2019/855 reg. 19A(2))")
    if None in {party.organised_in, party.country} or party.country == "RU":
        return unknown(
            f"Is {party.name} connected with Russia: resident or situated there, or incorporated "
            "or domiciled there?"
        )
    return known(value=False, source="organised and situated elsewhere")


def outside_russia_in_2022(party: Party) -> Fact:
    """Return whether an issuer was domiciled outside Russia on 1 March 2022, or of one that was.

    This is a carve-out, for branches and subsidiaries too: of a company incorporated in Russia
    prudence takes it for not met until a parent from elsewhere is shown.
    """
    question = (
        f"Was {party.name} domiciled outside Russia on 1 March 2022, or a branch or subsidiary of "
        "one that was?"
    )
    if party.outside_russia_in_2022 is None and party.organised_in == "RU":
        return Fact(
            strict=None,
            policy=False,
            contested=True,
            source="incorporated in Russia, and no parent from elsewhere is shown",
            question=question,
        )
    return stated(party.outside_russia_in_2022, _FILE, question)


def stated_or_not_russian(name: str) -> Callable[[Party], Fact]:
    """Return a fact that the deal file states, and that is false of what has no tie to Russia."""
    questions = {
        "eu_833_annex": "in an annex to which article 5 of Regulation 833/2014 refers, or owned by "
        "more than half by, or acting for, one that is",
        "russian_state": "Russia, its government or its central bank, or acting for one of them",
    }

    def fact(party: Party) -> Fact:
        value: bool | None = getattr(party, name)
        if value is None and connected_with_russia(party).strict is False:
            return known(value=False, source="not connected with Russia")
        return stated(value, _FILE, f"Is {party.name} {questions[name]}?")

    return fact


def uk_schedule_2(issuers: Sequence[Party]) -> Fact:
    """Return how the issuer stands to Schedule 2 of SI 2019/855; the furthest of several."""
    found = [party.uk_schedule_2 or _none(party) for party in issuers]
    for held in ("named", "owned"):
        if held in found:
            return known(held, _FILE)
    return stated(
        "none" if found and None not in found else None,
        _FILE,
        "Is the issuer named in Schedule 2 of SI 2019/855, or owned by more than half by, or "
        "acting for, one that is (uk_schedule_2: named, owned or none)?",
    )


def _none(party: Party) -> str | None:
    return "none" if connected_with_russia(party).strict is False else None


def russian_buyer(party: Party) -> Fact:
    """Return whether one who buys is a Russian national, resident or entity (833/2014 art. 5f)."""
    if party.type == "person":
        if _EXEMPT & {party.residence, *party.citizenships}:
            return known(value=False, source="a national or resident of the EU, EEA or Switzerland")
        if "RU" in {party.residence, *party.citizenships}:
            return known(value=True, source="a Russian national or resident")
        settled = bool(party.citizenships) and party.residence is not None
    else:
        if party.organised_in == "RU":
            return known(value=True, source="established in Russia")
        settled = party.organised_in is not None
    if settled:
        return known(value=False, source="of another country")
    return unknown("Is a buyer a Russian national, a resident of Russia or established there?")
