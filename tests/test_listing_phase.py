from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from sanccheck.listing_phase import (
    NOT_BLOCKING,
    Phase,
    cmic_dates,
    cmic_meaning,
    divest_before,
    effective_on,
    phase,
)
from sanccheck.model.entries import Listing

SENSETIME = Listing(
    listed_on=date(2021, 12, 10),
    effective_on=date(2022, 2, 8),
    divest_before=date(2022, 12, 10),
)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2021, 11, 22), Phase.P0),
        (date(2021, 12, 9), Phase.P0),
        (date(2021, 12, 10), Phase.P1),
        (date(2022, 2, 7), Phase.P1),
        (date(2022, 2, 8), Phase.P2),
        (date(2022, 12, 9), Phase.P2),
        (date(2022, 12, 10), Phase.P3),
        (date(2026, 11, 22), Phase.P3),
    ],
    ids=str,
)
def test_a_boundary_day_is_in_the_later_phase(day: date, expected: Phase) -> None:
    """Each phase runs from its first day to the day before the next one's."""
    assert phase(SENSETIME, day) is expected


def test_dates_not_published_follow_from_the_order() -> None:
    """Sixty and 365 days after the listing are the boundaries where none is published."""
    listed = Listing(listed_on=date(2021, 12, 10))
    assert effective_on(listed) == SENSETIME.effective_on
    assert divest_before(listed) == SENSETIME.divest_before
    assert [phase(listed, day) for day in (date(2022, 2, 7), date(2022, 2, 8))] == ["P1", "P2"]


def test_removed_entries_are_not_listed() -> None:
    """From the day of its removal an entry is as if not listed."""
    removed = Listing(listed_on=date(2021, 6, 3), delisted_on=date(2024, 1, 2))
    assert phase(removed, date(2024, 1, 1)) is Phase.P3
    assert phase(removed, date(2024, 1, 2)) is Phase.P0


@pytest.mark.parametrize(
    ("listing", "day", "expected"),
    [
        (Listing(), date(2022, 1, 1), None),
        (Listing(effective_on=date(2022, 2, 8)), date(2022, 3, 1), None),
        (Listing(divest_before=date(2022, 12, 10)), date(2022, 12, 10), Phase.P3),
    ],
)
def test_unknown_dates_are_not_guessed(listing: Listing, day: date, expected: Phase | None) -> None:
    """Where the dates do not tell, the phase is unknown, not P0."""
    assert phase(listing, day) is expected


def test_moving_the_day_within_a_phase_changes_nothing() -> None:
    """The phase only changes at its boundaries."""
    days = [date(2021, 12, 1) + timedelta(days=i) for i in range(400)]
    changes = [
        day
        for before, day in pairwise(days)
        if phase(SENSETIME, before) is not phase(SENSETIME, day)
    ]
    assert changes == [SENSETIME.listed_on, SENSETIME.effective_on, SENSETIME.divest_before]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2021, 11, 22), ["not listed on 22 Nov 2021"]),
        (date(2021, 12, 20), ["listed, not yet effective", "barred from 8 Feb 2022"]),
        (date(2022, 12, 1), ["may not buy", "only to divest", "up to 9 Dec 2022, New York"]),
        (date(2022, 12, 20), ["neither buy nor sell", "OFAC licence", "may keep holding"]),
    ],
    ids=str,
)
def test_says_what_a_us_person_may_do(day: date, words: list[str]) -> None:
    """Each phase is said in words and with its citation."""
    said = cmic_meaning(SENSETIME, day)
    assert all(word in said for word in words), said
    assert "EO 13959 as amended by EO 14032" in said


def test_says_dates_in_one_line() -> None:
    """The last full day to divest is the day before the boundary."""
    assert cmic_dates(SENSETIME) == (
        "listed 10 Dec 2021; purchases barred from 8 Feb 2022; "
        "last full day to divest: 9 Dec 2022, New York"
    )
    assert cmic_dates(Listing()) == "no dates published"
    assert "not known" in cmic_meaning(Listing(), date(2022, 1, 1))


def test_never_says_blocking() -> None:
    """The list is said to block nothing and to have no 50 percent rule, with its citation."""
    assert "blocks no assets" in NOT_BLOCKING
    assert "OFAC FAQ 857" in NOT_BLOCKING


@pytest.mark.parametrize(
    ("day", "flagged"), [(date(2026, 11, 11), False), (date(2026, 11, 12), True)]
)
def test_the_emergency_s_renewal_is_not_taken_for_granted(day: date, flagged: bool) -> None:
    """From the anniversary on, the meaning says that the renewal was not verified."""
    listing = Listing(listed_on=date(2021, 12, 10))
    assert ("Not verified" in cmic_meaning(listing, day)) == flagged
