"""Who owns the parties of a deal: its holdings as a graph, judged under each test of ownership."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from sanccheck.deal.fact import Fact, known, unknown
from sanccheck.deal.schema import Deal, Party
from sanccheck.deal.screened import DealScreening
from sanccheck.deal.us_persons import ofac_us_person
from sanccheck.ownership import (
    Control,
    Graph,
    Judgement,
    Nodes,
    Seeds,
    Stake,
    Test,
    build,
    judge,
    shipped_law,
)

OFAC = "us_ofac_blocked"
PERSON = "a person is not an entity with owners"
# 31 CFR 850.208 as the legal brief has it: the PRC with Hong Kong and Macau.
_CONCERN = frozenset({"CN", "HK", "MO"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ownership:
    """The holdings of a deal on a day, and each test asked for, where the law of the day has it.

    `persons` holds for each test what is known of each party: is it one of those whose stakes
    count, None where that is open, with the question.
    """

    deal: Deal
    day: date
    graph: Graph
    tests: Mapping[str, Test]
    judgements: Mapping[str, Judgement]
    persons: Mapping[str, Mapping[str, Fact]] = field(default_factory=dict)

    @property
    def blocked(self) -> Judgement | None:
        """The judgement under OFAC's rule, None before there was one."""
        return self.judgements.get(OFAC)


def judge_ownership(deal: Deal, screening: DealScreening, asked: frozenset[str]) -> Ownership:
    """Judge the parties under OFAC's test and each other one asked for, by its id.

    The holdings and the law are those of the day of the trade, as far as they were known on the
    day asked.
    """
    day = min(deal.deal.day(screening.as_of), screening.as_of)
    graph = graph_of(deal, day)
    tests = {
        test.id: test for test in shipped_law(examples=False).law.tests if test.id in asked | {OFAC}
    }
    persons = {
        test.id: {party.id: _is_one(test, party, screening, day) for party in deal.parties}
        for test in tests.values()
    }
    judgements: dict[str, Judgement] = {}
    for test in tests.values():
        version = test.on(day)
        if version is not None:
            seeds = _seeds(persons[test.id])
            stated = _stated(deal, test.id)
            judgements[test.id] = judge(graph, test, version, seeds, stated)
    return Ownership(
        deal=deal, day=day, graph=graph, tests=tests, judgements=judgements, persons=persons
    )


def graph_of(deal: Deal, day: date) -> Graph:
    """Return the holdings of a deal as they stood on a day."""
    parties = deal.parties
    people = frozenset(party.id for party in parties if party.type == "person")
    nodes = Nodes(
        companies=frozenset(party.id for party in parties) - people,
        people=people,
        complete=frozenset(party.id for party in parties if party.owners_complete),
        controllers_complete=frozenset(party.id for party in parties if party.controllers_complete),
    )
    return build(nodes, _stakes(deal), _controls(deal), day)


def _stakes(deal: Deal) -> Iterator[Stake]:
    for holding in deal.holdings:
        if holding.kind != "control":
            yield Stake(
                owner=holding.owner,
                of=holding.of,
                share=holding.percent,
                kind=holding.kind,
                as_of=holding.as_of,
                source=holding.source,
                joint=holding.joint_with,
            )


def _controls(deal: Deal) -> Iterator[Control]:
    for holding in deal.holdings:
        if holding.kind == "control":
            yield Control(
                owner=holding.owner, of=holding.of, as_of=holding.as_of, source=holding.source
            )


def _stated(deal: Deal, test_id: str) -> dict[str, bool]:
    found = {party.id: _said(party, test_id) for party in deal.parties if party.type != "person"}
    return {party: said for party, said in found.items() if said is not None}


def _said(party: Party, test_id: str) -> bool | None:
    if test_id == OFAC:
        return party.blocked_by_ownership
    if test_id == "eu_asset_freeze":
        return None if party.eu_owned_half else party.eu_owned_or_controlled
    if test_id == "us_ssi":
        half = party.half_owned_by
        said = {getattr(half, f"ssi_directive_{number}") for number in "1234"}
        return True if True in said else (None if None in said else False)
    stated: dict[str, bool | None] = {
        "us_directive_3": party.half_owned_by.eo14024_directive_3,
        "us_bis_affiliates": party.half_owned_by.bis_listed,
        "us_outbound_persons": party.outbound.person_of_country_of_concern,
        "us_outbound_parent": party.controlled_by_us_person,
        "uk_asset_freeze": party.uk_owned_or_controlled,
        "ca_sema": party.ca_owned_or_controlled,
    }
    return stated.get(test_id)


def _seeds(persons: Mapping[str, Fact]) -> Seeds:
    return Seeds(
        sure=frozenset(party for party, fact in persons.items() if fact.strict is True),
        maybe=frozenset(party for party, fact in persons.items() if fact.strict is None),
    )


def _is_one(test: Test, party: Party, screening: DealScreening, day: date) -> Fact:
    """Return whether a party is one of those whose stakes a test counts."""
    if test.persons == "us_person":
        return ofac_us_person(party)
    if test.persons == "country_of_concern":
        return _of_concern(party)
    facts = [screening.on_list(party.id, party.name, one, day) for one in test.lists]
    maybe = [screening.on_list(party.id, party.name, one, day) for one in test.may_lists]
    on = next((fact for fact in facts if fact.strict is True), None)
    if on is not None:
        return on
    for fact in (*facts, *maybe):
        if fact.strict is None:
            return fact
        if fact.strict is True:
            return unknown(
                f"{party.name} {fact.source}: is it one of the {test.whose}?",
                source=f"{fact.source}, which does not settle it",
            )
    return known(value=False, source=", ".join(fact.source for fact in (*facts, *maybe)))


def _of_concern(party: Party) -> Fact:
    """Return whether a party itself is a person of a country of concern (31 CFR 850.221(a), (b)).

    Organised there settles it, and so does citizenship where the party is no US person as well.
    """
    question = (
        f"Is {party.name} a person of a country of concern: a citizen or permanent resident of "
        "China, Hong Kong or Macau and not of the US, or organised, headquartered or mainly doing "
        "business there, or its government?"
    )
    of_concern = _citizen(party) if party.type == "person" else _placed(party)
    if of_concern is None:
        return unknown(question)
    what = "is one" if of_concern else "is none"
    return known(of_concern, f"{what} by its own nationality or place (31 CFR 850.221(a), (b))")


def _citizen(party: Party) -> bool | None:
    """Judge a person: a citizen there who is not of the US too; residents there are open."""
    if _CONCERN & {*party.citizenships}:
        foreign = party.us_permanent_resident is False and "US" not in party.citizenships
        return True if foreign else None
    placed = party.citizenships and party.residence not in {None, *_CONCERN}
    return False if placed else None


def _placed(party: Party) -> bool | None:
    """Judge a company: organised there settles it; its seat is open unless both are elsewhere."""
    if party.organised_in in _CONCERN:
        return True
    if party.organised_in is None or party.country in {None, *_CONCERN}:
        return None
    return False
