"""What is said of a party and denied in the same breath."""

from __future__ import annotations

from collections.abc import Iterator

from sanccheck.deal.bound_persons import BOUND, is_bound
from sanccheck.deal.schema import Party
from sanccheck.deal.us_places import US_CITIZENSHIPS, in_us

_CORRECT = "correct one of the two"


def us_contradictions(party: Party) -> Iterator[tuple[str, str]]:
    """Yield the key and the message of each contradiction on the two US-person tests."""
    us_by_text = bool(US_CITIZENSHIPS & {*party.citizenships}) or True in {
        party.us_permanent_resident,
        party.in_us,
        party.foreign_bank_branch,
    }
    if party.ofac_us_person is False and (us_by_text or in_us(party.organised_in)):
        yield (
            "ofac_us_person",
            (
                "ofac_us_person is no, but a US citizen, a US permanent resident, an entity "
                "organised in the US with its branches abroad, and anybody in the US are OFAC US "
                "persons "
                f"(31 CFR 586.307); {_CORRECT}"
            ),
        )
    organised = in_us(party.organised_in) and party.type != "person"
    if party.reg_s_us_person is False and organised and party.foreign_bank_branch is not True:
        yield (
            "reg_s_us_person",
            (
                "reg_s_us_person is no, but it is organised in the US (17 CFR 230.902(k)(1)(ii)); "
                f"{_CORRECT}, or state foreign_bank_branch where it is one"
            ),
        )
    if party.reg_s_us_person is False and in_us(party.residence):
        yield (
            "reg_s_us_person",
            (
                "reg_s_us_person is no, but it is resident in the US (17 CFR 230.902(k)(1)(i)); "
                f"{_CORRECT}"
            ),
        )


def contradictions_elsewhere(party: Party) -> Iterator[tuple[str, str]]:
    """Yield the key and the message of each contradiction."""
    for group in BOUND:
        key = f"{group.key}_person"
        of_there = {party.organised_in}
        if group.by_citizenship:
            of_there |= {*party.citizenships}
        if getattr(party, key) is False and group.places & of_there:
            source = is_bound(group, party.model_copy(update={key: None})).source
            yield key, f"{key} is no, but it is {source}; {_CORRECT}"
    if party.connected_with_russia is False and party.organised_in == "RU":
        yield (
            "connected_with_russia",
            f"connected_with_russia is no, but it is organised in Russia; {_CORRECT}",
        )
    if party.eu_owned_half and party.eu_owned_or_controlled:
        yield (
            "eu_owned_half",
            f"eu_owned_half is yes, and so is more than half or control; {_CORRECT}",
        )
