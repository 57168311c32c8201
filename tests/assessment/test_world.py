"""Deals that the law of other places reaches, or does not: who is bound, and what is barred.

Each is a sentence, a deal file, a day and what must come out: the deal, its structure, its parties.
The listed party is the one that `listed` names, on the list `on`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from sanccheck.assessment import Assessment
from sanccheck.rulebook.outcomes import Limb

from .conftest import Judge, hit, list_state

CLEAR, BARRED, LICENCE = "CLEAR", "PROHIBITED", "RESTRICTED_LICENCE"
EXCLUDE = "MUST_EXCLUDE_US_PERSONS"
US_LISTS = ("us_ns_cmic", "us_ofac_sdn")
FREE = (
    "uk_owned_or_controlled: no, eu_owned_or_controlled: no, ca_owned_or_controlled: no, "
    "blocked_by_ownership: no, ofac_us_person: no"
)


def deal(terms: str, *parties: str, security: str = "{kind: equity, publicly_traded: yes}") -> str:
    """Write a deal file whose parties nobody listed owns, and who act for themselves."""
    lines = [f"deal: {{{terms}}}", f"security: {security}", "parties:"]
    for party in parties:
        own = party.partition("id: ")[2].partition(",")[0]
        more = "" if "acts_for" in party else f", acts_for: [{own}]"
        facts = [item for item in FREE.split(", ") if item.partition(":")[0] not in party]
        lines.append(f"  - {{{party}{more}, {', '.join(facts)}}}")
    return "\n".join(lines) + "\n"


@dataclass(frozen=True, kw_only=True)
class Case:
    """A deal, the day asked, who is listed where, and its answer on both sides."""

    says: str
    day: str
    text: str
    result: tuple[str, str]
    could_be: tuple[str, str] | None = None
    on: str | None = None
    listed: str = "issuer"
    screened: tuple[str, ...] = ()
    structure: frozenset[str] = frozenset()
    parties: dict[str, tuple[str, str]] = field(default_factory=dict)
    flags: frozenset[str] = frozenset()
    filing: tuple[str, str] | None = None


ISSUER = "id: issuer, name: Example Holdings, role: issuer, organised_in: KY, country: HK"
RUSSIAN = "id: issuer, name: Volga Nickel, role: issuer, organised_in: RU, country: RU"
UK_FUND = "id: fund, name: A UK fund, role: investor, organised_in: GB, country: GB"
UK_BANK = "id: bank, name: A UK bank, role: placing_agent, organised_in: GB, country: GB"
HK_FUND = (
    "id: fund, name: A Hong Kong fund, role: investor, organised_in: HK, country: HK, "
    "uk_person: no, eu_person: no, ca_person: no"
)
SELLER = (
    "id: seller, name: A seller, role: seller, organised_in: SG, uk_person: no, eu_person: no, "
    "ca_person: no"
)

UK = [
    Case(
        says=(
            "row 26: a UK fund subscribes for shares of an issuer on the UK list: UK persons "
            "are left out"
        ),
        day="2026-03-02",
        text=deal("kind: offering", f"{ISSUER}, uk_person: no", UK_FUND),
        on="uk_sanctions",
        result=(CLEAR, CLEAR),
        structure=frozenset({"EXCLUDE_UK_PERSONS"}),
        parties={"fund": (BARRED, BARRED), "issuer": (CLEAR, CLEAR)},
        flags=frozenset({"uk_listed", "uk_measures"}),
    ),
    Case(
        says=(
            "row 26: a UK bank that places for such an issuer is barred; leaving out buyers "
            "is no cure"
        ),
        day="2026-03-02",
        text=deal("kind: offering", f"{ISSUER}, uk_person: no", UK_BANK),
        on="uk_sanctions",
        result=(BARRED, BARRED),
        structure=frozenset({"EXCLUDE_UK_PERSONS"}),
        parties={"bank": (BARRED, BARRED)},
    ),
    Case(
        says="row 26: a trade between a UK fund and a listed seller takes the worst of its parties",
        day="2026-03-02",
        text=deal("kind: trade", f"{ISSUER}, uk_person: no", SELLER, UK_FUND),
        on="uk_sanctions",
        listed="seller",
        result=(BARRED, BARRED),
        parties={"fund": (BARRED, BARRED), "seller": (CLEAR, CLEAR)},
    ),
    Case(
        says="a fund that is bound by no such law may deal with the seller, by these rules",
        day="2026-03-02",
        text=deal("kind: trade", f"{ISSUER}, uk_person: no", SELLER, HK_FUND),
        on="uk_sanctions",
        listed="seller",
        result=(CLEAR, CLEAR),
        flags=frozenset({"uk_listed"}),
    ),
    Case(
        says="row 26: the issuer is owned or controlled by listed persons by the UK test",
        day="2026-03-02",
        text=deal("kind: offering", f"{ISSUER}, uk_person: no, uk_owned_or_controlled: yes"),
        screened=("uk_sanctions",),
        result=(CLEAR, CLEAR),
        structure=frozenset({"EXCLUDE_UK_PERSONS"}),
    ),
    Case(
        says="a UK fund buys old shares of a listed issuer from somebody else: prudence bars it",
        day="2026-03-02",
        text=deal("kind: trade", f"{ISSUER}, uk_person: no", SELLER, UK_FUND),
        on="uk_sanctions",
        result=(CLEAR, BARRED),
        could_be=(BARRED, BARRED),
        flags=frozenset({"uk_issuer_frozen"}),
    ),
    Case(
        says="before 28 January 2026 there is a second UK list, and that is said",
        day="2026-01-27",
        text=deal("kind: trade", f"{ISSUER}, uk_person: no", SELLER, UK_FUND),
        screened=("uk_sanctions",),
        result=(CLEAR, CLEAR),
        could_be=(CLEAR, CLEAR),
        flags=frozenset({"two_uk_lists"}),
    ),
    Case(
        says="a UK party and no UK list: who is on it is asked, and could bar the deal",
        day="2026-03-02",
        text=deal("kind: trade", f"{ISSUER}, uk_person: no", SELLER, UK_FUND),
        result=(CLEAR, CLEAR),
        could_be=(BARRED, BARRED),
    ),
    Case(
        says="a deal of which nothing points to the UK asks nothing of UK law",
        day="2026-03-02",
        text=deal("kind: trade", ISSUER, SELLER, HK_FUND),
        result=(CLEAR, CLEAR),
        could_be=(CLEAR, CLEAR),
    ),
    Case(
        says="a new bond of a Russian company is closed to UK persons whoever else buys",
        day="2023-05-05",
        text=deal(
            "kind: offering",
            f"{RUSSIAN}, uk_person: no",
            security="{kind: debt, publicly_traded: no, tenor_days: 20, issue_date: 2023-05-05}",
        ).replace("uk_person: no,", "uk_person: no, uk_schedule_2: none,", 1),
        result=(EXCLUDE, EXCLUDE),  # EO 14071: no new investment in Russia by US persons
        could_be=(BARRED, BARRED),
        structure=frozenset({"EXCLUDE_UK_PERSONS"}),
    ),
    Case(
        says="the same bond on the last day before the ban",
        day="2022-02-28",
        text=deal(
            "kind: offering",
            f"{RUSSIAN}, uk_person: no, uk_schedule_2: none",
            security="{kind: debt, publicly_traded: no, tenor_days: 20}",
        ),
        result=(CLEAR, CLEAR),
    ),
    Case(
        says="a UK fund buys into a private Russian company",
        day="2022-07-19",
        text=deal(
            "kind: trade",
            f"{RUSSIAN}, uk_person: no, uk_schedule_2: none",
            SELLER,
            UK_FUND,
            security="{kind: equity, publicly_traded: no, issue_date: 2015-01-01}",
        ),
        screened=("uk_sanctions",),
        result=(BARRED, BARRED),
    ),
]

EU_FUND = "id: fund, name: A French fund, role: investor, organised_in: FR, country: FR"
EU_BANK = "id: bank, name: A German bank, role: placing_agent, organised_in: DE, country: DE"
EURO_BOND = "{kind: debt, publicly_traded: no, tenor_days: 365, currency: EUR}"
EU = [
    Case(
        says=(
            "row 26: an EU fund subscribes for shares of an EU-listed person: EU persons are "
            "left out"
        ),
        day="2025-03-03",
        text=deal("kind: offering", f"{ISSUER}, eu_person: no", EU_FUND),
        on="eu_fsf",
        result=(CLEAR, CLEAR),
        structure=frozenset({"EXCLUDE_EU_PERSONS"}),
        parties={"fund": (BARRED, BARRED)},
        flags=frozenset({"eu_listed", "eu_regulation"}),
    ),
    Case(
        says=(
            "row 26: listed persons together own exactly half of the seller, by the guidance "
            "of July 2024"
        ),
        day="2024-07-03",
        text=deal(
            "kind: trade",
            f"{ISSUER}, eu_person: no",
            f"{SELLER}, eu_owned_half: yes",
            f"{EU_FUND}, eu_owned_half: no",
        ),
        screened=("eu_fsf",),
        result=(CLEAR, BARRED),
        could_be=(BARRED, BARRED),
        flags=frozenset({"eu_half"}),
    ),
    Case(
        says="exactly half before that is no ownership, and is flagged",
        day="2024-06-23",
        text=deal(
            "kind: trade",
            f"{ISSUER}, eu_person: no",
            f"{SELLER}, eu_owned_half: yes",
            f"{EU_FUND}, eu_owned_half: no",
        ),
        screened=("eu_fsf",),
        result=(CLEAR, CLEAR),
        could_be=(CLEAR, CLEAR),
        flags=frozenset({"eu_half"}),
    ),
    Case(
        says="a new security of an annex entity is closed to EU persons, whatever its maturity",
        day="2022-05-05",
        text=deal(
            "kind: offering",
            f"{RUSSIAN}, eu_person: no, eu_833_annex: yes, uk_schedule_2: none",
            security="{kind: debt, publicly_traded: no, tenor_days: 7}",
        ),
        result=(EXCLUDE, EXCLUDE),  # EO 14071: no new investment in Russia by US persons
        structure=frozenset({"EXCLUDE_EU_PERSONS", "EXCLUDE_UK_PERSONS"}),
    ),
    Case(
        says="a German bank that places it is barred itself",
        day="2022-05-05",
        text=deal(
            "kind: offering",
            f"{RUSSIAN}, eu_person: no, eu_833_annex: yes, uk_schedule_2: none",
            EU_BANK,
            security="{kind: debt, publicly_traded: no, tenor_days: 7}",
        ),
        result=(BARRED, BARRED),
        structure=frozenset({"EXCLUDE_EU_PERSONS", "EXCLUDE_UK_PERSONS"}),
    ),
    Case(
        says="a euro bond that a German bank places is not for Russian buyers",
        day="2024-05-06",
        text=deal("kind: offering", ISSUER, EU_BANK, security=EURO_BOND),
        screened=("eu_fsf",),
        result=(CLEAR, CLEAR),
        could_be=(CLEAR, CLEAR),
        structure=frozenset({"EXCLUDE_RUSSIAN_PERSONS"}),
    ),
    Case(
        says="an EU holder sells new euro shares to a Russian company",
        day="2024-05-06",
        text=deal(
            "kind: trade",
            ISSUER,
            "id: seller, name: A Dutch holder, role: seller, organised_in: NL",
            "id: buyer, name: A Moscow broker, role: buyer, organised_in: RU, eu_person: no",
            security=(
                "{kind: equity, publicly_traded: yes, currency: EUR, issue_date: 2023-01-09}"
            ),
        ),
        screened=("eu_fsf",),
        result=(BARRED, BARRED),
        parties={"seller": (BARRED, BARRED), "buyer": (CLEAR, CLEAR)},
    ),
]

CA_FUND = "id: fund, name: A Canadian pension fund, role: investor, organised_in: CA, country: CA"
HELD = f"{SELLER}, ca_owned_or_controlled: yes"
OTHERS = [
    Case(
        says=(
            "row 26: a Canadian fund subscribes for shares of a listed issuer: Canadians are "
            "left out"
        ),
        day="2025-03-03",
        text=deal("kind: offering", f"{ISSUER}, ca_person: no", CA_FUND),
        on="ca_sema",
        result=(CLEAR, CLEAR),
        structure=frozenset({"EXCLUDE_CA_PERSONS"}),
        parties={"fund": (BARRED, BARRED)},
        flags=frozenset({"ca_listed", "ca_regulation"}),
    ),
    Case(
        says="a listed person holds half of the seller on the day before SEMA s.2.1",
        day="2023-06-21",
        text=deal("kind: trade", f"{ISSUER}, ca_person: no", HELD, CA_FUND),
        screened=("ca_sema",),
        result=(CLEAR, BARRED),
        could_be=(BARRED, BARRED),
        flags=frozenset({"ca_control"}),
    ),
    Case(
        says="row 26: a listed person holds half of the seller from the day of SEMA s.2.1 on",
        day="2023-06-22",
        text=deal("kind: trade", f"{ISSUER}, ca_person: no", HELD, CA_FUND),
        screened=("ca_sema",),
        result=(BARRED, BARRED),
    ),
    Case(
        says="an issuer on the UN list: prudence stops, the list binds states",
        day="2025-03-03",
        text=deal("kind: offering", ISSUER),
        on="un_sc",
        result=(CLEAR, BARRED),
        could_be=(BARRED, BARRED),
        flags=frozenset({"un_national_law"}),
    ),
    Case(
        says="a Swiss bank takes part: that SECO's list was not read is said",
        day="2025-03-03",
        text=deal("kind: trade", ISSUER, SELLER, HK_FUND, UK_BANK.replace("GB", "CH")),
        result=(CLEAR, CLEAR),
        flags=frozenset({"ch_list"}),
    ),
    Case(
        says="a Japanese holder that only holds on brings nothing up",
        day="2025-03-03",
        text=deal(
            "kind: trade",
            ISSUER,
            SELLER,
            HK_FUND,
            "id: owner, name: A Tokyo house, role: shareholder, organised_in: JP, country: JP",
        ),
        result=(CLEAR, CLEAR),
        could_be=(CLEAR, CLEAR),
    ),
    Case(
        says="an Australian fund and a Russian issuer: the Russia measures are flagged",
        day="2025-03-03",
        text=deal(
            "kind: trade",
            f"{RUSSIAN}, uk_person: no, eu_person: no, uk_schedule_2: none",
            SELLER,
            "id: fund, name: A, role: investor, organised_in: AU, uk_person: no, eu_person: no",
        ),
        result=(CLEAR, CLEAR),
        could_be=(BARRED, BARRED),
        flags=frozenset({"au_list", "au_russia"}),
    ),
]

PRC_ISSUER = (
    "id: issuer, name: Example Holdings, role: issuer, organised_in: KY, country: HK, "
    "prc_business: yes"
)
CN_ISSUER = "id: issuer, name: Example Co Ltd, role: issuer, organised_in: CN, country: CN"
INDIAN = "id: issuer, name: Example Private Limited, role: issuer, organised_in: IN, country: IN"
CN_FUND = "id: fund, name: A Shenzhen fund, role: investor, organised_in: CN, country: CN"
NEW_SHARES = "{kind: equity, publicly_traded: no, to_be_listed: yes}"
FILED = ("NOTIFY", "NOTIFY")
CHINA = [
    Case(
        says="row 28: a placing in Hong Kong of an issuer whose business is mainland China's",
        day="2023-03-31",
        text=deal("kind: offering, overseas_market: same", PRC_ISSUER),
        result=(CLEAR, CLEAR),
        filing=FILED,
    ),
    Case(
        says="row 28: the same the day before",
        day="2023-03-30",
        text=deal("kind: offering, overseas_market: same", PRC_ISSUER),
        result=(CLEAR, CLEAR),
    ),
    Case(
        says="row 28: a first listing of a company of mainland China",
        day="2024-05-06",
        text=deal("kind: offering, overseas_market: first", CN_ISSUER, security=NEW_SHARES),
        result=(CLEAR, CLEAR),
        filing=FILED,
    ),
    Case(
        says="row 28: the class trades, so that it is filed in whichever market, and that is asked",
        day="2024-05-06",
        text=deal("kind: offering", PRC_ISSUER),
        result=(CLEAR, CLEAR),
        filing=FILED,
        flags=frozenset({"csrc_market"}),
    ),
    Case(
        says="row 28: of an issuer near China whose business is not known the reach is flagged",
        day="2024-05-06",
        text=deal("kind: offering", ISSUER),
        result=(CLEAR, CLEAR),
        could_be=(CLEAR, CLEAR),
        flags=frozenset({"csrc_reach"}),
    ),
    Case(
        says="row 28: a holder's sale is no offering of the issuer",
        day="2024-05-06",
        text=deal("kind: offering, action: sale", PRC_ISSUER, SELLER),
        result=(CLEAR, CLEAR),
    ),
    Case(
        says="row 27: US persons left out of a Chinese offering are a matter for counsel in China",
        day="2022-03-01",
        text=deal("kind: offering", PRC_ISSUER),
        on="us_ns_cmic",
        result=("MUST_EXCLUDE_US_PERSONS", "MUST_EXCLUDE_US_PERSONS"),
        flags=frozenset({"prc_counsel"}),
    ),
    Case(
        says="row 27: so are UK persons",
        day="2026-05-04",
        text=deal("kind: offering", f"{PRC_ISSUER}, uk_person: no"),
        on="uk_sanctions",
        result=(CLEAR, CLEAR),
        structure=frozenset({"EXCLUDE_UK_PERSONS"}),
        filing=FILED,
        flags=frozenset({"prc_counsel", "prc_data"}),
    ),
    Case(
        says="row 29: a Chinese fund buys into an Indian company",
        day="2021-06-01",
        text=deal("kind: private_round", INDIAN, CN_FUND, security="{kind: equity}"),
        result=(LICENCE, LICENCE),
        parties={"fund": (LICENCE, LICENCE)},
        flags=frozenset({"in_owner"}),
    ),
    Case(
        says="row 29: before Press Note 3",
        day="2020-04-16",
        text=deal("kind: private_round", INDIAN, CN_FUND, security="{kind: equity}"),
        result=(CLEAR, CLEAR),
    ),
    Case(
        says="row 29: a small stake from March 2026 on is reported",
        day="2026-03-15",
        text=deal(
            "kind: private_round",
            INDIAN,
            f"{CN_FUND}, land_border_small: yes",
            security="{kind: equity}",
        ),
        result=(CLEAR, CLEAR),
        filing=FILED,
        flags=frozenset({"in_report_2026"}),
    ),
    Case(
        says="row 29: a Hong Kong fund is taken for Chinese in practice",
        day="2021-06-01",
        text=deal("kind: private_round", INDIAN, HK_FUND, security="{kind: equity}"),
        result=(CLEAR, LICENCE),
        could_be=(LICENCE, LICENCE),
    ),
]


def assessed(judge: Judge, case: Case) -> Assessment:
    """Judge a case with its listed party matched on its list."""
    lists = [*US_LISTS, *case.screened, *([case.on] if case.on else [])]
    found = {}
    if case.on is not None:
        entry = hit(entry=f"{case.on}:1", list=case.on, name="LISTED")
        found = {case.listed: (entry,)}
    return judge(
        case.text, case.day, hits=found, screened=tuple(list_state(name) for name in lists)
    )


@pytest.mark.parametrize("case", [*UK, *EU, *OTHERS, *CHINA], ids=lambda case: case.says)
def test_deals_of_other_places(judge: Judge, case: Case) -> None:
    """What the law of other places makes of a deal, strict and policy, and of its structure."""
    found = assessed(judge, case)
    offering = found.offering
    assert (offering.result.strict.name, offering.result.policy.name) == case.result
    if case.could_be is not None:
        assert (offering.could_be.strict.name, offering.could_be.policy.name) == case.could_be
    assert {word for word in offering.structure if word != "REG_S_ONLY"} == case.structure
    own = {
        party.id: (party.result.strict.name, party.result.policy.name) for party in found.parties
    }
    assert case.parties.items() <= own.items()
    assert case.flags <= {flag.id for flag in offering.review}
    filing = offering.limbs.get(Limb.FILING)
    assert (None if filing is None else (filing.strict.name, filing.policy.name)) == case.filing


def asked(found: Assessment) -> str:
    """Return the questions of an answer, one below the other."""
    return "\n".join(question.text for question in found.questions)


def test_a_list_not_loaded_is_one_question(judge: Judge) -> None:
    """However many parties and rules ask for a list, it is asked for once."""
    text = deal("kind: trade", f"{ISSUER}, uk_person: no", SELLER, UK_FUND)
    found = asked(judge(text, "2026-03-02"))
    assert found.count("on the list uk_sanctions") == 1
    assert "eu_fsf" not in found


def test_the_regimes_that_nothing_points_to_are_named(judge: Judge) -> None:
    """A regime that is not judged is said to be so, and has no finding."""
    found = judge(deal("kind: trade", ISSUER, SELLER, HK_FUND), "2026-03-02")
    assert "UK sanctions, asset freezes" in found.not_judged[0]
    assert not any(finding.regime == "uk_sanctions" for finding in found.findings)


def test_a_filing_says_to_whom_by_when_and_who(judge: Judge) -> None:
    """The CSRC's filing is told with its authority, its deadline and who files."""
    found = judge(deal("kind: offering, overseas_market: same", PRC_ISSUER), "2026-02-02")
    duties = [finding.notify for finding in found.findings if finding.notify is not None]
    assert [(duty.authority, duty.deadline) for duty in duties] == [
        ("CSRC", "within three working days of the completion of the offering")
    ]


def test_an_answer_rests_on_no_later_source(judge: Judge) -> None:
    """An answer of December 2021 cites no order of 2025 or 2026."""
    text = deal("kind: offering", PRC_ISSUER)
    found = judge(text, "2021-12-20", hits={"issuer": (hit(entry="us_ns_cmic:1"),)})
    cited = {cite.title for finding in found.findings for cite in finding.cites}
    assert any("Anti-Foreign Sanctions Law" in title for title in cited)
    assert not any(f"Order {number}" in title for title in cited for number in (803, 834, 835))


@pytest.mark.parametrize(
    ("percent", "said", "result", "flagged"),
    [
        ("60", "unknown", BARRED, False),
        ("50", "unknown", CLEAR, False),
        ("60", "no", BARRED, True),
    ],
)
def test_what_the_holdings_come_to_bars_a_uk_buyer(
    judge: Judge, percent: str, said: str, result: str, *, flagged: bool
) -> None:
    """More than half held by a person on the UK list is computed, stated or not."""
    seller = f"{SELLER}, uk_owned_or_controlled: {said}, controllers_complete: yes"
    owners = [f"id: {one}, name: Owner {one}, role: owner, type: person" for one in ("p", "q")]
    rest = str(100 - int(percent))
    text = deal("kind: trade", f"{ISSUER}, uk_person: no", seller, UK_FUND, *owners) + (
        f"holdings: [{{owner: p, of: seller, percent: {percent}}}, "
        f"{{owner: q, of: seller, percent: {rest}}}]\n"
    )
    listed = hit(entry="uk_sanctions:1", list="uk_sanctions", name="LISTED")
    lists = tuple(list_state(name) for name in (*US_LISTS, "uk_sanctions"))
    found = judge(text, "2026-03-02", hits={"p": (listed,)}, screened=lists)
    buyer = next(party for party in found.parties if party.id == "fund")
    assert buyer.result.strict.name == result
    assert ("ownership_conflict" in {flag.id for flag in found.offering.review}) is flagged
    assert any(
        line.test == "uk_asset_freeze" and line.party == "seller" for line in found.ownership
    )
