"""What must hold for every graph, checked against the slow and obvious way."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanccheck.ownership import (
    Control,
    Judgement,
    Nodes,
    Seeds,
    Stake,
    build,
    judge,
    shipped_law,
)
from sanccheck.ownership.shares import UNKNOWN_SHARE, Share

from .reference import World, blocked, owned_alone

DAY = date(2024, 7, 3)
COMPANIES = tuple("abcde")
PEOPLE = ("p", "q")
OWNERS = (*COMPANIES, *PEOPLE)
HIDDEN_LISTED, HIDDEN_OTHER = "h", "o"
ORDER = {False: 0, None: 1, True: 2}
TESTS = ["us_ofac_blocked", "uk_asset_freeze"]

shared = settings(max_examples=150, deadline=None)


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a deal file tells of a world: some of it as a range, some unknown, some left out."""

    stakes: tuple[Stake, ...]
    controls: tuple[Control, ...] = ()
    listed: frozenset[str] = frozenset()
    maybe: frozenset[str] = frozenset()
    complete: frozenset[str] = frozenset()
    controllers_complete: frozenset[str] = frozenset()

    def judged(self, test: str = TESTS[0], names: Callable[[str], str] = str) -> Judgement:
        """Judge what is told, each node under another name."""

        def named(nodes: frozenset[str]) -> frozenset[str]:
            return frozenset(names(node) for node in nodes)

        nodes = Nodes(
            companies=named(frozenset(COMPANIES)),
            people=named(frozenset(PEOPLE)),
            complete=named(self.complete),
            controllers_complete=named(self.controllers_complete),
        )
        graph = build(
            nodes,
            [
                replace(
                    one,
                    owner=names(one.owner),
                    of=names(one.of),
                    joint=tuple(names(node) for node in one.joint),
                )
                for one in self.stakes
            ],
            [Control(owner=names(one.owner), of=names(one.of)) for one in self.controls],
            DAY,
        )
        law = shipped_law().law.test(test)
        version = law.on(DAY)
        assert version is not None
        seeds = Seeds(sure=named(self.listed), maybe=named(self.maybe))
        return judge(graph, law, version, seeds, {})

    def verdicts(self, test: str = TESTS[0]) -> dict[str, bool | None]:
        """Return every company's answer."""
        found = self.judged(test)
        return {company: found.owned(company) for company in COMPANIES}


@st.composite
def worlds(draw: st.DrawFn) -> tuple[World, Told]:
    """Make a world, and what a file tells of it."""
    listed = draw(st.sets(st.sampled_from(OWNERS), max_size=2))
    shares: dict[tuple[str, str], Fraction] = {}
    stakes: list[Stake] = []
    complete: set[str] = set()
    joint: dict[str, frozenset[str]] = {}
    for company in COMPANIES:
        left = 100
        for owner in draw(st.lists(st.sampled_from(OWNERS), max_size=4, unique=True)):
            part = draw(st.sampled_from([0, 1, 10, 25, 30, 49, 50, 51, 60, 100]))
            if part <= left:
                left -= part
                shares[owner, company] = Fraction(part)
                share = draw(blurred(part))
                stakes.append(Stake(owner=owner, of=company, share=share))
        joint |= draw(held_jointly(company, stakes))
        rest = draw(st.sampled_from([HIDDEN_LISTED, HIDDEN_OTHER, *listed]))
        if left:
            shares[rest, company] = shares.get((rest, company), Fraction(0)) + left
        elif draw(st.booleans()):
            complete.add(company)
    links = st.tuples(st.sampled_from(OWNERS), st.sampled_from(COMPANIES))
    controls = {link for link in draw(st.sets(links, max_size=2)) if link[0] != link[1]}
    maybe = draw(st.sets(st.sampled_from(OWNERS), max_size=2))
    world = World(
        listed=frozenset({*listed, HIDDEN_LISTED}),
        companies=frozenset(COMPANIES),
        shares=shares,
        controls=frozenset(controls),
        joint=joint,
    )
    told = Told(
        stakes=tuple(draw(st.permutations(stakes))),
        controls=tuple(Control(owner=owner, of=of) for owner, of in sorted(controls)),
        listed=frozenset(listed - maybe),
        maybe=frozenset(maybe),
        complete=frozenset(complete),
        controllers_complete=frozenset(COMPANIES),
    )
    return world, told


@st.composite
def held_jointly(draw: st.DrawFn, company: str, stakes: list[Stake]) -> dict[str, frozenset[str]]:
    """Let two owners of a company hold it jointly, as one of them tells, or nobody."""
    own = [place for place, one in enumerate(stakes) if one.of == company != one.owner]
    if len(own) < 2 or draw(st.integers(0, 2)):
        return {}
    first, second = stakes[own[0]], stakes[own[1]]
    stakes[own[0]] = replace(first, joint=(second.owner,))
    return {company: frozenset({first.owner, second.owner})}


@st.composite
def blurred(draw: st.DrawFn, part: int) -> Share:
    """Tell a percentage exactly, as a range that holds it, or not at all."""
    how = draw(st.sampled_from(["exact", "exact", "range", "open", "unknown"]))
    if how == "exact":
        return Share(low=Fraction(part), high=Fraction(part))
    if how == "unknown":
        return UNKNOWN_SHARE
    low, high = draw(st.integers(0, part)), draw(st.integers(part, 100))
    above = how == "open" and low < part
    below = how == "open" and high > part
    return Share(low=Fraction(low), high=Fraction(high), above=above, below=below)


@shared
@given(worlds())
def test_no_answer_is_wrong_in_any_world_that_fits(made: tuple[World, Told]) -> None:
    """A yes is one, and a no is one, whatever the ranges, the unnamed owners and hits turn out."""
    world, told = made
    for company, verdict in told.verdicts().items():
        if company in world.listed:
            continue
        for outstanding in (False, True):
            truth = blocked(world, company, outstanding=outstanding)
            assert verdict in {None, truth}, (company, outstanding)


@shared
@given(worlds())
def test_no_answer_alone_is_wrong_in_any_world_that_fits(made: tuple[World, Told]) -> None:
    """The same where each person counts by itself and more than half is needed."""
    world, told = made
    for company, verdict in told.verdicts("uk_asset_freeze").items():
        if company in world.listed:
            continue
        for outstanding in (False, True):
            truth = owned_alone(world, company, Fraction(50), outstanding=outstanding)
            assert verdict in {None, truth}, (company, outstanding)


@shared
@given(worlds())
def test_where_all_is_told_the_answer_is_the_reference_s(made: tuple[World, Told]) -> None:
    """With every share told and every owner named nothing is left open."""
    world, _ = made
    shares = {key: part for key, part in world.shares.items() if key[0] != key[1]}
    own = {of: part for (owner, of), part in world.shares.items() if owner == of}
    shares = {(owner, of): part for (owner, of), part in shares.items() if of not in own}
    listed = world.listed & {*OWNERS}
    renamed = {HIDDEN_LISTED: "p", HIDDEN_OTHER: "q"}
    listed = (listed - {"p", "q"}) | {"p"}
    stakes = tuple(
        Stake(owner=renamed.get(owner, owner), of=of, share=Share(low=part, high=part))
        for (owner, of), part in shares.items()
    )
    full = {of for _, of in shares}
    told = Told(stakes=stakes, listed=listed, complete=frozenset(full))
    exact = World(
        listed=listed,
        companies=frozenset(full),
        shares=_summed([(one.owner, one.of, one.share.low) for one in stakes]),
    )
    if full != {*COMPANIES}:
        return
    for company, verdict in told.verdicts().items():
        if company not in listed:
            assert verdict is blocked(exact, company, outstanding=False)


def _summed(parts: list[tuple[str, str, Fraction]]) -> dict[tuple[str, str], Fraction]:
    found: dict[tuple[str, str], Fraction] = {}
    for owner, of, part in parts:
        found[owner, of] = found.get((owner, of), Fraction(0)) + part
    return found


@shared
@given(worlds(), st.randoms(), st.sampled_from(TESTS))
def test_order_makes_no_difference(made: tuple[World, Told], random: object, test: str) -> None:
    """The answers, bounds, chains and points are the same in whatever order holdings come."""
    _, told = made
    stakes = [*told.stakes]
    random.shuffle(stakes)  # type: ignore[attr-defined]
    other = replace(told, stakes=tuple(stakes)).judged(test)
    first = told.judged(test)
    for company in COMPANIES:
        assert first.answer(company) == other.answer(company)


@shared
@given(worlds(), st.permutations(OWNERS), st.sampled_from(TESTS))
def test_names_make_no_difference(made: tuple[World, Told], names: list[str], test: str) -> None:
    """Other ids give the same answers and bounds."""
    _, told = made
    renaming = {old: f"n{new}" for old, new in zip(OWNERS, names, strict=True)}
    first, other = told.judged(test), told.judged(test, lambda node: renaming.get(node, node))
    for company in COMPANIES:
        one, two = first.answer(company), other.answer(renaming[company])
        assert (one.verdict, one.least, one.most) == (two.verdict, two.least, two.most)


@shared
@given(worlds(), st.sampled_from(OWNERS), st.sampled_from(TESTS))
def test_another_listed_owner_never_softens(
    made: tuple[World, Told], owner: str, test: str
) -> None:
    """Who turns out to be listed, or perhaps listed, lowers no answer."""
    _, told = made
    before = told.verdicts(test)
    perhaps = replace(told, maybe=told.maybe | ({owner} - told.listed)).verdicts(test)
    surely = replace(told, listed=told.listed | {owner}, maybe=told.maybe - {owner}).verdicts(test)
    for company in COMPANIES:
        assert ORDER[before[company]] <= ORDER[perhaps[company]] <= ORDER[surely[company]]


@shared
@given(worlds(), st.data())
def test_a_larger_stake_of_a_listed_owner_never_softens(
    made: tuple[World, Told], data: st.DataObject
) -> None:
    """Raising the percentage of a listed holder, as far as all allows, lowers no answer."""
    _, told = made
    own = [stake for stake in told.stakes if stake.owner in told.listed and stake.owner != stake.of]
    if not own:
        return
    stake = data.draw(st.sampled_from(own))
    total = sum(one.share.low for one in told.stakes if one.of == stake.of)
    more = data.draw(st.integers(0, int(100 - total)))
    share = stake.share
    raised = Share(
        low=share.low + more,
        high=max(share.high, min(share.high + more, Fraction(100))),
        above=share.above,
        below=share.below,
    )
    stakes = tuple(replace(stake, share=raised) if one is stake else one for one in told.stakes)
    before, after = told.verdicts(), replace(told, stakes=stakes).verdicts()
    for company in COMPANIES:
        assert ORDER[before[company]] <= ORDER[after[company]]


@shared
@given(worlds(), st.data(), st.sampled_from(TESTS))
def test_less_known_settles_nothing(
    made: tuple[World, Told], data: st.DataObject, test: str
) -> None:
    """A percentage, an owner or a list of owners no longer known: settled answers only open up.

    An owner in a joint arrangement stays: who holds jointly is told whole, or not at all.
    """
    _, told = made
    if not told.stakes:
        return
    lost = data.draw(st.sampled_from(told.stakes))
    blank = replace(lost, share=UNKNOWN_SHARE)
    fewer = tuple(blank if one is lost else one for one in told.stakes)
    versions = [replace(told, stakes=fewer)]
    if lost.of not in told.complete and lost.owner != lost.of and not lost.joint:
        versions.append(replace(told, stakes=tuple(one for one in told.stakes if one is not lost)))
    versions.append(replace(told, complete=frozenset()))
    before = told.verdicts(test)
    for version in versions:
        judged = version.judged(test)
        for company in COMPANIES:
            after = judged.owned(company)
            assert after in {None, before[company]}


@shared
@given(worlds(), st.sampled_from(TESTS))
def test_bounds_hold_their_answer(made: tuple[World, Told], test: str) -> None:
    """The least is no more than the most, and each agrees with the answer."""
    judged = made[1].judged(test)
    reach = judged.version.reach
    for company in COMPANIES:
        answer = judged.answer(company)
        if answer.verdict is False:
            assert not reach.maybe(answer.most)
        if answer.verdict is True:
            controlled = any(link.kind == "control" for link in answer.chain)
            assert reach.surely(answer.least) or controlled
            assert answer.chain
            assert answer.chain[-1].of == company
        assert answer.least.value <= answer.most.value


@pytest.mark.parametrize("test", [test.id for test in shipped_law().law.tests])
def test_a_large_graph_is_judged_at_once(test: str) -> None:
    """200 parties and 1,000 holdings, every party perhaps listed, take well under a second."""
    nodes = [f"n{number}" for number in range(200)]
    stakes = [
        Stake(
            owner=nodes[(number * 7 + number // 200) % 200],
            of=nodes[number % 200],
            kind="vote" if number % 10 == 0 else "equity",
            share=Share(low=Fraction(number % 19), high=Fraction(number % 19 + number % 2)),
        )
        for number in range(1000)
    ]
    law = shipped_law().law.test(test)
    version = law.on(date(2026, 1, 5))
    assert version is not None
    started = time.perf_counter()
    graph = build(Nodes(companies=frozenset(nodes)), stakes, [], DAY)
    seeds = Seeds(sure=frozenset(nodes[:20]), maybe=frozenset(nodes[20:]))
    found = judge(graph, law, version, seeds, {})
    answers = [found.answer(node) for node in nodes]
    assert len(answers) == 200
    assert time.perf_counter() - started < 5
