"""The facts that the law of places other than the US turns on: names, types, meanings."""

from __future__ import annotations

from typing import get_args

from sanccheck.deal.bound_persons import BOUND
from sanccheck.deal.elsewhere import OverseasMarket, UkSchedule2
from sanccheck.deal.fact_specs import FactSpec, word_fact, yes_no

OTHERS_ON = "others.on."
BEHIND_ON = "behind.on."
SCREENED = "screened."

# Families of facts, one for each list: the prefix, and what the fact says of it.
WORLD_FAMILIES = (
    (OTHERS_ON, "another party that deals is on the list"),
    (BEHIND_ON, "the issuer, a guarantor or an underlying is on the list"),
    (SCREENED, "there was something to screen of the list"),
)

_OWNED = {
    "uk_owned_or_controlled": "listed persons own more than half of it, or control it (UK test)",
    "eu_owned_or_controlled": "listed persons own more than half of it, or control it (EU test)",
    "eu_owned_half": "persons on the EU list own exactly half of it, together",
    "ca_owned_or_controlled": "a listed person holds half or more of it, or controls it (Canada)",
}
OWNED = tuple(_OWNED)

WORLD_FACTS: dict[str, FactSpec] = {
    **{group.fact: yes_no(f"bound by {group.adjective} sanctions") for group in BOUND},
    **{
        f"deal.points_to_{group.key}": yes_no(
            f"a party or a place of offer is {group.adjective}, as the deal file says"
        )
        for group in BOUND
    },
    **{f"party.{name}": yes_no(meaning) for name, meaning in _OWNED.items()},
    **{f"others.{name}": yes_no(f"of another that deals: {text}") for name, text in _OWNED.items()},
    **{f"behind.{name}": yes_no(f"of the issuer or so: {text}") for name, text in _OWNED.items()},
    "deal.points_to_russia": yes_no("a party is of Russia, as the deal file says"),
    "deal.points_to_prc": yes_no("a party is of mainland China, or operates there"),
    "deal.points_to_india": yes_no("the issuer is organised in India"),
    "deal.overseas_market": word_fact("where the issuer offers abroad", *get_args(OverseasMarket)),
    "security.in_eu_currency": yes_no("in an official currency of an EU member state"),
    "issuer.connected_with_russia": yes_no("resident, situated, incorporated or domiciled there"),
    "issuer.outside_russia_in_2022": yes_no(
        "domiciled elsewhere on 1 March 2022, or of one that was"
    ),
    "issuer.uk_schedule_2": word_fact("how it stands to Schedule 2", *get_args(UkSchedule2)),
    "issuer.eu_833_annex": yes_no("in an annex of 833/2014 art. 5, or owned by or acting for one"),
    "issuer.russian_state": yes_no("Russia, its government or its central bank, or for them"),
    "issuer.prc_business": yes_no("its figures and main business are mainland China's"),
    "issuer.organised_in_prc": yes_no("organised in mainland China"),
    "issuer.organised_in_uk": yes_no("organised in the UK"),
    "issuer.organised_in_india": yes_no("organised in India"),
    "others.russian_buyer": yes_no("a Russian national, resident or entity buys"),
    "party.land_border_owner": yes_no("its owner is of a country that borders India"),
    "party.land_border_small": yes_no("such owners hold up to 10 percent and do not control"),
    "offering.other_purchasers_barred": yes_no("a rule bars other than US persons from buying"),
}
