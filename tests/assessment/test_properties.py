"""What must hold whatever the day and the order."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sanccheck.assessment.rollup import offering_rungs
from sanccheck.rulebook.finding import Finding
from sanccheck.rulebook.outcomes import Rung, Rungs

from .conftest import Judge, hit
from .test_assess import TRADE, offering

shared = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None
)

LISTED, EFFECTIVE, CLOSED = date(2021, 12, 10), date(2022, 2, 8), date(2022, 12, 10)
END = date(2026, 7, 9)


@shared
@given(data=st.data())
@pytest.mark.parametrize(
    ("start", "end"),
    [(date(2021, 6, 3), LISTED), (LISTED, EFFECTIVE), (EFFECTIVE, CLOSED), (CLOSED, END)],
    ids=["P0", "P1", "P2", "P3"],
)
def test_nothing_changes_within_an_interval(
    judge: Judge, data: st.DataObject, start: date, end: date
) -> None:
    """The rungs of an offering depend on the interval that the day lies in, not on the day."""
    day = data.draw(st.dates(start, end - timedelta(days=1)))

    def rungs(on: date) -> Rungs:
        hits = {"issuer": (hit(),)} if on >= LISTED else {}
        return judge(offering(), on.isoformat(), hits=hits).offering.result

    assert rungs(day) == rungs(start)


@shared
@given(st.dates(LISTED, END))
def test_policy_is_never_below_strict_nor_an_end_below_the_start(judge: Judge, day: date) -> None:
    """Prudence never does less than the text, and an open question never lowers a rung."""
    found = judge(TRADE % "unknown", day.isoformat(), hits={"issuer": (hit(),)})
    ends = [(found.offering.result, found.offering.could_be)]
    ends += [(party.result, party.could_be) for party in found.parties]
    for result, could_be in ends:
        assert result.policy >= result.strict
        assert could_be.strict >= result.strict
        assert could_be.policy >= result.policy


def findings(judge: Judge) -> tuple[Finding, ...]:
    """Return the findings of an offering with a listed issuer and a US investor."""
    return judge(offering(us="yes"), "2022-03-01", hits={"issuer": (hit(),)}).findings


@shared
@given(st.randoms())
def test_the_order_of_findings_makes_no_difference(judge: Judge, random: object) -> None:
    """The roll-up is the same in whatever order the findings come."""
    made = list(findings(judge))
    before = offering_rungs(made, {"buyer": "purchase"}, trade=False)
    random.shuffle(made)  # type: ignore[attr-defined]
    assert offering_rungs(made, {"buyer": "purchase"}, trade=False) == before
    assert before[0].strict is Rung.MUST_EXCLUDE_US_PERSONS
