"""What a row says of an investor and denies in the same breath."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

from sanccheck.deal.contradictions import us_contradictions
from sanccheck.deal.schema import Party
from sanccheck.deal.us_places import in_us
from sanccheck.investors.investor import FOR_OTHERS, Investor, Kind
from sanccheck.ownership.shares import WHOLE, least_of, read_share, say_number

_PERSONS = {Kind.PERSON, Kind.STAFF}


def contradictions(investor: Investor) -> Iterator[str]:
    """Yield each contradiction of a row, in words."""
    if False in {investor.ofac_us_person, investor.reg_s_us_person}:
        yield from _us(
            investor.kind,
            investor.organised_in,
            investor.citizenships,
            investor.residence,
            (investor.ofac_us_person, investor.reg_s_us_person),
        )
    person = investor.kind in _PERSONS
    abroad = investor.residence is not None and not in_us(investor.residence)
    if person and abroad and investor.reg_s_us_person:
        yield (
            "reg_s_us_person is yes, but a natural person's test is residence (17 CFR "
            "230.902(k)(1)(i)), and it is resident elsewhere; correct one of the two"
        )
    if person and investor.organised_in is not None:
        yield (
            "a person is not organised anywhere; leave organised_in out, and write citizenships "
            "and residence"
        )
    if person and investor.owners:
        yield "a person has no owners; leave owners out, or correct the type"
    if investor.kind not in {*_PERSONS, None} and investor.citizenships:
        yield (f"a {investor.kind} has no citizenships; leave them out, or correct the type")
    if investor.kind in FOR_OTHERS and investor.acts_for_itself and not investor.others:
        yield (
            f"the type is {investor.kind}, which acts for others, and acts_for says its own "
            "account; correct one of the two"
        )
    if not investor.owners:
        return
    least = least_of(read_share(one.share) for one in investor.owners if one.share)
    if least.value > WHOLE or (least.value == WHOLE and least.beyond):
        yield f"the owners hold {say_number(Fraction(least.value))} percent together; correct them"


@lru_cache(maxsize=4096)
def _us(
    kind: Kind | None,
    organised_in: str | None,
    citizenships: tuple[str, ...],
    residence: str | None,
    stated: tuple[bool | None, bool | None],
) -> tuple[str, ...]:
    """Return the contradictions on the two US-person tests."""
    branch = kind is Kind.BANK_BRANCH and in_us(organised_in)
    party = Party.model_construct(
        id="row",
        name="row",
        role="buyer",
        type="person" if kind in _PERSONS else "company",
        organised_in=organised_in,
        citizenships=citizenships,
        residence=residence,
        in_us=True if kind is Kind.BRANCH and in_us(residence) else None,
        ofac_us_person=stated[0],
        reg_s_us_person=stated[1],
        foreign_bank_branch=True if branch else None,
    )
    return tuple(message for _, message in us_contradictions(party))
