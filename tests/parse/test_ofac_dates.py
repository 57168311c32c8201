from __future__ import annotations

from datetime import date

import pytest

from sanccheck.model.entries import PartialDate
from sanccheck.parse.ofac_dates import read_birth, read_day


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1962", PartialDate(text="1962", year=1962)),
        ("Feb 1960", PartialDate(text="Feb 1960", year=1960, month=2)),
        ("10 Dec 1970", PartialDate(text="10 Dec 1970", year=1970, month=12, day=10)),
        ("circa 1961", PartialDate(text="circa 1961", year=1961, circa=True)),
        ("1960 to 1962", PartialDate(text="1960 to 1962", year=1960, until_year=1962)),
        (
            "circa 1979-1982",
            PartialDate(text="circa 1979-1982", year=1979, until_year=1982, circa=True),
        ),
        ("the sixties", PartialDate(text="the sixties")),
        ("10 Xyz 1970", PartialDate(text="10 Xyz 1970")),
    ],
)
def test_birth(text: str, found: PartialDate) -> None:
    """A date of birth is known as far as it is printed, and its text stays."""
    assert read_birth(text) == found


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("10 Dec 2021", date(2021, 12, 10)),
        ("31 Feb 2021", None),
        ("Dec 2021", None),
        ("10 Xyz 2021", None),
        ("", None),
    ],
)
def test_day(text: str, day: date | None) -> None:
    """Only a full date is a day."""
    assert read_day(text) == day
