"""Civil dates and half-open periods."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanccheck.dates import Period, last_full_day_before, midnight, parse_date, say_date
from sanccheck.errors import UsageError


@pytest.mark.parametrize("text", ["2021-13-01", "20211210", "10 Dec 2021", "", "2021-W49-5"])
def test_only_iso_dates_are_read(text: str) -> None:
    """Any form but YYYY-MM-DD is refused with the form that is wanted."""
    with pytest.raises(UsageError, match="write YYYY-MM-DD"):
        parse_date(text)


@given(st.dates(), st.dates())
def test_a_period_holds_its_first_day_and_not_its_last(one: date, two: date) -> None:
    """The first day is in, the end is out."""
    start, end = min(one, two), max(one, two)
    period = Period(start=start, end=end)
    assert (start in period) == (start < end)
    assert end not in period


def test_the_last_full_day_of_the_divestment_window() -> None:
    """A boundary on 10 December leaves 9 December as the last whole day."""
    assert say_date(last_full_day_before(date(2022, 12, 10))) == "9 Dec 2022"


def test_midnight_in_new_york_follows_its_clocks() -> None:
    """Winter days begin five hours behind Greenwich, summer days four."""
    assert midnight(date(2022, 12, 10)).utcoffset() == timedelta(hours=-5)
    assert midnight(date(2022, 6, 3)).utcoffset() == timedelta(hours=-4)
