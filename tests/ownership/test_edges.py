"""The edges of the ownership room: what a sum, a chain, a question is at its limit."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from sanccheck.errors import RuleError
from sanccheck.ownership import Control, Link, Nodes, OpenPoint, Seeds, Stake, build, judge
from sanccheck.ownership.fixpoint import held_at_least, held_at_most
from sanccheck.ownership.law import PATH, Version, load_law, shipped_law
from sanccheck.ownership.shares import Least, Most, read_share
from sanccheck.shipped import shipped
from tests.ownership.conftest import judged

EU, UK, PARENT = "eu_asset_freeze", "uk_asset_freeze", "us_outbound_parent"
DAY = date(2024, 5, 7)


def version_of(test: str, day: date = DAY, **changes: object) -> Version:
    """Return the version of a test on a day, with changes."""
    version = shipped_law().law.test(test).on(day)
    assert version is not None
    return version.model_copy(update=changes)


@pytest.mark.parametrize(
    ("one", "other", "low", "high", "above", "below"),
    [
        ("20", "10-20", 30, 40, False, False),
        ("over 10", "5", 15, 100, True, False),
        ("5", "over 10", 15, 100, True, False),
        ("less than 30", "5", 5, 35, False, True),
        ("5", "less than 30", 5, 35, False, True),
        ("less than 60", "less than 40", 0, 100, False, True),
        ("less than 60", "less than 50", 0, 100, False, False),
        ("at most 60", "at most 50", 0, 100, False, False),
    ],
)
def test_shares_of_its_own_are_added_up(
    one: str, other: str, low: int, high: int, above: bool, below: bool
) -> None:
    """What a company holds in itself comes to one share, with its ends, and never to over 100."""
    stakes = [Stake(owner="a", of="a", share=read_share(text)) for text in (one, other)]
    graph = build(Nodes(companies=frozenset("a")), stakes, [], DAY)
    share = graph.company("a").own["equity"]
    assert (share.low, share.high) == (Fraction(low), Fraction(high))
    assert (share.above, share.below) == (above, below)


def test_joint_holders_of_joint_holders_hold_together() -> None:
    """Who is joint with one is joint with those with whom that one is, whoever names it."""
    graph = judged("x 10 with:y a", "z 10 with:y a", "w 10 a").graph
    joint = {stake.owner: stake.joint for stake in graph.company("a").of_kind("equity")}
    assert joint == {"x": ("y", "z"), "z": ("x", "y"), "w": ()}


def test_an_older_stake_gives_way_and_is_no_longer_more_than_its_end() -> None:
    """Where stakes of two days come to more than all, the older one's end is not kept."""
    graph = judged("x over 60 a @2023-01-01", "y 50 a @2024-01-01").graph
    stakes = {stake.owner: stake.share for stake in graph.company("a").of_kind("equity")}
    assert stakes["x"].low == Fraction(50)
    assert stakes["x"].above is False


def test_a_company_that_nobody_names_is_itself() -> None:
    """Of a company that is not in the graph nothing is known, but its name."""
    company = judged("x 10 a").graph.company("elsewhere")
    assert (company.id, company.known) == ("elsewhere", False)


def test_all_owners_of_the_equity_are_not_all_holders_of_votes() -> None:
    """That every owner is named closes the sum of equity, and leaves that of votes open."""
    found = judged("x* vote 10 a", "y vote 20 a", people=("x", "y"), complete=("a",), test=UK)
    assert found.least("a", "vote") == Least(Fraction(10), beyond=False)
    assert found.most("a", "vote") == Most(Fraction(80), short=False)


def test_what_no_stake_and_no_controller_leaves() -> None:
    """Without a stake nobody is known to hold less; without a controller nobody has votes."""
    closed = judged("a 10 z", controllers_complete=("a",), test=PARENT, day=date(2025, 1, 2))
    assert closed.most("a", "vote") == Most(Fraction(0), short=False)
    assert closed.owned("a") is False
    assert judged("a 100 a").most("a", "equity") == Most(Fraction(100), short=False)


def test_a_joint_stake_is_another_s_where_it_does_not_count_for_each() -> None:
    """A test may count a joint holding for its holder alone."""
    company = judged("y 60 with:x a", complete=("a",)).graph.company("a")
    apart, each = (version_of("us_ofac_blocked", jointly=word) for word in ("no", "yes"))
    members = frozenset({"x"})
    assert held_at_most(apart, company, "equity", members).value == 0
    assert held_at_most(each, company, "equity", members).value == 60
    assert held_at_least(apart, company, "equity", members).value == 40  # the rest, all named
    assert held_at_least(each, company, "equity", members).value == 100


def test_the_verdict_on_somebody_takes_in_the_persons_themselves() -> None:
    """Who is listed is reached, who may be is open, and a person that is neither is not."""
    found = judged("x* 60 a", "m? 10 a", "y 10 a", people=("x", "m", "y"))
    assert [found.verdict(node) for node in ("x", "a", "m", "y")] == [True, True, None, False]


def test_through_a_minority_what_lies_behind_is_open() -> None:
    """Where minorities count in part, so do the companies held through them."""
    day = date(2025, 1, 2)
    holdings = ("x* vote 40 a", "y vote 60 a", "a vote 55 b", "x* vote 45 b", "b vote 100 c")
    closed = {"people": ("y",), "controllers_complete": ("a", "b", "c"), "complete": ("a", "b")}
    in_part = judged(*holdings, **closed, test=PARENT, day=day)
    assert [in_part.verdict(node) for node in "abc"] == [False, None, None]
    whole = version_of(PARENT, day, minorities="no")
    apart = judge(in_part.graph, in_part.test, whole, in_part.seeds, {})
    assert [apart.verdict(node) for node in "abc"] == [False, False, False]


def test_the_most_of_several_who_each_count_alone_is_the_furthest() -> None:
    """Of two that reach as far, the one that may reach the end itself is told."""
    found = judged(
        "x* less than 40 a",
        "y* at most 40 a",
        "z 20-100 a",
        people=("x", "y", "z"),
        complete=("a",),
        test=UK,
    )
    assert found.most("a", "equity") == Most(Fraction(40), short=False)


def test_what_is_known_supposes_nobody() -> None:
    """Somebody who may be listed and is reached all the same has to be supposed no more."""
    found = judged("y* 100 x", "x? 60 a").answer("a")
    assert (found.verdict, found.supposing) == (True, ())


def test_of_what_the_file_states_no_chain_is_supposed() -> None:
    """Stated to be owned: who may be listed and holds enough is not told as the reason."""
    assert judged("x? 60 a", stated=(("a", True),)).answer("a").chain == ()


def test_a_listed_company_shows_no_more_owners_than_are_enough() -> None:
    """Of a company that is itself listed the chain names the largest stake that does."""
    chain = judged("x* 60 a*", "z* 30 a").answer("a").chain
    assert [(link.owner, link.of) for link in chain] == [("x", "a")]


def test_a_step_keeps_where_it_is_known_from() -> None:
    """Stakes and controls are told with their source."""
    stake = Stake(owner="x", of="a", share=read_share("60"), source="a register")
    control = Control(owner="a", of="b", source="the articles")
    graph = build(Nodes(companies=frozenset("xab")), [stake], [control], DAY)
    test = shipped_law().law.test(EU)
    found = judge(graph, test, version_of(EU), Seeds(sure=frozenset("x")), {})
    assert found.answer("b").chain == (
        Link(owner="x", of="a", kind="equity", share=stake.share, source="a register"),
        Link(owner="a", of="b", kind="control", source="the articles"),
    )


OPEN: list[tuple[str, tuple[str, ...], dict[str, object], OpenPoint]] = [
    (
        "half, in the days between",
        ("x* 50 a", "y 50 a"),
        {
            "test": EU,
            "day": date(2024, 6, 30),
            "people": ("y",),
            "controllers_complete": ("a",),
            "complete": ("a",),
        },
        OpenPoint(kind="law", about="a"),
    ),
    (
        "who controls it",
        ("x* 10 a", "y 90 a"),
        {"test": EU, "people": ("y",), "complete": ("a",)},
        OpenPoint(kind="control", about="a"),
    ),
    (
        "a rest of less than one",
        ("x* 49.5 a", "y 50 a"),
        {"people": ("y",)},
        OpenPoint(kind="owners", about="a", size=Fraction(1, 2)),
    ),
    (
        "a range of less than one",
        ("x* 49.6-50 a", "y 49.9-50.4 a"),
        {"people": ("y",), "complete": ("a",)},
        OpenPoint(kind="stake", about="a", owner="y", size=Fraction(1, 2)),
    ),
    (
        "an owner of whom nothing is told",
        ("y 60 a", "z 40 a"),
        {"people": ("z",)},
        OpenPoint(kind="nothing", about="y"),
    ),
    (
        "who may be listed",
        ("y? 60 a", "z 40 a"),
        {"people": ("y", "z")},
        OpenPoint(kind="person", about="y", size=Fraction(60)),
    ),
]


@pytest.mark.parametrize(
    ("holdings", "rest", "point"), [row[1:] for row in OPEN], ids=[row[0] for row in OPEN]
)
def test_what_is_asked_of_an_open_company(
    holdings: tuple[str, ...], rest: dict[str, object], point: OpenPoint
) -> None:
    """The question goes to what is open, of whom it is open, and how much turns on it."""
    assert judged(*holdings, **rest).open_point("a") == point


def test_a_long_chain_of_owners_is_asked_where_the_question_stops() -> None:
    """Behind the tenth owner nobody is looked for; the question is who owns the one there."""
    holdings = [f"c{number + 1} 100 c{number}" for number in range(14)]
    complete = tuple(f"c{number}" for number in range(14))
    point = judged(*holdings, complete=complete).open_point("c0")
    assert point == OpenPoint(kind="owners", about="c10")


def test_another_version_is_judged_on_the_same_holdings() -> None:
    """The version of the day is the judgement itself; each other one is judged once."""
    found = judged(
        "x* 50 a", "y 50 a", people=("y",), controllers_complete=("a",), complete=("a",), test=EU
    )
    assert found.under(found.version) is found
    versions = found.test.versions
    others = {version.since: found.under(version) for version in versions}
    assert {since: other.version for since, other in others.items()} == {
        version.since: version for version in versions
    }
    assert found.under(versions[-1]) is others[versions[-1].since]
    assert all(other.test is found.test for other in others.values())
    assert (found.owned("a"), others[versions[-1].since].owned("a")) == (False, True)


def law() -> str:
    """Return the shipped tests as text."""
    return (shipped("rules") / "shared" / "ownership.yaml").read_bytes().decode()


def line_of(text: str, part: str) -> int:
    """Return the number of the line that holds a part."""
    return next(n for n, line in enumerate(text.splitlines(), 1) if part in line)


@pytest.mark.parametrize(
    ("old", "new", "at", "said"),
    [
        ("together: yes", "together: perhaps", "together: perhaps", "tests.0.versions.0.together"),
        ('reach: {at_least: "50"}', "reach: {}", "- id: us_ofac_blocked", "a threshold is either"),
        ("test: us_outbound_parent", "test: us_nothing", None, "there is no test 'us_nothing'"),
        ("id: ownership", "id: [", None, "not valid YAML"),
    ],
)
def test_a_problem_of_the_file_has_its_place(old: str, new: str, at: str | None, said: str) -> None:
    """Path and line stand with each problem, so that an editor can go there."""
    text = law().replace(old, new, 1)
    with pytest.raises(RuleError) as raised:
        load_law(text.encode())
    problem = next(one for one in raised.value.problems if said in one.message)
    assert problem.path == PATH
    assert problem.line is not None
    if at is not None:
        assert problem.line == line_of(text, at)
    assert not problem.message.startswith("XX")


def test_versions_that_leave_the_order_of_time_are_told() -> None:
    """An open end before another version overlaps it."""
    text = law().replace('      - until: "2024-06-24"\n', "      - status: in_force\n", 1)
    with pytest.raises(RuleError, match="overlap or stand out of order"):
        load_law(text.encode())


def test_a_test_without_its_examples_is_told_where_they_stand() -> None:
    """The problem points at the examples, not at the head of the file."""
    cut = law()[: law().index("  - name: A minority where everybody who controls it is named")]
    with pytest.raises(RuleError) as raised:
        load_law(cut.encode())
    assert {one.line for one in raised.value.problems} == {line_of(cut, "examples:")}


def test_the_tests_load_without_their_examples() -> None:
    """An assessment reads the tests alone; the file is known by all of it."""
    data = law().encode()
    bare, whole = load_law(data, examples=False), load_law(data)
    assert bare.law == whole.law.model_copy(update={"examples": ()})
    assert (bare.sha256, bare.path) == (whole.sha256, PATH)
    assert len(bare.sha256) == 64
    assert whole.law.examples
