"""The two US-person tests, each derived only as far as the facts go.

They are different tests and are never merged: a US citizen who lives in Hong Kong is an OFAC
US person and not a Regulation S one. A US parent, adviser or address alone makes neither.
"""

from __future__ import annotations

from sanccheck.deal.fact import Fact, known, unknown
from sanccheck.deal.once import once
from sanccheck.deal.schema import Party
from sanccheck.deal.us_places import US_CITIZENSHIPS, in_us

_OFAC_QUESTION = (
    "Is the party a US person under the OFAC test: a US citizen anywhere, a lawful permanent "
    "resident, an entity organised in the US with its foreign branches, or anybody in the US?"
)
_REG_S_QUESTION = (
    "Is the party a US person under Regulation S: resident in the US, or organised there, or a "
    "vehicle or account of 17 CFR 230.902(k)(1)?"
)


@once
def ofac_us_person(party: Party) -> Fact:
    """Return the OFAC test's result (EO 13959 s.3(d) as amended; 31 CFR 586.307)."""
    if party.ofac_us_person is not None:
        return known(party.ofac_us_person, "the deal file states it")
    grounds = (
        (party.foreign_bank_branch is True, "a US bank's branch abroad"),
        (in_us(party.organised_in) is True, "organised in the US"),
        (bool(US_CITIZENSHIPS & {*party.citizenships}), "a US citizen"),
        (party.us_permanent_resident is True, "a lawful permanent resident"),
        (party.in_us is True, "in the United States"),
    )
    ground = next((ground for holds, ground in grounds if holds), None)
    if ground is None:
        return unknown(_OFAC_QUESTION)
    return known(value=True, source=f"{ground} (EO 13959 s.3(d) as amended)")


def reg_s_us_person(party: Party) -> Fact:
    """Return the Regulation S test's result (17 CFR 230.902(k))."""
    if party.reg_s_us_person is not None:
        return known(party.reg_s_us_person, "the deal file states it")
    if party.foreign_bank_branch is True:
        return known(value=False, source="a bank's branch abroad (17 CFR 230.902(k)(2)(v))")
    if in_us(party.organised_in) and party.type != "person":
        return known(value=True, source="organised in the US (17 CFR 230.902(k)(1)(ii))")
    if in_us(party.residence):
        return known(value=True, source="resident in the US (17 CFR 230.902(k)(1)(i))")
    return unknown(_REG_S_QUESTION)
