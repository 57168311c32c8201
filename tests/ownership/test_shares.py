"""Percentages as typed: exact, ranges, unknown; nothing is rounded."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sanccheck.ownership.shares import (
    UNKNOWN_SHARE,
    Least,
    Most,
    Share,
    larger,
    least_of,
    most_of,
    read_share,
    say_number,
    say_share,
    smaller,
)


@pytest.mark.parametrize(
    ("text", "low", "high", "above", "below", "said"),
    [
        ("33", 33, 33, False, False, "33 percent"),
        ("33.5 %", Fraction(67, 2), Fraction(67, 2), False, False, "33.5 percent"),
        ("40-60", 40, 60, False, False, "between 40 and 60 percent"),
        ("40% to 60%", 40, 60, False, False, "between 40 and 60 percent"),
        ("at least 25", 25, 100, False, False, "at least 25 percent"),
        ("more than 25", 25, 100, True, False, "more than 25 percent"),
        ("over 25", 25, 100, True, False, "more than 25 percent"),
        ("At Most 10", 0, 10, False, False, "at most 10 percent"),
        ("less than 50", 0, 50, False, True, "less than 50 percent"),
        ("under 50", 0, 50, False, True, "less than 50 percent"),
        ("unknown", 0, 100, False, False, "an unknown percentage"),
        ("0", 0, 0, False, False, "0 percent"),
        ("100", 100, 100, False, False, "100 percent"),
    ],
)
def test_a_share_is_read_and_said(
    text: str, low: Fraction, high: Fraction, above: bool, below: bool, said: str
) -> None:
    """Each way of writing a share gives its ends, and is said in words that mean the same."""
    share = read_share(text)
    assert share == Share(low=Fraction(low), high=Fraction(high), above=above, below=below)
    assert say_share(share) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("101", "not between 0 and 100"),
        ("50-101", "not between 0 and 100"),
        ("at least 101", "not between 0 and 100"),
        ("60-40", "ends below its beginning"),
        ("less than 0", "leaves no percentage"),
        ("more than 100", "leaves no percentage"),
        ("a half", "is not a percentage"),
        ("-5", "is not a percentage"),
        ("1e3", "is not a percentage"),
        ("NaN", "is not a percentage"),
        ("33,5", "is not a percentage"),
        ("33." + "3" * 19, "up to 18 decimals"),
        ("٣٣", "is not a percentage"),
        ("", "is not a percentage"),
    ],
)
def test_what_is_no_share_is_told(text: str, said: str) -> None:
    """Anything else is refused in words that say what to write."""
    with pytest.raises(ValueError, match=said):
        read_share(text)


def test_sums_are_exact() -> None:
    """A hair below half stays below half, however many stakes make it up."""
    shares = [read_share("49.999999999999999999"), read_share("0.000000000000000001")]
    assert least_of(shares).value == 50
    assert least_of([*shares[:1], read_share("0")]).value < 50
    assert most_of([UNKNOWN_SHARE, read_share("less than 50")]) == Most(Fraction(150), short=True)


def test_an_open_end_is_weaker_than_a_closed_one() -> None:
    """More than 50 is a stronger lower end than 50, less than 50 a stronger upper one."""
    assert larger(Least(Fraction(50), beyond=False), Least(Fraction(50), beyond=True)).beyond
    assert smaller(Most(Fraction(50), short=False), Most(Fraction(50), short=True)).short


def test_a_number_that_never_ends_is_said_to_be_rounded() -> None:
    """A third is told as about a third."""
    assert say_number(Fraction(100, 3)) == "about 33.33"
    assert say_number(Fraction(1, 10**18)) == "0." + "0" * 17 + "1"
    assert say_share(Share(low=Fraction(10), high=Fraction(20), below=True)) == (
        "between 10 and 20 percent"
    )
