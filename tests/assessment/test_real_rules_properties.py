"""What must hold over every rule that ships, whatever the deal: time, order, and adding facts.

The deals are those that the three other modules of properties draw: NS-CMIC and blocking, sectoral
and outbound law, and the law of other places.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sanccheck.assessment import Assessment
from sanccheck.errors import DealError
from sanccheck.model import Hit, Listing
from sanccheck.ownership import shipped_law
from sanccheck.rulebook.conditions import AnyOf, Compared, Condition, Every, Negation
from sanccheck.rulebook.load import LoadedRegime, Rulebook
from sanccheck.rulebook.outcomes import Rungs

from . import test_properties as cmic
from . import test_sectoral_properties as sectoral
from . import test_world_properties as world
from .conftest import BOOK, LISTING, Judge, hit, list_state

LISTS = tuple(dict.fromkeys((*sectoral.LISTS, *world.LISTS)))
SCREENED = tuple(list_state(name) for name in LISTS)
shared = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None
)


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A deal that was drawn: its text under some of its facts, and its hits."""

    text: str
    fewer: str
    hits: dict[str, tuple[Hit, ...]]


def _of_cmic(draw: st.DrawFn) -> Drawn:
    shape = {**draw(cmic.SHAPES), "trade_date": "unknown"}
    answers = {
        name: value
        for name, value in draw(cmic.ANSWERS).items()
        if name not in {"settlement_date", "contract_date"}
    }
    some = draw(cmic.SOME_FACTS)
    fewer = {name: value for name, value in answers.items() if name in some}
    hits = {shape["via"]: cmic.LINKED[shape["link"]]}
    return Drawn(text=cmic.written(shape, answers), fewer=cmic.written(shape, fewer), hits=hits)


def _of_sectors(draw: st.DrawFn) -> Drawn:
    shape = {**draw(sectoral.SHAPES), "day": "unknown", "place": "RU"}
    answers, some = draw(sectoral.ANSWERS), draw(sectoral.SOME)
    fewer = {name: value for name, value in answers.items() if name in some}
    hits = {"issuer": sectoral.HITS[shape["hits"]]}
    return Drawn(
        text=sectoral.written(shape, answers), fewer=sectoral.written(shape, fewer), hits=hits
    )


def _of_the_world(draw: st.DrawFn) -> Drawn:
    # All the facts at once deny each other nearly always.
    told = draw(st.sets(st.sampled_from(sorted(world.FACTS)), max_size=8))
    shape, drawn_answers = draw(world.SHAPES), draw(world.ANSWERS)
    answers = {name: drawn_answers[name] for name in sorted(told)}
    some = draw(st.sets(st.sampled_from(sorted(told)))) if told else set()
    fewer = {name: value for name, value in answers.items() if name in some}
    order = tuple(world.ROLES)
    entry = hit(entry=f"{shape['list']}:1", list=shape["list"], listing=Listing())
    who = shape["listed"]
    hits: dict[str, tuple[Hit, ...]] = {} if who == "nobody" else {who: (entry,)}
    text, less = (world.written(shape, facts, order) for facts in (answers, fewer))
    return Drawn(text=text, fewer=less, hits=hits)


@st.composite
def drawn(draw: st.DrawFn) -> Drawn:
    """Draw a deal of one of the three kinds."""
    kind: Callable[[st.DrawFn], Drawn] = draw(
        st.sampled_from([_of_cmic, _of_sectors, _of_the_world])
    )
    return kind(draw)


def judged(
    judge: Judge, text: str, day: date, hits: dict[str, tuple[Hit, ...]], book: Rulebook = BOOK
) -> Assessment | None:
    """Judge a deal, None where its facts deny each other."""
    try:
        return judge(text, day.isoformat(), hits=hits, screened=SCREENED, book=book)
    except DealError:
        return None


def _bounds(condition: Condition) -> Iterator[date]:
    if isinstance(condition, Compared):
        if isinstance(condition.bound, date):
            yield condition.bound
    elif isinstance(condition, Negation):
        yield from _bounds(condition.of)
    elif isinstance(condition, Every | AnyOf):
        for part in condition.of:
            yield from _bounds(part)


def _turning_days() -> Iterator[date | None]:
    for item in BOOK.regimes:
        for rule in item.regime.rules:
            for version in rule.versions:
                yield from (version.since, version.until, *_bounds(version.condition))
        for definition in item.regime.definitions:
            for clause in definition.clauses:
                yield from _bounds(clause.when)
    for test in shipped_law().law.tests:
        for held in test.versions:
            yield from (held.since, held.until)
    for directive in (sectoral.SSI, sectoral.THREE):
        yield directive.effective_on
    yield from (LISTING.listed_on, LISTING.effective_on, LISTING.divest_before)


# The day itself, the day before (whose evening may be in the next phase) and the day after.
TURNING = sorted(
    {
        day + timedelta(days=days)
        for day in _turning_days()
        if day is not None and day > date(2014, 1, 1)
        for days in (-1, 0, 1)
    }
)
INTERVALS = [(start, end) for start, end in pairwise(TURNING) if (end - start).days > 1]


@shared
@given(deal=drawn(), interval=st.sampled_from(INTERVALS), data=st.data())
def test_nothing_changes_within_an_interval_of_any_law(
    judge: Judge, deal: Drawn, interval: tuple[date, date], data: st.DataObject
) -> None:
    """Between two days on which some law or listing turns, the answer is the same on every day."""
    start, end = interval
    other = data.draw(st.dates(start, end - timedelta(days=1)))
    one, two = (judged(judge, deal.text, day, deal.hits) for day in (start, other))
    if one is None or two is None:
        return
    assert _answer(one) == _answer(two)


def _answer(found: Assessment) -> object:
    offering = found.offering
    return (
        offering.result,
        offering.could_be,
        frozenset(offering.structure),
        frozenset(offering.structure_strict),
        offering.limbs,
        frozenset((party.id, party.result, party.could_be) for party in found.parties),
        frozenset(flag.id for flag in offering.review),
    )


BARRING = {
    "us_ofac_sdn": "us_ofac_sdn:5",
    "us_ns_cmic": "us_ns_cmic:90001",
    "uk_sanctions": "uk_sanctions:5",
    "eu_fsf": "eu_fsf:5",
    "ca_sema": "ca_sema:5",
    "us_bis_el": "us_bis_el:5",
}
DAYS = st.dates(date(2014, 3, 1), date(2026, 11, 22))


@settings(shared, max_examples=80)
@given(deal=drawn(), day=DAYS, name=st.sampled_from(sorted(BARRING)), data=st.data())
def test_a_listing_more_never_softens(
    judge: Judge, deal: Drawn, day: date, name: str, data: st.DataObject
) -> None:
    """Whoever turns out to be on a list, no answer becomes milder, nor any party's."""
    before = judged(judge, deal.text, day, deal.hits)
    if before is None:
        return
    party = data.draw(st.sampled_from([one.id for one in before.parties]))
    listing = LISTING if name == "us_ns_cmic" else Listing(listed_on=date(2013, 1, 1))
    if listing.listed_on is not None and listing.listed_on > day:
        return  # it would be hindsight
    more = hit(entry=BARRING[name], list=name, listing=listing)
    own = tuple(one for one in deal.hits.get(party, ()) if one.list != name)
    after = judged(judge, deal.text, day, {**deal.hits, party: (*own, more)})
    if after is None or len(own) != len(deal.hits.get(party, ())):
        return
    pairs = [(before.offering.result, after.offering.result)]
    pairs += [
        (one.result, two.result) for one, two in zip(before.parties, after.parties, strict=True)
    ]
    for old, new in pairs:
        assert new.strict >= old.strict
        assert new.policy >= old.policy


@settings(shared, max_examples=80)
@given(deal=drawn(), day=DAYS)
def test_what_is_no_longer_known_is_asked(judge: Judge, deal: Drawn, day: date) -> None:
    """With facts taken away the answer moves towards CLEAR only together with a question."""
    whole, less = (judged(judge, text, day, deal.hits) for text in (deal.text, deal.fewer))
    if whole is None or less is None:
        return
    pairs = [(whole.offering.result, less.offering.result)]
    pairs += [
        (one.result, two.result) for one, two in zip(whole.parties, less.parties, strict=True)
    ]
    if any(_softer(two, one) for one, two in pairs):
        assert less.questions


def _softer(one: Rungs, other: Rungs) -> bool:
    return one.strict < other.strict or one.policy < other.policy


@shared
@given(deal=drawn(), day=DAYS, shuffle=st.randoms(use_true_random=False))
def test_the_order_of_rules_and_parties_makes_no_difference(
    judge: Judge, deal: Drawn, day: date, shuffle: random.Random
) -> None:
    """Rules, regimes and parties may stand in any order; the answer and its questions stay."""
    one = judged(judge, deal.text, day, deal.hits)
    two = judged(judge, _turned(deal.text, shuffle), day, deal.hits, _shuffled(shuffle))
    if one is None or two is None:
        assert one is two
        return
    assert _answer(one) == _answer(two)
    assert {(item.text, item.could_be) for item in one.questions} == {
        (item.text, item.could_be) for item in two.questions
    }


def _shuffled(shuffle: random.Random) -> Rulebook:
    """Return the rules in another order; those on structure stay behind those on outcomes."""

    def turned(item: LoadedRegime) -> LoadedRegime:
        rules = [*item.regime.rules]
        shuffle.shuffle(rules)
        return replace(item, regime=item.regime.model_copy(update={"rules": tuple(rules)}))

    found = [turned(item) for item in BOOK.regimes]
    shuffle.shuffle(found)
    found.sort(key=lambda item: item.regime.stage != "outcome")
    return Rulebook(regimes=tuple(found))


def _turned(text: str, shuffle: random.Random) -> str:
    """Return a deal file with its parties, the last of its blocks, in another order."""
    head, _, parties = text.partition("\nparties:\n")
    lines = [line for line in parties.split("\n") if line.strip()]
    shuffle.shuffle(lines)
    return f"{head}\nparties:\n" + "\n".join(lines) + "\n"


@pytest.mark.parametrize("draw", [_of_cmic, _of_sectors, _of_the_world])
def test_the_deals_drawn_are_deals(judge: Judge, draw: Callable[[st.DrawFn], Drawn]) -> None:
    """The properties look at real answers: deals of each kind are judged, and some are barred."""

    @settings(max_examples=40, deadline=None, database=None)
    @given(data=st.data())
    def look(data: st.DataObject) -> None:
        deal = draw(data.draw)  # type: ignore[arg-type]
        found = judged(judge, deal.text, date(2023, 7, 6), deal.hits)
        if found is not None:
            seen.append(found.offering.could_be)

    seen: list[Rungs] = []
    look()
    assert len(seen) > 5
    assert any(could_be != Rungs() for could_be in seen)
