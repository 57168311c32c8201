"""Rows of the decision table that the US regimes beside NS-CMIC decide, strict and policy.

Each is a sentence, a deal file, a day, hits made by hand, and what must come out. Every list that
could matter is screened; ownership by blocked persons is stated, so that only the row is open.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import pytest

from sanccheck.model import Hit, Listing
from sanccheck.model.directives import Directive
from sanccheck.rulebook.load import Rulebook
from sanccheck.rulebook.outcomes import Limb

from .conftest import BOOK, Judge, hit, list_state
from .test_law import BARRED, BUYER, CLEAR, EQUITY, EXCLUDE, SELLER, US_BUYER, US_SELLER, deal

LISTS = (
    "us_ns_cmic",
    "us_ofac_sdn",
    "us_ssi",
    "us_ns_mbs",
    "us_capta",
    "us_bis_el",
    "us_bis_meu",
    "us_dod_1260h",
)
ISSUER = "{id: issuer, name: An issuer, role: issuer, organised_in: %s%s}"
BOND = "{kind: debt, publicly_traded: yes, tenor_days: %d, issue_date: %s, terms_modified: no}"
LOW = "RESTRICTED_LICENCE"


def issuer(place: str = "HK", more: str = "") -> str:
    """Write the issuer of a place, with what more is stated of it."""
    return ISSUER % (place, f", {more}" if more else "")


def on(name: str, *directives: Directive, listed: date | None = date(2014, 7, 16)) -> Hit:
    """Return a certain hit on a list, with the directives that its entry names."""
    return hit(
        entry=f"{name}:1", list=name, directives=directives, listing=Listing(listed_on=listed)
    )


SSI_1 = Directive(order="13662", number="1")
SSI_2 = Directive(order="13662", number="2")
D3 = Directive(order="14024", number="3", effective_on=date(2022, 3, 26))


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row: the deal, the day, its hits by party, and its answer.

    `us_law_alone` leaves out the law of other places, which the facts of the row leave open.
    """

    row: str
    says: str
    day: str
    text: str
    result: tuple[str, str]
    could_be: tuple[str, str] | None = None
    hits: dict[str, tuple[Hit, ...]] = field(default_factory=dict)
    flags: frozenset[str] = frozenset()
    limbs: dict[Limb, str] = field(default_factory=dict)
    asks: str | None = None
    us_law_alone: bool = False


TRADE = "kind: trade"
OFFER = "kind: offering, action: purchase"
PRIVATE = "{kind: equity, publicly_traded: no, to_be_listed: no}"
AI = "outbound: {activities: [other_ai], training_operations: %s}"
US_BOOK = Rulebook(regimes=tuple(item for item in BOOK.regimes if item.regime.id.startswith("us_")))

ROWS = [
    Row(
        row="1",
        says="a blocked issuer",
        day="2026-02-02",
        text=deal(OFFER, issuer()),
        hits={"issuer": (on("us_ofac_sdn"),)},
        result=(BARRED, BARRED),
    ),
    Row(
        row="2",
        says="a blocked minority holder is flagged",
        day="2026-02-02",
        text=deal(
            OFFER,
            issuer(),
            "{id: holder, name: A holder, role: shareholder, ofac_us_person: no}",
        )
        + "holdings: [{owner: holder, of: issuer, percent: 30}]\n",
        hits={"holder": (on("us_ofac_sdn"),)},
        result=(CLEAR, CLEAR),
        could_be=(BARRED, BARRED),
        flags=frozenset({"blocked_shareholder"}),
    ),
    Row(
        row="6",
        says="a private round of an NS-CMIC company that designs chips",
        day="2026-02-02",
        text=deal(
            "kind: private_round",
            issuer("CN", "outbound: {activities: [ic_design]}"),
            security=PRIVATE,
        ),
        hits={"issuer": (on("us_ns_cmic", listed=date(2021, 6, 3)),)},
        result=(EXCLUDE, EXCLUDE),
    ),
    Row(
        row="14",
        says="new debt of a bank under Directive 1, over its tenor",
        day="2018-03-01",
        text=deal(OFFER, issuer("LU"), security="{kind: debt, tenor_days: 15}"),
        hits={"issuer": (on("us_ssi", SSI_1),)},
        result=(EXCLUDE, EXCLUDE),
        flags=frozenset({"us_nexus"}),
    ),
    Row(
        row="14",
        says="debt of exactly the tenor",
        us_law_alone=True,
        day="2018-03-01",
        text=deal(OFFER, issuer("LU"), security="{kind: debt, tenor_days: 14}"),
        hits={"issuer": (on("us_ssi", SSI_1),)},
        result=(CLEAR, CLEAR),
        could_be=(CLEAR, CLEAR),
    ),
    Row(
        row="14",
        says="old debt of an energy company in the secondary market",
        us_law_alone=True,
        day="2018-03-01",
        text=deal(TRADE, issuer("LU"), SELLER, US_BUYER, security=BOND % (3650, "2014-07-15")),
        hits={"issuer": (on("us_ssi", SSI_2),)},
        result=(CLEAR, CLEAR),
        could_be=(CLEAR, CLEAR),
    ),
    Row(
        row="14",
        says="the same debt with terms changed in 2017 is new",
        day="2018-03-01",
        text=deal(
            TRADE,
            issuer("LU"),
            SELLER,
            US_BUYER,
            security=(BOND % (3650, "2014-07-15")).replace(
                "terms_modified: no", "terms_modified_date: 2017-12-01"
            ),
        ),
        hits={"issuer": (on("us_ssi", SSI_2),)},
        result=(BARRED, BARRED),
    ),
    Row(
        row="14",
        says="whether the terms were changed is asked",
        day="2018-03-01",
        text=deal(
            TRADE,
            issuer("LU"),
            SELLER,
            US_BUYER,
            security=(BOND % (3650, "2014-07-15")).replace(", terms_modified: no", ""),
        ),
        hits={"issuer": (on("us_ssi", SSI_2),)},
        result=(CLEAR, CLEAR),
        could_be=(BARRED, BARRED),
        asks="Have the terms of the debt",
    ),
    Row(
        row="14",
        says="an entry whose directive is not told is asked about",
        day="2018-03-01",
        text=deal(OFFER, issuer("LU"), security="{kind: debt, tenor_days: 15}"),
        hits={"issuer": (on("us_ssi"),)},
        result=(CLEAR, CLEAR),
        could_be=(EXCLUDE, EXCLUDE),
        asks="Under which directive of EO 13662",
    ),
    Row(
        row="14",
        says="new equity of an entity under Directive 3",
        day="2022-03-26",
        text=deal(OFFER, issuer("NL"), security="{kind: equity}"),
        hits={"issuer": (on("us_ns_mbs", D3, listed=date(2022, 2, 24)),)},
        result=(EXCLUDE, EXCLUDE),
    ),
    Row(
        row="14",
        says="the same equity the day before it binds",
        us_law_alone=True,
        day="2022-03-25",
        text=deal(
            OFFER, issuer("NL", "half_owned_by: {ssi_directive_1: no}"), security="{kind: equity}"
        ),
        hits={"issuer": (on("us_ns_mbs", D3, listed=date(2022, 2, 24)),)},
        result=(CLEAR, CLEAR),
        could_be=(CLEAR, CLEAR),
    ),
    Row(
        row="14",
        says="a bond of Russia's Ministry of Finance of after 1 March 2022, and a US bank",
        day="2022-03-02",
        text=deal(
            TRADE,
            issuer("RU", "country_links: {russian_sovereign: yes, russian_energy_sector: no}"),
            SELLER,
            US_BUYER.replace("acts_for", "us_financial_institution: yes, acts_for"),
            security=BOND % (3650, "2022-03-02"),
        ),
        result=(BARRED, BARRED),
    ),
    Row(
        row="14",
        says="the same bond and a US buyer that is no bank",
        us_law_alone=True,
        day="2022-03-02",
        text=deal(
            TRADE,
            issuer(
                "RU",
                "country_links: {russian_sovereign: yes, russian_energy_sector: no},"
                " half_owned_by: {ssi_directive_1: no, ssi_directive_2: no, ssi_directive_3: no}",
            ),
            SELLER,
            US_BUYER.replace("acts_for", "us_financial_institution: no, acts_for"),
            security=BOND % (3650, "2022-03-02"),
        ),
        result=(CLEAR, CLEAR),
        could_be=(CLEAR, CLEAR),
    ),
    Row(
        row="14",
        says="new debt of Belarus of more than 90 days",
        day="2021-12-02",
        text=deal(
            OFFER,
            issuer("BY", "country_links: {belarus_sovereign: yes}"),
            security="{kind: debt, tenor_days: 91}",
        ),
        result=(EXCLUDE, EXCLUDE),
    ),
    Row(
        row="14",
        says="new debt of Venezuela after the licences of January 2026 is left open",
        day="2026-02-02",
        text=deal(
            TRADE,
            issuer("VE", "country_links: {government_of_venezuela: yes, pdvsa: no}"),
            SELLER,
            US_BUYER,
            security=BOND % (400, "2025-06-02"),
        ),
        result=(CLEAR, BARRED),
        could_be=(BARRED, BARRED),
        flags=frozenset({"venezuela_2026"}),
    ),
    Row(
        row="15",
        says="a US buyer of old shares of a Russian company",
        day="2022-04-06",
        text=deal(TRADE, issuer("RU"), SELLER, US_BUYER),
        result=(BARRED, BARRED),
    ),
    Row(
        row="15",
        says="the day before, an issuer in no sector of energy",
        us_law_alone=True,
        day="2022-04-05",
        text=deal(
            TRADE,
            issuer(
                "RU",
                "country_links: {russian_energy_sector: no, russian_sovereign: no},"
                " half_owned_by: {ssi_directive_1: no, eo14024_directive_3: no}",
            ),
            SELLER,
            US_BUYER,
        ),
        result=(CLEAR, CLEAR),
        could_be=(CLEAR, CLEAR),
    ),
    Row(
        row="15",
        says="a US holder sells to somebody who is no US person",
        us_law_alone=True,
        day="2024-04-08",
        text=deal(
            "kind: trade, action: sale",
            issuer(
                "RU",
                "country_links: {russian_sovereign: no},"
                " half_owned_by: {ssi_directive_1: no, eo14024_directive_3: no}",
            ),
            US_SELLER,
            BUYER,
        ),
        result=(CLEAR, CLEAR),
        could_be=(CLEAR, CLEAR),
    ),
    Row(
        row="16",
        says="a fund in which Russian issuers do not predominate",
        us_law_alone=True,
        day="2022-06-06",
        text=deal(
            OFFER,
            issuer(
                "LU",
                "type: fund, country_links: {russian_issuers_predominant: no}",
            ),
            security="{kind: fund_unit, publicly_traded: yes, underlying: [held]}",
        ).replace(
            "parties:\n",
            "parties:\n  - {id: held, name: A company, role: underlying, organised_in: RU,"
            " blocked_by_ownership: no, half_owned_by: {ssi_directive_1: no, ssi_directive_2: no,"
            " ssi_directive_3: no}}\n",
        ),
        result=(CLEAR, CLEAR),
        could_be=(CLEAR, CLEAR),
    ),
    Row(
        row="16",
        says="one in which they do",
        day="2022-06-06",
        text=deal(
            OFFER,
            issuer("LU", "type: fund, country_links: {russian_issuers_predominant: yes}"),
            security="{kind: fund_unit, publicly_traded: yes}",
        ),
        result=(EXCLUDE, EXCLUDE),
    ),
    Row(
        row="17",
        says="a placing agent on the Entity List is a matter of exports",
        day="2026-02-02",
        text=deal(
            OFFER,
            issuer(),
            "{id: agent, name: An agent, role: placing_agent, organised_in: HK,"
            " ofac_us_person: no, acts_for: [issuer], serves_us_person: no}",
        ),
        hits={"agent": (on("us_bis_el"),)},
        result=(CLEAR, CLEAR),
        flags=frozenset({"export"}),
    ),
    Row(
        row="17",
        says="proceeds that buy controlled items for a listed company",
        day="2026-02-02",
        text=deal(OFFER, issuer())
        + "use_of_proceeds: [{party: issuer, share: 40, ear_items: yes, purpose: chips}]\n",
        hits={"issuer": (on("us_bis_el"),)},
        result=(CLEAR, CLEAR),
        flags=frozenset({"export", "export_licence"}),
        limbs={Limb.EXPORT: LOW},
    ),
    *[
        Row(
            row="18",
            says=f"owned by half by a listed party, on {day}",
            day=day,
            text=deal(OFFER, issuer("HK", "half_owned_by: {bis_listed: yes}")),
            result=(CLEAR, CLEAR),
            flags=frozenset(flags),
            limbs=limbs,
        )
        for day, flags, limbs in (
            ("2025-09-28", {"affiliate_of_listed"}, {}),
            ("2025-09-29", set(), {Limb.EXPORT: LOW}),
            ("2025-11-10", {"affiliates_rule_suspended"}, {}),
            ("2026-11-09", {"affiliates_rule_suspended"}, {}),
            ("2026-11-10", {"affiliates_rule_status"}, {Limb.EXPORT: LOW}),
        )
    ],
    Row(
        row="19",
        says="an issuer on the section 1260H list alone",
        day="2026-06-10",
        text=deal(OFFER, issuer()),
        hits={"issuer": (on("us_dod_1260h"),)},
        result=(CLEAR, CLEAR),
        flags=frozenset({"military_company"}),
    ),
    Row(
        row="20",
        says="a private maker of chip tools and a US fund",
        day="2025-01-02",
        text=deal(
            TRADE,
            issuer("CN", "outbound: {activities: [chip_equipment]}"),
            SELLER,
            US_BUYER,
            security=PRIVATE.replace("}", "}"),
        )
        + "outbound: {rights_beyond_minority: no}\n",
        result=(BARRED, BARRED),
    ),
    Row(
        row="20",
        says="the day before part 850",
        day="2025-01-01",
        text=deal(
            TRADE,
            issuer("CN", "outbound: {activities: [chip_equipment]}"),
            SELLER,
            US_BUYER,
            security=PRIVATE,
        ),
        result=(CLEAR, CLEAR),
        could_be=(CLEAR, CLEAR),
    ),
    Row(
        row="20",
        says="an AI system of more than 10^23 operations is notified",
        day="2025-06-02",
        text=deal(TRADE, issuer("CN", AI % "10^24"), SELLER, US_BUYER, security=PRIVATE).replace(
            "training_operations", "biological_sequence_data: no, training_operations"
        ),
        result=(CLEAR, CLEAR),
        limbs={Limb.FILING: "NOTIFY"},
    ),
    Row(
        row="20",
        says="of 10^23 exactly, nothing",
        day="2025-06-02",
        text=deal(TRADE, issuer("CN", AI % "1e23"), SELLER, US_BUYER, security=PRIVATE),
        result=(CLEAR, CLEAR),
        could_be=(CLEAR, CLEAR),
    ),
    Row(
        row="20",
        says="what the company does is not known, and asked",
        day="2025-06-02",
        text=deal(TRADE, issuer("CN"), SELLER, US_BUYER, security=PRIVATE),
        result=(CLEAR, CLEAR),
        could_be=(BARRED, BARRED),
        flags=frozenset({"covered_activity"}),
        asks="Which of the activities of 31 CFR 850.217",
    ),
    Row(
        row="21",
        says="the same company with a listed class",
        day="2025-06-02",
        text=deal(
            TRADE, issuer("CN", "outbound: {activities: [chip_equipment]}"), SELLER, US_BUYER
        ),
        result=(CLEAR, CLEAR),
        could_be=(CLEAR, CLEAR),
    ),
    Row(
        row="22",
        says="with a board seat",
        day="2025-06-02",
        text=deal(TRADE, issuer("CN", "outbound: {activities: [chip_equipment]}"), SELLER, US_BUYER)
        + "outbound: {rights_beyond_minority: yes}\n",
        result=(BARRED, BARRED),
        flags=frozenset({"exception_lost"}),
    ),
    Row(
        row="23",
        says="a foreign issuer with no hit at all",
        day="2026-02-02",
        text=deal(OFFER, issuer(), security=EQUITY.replace("}", ", us_market_interest: no}")),
        result=(CLEAR, CLEAR),
        could_be=(CLEAR, CLEAR),
    ),
]


@pytest.mark.parametrize("row", ROWS, ids=[f"{row.row}: {row.says}" for row in ROWS])
def test_the_row(judge: Judge, row: Row) -> None:
    """The answer of a row, its flags and its other limbs are those of the table."""
    lists = tuple(list_state(name, published=date.fromisoformat(row.day)) for name in LISTS)
    book = US_BOOK if row.us_law_alone else BOOK
    found = judge(row.text, row.day, hits=row.hits, screened=lists, related=False, book=book)
    offering = found.offering
    assert (offering.result.strict.name, offering.result.policy.name) == row.result
    if row.could_be is not None:
        assert (offering.could_be.strict.name, offering.could_be.policy.name) == row.could_be
    assert row.flags <= {flag.id for flag in offering.review}
    assert {limb: rungs.strict.name for limb, rungs in offering.limbs.items()} == row.limbs
    if row.asks is not None:
        assert any(row.asks in question.text for question in found.questions)
    elif row.could_be is not None and row.could_be == row.result:
        assert not found.questions


def test_a_duty_to_notify_says_to_whom_by_when_and_who(judge: Judge) -> None:
    """A notifiable outbound investment carries authority, deadline and filer."""
    row = next(row for row in ROWS if "10^23 operations is notified" in row.says)
    lists = tuple(list_state(name) for name in LISTS)
    found = judge(row.text, row.day, screened=lists, related=False)
    duty = next(item.notify for item in found.findings if item.rule == "OB-02")
    assert duty is not None
    assert (duty.authority[:11], duty.deadline[:16]) == ("US Treasury", "within 30 calend")


def test_nobody_is_asked_about_far_countries(judge: Judge) -> None:
    """A Hong Kong placing, its lists not screened, is asked nothing about Russia or Venezuela."""
    found = judge(deal(OFFER, issuer()), "2026-02-02", related=False)
    text = " ".join(question.text for question in found.questions)
    assert not {"Russia", "Venezuela", "Belarus", "EO 13662"} & set(text.replace(",", "").split())
    assert "Under which directive" not in text
