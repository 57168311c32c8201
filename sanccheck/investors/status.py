"""What an investor file says beyond a deal file: the words of its facts, and what a type adds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sanccheck.deal.benefit import truth
from sanccheck.deal.fact import Fact, known, unknown
from sanccheck.deal.us_persons import ofac_us_person
from sanccheck.deal.us_places import in_us
from sanccheck.investors.investor import POOLS, Kind
from sanccheck.investors.parties import Shape, party_of
from sanccheck.investors.representations import (
    BEHIND_FACT,
    BRANCH,
    FIDUCIARY,
    POOL_BENEFIT,
    POOL_OWNERS,
    REG_S_FACT,
)
from sanccheck.ownership.shares import WHOLE, least_of, read_share

_STATED = "the investor file states it"
_FILE = "the deal file states it"
_FOLLOWED = "followed through the parties of the deal file"
Facts = Mapping[str, Fact]


def adjusted(shapes: Sequence[Shape], number: int, facts: Facts) -> dict[str, Fact]:
    """Return a party's facts with what an investor's type says beyond a deal file.

    Whoever is in the book buys to invest.
    """
    shape = shapes[number]
    found = dict(facts)
    found["party.solely_to_divest"] = known(value=False, source="is allocated to invest")
    found[REG_S_FACT] = reg_s_of(shape, found[REG_S_FACT])
    if shape.kind in POOLS and found[BEHIND_FACT].strict is not True:
        found[BEHIND_FACT] = _of_pool(shapes, shape, found[BEHIND_FACT])
    return found


def _of_pool(shapes: Sequence[Shape], pool: Shape, fact: Fact) -> Fact:
    """Return whether a fund or trust buys for a US person's benefit: its owners stand behind it."""
    status = [_is_us(shapes[owner]) for owner, _ in pool.owners]
    if True in status:
        return unknown(POOL_BENEFIT)
    told = least_of(read_share(share) for _, share in pool.owners if share)
    if None in status or told.value < WHOLE:
        return unknown(POOL_OWNERS)
    return fact


def as_told(fact: Fact) -> Fact:
    """Return a fact with its source in the words of an investor file."""
    if fact.source == _FILE:
        return replace(fact, source=_STATED)
    if fact.source == _FOLLOWED:
        return replace(fact, source="followed through the rows of the investor file")
    return fact


def _is_us(shape: Shape) -> bool | None:
    """Say whether somebody is an OFAC US person, None where that is not known."""
    return truth(ofac_us_person(party_of(0, shape, "owner")))


def reg_s_of(shape: Shape, fact: Fact) -> Fact:
    """Return the Regulation S test with what a row's type adds.

    A natural person's test is residence. A bank's branch abroad, and an account that a professional
    in the US holds for somebody else, are none under conditions, which are asked for.
    """
    if shape.reg_s_us_person is not None:
        return fact
    if shape.is_person and shape.residence is not None and not in_us(shape.residence):
        return known(
            value=False, source="a natural person resident elsewhere (17 CFR 230.902(k)(1)(i))"
        )
    if shape.kind is Kind.BANK_BRANCH and in_us(shape.organised_in):
        return unknown(BRANCH.words, source="a US bank's branch abroad (17 CFR 230.902(k)(2)(v))")
    if shape.kind is Kind.ADVISER and fact.strict is True and shape.acts_for:
        return unknown(FIDUCIARY.words, source="holds for another (17 CFR 230.902(k)(2)(i))")
    return fact
