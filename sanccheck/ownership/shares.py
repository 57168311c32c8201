"""Shares of a company: exact, a range, or unknown; read as typed, added, said.

Everything is a fraction of 100, so that no sum is ever rounded: 49.999 is not 50.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

WHOLE = Fraction(100)
NONE = Fraction(0)
MAX_DECIMALS = 18

_NUMBER = r"([0-9]{1,3}(?:\.[0-9]{1,18})?)\s*%?"
_POINT = re.compile(_NUMBER)
_RANGE = re.compile(rf"{_NUMBER}\s*(?:-|to)\s*{_NUMBER}")
_OPEN = re.compile(rf"(at least|at most|more than|over|less than|under)\s+{_NUMBER}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A percentage between two ends; `above` and `below` say that an end itself is not meant."""

    low: Fraction = NONE
    high: Fraction = WHOLE
    above: bool = False
    below: bool = False

    @property
    def exact(self) -> bool:
        """Say whether the share is one number."""
        return self.low == self.high


UNKNOWN_SHARE = Share()


def exactly(percent: Decimal | int) -> Share:
    """Make a share of one number."""
    number = Fraction(percent)
    return Share(low=number, high=number)


def read_share(text: str) -> Share:
    """Read a share as typed: `33.5`, `40-60`, `at least 25`, `less than 50`, `unknown`.

    Raises:
        ValueError: in a reader's words, for anything else.

    >>> read_share("less than 50").below
    True
    """
    text = text.strip().lower()
    if text == "unknown":
        return UNKNOWN_SHARE
    share = _read(text)
    if share is None:
        raise ValueError(
            f"'{text[:40]}' is not a percentage; write 33.5, 40-60, at least 25, less than 50 or "
            f"unknown (up to {MAX_DECIMALS} decimals)"
        )
    if not NONE <= share.low <= WHOLE or not NONE <= share.high <= WHOLE:
        raise ValueError(f"{text} is not between 0 and 100")
    if share.low > share.high:
        raise ValueError(f"'{text}' ends below its beginning")
    if share.exact and (share.above or share.below):
        raise ValueError(f"'{text}' leaves no percentage")
    return share


def _read(text: str) -> Share | None:
    found = _POINT.fullmatch(text)
    if found is not None:
        return exactly(Decimal(found[1]))
    found = _RANGE.fullmatch(text)
    if found is not None:
        return Share(low=Fraction(Decimal(found[1])), high=Fraction(Decimal(found[2])))
    found = _OPEN.fullmatch(text)
    if found is None:
        return None
    number = Fraction(Decimal(found[2]))
    if found[1] in {"at least", "more than", "over"}:
        return Share(low=number, above=found[1] != "at least")
    return Share(high=number, below=found[1] != "at most")


@dataclass(frozen=True, slots=True)
class Least:
    """The smallest that a sum can be; `beyond` says that it is more than that."""

    value: Fraction
    beyond: bool


@dataclass(frozen=True, slots=True)
class Most:
    """The largest that a sum can be; `short` says that it is less than that."""

    value: Fraction
    short: bool


def least_of(shares: Iterable[Share]) -> Least:
    """Add up the lower ends."""
    found = tuple(shares)
    return Least(_sum([share.low for share in found]), any(share.above for share in found))


def most_of(shares: Iterable[Share]) -> Most:
    """Add up the upper ends."""
    found = tuple(shares)
    return Most(_sum([share.high for share in found]), any(share.below for share in found))


def _sum(ends: list[Fraction]) -> Fraction:
    """Add up; most companies have one holder at most of a kind, and fractions are slow to add."""
    return sum(ends[1:], ends[0]) if ends else NONE


def larger(one: Least, other: Least) -> Least:
    """Return the stronger of two lower ends."""
    return max(one, other, key=lambda end: (end.value, end.beyond))


def smaller(one: Most, other: Most) -> Most:
    """Return the stronger of two upper ends."""
    return min(one, other, key=lambda end: (end.value, not end.short))


def say_number(value: Fraction) -> str:
    """Write a percentage as a reader does, rounded only where it never ends.

    >>> say_number(Fraction(67, 2)), say_number(Fraction(100, 3))
    ('33.5', 'about 33.33')
    """
    scaled = value * 10**MAX_DECIMALS
    if scaled.denominator == 1:
        whole, rest = divmod(int(scaled), 10**MAX_DECIMALS)
        decimals = f"{rest:0{MAX_DECIMALS}d}".rstrip("0")
        return f"{whole}.{decimals}" if decimals else str(whole)
    return f"about {float(value):.2f}"


def say_share(share: Share) -> str:
    """Write a share in words.

    >>> say_share(read_share("40-60")), say_share(read_share("over 25"))
    ('between 40 and 60 percent', 'more than 25 percent')
    """
    low, high = say_number(share.low), say_number(share.high)
    if share == UNKNOWN_SHARE:
        return "an unknown percentage"
    if share.exact:
        return f"{low} percent"
    if share.high == WHOLE and not share.below:
        return f"{'more than' if share.above else 'at least'} {low} percent"
    if share.low == NONE and not share.above:
        return f"{'less than' if share.below else 'at most'} {high} percent"
    return f"between {low} and {high} percent"
