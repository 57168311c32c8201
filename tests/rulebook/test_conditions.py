"""Three-valued conditions: what is not known is never taken for false."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanccheck.deal.fact import Fact, Reading, known, unknown
from sanccheck.rulebook.conditions import (
    AnyOf,
    Condition,
    Every,
    Has,
    IsUnknown,
    Negation,
    evaluate,
    facts_of,
    open_questions,
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
