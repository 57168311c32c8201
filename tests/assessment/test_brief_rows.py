"""Rows of the decision table on NS-CMIC and Regulation S, and the worked answers S1 to S8.

The worked answers are the deals of the articles as they stand in `examples/deals/`, with the
listing of the test entry, whose dates are theirs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from sanccheck.model import Decision, Hit
from sanccheck.rulebook.outcomes import Limb

from .conftest import ENTRY, Judge, hit, list_state
from .test_decision_rows import LISTS, OFFER, Row
from .test_law import (
    BARRED,
    BUYER,
    CLEAR,
    EXCLUDE,
    ISSUER,
    RELATED,
    SELLER,
    US_BUYER,
    US_SELLER,
    deal,
)

DEALS = Path(__file__).parent.parent.parent / "examples" / "deals"
LISTED: dict[str, tuple[Hit, ...]] = {"issuer": (hit(),)}
TRADE = "kind: trade, action: purchase, solely_to_divest: no"
SALE = "kind: trade, action: sale, solely_to_divest: yes"
EXPECTED_TERMS = ("T1", "T2", "T3", "T5", "T6", "T7", "T8", "T9", "T12", "T13", "T14")


def article(name: str) -> str:
    """Return the deal of an article, related to the test entry."""
    return (DEALS / f"{name}.yaml").read_text("utf-8").replace("us_ns_cmic:33114", ENTRY)


@dataclass(frozen=True, kw_only=True)
class Numbered(Row):
    """A row with what else the brief says of it: parties' own rungs, structure and terms."""

    parties: dict[str, tuple[str, str]] = field(default_factory=dict)
    structure: frozenset[str] | None = None
    terms: tuple[str, ...] = ()


def issuer(more: str) -> str:
    """Write an issuer that is related to the entry, or more of it."""
    return ISSUER.replace("}", f", {more}}}")


PARENT = RELATED % "listed_vehicle: yes, "
PLAIN = RELATED % "listed_vehicle: no, "
HELD = "{id: held, name: Example Holdings Limited, role: underlying, organised_in: HK}"
FUND = "{id: issuer, name: An index fund, role: issuer, type: fund, organised_in: US}"
ADVISER = (
    "{id: adviser, name: A US adviser, role: adviser, organised_in: US,"
    " acts_for: [buyer], serves_us_person: no}"
)
BOTH = frozenset({"REG_S_ONLY"})

NUMBERED: list[Numbered] = [
    Numbered(
        row="3",
        says="an offering of a listed company once the listing is effective",
        day="2022-02-08",
        text=deal(OFFER, ISSUER),
        hits=LISTED,
        result=(EXCLUDE, EXCLUDE),
        structure=BOTH,
        terms=EXPECTED_TERMS,
    ),
    Numbered(
        row="4",
        says="the same between listing and effective day",
        day="2022-02-07",
        text=deal(OFFER, ISSUER),
        hits=LISTED,
        result=(CLEAR, EXCLUDE),
        could_be=(EXCLUDE, EXCLUDE),
        structure=BOTH,
        flags=frozenset({"announced"}),
    ),
    Numbered(
        row="5",
        says="the parent of a listed company that is not listed itself, nor the listed vehicle",
        day="2023-07-06",
        text=deal(OFFER, issuer(PLAIN)),
        result=(CLEAR, CLEAR),
        flags=frozenset({"affiliate"}),
    ),
    Numbered(
        row="5",
        says="the parent that is the group's listed vehicle",
        day="2023-07-06",
        text=deal(OFFER, issuer(PARENT)),
        result=(CLEAR, EXCLUDE),
        could_be=(EXCLUDE, EXCLUDE),
        flags=frozenset({"identity"}),
        structure=BOTH,
    ),
    Numbered(
        row="7",
        says="a tradable warrant on the shares of a listed company",
        day="2022-02-08",
        text=deal(
            OFFER,
            "{id: issuer, name: A dealer, role: issuer, organised_in: HK}",
            HELD,
            security="{kind: warrant, publicly_traded: yes, underlying: [held]}",
        ),
        hits={"held": (hit(),)},
        result=(EXCLUDE, EXCLUDE),
        could_be=(BARRED, BARRED),
        structure=BOTH,
        terms=("T5", "T12"),
    ),
    Numbered(
        row="8",
        says="a US holder sells within the window, solely to divest, settled before its end",
        day="2022-12-01",
        text=deal(f"{SALE}, settlement_date: 2022-12-05", ISSUER, US_SELLER, BUYER),
        hits=LISTED,
        result=(CLEAR, CLEAR),
        could_be=(CLEAR, CLEAR),
    ),
    Numbered(
        row="9",
        says="a US holder sells after the window",
        day="2022-12-10",
        text=deal(f"{SALE}, settlement_date: 2022-12-14", ISSUER, US_SELLER, BUYER),
        hits=LISTED,
        result=(BARRED, BARRED),
        limbs={Limb.FILING: "NOTIFY"},
    ),
    Numbered(
        row="10",
        says="a holder and a buyer who are no US persons",
        day="2023-07-06",
        text=deal(TRADE, ISSUER, SELLER, BUYER),
        hits=LISTED,
        result=(CLEAR, CLEAR),
        could_be=(CLEAR, CLEAR),
    ),
    Numbered(
        row="11",
        says="a US buyer, whoever sells",
        day="2022-02-08",
        text=deal(TRADE, ISSUER, SELLER, US_BUYER),
        hits=LISTED,
        result=(BARRED, BARRED),
        limbs={Limb.FILING: "NOTIFY"},
        parties={"buyer": (BARRED, BARRED)},
    ),
    Numbered(
        row="12",
        says="a US adviser of a fund that is no US person",
        day="2023-07-06",
        text=deal(TRADE, ISSUER, SELLER, BUYER, ADVISER),
        hits=LISTED,
        result=(CLEAR, CLEAR),
        could_be=(BARRED, BARRED),
        parties={"adviser": (CLEAR, CLEAR)},
    ),
    Numbered(
        row="13",
        says="units of an index fund that holds the shares, whatever their weight",
        day="2022-02-08",
        text=deal(
            TRADE,
            FUND,
            HELD,
            SELLER,
            US_BUYER,
            security="{kind: fund_unit, publicly_traded: yes, underlying: [held]}",
        ),
        hits={"held": (hit(),)},
        result=(BARRED, BARRED),
        limbs={Limb.FILING: "NOTIFY"},
    ),
    Numbered(
        row="13",
        says="the US fund itself sells before the window closes",
        day="2022-12-01",
        text=deal(
            f"{SALE}, settlement_date: 2022-12-05",
            ISSUER,
            US_SELLER.replace("A US holder", "A US index fund"),
            BUYER,
        ),
        hits=LISTED,
        result=(CLEAR, CLEAR),
        could_be=(CLEAR, CLEAR),
    ),
    Numbered(
        row="24",
        says="shares of a foreign company that reports to the SEC, with US market interest",
        day="2026-02-02",
        text=deal(
            OFFER,
            "{id: issuer, name: A listed company, role: issuer, organised_in: KY,"
            " sec_reporting: yes}",
            security="{kind: equity, publicly_traded: yes, us_market_interest: yes}",
            structure="reg_s: yes",
        ),
        result=(CLEAR, CLEAR),
        could_be=(CLEAR, CLEAR),
        terms=("T4",),
    ),
    Numbered(
        row="24",
        says="the same without US market interest: Category 1",
        day="2026-02-02",
        text=deal(
            OFFER,
            "{id: issuer, name: A listed company, role: issuer, organised_in: KY,"
            " sec_reporting: yes}",
            security="{kind: equity, publicly_traded: yes, us_market_interest: no}",
            structure="reg_s: yes",
        ),
        result=(CLEAR, CLEAR),
        could_be=(CLEAR, CLEAR),
    ),
    Numbered(
        row="25",
        says="shares of a US company offshore: Category 3",
        day="2026-02-02",
        text=deal(
            OFFER,
            "{id: issuer, name: A US company, role: issuer, organised_in: US, sec_reporting: yes}",
            structure="reg_s: yes",
        ),
        result=(CLEAR, CLEAR),
        terms=("T4",),
    ),
    Numbered(
        row="30",
        says="a name like a listed one, its numbers not known",
        day="2023-07-06",
        text=deal(OFFER, ISSUER),
        hits={"issuer": (hit(Decision.POSSIBLE, score=0.9),)},
        result=(CLEAR, CLEAR),
        could_be=(EXCLUDE, EXCLUDE),
        flags=frozenset({"possible_match"}),
    ),
    Numbered(
        row="30",
        says="the same once it is decided that it is another company",
        day="2023-07-06",
        text=deal(OFFER, ISSUER),
        result=(CLEAR, CLEAR),
        could_be=(CLEAR, CLEAR),
    ),
    Numbered(
        row="S1",
        says="the first offering, on the day the prospectus was read",
        day="2021-11-22",
        text=article("sensetime-ipo"),
        result=(CLEAR, CLEAR),
        could_be=(BARRED, BARRED),
        flags=frozenset({"designation_risk"}),
        structure=frozenset(),
    ),
    Numbered(
        row="S2",
        says="the offering is postponed, three days after the listing",
        day="2021-12-13",
        text=article("sensetime-ipo"),
        result=(CLEAR, EXCLUDE),
        could_be=(BARRED, BARRED),
        flags=frozenset({"identity", "announced"}),
        structure=BOTH,
    ),
    Numbered(
        row="S3",
        says="the offering is launched again",
        day="2021-12-20",
        text=article("sensetime-ipo"),
        result=(CLEAR, EXCLUDE),
        could_be=(BARRED, BARRED),
        flags=frozenset({"identity", "announced", "not_yet_trading"}),
        structure=BOTH,
    ),
    Numbered(
        row="S4",
        says="a holder that is no US person sells its shares offshore",
        day="2023-07-06",
        text=article("alibaba-selldown"),
        result=(CLEAR, EXCLUDE),
        could_be=(BARRED, BARRED),
        flags=frozenset({"identity"}),
        parties={"seller": (CLEAR, CLEAR)},
        structure=BOTH,
    ),
    Numbered(
        row="S5",
        says="a placing of new shares under Regulation S, its day not reported",
        day="2026-02-02",
        text=article("sensetime-placing"),
        result=(CLEAR, EXCLUDE),
        could_be=(BARRED, BARRED),
        limbs={Limb.FILING: "NOTIFY"},
        flags=frozenset({"identity", "sanctions_exclusion"}),
        structure=BOTH,
    ),
    Numbered(
        row="S6",
        says="a US holder divests in the window",
        day="2022-12-01",
        text=article("us-holder-divests"),
        result=(CLEAR, CLEAR),
        could_be=(BARRED, BARRED),
        flags=frozenset({"identity"}),
    ),
    Numbered(
        row="S7",
        says="a US holder sells after the window",
        day="2022-12-20",
        text=article("us-holder-divests"),
        result=(CLEAR, BARRED),
        limbs={Limb.FILING: "CLEAR"},
        could_be=(BARRED, BARRED),
        flags=frozenset({"identity"}),
    ),
    Numbered(
        row="S8",
        says="a US index fund buys the listed company's own shares",
        day="2023-01-15",
        text=deal(TRADE, ISSUER, SELLER, US_BUYER),
        hits=LISTED,
        result=(BARRED, BARRED),
        limbs={Limb.FILING: "NOTIFY"},
    ),
    Numbered(
        row="S8",
        says="it holds on",
        day="2023-01-15",
        text=deal(
            "kind: trade, action: hold",
            ISSUER,
            "{id: fund, name: A US index fund, role: shareholder, organised_in: US,"
            " acts_for: [fund]}",
        ),
        hits=LISTED,
        result=(CLEAR, CLEAR),
    ),
    Numbered(
        row="S8",
        says="the fund of the article, whose holding is the group's listed vehicle",
        day="2023-01-15",
        text=article("us-index-fund"),
        result=(CLEAR, BARRED),
        limbs={Limb.FILING: "CLEAR"},
        could_be=(BARRED, BARRED),
        flags=frozenset({"identity"}),
    ),
]


@pytest.mark.parametrize("row", NUMBERED, ids=[f"{row.row}: {row.says}" for row in NUMBERED])
def test_the_numbered_answer(judge: Judge, row: Numbered) -> None:
    """Rungs, flags, structure and terms of a row are those of the table."""
    lists = tuple(list_state(name, published=date.fromisoformat(row.day)) for name in LISTS)
    found = judge(row.text, row.day, hits=row.hits, screened=lists)
    offering = found.offering
    assert (offering.result.strict.name, offering.result.policy.name) == row.result
    could_be = (offering.could_be.strict.name, offering.could_be.policy.name)
    assert could_be == (row.could_be or row.result)
    assert {limb: rungs.strict.name for limb, rungs in offering.limbs.items()} == row.limbs
    assert row.flags <= {flag.id for flag in offering.review}
    own = {
        party.id: (party.result.strict.name, party.result.policy.name) for party in found.parties
    }
    assert row.parties.items() <= own.items()
    if row.structure is not None:
        assert frozenset(offering.structure) == row.structure
    assert set(row.terms) <= {term.id for term in found.terms if term.needed}
