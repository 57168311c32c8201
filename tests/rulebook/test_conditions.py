"""Three-valued conditions: what is not known is never taken for false."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanccheck.deal.fact import Fact, Reading, Value, known, unknown
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
    say_value,
)

TRUE, FALSE, UNKNOWN = known(value=True, source="t"), known(value=False, source="f"), unknown("?")
FACTS: dict[str, Fact] = {"t": TRUE, "f": FALSE, "u": UNKNOWN}


def yes(name: str) -> Has:
    """Return the condition that a fact is true."""
    return Has(fact=name, values=(True,))


def verdict(condition: Condition) -> bool | None:
    """Return how a condition comes out over the test's facts."""
    return evaluate(condition, FACTS, Reading.STRICT).verdict


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (Every(of=(yes("t"), yes("u"))), None),
        (Every(of=(yes("f"), yes("u"))), False),
        (AnyOf(of=(yes("t"), yes("u"))), True),
        (AnyOf(of=(yes("f"), yes("u"))), None),
        (Negation(of=yes("u")), None),
        (Negation(of=yes("f")), True),
        (yes("never stated"), None),
        (IsUnknown(fact="u"), True),
        (IsUnknown(fact="f"), False),
    ],
)
def test_kleene_logic(condition: Condition, expected: bool | None) -> None:
    """False settles `all`, true settles `any`, and an absent fact is unknown."""
    assert verdict(condition) is expected


conditions = st.recursive(
    st.sampled_from([yes("t"), yes("f"), yes("u")]),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda of: Every(of=tuple(of))),
        st.lists(inner, min_size=1, max_size=3).map(lambda of: AnyOf(of=tuple(of))),
        inner.map(lambda of: Negation(of=of)),
    ),
    max_leaves=12,
)


@given(conditions, st.booleans())
def test_an_answer_never_turns_a_known_verdict(condition: Condition, answer: bool) -> None:
    """What was decided without a fact stays so whatever the fact turns out to be."""
    before = verdict(condition)
    facts = {**FACTS, "u": known(answer, "answered")}
    after = evaluate(condition, facts, Reading.STRICT).verdict
    assert after is not None
    assert before is None or before is after


@given(conditions)
def test_an_unknown_verdict_asks_a_question(condition: Condition) -> None:
    """Whoever is told "cannot decide" is told what is missing."""
    asked = open_questions(condition, FACTS, Reading.STRICT)
    assert (condition.verdict(FACTS, Reading.STRICT) is None) == bool(asked)


def test_a_contested_fact_has_three_readings() -> None:
    """Strict, policy and open readings differ exactly on a contested fact."""
    facts = {"c": Fact(strict=False, policy=True, contested=True, source="law")}
    seen = {reading: evaluate(yes("c"), facts, reading).verdict for reading in Reading}
    assert seen == {Reading.STRICT: False, Reading.POLICY: True, Reading.OPEN: None}


def test_the_facts_of_a_condition() -> None:
    """Every fact that a condition reads is named."""
    condition = Every(of=(yes("t"), Negation(of=AnyOf(of=(yes("f"), IsUnknown(fact="u"))))))
    assert list(facts_of(condition)) == ["t", "f", "u"]


def test_a_trace_says_what_was_read_and_from_where() -> None:
    """Each leaf has its condition in words, its value under the reading, and its source."""
    facts = {
        "deal.kind": known("trade", "the file"),
        "security.tenor_days": known(90, "the bond"),
        "terms.T5": unknown("Is it there?", source="not stated"),
        "party.us": Fact(strict=False, policy=True, contested=True, source="a nominee"),
    }
    condition = Every(
        of=(
            AnyOf(of=(Has(fact="deal.kind", values=("trade", "offering")), yes("party.us"))),
            Negation(of=Has(fact="party.us", values=(False,))),
            Compared(fact="security.tenor_days", test="at_least", bound=30),
            IsUnknown(fact="terms.T5"),
            IsUnknown(fact="nowhere.told"),
            Has(fact="nowhere.told", values=(None,)),  # type: ignore[arg-type]
        )
    )
    trace = evaluate(condition, facts, Reading.POLICY)
    assert (trace.text, [part.text for part in trace.parts[:2]]) == ("all of", ["any of", "not"])
    assert [(leaf.text, leaf.verdict, leaf.value, leaf.source) for leaf in trace.leaves()] == [
        ("deal.kind is trade or offering", True, "trade", "the file"),
        ("party.us is yes", True, True, "a nominee"),
        ("party.us is no", False, True, "a nominee"),
        ("security.tenor_days is at least 30", True, 90, "the bond"),
        ("terms.T5 is unknown", True, None, "not stated"),
        ("nowhere.told is unknown", True, None, None),
        ("nowhere.told is unknown", None, None, None),
    ]
    strict = evaluate(condition, facts, Reading.STRICT)
    assert [leaf.value for leaf in strict.leaves()][:3] == ["trade", False, False]


@pytest.mark.parametrize(
    ("value", "said"), [(True, "yes"), (False, "no"), (None, "unknown"), (0, "0"), ("x", "x")]
)
def test_a_value_is_said_as_rule_files_write_it(value: Value | None, said: str) -> None:
    """Yes, no and unknown have their words; nought is a number."""
    assert say_value(value) == said


def test_a_number_that_is_not_known_is_asked_for() -> None:
    """An open comparison asks its question; under another reading it may be known."""
    test = Compared(fact="a.b", test="over", bound=14)
    fact = Fact(strict=None, policy=20, contested=True, source="law", question="How long?")
    assert open_questions(test, {"a.b": fact}, Reading.STRICT) == [("How long?", "a.b")]
    assert open_questions(test, {"a.b": fact}, Reading.POLICY) == []


def test_who_asks_whether_a_fact_is_unknown_is_named() -> None:
    """Only those facts are named of which the condition asks just that."""
    condition = AnyOf(of=(yes("t"), Negation(of=IsUnknown(fact="u"))))
    assert reads_of([condition]).asked_unknown == {"u"}
