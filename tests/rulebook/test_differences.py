"""What changed in the rules between two days, in a reader's words."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from sanccheck.rulebook.differences import Difference, What, differences
from sanccheck.rulebook.load import shipped_rulebook

REGIMES = [item.regime for item in shipped_rulebook(examples=False).regimes]
DAYS = st.dates(min_value=date(2014, 1, 1), max_value=date(2026, 11, 1))


def between(since: str, until: str) -> dict[str, Difference]:
    """Return the last difference of each rule between two days."""
    found = differences(REGIMES, date.fromisoformat(since), date.fromisoformat(until))
    return {one.rule.id: one for one in found}


def test_a_rule_that_began_says_what_it_brings() -> None:
    """The UK's ban on securities issued from 1 March 2022 is told with its day and sentence."""
    one = between("2021-11-01", "2022-03-01")["UKR-16B"]
    assert (one.what, one.day) == (What.BEGAN, date(2022, 3, 1))
    (said,) = one.says()
    assert said.startswith("PROHIBITED: The security runs for more than 30 days")
    assert any("SI 2022/194" in cite for cite in one.cites)


def test_the_day_before_it_is_not_there() -> None:
    """What begins on the last day counts, what begins the day after does not."""
    assert "UKR-16B" not in between("2021-11-01", "2022-02-28")
    assert "UKR-16B" not in between("2022-03-01", "2022-03-02")


def test_a_rule_that_says_otherwise_is_told_before_and_after() -> None:
    """The sovereign directive reached the secondary market on 1 March 2022."""
    one = between("2021-11-01", "2022-03-01")["RU-D1A"]
    assert one.what is What.CHANGED
    said = [*one.says()]
    assert said[0].startswith("it said: ")
    assert said[1].startswith("it says: ")
    assert "secondary market" not in said[0]
    assert "secondary market" in said[1]


@given(DAYS, st.integers(min_value=0, max_value=3000))
def test_the_differences_lead_from_one_day_to_the_other(since: date, days: int) -> None:
    """Whoever follows them from the first day's rules comes to the second day's, none left out."""
    until = since + timedelta(days=days)
    now = {(r.id, rule.id): rule.on(since) for r in REGIMES for rule in r.rules}
    last = since
    for one in differences(REGIMES, since, until):
        key = (one.regime.id, one.rule.id)
        assert last <= one.day <= until
        assert now[key] is one.before
        assert [*one.says()]
        now[key], last = one.after, one.day
    assert now == {(r.id, rule.id): rule.on(until) for r in REGIMES for rule in r.rules}
