"""Say how alike two words are: 1 when the same, less for each slip, 0 when they are two words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sanccheck.matching.edits import allowed_edits, distance
from sanccheck.names.places import place
from sanccheck.names.weights import is_common

if TYPE_CHECKING:
    from collections.abc import Callable

# What one slip costs in a word of that many letters; two slips cost twice.
SLIP_COST = 1.2
_HAN_SLIP_COST = 1.0
# Two known words of many names are seldom slips of each other; what they lose beside the slip.
COMMON_COST = 0.15


def likeness(one: str, other: str) -> float:
    """Return how alike two words are, in [0, 1]; 0 where they are no slip of each other.

    Two places are not slips of each other ("Iran" and "Iraq"). Two known words of many names are
    less alike ("marine" and "marina", "Hasan" and "Hassan"): that takes the rest of the name.

    >>> likeness("hikvision", "hikvison") > 0.85, likeness("iran", "iraq"), likeness("3", "4")
    (True, 0.0, 0.0)
    """
    return near_likeness(one, allowed_edits(one), other, distance)


def near_likeness(
    word: str, edits: int, other: str, measure: Callable[[str, str, int], int]
) -> float:
    """Return how alike a word with so many slips allowed is to another, 0 if not alike.

    `measure` gives the edits between two words, or more than its limit.
    """
    if word == other:
        return 1.0
    limit = min(edits, allowed_edits(other))
    if not limit:
        return 0.0
    apart = measure(word, other, limit)
    return likeness_at(word, other, apart) if apart <= limit else 0.0


def likeness_at(one: str, other: str, edits: int) -> float:
    """Return how alike two different words are that lie `edits` slips apart."""
    if place(one) is not None and place(other) is not None:
        return 0.0
    cost = SLIP_COST if one.isascii() else _HAN_SLIP_COST
    alike = 1.0 - edits * cost / max(len(one), len(other))
    if is_common(one) and is_common(other):
        alike -= COMMON_COST
    return max(0.0, alike)


def slips(one: str, other: str, alike: float) -> float:
    """Return how many slips lie between two words that are so alike and not both common."""
    cost = SLIP_COST if one.isascii() else _HAN_SLIP_COST
    return (1.0 - alike) * max(len(one), len(other)) / cost


def is_doubtful(one: str, other: str) -> bool:
    """Say whether two different words are both known, so that a slip of one is hardly the other."""
    return is_common(one) and is_common(other)
