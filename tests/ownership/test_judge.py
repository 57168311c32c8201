"""Yes, no or unknown for one company, with bounds, chain and the open point."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from sanccheck.ownership import OpenPoint

from .conftest import judged

YES, NO, OPEN = True, False, None

TABLE = [
    ("half of half", ["x* 50 a", "a 50 c"], YES),
    ("nothing is multiplied", ["x* 50 a", "a 50 b", "b 50 c"], YES),
    ("below half nothing counts", ["x* 49.99 a", "p 50.01 a", "a 100 c"], NO),
    ("two branches of one person", ["x* 50 a", "x* 50 b", "a 25 c", "b 25 c"], YES),
    ("directly and through another", ["x* 50 a", "x* 10 c", "a 40 c"], YES),
    ("two persons together", ["x* 25 c", "z* 25 c"], YES),
    ("two persons, one through a company", ["x* 100 a", "a 25 c", "z* 25 c"], YES),
    ("a quarter and a quarter of the owners", ["x* 25 a", "z* 25 a", "a 50 c"], YES),
    (
        "a minority each of two owners",
        ["x* 25 a", "p 75 a", "x* 25 b", "p 75 b", "a 50 c", "b 50 c"],
        NO,
    ),
    ("the known rest is more than half", ["x* 49 c", "p 51 c"], NO),
    ("the known rest is half", ["x* 40 c", "p 50 c"], OPEN),
    ("a range across half", ["x* 40-60 c"], OPEN),
    ("a range above half", ["x* 50-60 c"], YES),
    ("at least half", ["x* at least 50 c"], YES),
    ("less than half, and the rest unnamed", ["x* less than 50 c"], OPEN),
    ("less than half, and the rest named", ["x* less than 50 c", "p at least 50 c"], OPEN),
    ("less than half, and more than half named", ["x* less than 50 c", "p more than 50 c"], NO),
    ("an unknown percentage", ["x* unknown c"], OPEN),
    ("an unknown percentage, but little is left", ["x* unknown c", "p 60 c"], NO),
    ("nought percent", ["x* 0 c", "p 51 c"], NO),
    ("perhaps listed", ["x? 50 c"], OPEN),
    ("perhaps listed, with a listed one", ["x? 10 c", "z* 45 c", "p 45 c"], OPEN),
    ("a person perhaps listed", ["q? 10 c", "z* 45 c", "p 45 c"], OPEN),
    ("perhaps listed, for too little", ["x? 10 c", "z* 35 c", "p 55 c"], NO),
    ("an owner whose owners are not named", ["a 60 c", "p 40 c"], OPEN),
    ("a person who is not listed", ["p 60 c", "a 40 c"], NO),
    ("a circle without a listed person", ["a 60 c", "c 60 a", "p 40 a", "p 40 c"], NO),
    ("a circle, its rest not named", ["a 60 c", "c 60 a"], NO),
    ("a circle that might be entered", ["a 50 c", "c 50 a"], OPEN),
    ("a circle entered", ["x* 50 a", "a 50 c", "c 50 a"], YES),
    ("a circle entered below half", ["x* 40 a", "c 60 a", "a 51 c", "p 49 c"], NO),
    (
        "cross-holdings that carry each other",
        ["x* 50 a", "a 30 c", "b 20 c", "c 60 b", "a 40 b"],
        OPEN,
    ),
    ("own shares, half of the rest", ["x* 40 c", "c 20 c", "p 40 c"], OPEN),
    ("own shares, half of all", ["x* 50 c", "c 20 c", "p 30 c"], YES),
    ("own shares, less than half of the rest", ["x* 39 c", "c 20 c", "p 41 c"], NO),
    ("own shares, and a part of the rest unnamed", ["x* 10 c", "c 20 c", "p 40 c"], OPEN),
    ("own shares of two kinds, half of the rest", ["x* 40 c", "c 10 c", "c 10 c", "p 40 c"], OPEN),
    ("own shares, perhaps all", ["x* 10 c", "c unknown c", "c unknown c"], OPEN),
    ("all its shares in itself", ["c 100 c", "x* 0 c"], OPEN),
    ("control alone", ["x* controls c", "p 100 c"], NO),
    ("votes alone", ["x* vote 90 c"], OPEN),
    ("votes, and the equity is another's", ["x* vote 90 c", "p 60 c"], NO),
    ("jointly with a listed person", ["p 60 with:x c", "x* 10 c", "q 30 c"], OPEN),
    ("a listed person jointly with another", ["x* 60 with:p c"], YES),
]


@pytest.mark.parametrize(
    ("holdings", "expected"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_the_50_percent_rule(holdings: list[str], expected: bool | None) -> None:
    """OFAC's rule on the situations of FAQ 401, and on what makes them unknown."""
    assert judged(*holdings, people=("p", "q")).owned("c") is expected


COMPLETE = [
    ("all owners named, none listed", ["p 60 c", "q 40 c"], NO),
    ("what the others cannot hold is its own", ["x* unknown c", "p 10-40 c"], YES),
    ("the others may hold half", ["x* unknown c", "p 10-50 c"], YES),
    ("the others may hold more than half", ["x* unknown c", "p 10-51 c"], OPEN),
    ("the others hold less than half", ["x* unknown c", "p less than 50 c"], YES),
    ("the listed one holds less than half", ["x* less than 50 c", "p unknown c"], NO),
    ("the listed one may hold half", ["x* at most 50 c", "p unknown c"], OPEN),
    ("own shares among them", ["x* unknown c", "c 30 c", "p 30 c"], OPEN),
    ("own shares, the listed one in a minority", ["x* at most 30 c", "c 20 c", "p unknown c"], NO),
    ("perhaps nothing but own shares", ["x* at most 30 c", "c unknown c", "p unknown c"], OPEN),
]


@pytest.mark.parametrize(
    ("holdings", "expected"), [row[1:] for row in COMPLETE], ids=[row[0] for row in COMPLETE]
)
def test_where_every_owner_is_named(holdings: list[str], expected: bool | None) -> None:
    """Nobody else can own the rest, so that it is shared among those named."""
    assert judged(*holdings, people=("p", "q"), complete=("c",)).owned("c") is expected


OTHERS = [
    ("EU: control of a company that owns", "eu_asset_freeze", ["x* controls a", "a 50 c"], YES),
    ("EU: half of the votes only", "eu_asset_freeze", ["x* vote 60 c", "p 60 c"], OPEN),
    ("EU: nobody listed, control open", "eu_asset_freeze", ["p 60 c"], OPEN),
    ("UK: exactly half", "uk_asset_freeze", ["x* 50 c", "p 50 c"], OPEN),
    ("UK: more than half of the votes", "uk_asset_freeze", ["x* vote 51 c"], YES),
    ("UK: own chain adds up", "uk_asset_freeze", ["x* 60 a", "x* 30 c", "a 30 c"], YES),
    ("UK: two persons through one chain", "uk_asset_freeze", ["x* 30 a", "z* 30 a"], OPEN),
    ("UK: jointly held, named by the other", "uk_asset_freeze", ["x* 10 c", "p 45 with:x c"], YES),
    ("CA: half of the votes", "ca_sema", ["x* vote 50 c"], YES),
    ("CA: a person who may be listed controls", "ca_sema", ["x? controls c"], OPEN),
    ("SSI: one through two companies", "us_ssi", ["x* 50 a", "x* 50 b", "a 25 c", "b 25 c"], YES),
    ("SSI: two persons together", "us_ssi", ["x* 30 c", "z* 30 c"], OPEN),
]


@pytest.mark.parametrize(
    ("test", "holdings", "expected"), [row[1:] for row in OTHERS], ids=[row[0] for row in OTHERS]
)
def test_other_regimes(test: str, holdings: list[str], expected: bool | None) -> None:
    """The same graph under the tests that count votes and control, alone or together."""
    found = judged(*holdings, people=("p", "x", "z"), test=test, day=date(2024, 7, 3))
    assert found.owned("c" if any(line.endswith(" c") for line in holdings) else "a") is expected


UK_CLOSED = [
    ("a minority", ["x* 30 c", "p 70 c"], NO),
    ("two minorities", ["x* 30 c", "z* 30 c", "p 40 c"], NO),
    ("exactly half", ["x* 50 c", "p 50 c"], NO),
    ("an unnamed rest of more than half", ["x* 10 c"], OPEN),
    ("an unnamed rest of half", ["p 50 c"], NO),
    ("perhaps listed, with a majority", ["x? 60 c"], OPEN),
    ("controlled", ["x* controls c"], YES),
    ("controlled by one who may be listed", ["x? controls c", "p 60 c"], OPEN),
    ("controlled by another", ["p controls c", "p 60 c"], NO),
]


@pytest.mark.parametrize(
    ("holdings", "expected"), [row[1:] for row in UK_CLOSED], ids=[row[0] for row in UK_CLOSED]
)
def test_uk_where_everybody_who_controls_is_named(
    holdings: list[str], expected: bool | None
) -> None:
    """With control settled the UK test turns on each person's own majority."""
    found = judged(
        *holdings, people=("p", "x", "z"), test="uk_asset_freeze", controllers_complete=("c",)
    )
    assert found.owned("c") is expected


def test_bounds_are_those_of_the_facts() -> None:
    """A third is known, the rest up to the known others is open."""
    answer = judged("x* 33 c", "p 42 c", people=("p",)).answer("c")
    assert answer.verdict is None
    assert [answer.least.value, answer.most.value] == [33, 58]
    assert answer.kind == "equity"
    day = date(2025, 1, 2)
    for holding, kind in (("x? 10 c", "equity"), ("x* vote 10 c", "vote")):
        assert judged(holding, test="us_outbound_persons", day=day).answer("c").kind == kind
    answer = judged("x* 40 c", "c 20 c", "p 40 c", people=("p",)).answer("c")
    assert [answer.least.value, answer.most.value] == [40, 50]


def test_the_chain_is_told_from_its_beginning() -> None:
    """Each step once, an owner's own steps before what it owns, no more than are needed."""
    found = judged("x* 60 a", "a 50 c", "z* 5 c", "a 10 b", "b 1 c")
    steps = [(link.owner, link.of) for link in found.answer("c").chain]
    assert steps == [("x", "a"), ("a", "c")]
    found = judged("x* 50 a", "x* 50 b", "a 25 c", "b 25 c")
    steps = [(link.owner, link.of) for link in found.answer("c").chain]
    assert steps == [("x", "a"), ("a", "c"), ("x", "b"), ("b", "c")]


def test_a_chain_by_control_and_by_joint_holding() -> None:
    """A step by control has no share; a joint one names with whom."""
    found = judged("x* controls a", "a 60 c", test="uk_asset_freeze")
    assert [(link.kind, link.share is None) for link in found.answer("c").chain] == [
        ("control", True),
        ("equity", False),
    ]
    found = judged("x* 10 c", "p 45 with:x c", people=("p", "x"), test="uk_asset_freeze")
    assert {link.joint for link in found.answer("c").chain} == {("p",), ("x",)}


def test_what_would_have_to_be_so() -> None:
    """Where an owner may be listed, the chain and the supposition are told."""
    answer = judged("x? 60 a", "a 50 c", "p 50 c", people=("p",)).answer("c")
    assert answer.verdict is None
    assert answer.supposing == ("x",)
    assert [(link.owner, link.of) for link in answer.chain] == [("x", "a"), ("a", "c")]
    answer = judged("x* 20 c", "y? 5 c").answer("c")
    assert answer.supposing == ()
    assert [link.owner for link in answer.chain] == ["x"]


POINTS = [
    ("no owner named", ["c 10 a"], OpenPoint(kind="nothing", about="c")),
    ("the rest", ["x* 30 c", "p 20 c"], OpenPoint(kind="owners", about="c", size=Fraction(50))),
    (
        "a range",
        ["x* 20-90 c", "p 10 c"],
        OpenPoint(kind="owners", about="c", size=Fraction(70)),
    ),
    (
        "a range, the rest named",
        ["x* 40-60 c", "p 35 c"],
        OpenPoint(kind="owners", about="c", size=Fraction(25)),
    ),
    ("a hit", ["x? 60 c", "p 30 c"], OpenPoint(kind="person", about="x", size=Fraction(60))),
    ("behind an owner", ["a 80 c", "p 5 c"], OpenPoint(kind="nothing", about="a")),
    (
        "further behind",
        ["b 70 a", "a 80 c", "p 40 b"],
        OpenPoint(kind="owners", about="b", size=Fraction(60)),
    ),
    (
        "a circle that is the largest part",
        ["a 60 c", "c 40 a", "b? 30 a"],
        OpenPoint(kind="owners", about="a", size=Fraction(30)),
    ),
    ("a circle", ["a 50 c", "c 50 a"], OpenPoint(kind="owners", about="c", size=Fraction(50))),
]


@pytest.mark.parametrize(
    ("holdings", "expected"), [row[1:] for row in POINTS], ids=[row[0] for row in POINTS]
)
def test_the_point_that_would_settle_most(holdings: list[str], expected: OpenPoint) -> None:
    """What is asked is the largest part that is open, behind owners where they are."""
    found = judged(*holdings, people=("p",))
    assert found.answer("c").verdict is None
    assert found.open_point("c") == expected


def test_a_range_is_asked_where_it_is_all_that_is_open() -> None:
    """With every owner named the percentage itself is asked for."""
    found = judged("x* 40-60 c", "p 40-60 c", people=("p",), complete=("c",))
    point = found.open_point("c")
    assert found.answer("c").verdict is None
    assert (point.kind, point.owner) == ("stake", "p")


@pytest.mark.parametrize(
    ("holdings", "test", "day", "kind"),
    [
        (["x* 50 c", "p 50 c"], "eu_asset_freeze", date(2024, 6, 30), "law"),
        (["x* 25 c", "z* 25 c", "p 50 c"], "us_ssi", date(2020, 1, 1), "law"),
        (["x* 25 c", "p 75 c"], "eu_asset_freeze", date(2024, 7, 3), "control"),
        (["x* 25 c", "p 75 c"], "eu_asset_freeze", date(2020, 7, 3), "control"),
        (["x* 25 c", "p 45 c"], "us_ssi", date(2020, 1, 1), "owners"),
        (["x* 25 c", "p 10 c"], "eu_asset_freeze", date(2024, 6, 30), "owners"),
    ],
)
def test_what_is_open_in_the_law_is_no_question_of_fact(
    holdings: list[str], test: str, day: date, kind: str
) -> None:
    """Where the facts are complete, the law or control is what is open."""
    done = ("c",) if kind == "law" else ()
    found = judged(*holdings, people=("p", "x", "z"), test=test, day=day, controllers_complete=done)
    point = found.open_point("c")
    assert found.answer("c").verdict is None
    assert point.kind == kind


STATED = [
    ("stated yes, nothing known", [], True, YES, False),
    ("stated no, nothing known", [], False, NO, False),
    ("stated no, the holdings say yes", ["x* 60 c"], False, YES, True),
    ("stated yes, the holdings say no", ["p 60 c"], True, YES, True),
    ("stated no, the holdings leave it open", ["x* 30 c"], False, NO, False),
    ("stated yes, the holdings leave it open", ["x* 30 c"], True, YES, False),
    ("stated yes, the holdings say yes", ["x* 60 c"], True, YES, False),
    ("stated no, the holdings say no", ["p 60 c"], False, NO, False),
]


@pytest.mark.parametrize(
    ("holdings", "stated", "verdict", "conflict"),
    [row[1:] for row in STATED],
    ids=[row[0] for row in STATED],
)
def test_what_the_file_states_and_what_its_holdings_come_to(
    holdings: list[str], stated: bool, verdict: bool | None, conflict: bool
) -> None:
    """What reaches further holds, and the contradiction is known."""
    found = judged("x* 1 b", "c 1 b", *holdings, people=("p",), stated=(("c", stated),))
    assert found.owned("c") is verdict
    assert found.contradicted("c") is conflict
    assert found.contradicted("b") is False
    assert found.contradicted("p") is False


def test_what_is_stated_counts_for_what_a_company_owns() -> None:
    """A company stated to be blocked blocks, one stated not to be does not."""
    assert judged("a 50 c", stated=(("a", True),)).owned("c") is True
    assert judged("a 60 c", stated=(("a", False),)).owned("c") is False
    assert judged("x* 60 a", "a 60 c", stated=(("a", False),)).owned("c") is True


def test_nobody_owns_a_person() -> None:
    """A person has no owners, whatever the file says."""
    assert judged("x* 60 p", people=("p",)).owned("p") is False


DATED = [
    ("the latest counts", ["x* 60 c @2023-01-01", "x* 20 c @2024-01-01", "p 60 c"], NO),
    ("a later day does not", ["x* 60 c @2023-01-01", "x* 20 c @2024-05-08", "p 40 c"], YES),
    ("the day itself does", ["x* 60 c @2023-01-01", "x* 20 c @2024-05-07", "p 60 c"], NO),
    ("undated, until a date is known", ["x* 20 c", "x* 60 c @2023-01-01"], YES),
    ("undated, where the date is later", ["x* 60 c", "x* 20 c @2025-01-01"], YES),
    ("only known later", ["x* 60 c @2025-01-01"], OPEN),
    ("sold, as a later holder shows", ["x* 60 c @2023-01-01", "p 100 c @2024-01-01"], NO),
    ("sold in part or not", ["x* 60 c @2023-01-01", "p 45 c @2024-01-01"], YES),
    ("sold in part at least", ["x* 60 c @2023-01-01", "p 50 c @2024-01-01"], YES),
    ("sold in part, half or less left", ["x* 60 c @2023-01-01", "p 55 c @2024-01-01"], NO),
    ("several classes on one day", ["x* 30 c @2023-01-01", "x* 20 c @2023-01-01"], YES),
    ("two dates of two holders", ["x* 30 c @2023-01-01", "z* 20 c @2024-01-01"], YES),
]


@pytest.mark.parametrize(
    ("holdings", "expected"), [row[1:] for row in DATED], ids=[row[0] for row in DATED]
)
def test_holdings_of_a_day(holdings: list[str], expected: bool | None) -> None:
    """Of each holder the latest statement not after the day counts: no hindsight."""
    assert judged(*holdings, people=("p",)).owned("c") is expected


def test_control_of_a_day() -> None:
    """Control that is known of a later day does not count."""
    early = judged("x* controls c @2025-01-01", test="eu_asset_freeze")
    assert early.owned("c") is None
    assert judged("x* controls c @2024-05-07", test="eu_asset_freeze").owned("c") is True


def test_undated_and_dated_shares_that_are_more_than_all() -> None:
    """An undated stake gives way to a dated one where both do not fit."""
    found = judged("x* 60 c", "p 45 c @2024-01-01", people=("p",))
    answer = found.answer("c")
    assert [answer.least.value, answer.most.value] == [55, 55]


def test_a_company_that_is_not_in_the_graph_is_not_reached() -> None:
    """Who is not named has no answer but no."""
    assert judged("x* 60 a").owned("nobody") is False


def test_part_holdings_of_a_us_person_stay_open() -> None:
    """What is held through a company without a majority counts in proportion: not computed."""
    holdings = ["x* vote 40 a", "p vote 60 a", "x* vote 45 c", "a vote 55 c", "c vote 100 d"]
    found = judged(
        *holdings,
        people=("p",),
        test="us_outbound_parent",
        day=date(2025, 1, 2),
        controllers_complete=("a", "c", "d"),
    )
    assert found.owned("c") is None
    assert found.answer("c").most.value == 100
    assert found.owned("a") is False
    assert found.owned("d") is None


def test_a_chain_does_not_go_round_in_a_circle() -> None:
    """The steps to a company never lead through what it owns itself."""
    found = judged("x* 50 b", "a 50 b", "b 60 a")
    assert [(link.owner, link.of) for link in found.answer("b").chain] == [("x", "b")]


def test_each_step_of_a_chain_is_told_once() -> None:
    """Where two branches begin with the same company, how it is reached is told once."""
    found = judged("x* 60 a", "a 50 b", "a 50 d", "b 25 c", "d 25 c")
    steps = [(link.owner, link.of) for link in found.answer("c").chain]
    assert steps == [("x", "a"), ("a", "b"), ("b", "c"), ("a", "d"), ("d", "c")]


def test_a_listed_company_is_told_with_its_owners_too() -> None:
    """A company that is listed itself may be owned by another listed person as well."""
    found = judged("x* 60 c*", "c* 60 a")
    answer = found.answer("c")
    assert answer.verdict is True
    assert [(link.owner, link.of) for link in answer.chain] == [("x", "c")]


def test_the_question_goes_no_deeper_than_ten_owners() -> None:
    """A long chain of companies ends in a question about one of them, not in silence."""
    names = [f"n{number:02}" for number in range(20)]
    holdings = [f"{owner} 80 {of}" for owner, of in zip(names[1:], names, strict=False)]
    point = judged(*holdings).open_point("n00")
    assert point is not None
    assert (point.kind, point.about) == ("owners", "n10")


def test_a_chain_takes_the_shortest_way() -> None:
    """What is reached in the same round is no step to each other."""
    found = judged("x* 50 a", "x* 50 b", "b 50 a")
    assert [(link.owner, link.of) for link in found.answer("a").chain] == [("x", "a")]


def test_a_stake_of_nothing_is_no_step() -> None:
    """Who holds nothing is not told as an owner."""
    assert judged("x* 0 c").answer("c").chain == ()


def test_one_controller_is_enough_for_a_chain_and_all_are_told_where_none_is() -> None:
    """Where control settles the answer one is told, where it does not each one is."""
    both = ["x* controls c", "z* controls c"]
    assert len(judged(*both, test="eu_asset_freeze").answer("c").chain) == 1
    assert len(judged(*both).answer("c").chain) == 2


def test_without_a_listed_person_the_least_is_nothing() -> None:
    """Where each person counts alone and nobody is listed, nothing is held for certain."""
    answer = judged("p 60 c", people=("p",), test="uk_asset_freeze").answer("c")
    assert (answer.least.beyond, answer.chain) == (False, ())
    assert not answer.least.value
