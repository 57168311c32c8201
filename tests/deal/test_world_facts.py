"""What a deal file makes known for the law of places other than the US, and what it leaves open."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from sanccheck.deal import Deal, parse_deal
from sanccheck.deal.bound_persons import BOUND, is_bound, points_to_bound, unnamed_purchaser
from sanccheck.deal.counterparties import OneOf, roles
from sanccheck.deal.fact import Fact, known, unknown
from sanccheck.deal.issue_day import issued_on
from sanccheck.deal.ownership import Ownership, judge_ownership
from sanccheck.deal.ownership_names import WORLD_TESTS
from sanccheck.deal.registry import spec_of
from sanccheck.deal.russia import (
    connected_with_russia,
    outside_russia_in_2022,
    points_to_russia,
    russian_buyer,
    uk_schedule_2,
)
from sanccheck.deal.screened import DealScreening
from sanccheck.deal.world_facts import land_border_owner, owned, points_to_prc, world_deal_facts
from sanccheck.errors import DealError
from sanccheck.model import Hit, Query, Screened
from tests.assessment.conftest import hit, list_state

GROUPS = {group.key: group for group in BOUND}


def deal(*parties: str, terms: str = "kind: offering", security: str = "{kind: equity}") -> Deal:
    """Return a deal with parties written as YAML mappings."""
    listed = "\n".join(f"  - {{{party}}}" for party in parties)
    text = f"deal: {{{terms}}}\nsecurity: {security}\nparties:\n{listed}\n"
    return parse_deal(text.encode(), "deal.yaml").deal


def one(facts: str) -> Deal:
    """Return a deal of one issuer with these facts."""
    return deal(f"id: issuer, name: An issuer, role: issuer, {facts}")


def ownership(
    deal: Deal, hits: Mapping[str, tuple[Hit, ...]] | None = None, day: str = "2024-05-06"
) -> Ownership:
    """Judge the holdings of a deal with every list screened, and these hits."""
    return judge_ownership(
        deal,
        DealScreening(
            as_of=date.fromisoformat(day),
            lists=tuple(list_state(name) for name in ("uk_sanctions", "eu_fsf", "ca_sema")),
            not_screened=(),
            results={
                party: Screened(query=Query(name=party), normalised=party, hits=found)
                for party, found in (hits or {}).items()
            },
            related={},
        ),
        frozenset(WORLD_TESTS.values()),
    )


@pytest.mark.parametrize(
    ("group", "facts", "expected"),
    [
        ("uk", "organised_in: GB", True),
        ("uk", "organised_in: KY", None),
        ("uk", "organised_in: HK", None),
        ("uk", "type: person, citizenships: [GB]", True),
        ("uk", "type: person, country: GB", True),
        ("uk", "type: company, country: GB", None),
        ("uk", "uk_person: no, country: GB", False),
        ("eu", "organised_in: FR", True),
        ("eu", "type: person, residence: IE", True),
        ("eu", "organised_in: NO", None),
        ("ca", "type: person, citizenships: [CA], residence: US", True),
        ("ch", "type: person, citizenships: [CH], residence: US", None),
        ("ch", "type: person, residence: CH", True),
        ("au", "organised_in: AU", True),
        ("jp", "organised_in: JP", True),
        ("jp", "type: person, citizenships: [JP], residence: US", None),
    ],
)
def test_who_is_bound(group: str, facts: str, expected: bool | None) -> None:
    """Organisation, residence, and citizenship where the law says so; else it is open."""
    fact = is_bound(GROUPS[group], one(facts).parties[0])
    assert fact.strict is expected
    assert (fact.question is None) == (expected is not None)


@pytest.mark.parametrize(
    ("terms", "facts", "expected"),
    [
        ("kind: offering", "organised_in: KY", False),
        ("kind: offering, offered_in: [HK, GB]", "organised_in: KY", True),
        ("kind: offering", "country: GB", True),
        ("kind: offering", "uk_person: yes", True),
        ("kind: offering", "uk_person: no", False),
    ],
)
def test_what_points_to_a_place(terms: str, facts: str, expected: bool) -> None:
    """A party, a place of offer, or a person stated to be bound brings a place's law in."""
    found = deal(f"id: issuer, name: An issuer, role: issuer, {facts}", terms=terms)
    assert points_to_bound(found, GROUPS["uk"]).strict is expected


def test_each_place_has_its_words() -> None:
    """Every group has a fact, a purchaser with a name, and a word of the structure."""
    assert unnamed_purchaser("uk_purchaser") == "any UK person who would buy"
    assert unnamed_purchaser("issuer") is None
    for group in BOUND:
        spec = spec_of(group.fact)
        assert spec is not None
        assert spec.type == "yes_no"
        assert group.exclusion == f"EXCLUDE_{group.key.upper()}_PERSONS"
    for family in ("others.on.uk_sanctions", "behind.on.eu_fsf", "screened.ca_sema"):
        assert spec_of(family) is not None
    assert spec_of("others.on.") is None


YES, NO, OPEN = known(value=True, source="t"), known(value=False, source="f"), unknown("?")
PRUDENT = Fact(strict=False, policy=True, contested=True, source="practice", question="?")
LIKELY = Fact(strict=None, policy=True, contested=True, source="practice", question="?")


@pytest.mark.parametrize(
    ("facts", "strict", "policy"),
    [
        ((YES, OPEN), True, True),
        ((NO, OPEN), None, None),
        ((NO, NO), False, False),
        ((), False, False),
        ((LIKELY, NO), None, True),
        ((PRUDENT, NO), False, True),
        ((LIKELY, OPEN), None, True),
    ],
)
def test_one_of_several(facts: tuple[Fact, ...], strict: bool | None, policy: bool | None) -> None:
    """One is enough, and it is false only when known of all."""
    parties = deal(
        *(f"id: p{i}, name: Party {i}, role: investor" for i in range(len(facts) or 1))
    ).parties[: len(facts)]
    of = {party.id: fact for party, fact in zip(parties, facts, strict=True)}
    found = OneOf(parties, lambda party: of[party.id])
    assert (found.but(None).strict, found.but(None).policy) == (strict, policy)
    if facts == (YES, OPEN):
        assert found.but("p0").strict is None


def test_who_gives_or_gets_something() -> None:
    """Those who act, who are paid, and those for whom they act; not one who only holds on."""
    text = """
deal: {kind: offering}
security: {kind: equity}
parties:
  - {id: issuer, name: An issuer, role: issuer}
  - {id: fund, name: A fund, role: investor, acts_for: [owner]}
  - {id: owner, name: Its owner, role: shareholder}
  - {id: lender, name: A lender, role: shareholder}
  - {id: idle, name: A holder, role: shareholder}
  - {id: backer, name: A guarantor, role: guarantor}
use_of_proceeds: [{party: lender}]
"""
    found = roles(parse_deal(text.encode(), "deal.yaml").deal)
    assert {party.id for party in found.dealing} == {"issuer", "fund", "owner", "lender"}
    assert [party.id for party in found.behind] == ["issuer", "backer"]
    assert [party.id for party in found.buying] == ["fund"]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ("organised_in: RU", True),
        ("organised_in: CY, country: RU", None),
        ("organised_in: CY", None),
        ("organised_in: CY, country: CY", False),
        ("type: person, residence: RU", True),
        ("type: person, citizenships: [RU], organised_in: FR, country: FR", False),
        ("connected_with_russia: yes, organised_in: CY, country: CY", True),
    ],
)
def test_who_is_connected_with_russia(facts: str, expected: bool | None) -> None:
    """Incorporation or residence there; an address of a company leaves it open."""
    assert connected_with_russia(one(facts).parties[0]).strict is expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ("organised_in: HK", False),
        ("organised_in: RU", True),
        ("uk_schedule_2: owned", True),
        ("uk_schedule_2: none", False),
        ("eu_833_annex: yes", True),
        ("russian_state: yes", True),
    ],
)
def test_what_points_to_russia(facts: str, expected: bool) -> None:
    """A place or a stated tie brings the Russian restrictions in."""
    assert points_to_russia(one(facts)) is expected


def test_the_carve_out_for_issuers_from_elsewhere() -> None:
    """Prudence takes it for not met of a company of Russia; the text leaves it open."""
    fact = outside_russia_in_2022(one("organised_in: RU").parties[0])
    assert (fact.strict, fact.policy) == (None, False)
    assert outside_russia_in_2022(one("organised_in: CY").parties[0]).policy is None
    stated = one("organised_in: RU, outside_russia_in_2022: yes").parties[0]
    assert outside_russia_in_2022(stated).strict is True


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ("uk_schedule_2: named", "named"),
        ("uk_schedule_2: owned", "owned"),
        ("organised_in: CY, country: CY", "none"),
        ("organised_in: RU", None),
    ],
)
def test_how_an_issuer_stands_to_schedule_2(facts: str, expected: str | None) -> None:
    """As stated, or not at all where nothing connects it with Russia."""
    assert uk_schedule_2(one(facts).parties).strict == expected


def test_when_a_security_was_issued() -> None:
    """As stated; else the day of the deal where it is issued in it; else it is asked."""
    day, stated = date(2023, 5, 5), one("organised_in: RU")
    assert issued_on(stated, day).strict == day
    resold = deal("id: issuer, name: An issuer, role: issuer", terms="kind: trade, action: sale")
    assert issued_on(resold, day).strict is None
    dated = deal(
        "id: issuer, name: An issuer, role: issuer", security="{kind: debt, issue_date: 2022-01-03}"
    )
    assert issued_on(dated, day).strict == date(2022, 1, 3)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ("type: person, citizenships: [RU]", True),
        ("type: person, residence: RU", True),
        ("type: person, citizenships: [RU, FR]", False),
        ("type: person, citizenships: [RU], residence: CH", False),
        ("type: person, citizenships: [US]", None),
        ("type: person, citizenships: [US], residence: US", False),
        ("type: company, organised_in: RU", True),
        ("type: company, organised_in: CY", False),
        ("type: company", None),
    ],
)
def test_who_is_a_russian_buyer(facts: str, expected: bool | None) -> None:
    """Nationals, residents and entities of Russia, but not those whom article 5f(2) lets buy."""
    assert russian_buyer(one(facts).parties[0]).strict is expected


@pytest.mark.parametrize(
    ("name", "facts", "expected"),
    [
        ("uk_owned_or_controlled", "type: person", False),
        ("uk_owned_or_controlled", "type: company", None),
        ("uk_owned_or_controlled", "uk_owned_or_controlled: yes", True),
        ("eu_owned_half", "eu_owned_or_controlled: no", False),
        ("eu_owned_half", "eu_owned_or_controlled: no, eu_owned_half: yes", True),
        ("eu_owned_half", "type: company", None),
    ],
)
def test_ownership_as_stated(name: str, facts: str, expected: bool | None) -> None:
    """As the deal file states it; a person has no owners; half is told apart from more."""
    stated = one(facts)
    assert owned(ownership(stated), name, stated.parties[0]).strict is expected


OWNERS = [
    ("uk_owned_or_controlled", "2024-07-03", "50", "", False),
    ("uk_owned_or_controlled", "2024-07-03", "50.01", "", True),
    ("uk_owned_or_controlled", "2024-07-03", "50.01", "uk_owned_or_controlled: no", True),
    ("ca_owned_or_controlled", "2024-07-03", "50", "", True),
    ("eu_owned_or_controlled", "2024-07-03", "50", "", False),
    ("eu_owned_half", "2024-07-03", "50", "", True),
    ("eu_owned_half", "2024-07-03", "50", "eu_owned_or_controlled: no", True),
    ("eu_owned_half", "2023-07-03", "50", "", True),
    ("eu_owned_or_controlled", "2023-07-03", "50.01", "", True),
    ("eu_owned_half", "2024-07-03", "50.01", "", False),
    ("eu_owned_half", "2024-07-03", "49", "", False),
    ("eu_owned_half", "2024-07-03", "49-50", "", None),
    ("eu_owned_or_controlled", "2024-07-03", "49-51", "", None),
    ("eu_owned_or_controlled", "2024-07-03", "49-51", "eu_owned_or_controlled: no", False),
]


@pytest.mark.parametrize(("name", "day", "percent", "said", "expected"), OWNERS)
def test_ownership_as_the_holdings_come_to(
    name: str, day: str, percent: str, said: str, expected: bool | None
) -> None:
    """What listed owners hold decides; the EU's half is exactly half on every day."""
    rest = "" if "-" in percent else f", {{owner: q, of: c, percent: {100 - float(percent)}}}"
    text = (
        "deal: {kind: trade}\nsecurity: {kind: equity}\nparties:\n"
        "  - {id: issuer, name: An issuer, role: issuer}\n"
        f"  - {{id: c, name: A company, role: buyer, type: company, controllers_complete: yes"
        f"{', ' if said else ''}{said}}}\n"
        "  - {id: p, name: A listed person, role: owner, type: person}\n"
        "  - {id: q, name: Somebody else, role: owner, type: person}\n"
        f"holdings: [{{owner: p, of: c, percent: {percent}}}{rest}"
        + ("" if rest else ", {owner: q, of: c, percent: 49-51}")
        + "]\n"
    )
    found = parse_deal(text.encode(), "deal.yaml").deal
    on = {"uk": "uk_sanctions", "eu": "eu_fsf", "ca": "ca_sema"}[name[:2]]
    listed = {"p": (hit(entry=f"{on}:1", list=on),)}
    fact = owned(ownership(found, listed, day), name, found.party("c"))
    assert fact.strict is expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ("organised_in: CN", True),
        ("organised_in: KY, prc_business: yes", True),
        ("organised_in: KY, activities: {prc_surveillance_technology: yes}", True),
        ("organised_in: KY, country: HK", None),
        ("organised_in: KY", False),
    ],
)
def test_what_points_to_mainland_china(facts: str, expected: bool | None) -> None:
    """A place or an activity there; Hong Kong leaves it open."""
    assert points_to_prc(one(facts)).strict is expected


@pytest.mark.parametrize(
    ("facts", "strict", "policy"),
    [
        ("organised_in: CN", True, True),
        ("organised_in: HK", None, True),
        ("organised_in: SG", None, None),
        ("organised_in: CN, land_border_owner: no", False, False),
    ],
)
def test_whose_owners_are_of_a_bordering_country(
    facts: str, strict: bool | None, policy: bool | None
) -> None:
    """The seven countries by their names, Hong Kong in practice; anybody else is asked."""
    fact = land_border_owner(one(facts).parties[0])
    assert (fact.strict, fact.policy) == (strict, policy)


def test_the_market_abroad_is_narrowed_by_trading() -> None:
    """A class that trades is no first listing; what is stated holds."""
    issuer = "id: issuer, name: An issuer, role: issuer, organised_in: CN"

    def market(terms: str, traded: str) -> Fact:
        found = deal(issuer, terms=terms, security=f"{{kind: equity, publicly_traded: {traded}}}")
        return world_deal_facts(found)["deal.overseas_market"]

    assert market("kind: offering", "yes").among == ("same", "other")
    assert market("kind: offering", "no").among == ("first", "other")
    assert market("kind: offering", "unknown").among == ()
    assert market("kind: offering, overseas_market: first", "yes").strict == "first"


def test_without_an_issuer_what_it_is_is_asked() -> None:
    """Nothing about an issuer is known where none is named."""
    facts = world_deal_facts(deal("id: fund, name: A fund, role: investor, organised_in: RU"))
    assert facts["issuer.connected_with_russia"].question == "Who issues the security?"


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ("organised_in: GB, uk_person: no", "uk_person is no"),
        ("organised_in: FR, eu_person: no", "eu_person is no"),
        ("type: person, citizenships: [CA], ca_person: no", "ca_person is no"),
        ("organised_in: RU, connected_with_russia: no", "connected_with_russia is no"),
        ("eu_owned_or_controlled: yes, eu_owned_half: yes", "eu_owned_half is yes"),
        ("uk_schedule_2: maybe", "is not one of"),
    ],
)
def test_what_contradicts_itself_is_told(facts: str, said: str) -> None:
    """A deal file cannot say no to what its own facts settle."""
    with pytest.raises(DealError) as caught:
        one(facts)
    assert any(said in str(problem) for problem in caught.value.problems)
