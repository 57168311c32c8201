"""Whom the law of a place other than the US binds, derived only as far as the facts go.

One row a place: who is bound by organisation, by citizenship, by being there. What none of these
settles is unknown; that a party is organised elsewhere does not free it, since acting there binds.
"""

from __future__ import annotations

from dataclasses import dataclass

from sanccheck.deal.fact import Fact, known, unknown
from sanccheck.deal.schema import Deal, Party

EU_STATES = frozenset(
    {
        *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"),
        *("IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """The persons whom one place's sanctions bind.

    `key` names the place in facts and fields (`party.uk_person`), `binds` the group in rule files,
    `places` the countries, `by_citizenship` whether citizens are bound wherever they are, and
    `law` what says so.
    """

    key: str
    binds: str
    adjective: str
    places: frozenset[str]
    by_citizenship: bool
    law: str
    question: str

    @property
    def fact(self) -> str:
        """The name of the fact that a party is one of them."""
        return f"party.{self.key}_person"

    @property
    def purchaser(self) -> str:
        """The id of the actor that stands for any of them who would buy."""
        return f"{self.key}_purchaser"

    @property
    def exclusion(self) -> str:
        """The word of the deal's structure that leaves them out."""
        return f"EXCLUDE_{self.key.upper()}_PERSONS"


def _bound(
    key: str, adjective: str, places: set[str] | frozenset[str], law: str, question: str
) -> Bound:
    return Bound(
        key=key,
        binds=f"{key}_persons",
        adjective=adjective,
        places=frozenset(places),
        by_citizenship=key in {"uk", "eu", "ca", "au"},
        law=law,
        question=question,
    )


BOUND = (
    _bound(
        "uk",
        "UK",
        {"GB"},
        "Sanctions and Anti-Money Laundering Act 2018 s.21",
        "Is the party bound by UK sanctions: a UK national anywhere (a British National (Overseas) "
        "too), a body under the law of a part of the UK with its branches, or anybody who acts in "
        "the UK?",
    ),
    _bound(
        "eu",
        "EU",
        EU_STATES,
        "Regulation (EU) No 269/2014 art. 17",
        "Is the party bound by EU sanctions: a national of a member state anywhere, a body under "
        "the law of one, or anybody as to business done in the Union?",
    ),
    _bound(
        "ca",
        "Canadian",
        {"CA"},
        "the regulations under the Special Economic Measures Act",
        "Is the party in Canada, or a Canadian outside Canada?",
    ),
    _bound(
        "ch",
        "Swiss",
        {"CH"},
        "the Embargo Act, by territory as reported",
        "Is the party in Switzerland, or does it act from there?",
    ),
    _bound(
        "au",
        "Australian",
        {"AU"},
        "the Autonomous Sanctions Act 2011, from memory",
        "Is the party in Australia, or an Australian citizen or company anywhere?",
    ),
    _bound(
        "jp",
        "Japanese",
        {"JP"},
        "the Foreign Exchange and Foreign Trade Act, from memory",
        "Is the party resident in Japan, or does it act from there?",
    ),
)
BY_BINDS = {group.binds: group for group in BOUND}
PURCHASERS = frozenset(group.purchaser for group in BOUND)


def unnamed_purchaser(party_id: str) -> str | None:
    """Name whom an actor that is no party stands for."""
    found = (group for group in BOUND if group.purchaser == party_id)
    return next((f"any {group.adjective} person who would buy" for group in found), None)


def is_bound(group: Bound, party: Party) -> Fact:
    """Return whether a party is bound by the sanctions of a place."""
    stated: bool | None = getattr(party, f"{group.key}_person")
    if stated is not None:
        return known(stated, "the deal file states it")
    citizen = group.by_citizenship and bool(group.places & {*party.citizenships})
    grounds = (
        (party.organised_in in group.places, "organised there"),
        (citizen, "a citizen"),
        (party.residence in group.places, "resident there"),
        (party.country in group.places and party.type == "person", "there"),
    )
    ground = next((ground for holds, ground in grounds if holds), None)
    if ground is None:
        return unknown(group.question)
    return known(value=True, source=f"{ground} ({group.law})")


def points_to(deal: Deal, places: frozenset[str]) -> bool:
    """Say whether the deal file names one of these places: for a party, or as a place of offer."""
    return bool(places & {*deal.deal.offered_in}) or any(
        places & {party.organised_in, party.country, party.residence, *party.citizenships}
        for party in deal.parties
    )


def points_to_bound(deal: Deal, group: Bound) -> Fact:
    """Return whether the deal file points to a place and whom it binds; what it says nothing of.

    This decides only whether the place's law is judged at all. The answer names the regimes that
    were not, so that silence about a place is never taken for an answer.
    """
    named = points_to(deal, group.places)
    stated = any(getattr(party, f"{group.key}_person") for party in deal.parties)
    return known(value=named or stated, source="the places that the deal file names")
