"""Numbers and dates compared, conditions asked in turn, and example facts shared."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanccheck.deal.fact import Fact, Reading, Value, known, unknown
from sanccheck.rulebook.check import check_rules
from sanccheck.rulebook.conditions import (
    AnyOf,
    Compared,
    Condition,
    Every,
    Has,
    IsUnknown,
    Negation,
    evaluate,
    facts_of,
    open_questions,
    reads_of,
)
from sanccheck.shipped import shipped

NEW_ON = date(2017, 11, 28)


def compared(test: str, bound: int | Decimal | date, value: Value | None) -> bool | None:
    """Judge one comparison of a fact with a bound."""
    fact = unknown("How many?") if value is None else known(value, "a test")
    return evaluate(
        Compared(fact="a.b", test=test, bound=bound), {"a.b": fact}, Reading.STRICT
    ).verdict


@pytest.mark.parametrize(
    ("test", "bound", "below", "equal", "above"),
    [
        ("over", 14, False, False, True),
        ("at_least", 14, False, True, True),
        ("under", 14, True, False, False),
        ("at_most", 14, True, True, False),
    ],
)
def test_numbers(test: str, bound: int, below: bool, equal: bool, above: bool) -> None:
    """Each comparison tells its bound from what is next to it, in whole and exact numbers."""
    found = [compared(test, bound, value) for value in (13, Decimal("14.0"), Decimal("14.001"))]
    assert found == [below, equal, above]


@pytest.mark.parametrize(
    ("test", "eve", "day", "morrow"),
    [
        ("from", False, True, True),
        ("after", False, False, True),
        ("before", True, False, False),
        ("until", True, True, False),
    ],
)
def test_dates(test: str, eve: bool, day: bool, morrow: bool) -> None:
    """`from` and `until` hold the day itself, `after` and `before` do not."""
    days = [date(2017, 11, 27), NEW_ON, date(2017, 11, 29)]
    assert [compared(test, NEW_ON, value) for value in days] == [eve, day, morrow]


def test_what_is_not_known_is_not_compared() -> None:
    """An unknown number is unknown, not small; a value of another kind stands in no order."""
    assert compared("over", 14, None) is None
    assert compared("over", 14, value="long") is False
    assert compared("over", 0, value=True) is False
    assert compared("from", NEW_ON, value=20171128) is False


def test_a_number_narrowed_down_is_decided() -> None:
    """Where all that a fact could be agree, the comparison is decided."""
    fact = Fact(strict=None, policy=None, source="a range", among=(15, 20))
    test = Compared(fact="a.b", test="over", bound=14)
    assert evaluate(test, {"a.b": fact}, Reading.STRICT).verdict is True


def test_questions_are_asked_in_turn() -> None:
    """While the first part is not known nothing is asked about the next."""
    parts = (Has(fact="a.b", values=(True,)), Has(fact="c.d", values=(True,)))
    facts = {"a.b": unknown("First?"), "c.d": unknown("Second?")}
    at_once = open_questions(Every(of=parts), facts, Reading.STRICT)
    in_turn = open_questions(Every(of=parts, in_turn=True), facts, Reading.STRICT)
    assert [text for text, _ in at_once] == ["First?", "Second?"]
    assert [text for text, _ in in_turn] == ["First?"]
    later = {**facts, "a.b": known(value=True, source="a test")}
    asked = open_questions(Every(of=parts, in_turn=True), later, Reading.STRICT)
    assert [text for text, _ in asked] == ["Second?"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{over: 90}", "{above: 90}", "'above' compares nothing"),
        ("{over: 90}", "{over: ninety}", "takes a number"),
        ("{over: 90}", "{over: -1}", "takes a number"),
        ("{over: 90}", "{}", "neither a number nor a date"),
        ('{from: "2014-07-16", before', '{from: "2014-7-16", before', "takes a date"),
        ("{security.tenor_days: {over: 90}}", "{covered.listed: {over: 90}}", "neither a number"),
        ("in_turn:\n", "in_order:\n", "there is no fact 'in_order'"),
        ("like: d1\n", "like: d9\n", "example_facts has no 'd9'"),
    ],
)
def test_a_bad_comparison_is_told(old: str, new: str, said: str) -> None:
    """Each way of writing a comparison wrongly is a problem that names it."""
    text = (shipped("rules") / "us_ssi.yaml").read_bytes().decode()
    assert old in text
    report = check_rules([("us_ssi.yaml", text.replace(old, new, 1).encode())])
    assert any(said in str(problem) for problem in report.problems), report.problems


LIMITS = {"days": known(30, "n"), "day": known(date(2014, 8, 1), "d"), "open": unknown("How many?")}


@pytest.mark.parametrize(
    ("fact", "test", "bound", "expected"),
    [
        ("days", "over", 30, False),
        ("days", "over", 29, True),
        ("days", "at_least", 30, True),
        ("days", "under", 30, False),
        ("days", "under", 31, True),
        ("days", "at_most", 30, True),
        ("days", "at_most", 29, False),
        ("day", "after", date(2014, 8, 1), False),
        ("day", "after", date(2014, 7, 31), True),
        ("day", "from", date(2014, 8, 1), True),
        ("day", "before", date(2014, 8, 1), False),
        ("day", "until", date(2014, 8, 1), True),
        ("open", "over", 30, None),
        ("never stated", "after", date(2014, 8, 1), None),
    ],
)
def test_a_comparison(fact: str, test: str, bound: int | date, expected: bool | None) -> None:
    """The limit itself is in it or not as the word says, and what is not known is unknown."""
    condition = Compared(fact=fact, test=test, bound=bound)
    assert evaluate(condition, LIMITS, Reading.STRICT).verdict is expected
    assert list(facts_of(condition)) == [fact]
    assert condition.verdict(LIMITS, Reading.STRICT) is expected


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{after: 2014-08-01}", "{over: 30}", "use from, after, before, until"),
        ("{after: 2014-08-01}", "{after: 30}", "takes a date"),
        ("{over: 30}", "{over: many}", "takes a number"),
        ("{over: 30}", "{over: 30, until: 60}", "use over, under, at_least, at_most"),
        ("security.issue_date: 2014-08-02", "security.issue_date: soon", "no value of security"),
        ("{issuer.uk_schedule_2: named}", "{issuer.uk_schedule_2: {over: 1}}", "neither a number"),
    ],
    ids=["word", "no date", "no number", "two kinds", "no date in an example", "no comparison"],
)
def test_a_broken_comparison_is_told(old: str, new: str, said: str) -> None:
    """A comparison takes the words and the limits of the fact's own kind."""
    text = (shipped("rules") / "uk_russia_capital_markets.yaml").read_bytes().decode()
    assert old in text
    report = check_rules([("uk_russia_capital_markets.yaml", text.replace(old, new, 1).encode())])
    assert any(said in str(problem) for problem in report.problems), report.problems


CONDITIONS: st.SearchStrategy[Condition] = st.deferred(
    lambda: st.one_of(
        st.builds(
            lambda fact, value: Has(fact=fact, values=(value,)),
            st.sampled_from("abc"),
            st.booleans(),
        ),
        st.builds(lambda fact: IsUnknown(fact=fact), st.sampled_from("abc")),
        st.builds(lambda of: Negation(of=of), CONDITIONS),
        st.builds(
            lambda of, turn: Every(of=tuple(of), in_turn=turn),
            st.lists(CONDITIONS, min_size=1, max_size=3),
            st.booleans(),
        ),
        st.builds(lambda of: AnyOf(of=tuple(of)), st.lists(CONDITIONS, min_size=1, max_size=3)),
    )
)
STATES = st.sampled_from([True, False, None])


def textbook(condition: Condition, facts: dict[str, Fact], reading: Reading) -> int:
    """Judge by Kleene's table: 0 false, 1 unknown, 2 true; all is the least, any the largest."""
    if isinstance(condition, Every):
        return min(textbook(part, facts, reading) for part in condition.of)
    if isinstance(condition, AnyOf):
        return max(textbook(part, facts, reading) for part in condition.of)
    if isinstance(condition, Negation):
        return 2 - textbook(condition.of, facts, reading)
    value = facts[condition.fact].under(reading)
    if isinstance(condition, IsUnknown):
        return 2 if value is None else 0
    assert isinstance(condition, Has)
    return 1 if value is None else 2 * (value in condition.values)


def questions(condition: Condition, facts: dict[str, Fact], reading: Reading) -> list[str]:
    """Ask for each fact of an open condition, in turn for the first open part alone."""
    if textbook(condition, facts, reading) != 1:
        return []
    if isinstance(condition, Has):
        return [str(facts[condition.fact].question)]
    if isinstance(condition, Negation):
        return questions(condition.of, facts, reading)
    assert isinstance(condition, Every | AnyOf)
    asked = [questions(part, facts, reading) for part in condition.of]
    if isinstance(condition, Every) and condition.in_turn:
        return next(one for one in asked if one)
    return [question for one in asked for question in one]


@settings(max_examples=300, deadline=None)
@given(CONDITIONS, st.fixed_dictionaries({"a": STATES, "b": STATES, "c": STATES}))
def test_conditions_are_judged_and_asked_as_the_textbook_has_it(
    condition: Condition, states: dict[str, bool | None]
) -> None:
    """Verdict, questions and trace are those of a plain reading of Kleene's tables."""
    facts = {
        name: unknown(f"{name}?") if value is None else known(value, "drawn")
        for name, value in states.items()
    }
    contested = Fact(strict=False, policy=True, contested=True, source="law", question="c?")
    for given_facts in (facts, {**facts, "c": contested}):
        for reading in Reading:
            found = condition.verdict(given_facts, reading)
            assert (0 if found is False else 1 if found is None else 2) == textbook(
                condition, given_facts, reading
            )
            asked = open_questions(condition, given_facts, reading)
            assert [question for question, _ in asked] == questions(condition, given_facts, reading)
            assert all(question == f"{fact}?" for question, fact in asked)
            trace = evaluate(condition, given_facts, reading)
            assert trace.verdict is found
            assert [leaf.fact for leaf in trace.leaves()] == [*facts_of(condition)]
    reads = reads_of([condition])
    assert reads.facts == set(facts_of(condition))
    assert reads.asked_unknown <= reads.facts
