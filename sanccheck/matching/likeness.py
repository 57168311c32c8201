"""Say how alike two words are: 1 when the same, less for each slip, 0 when they are two words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sanccheck.matching.edits import allowed_edits, distance
from sanccheck.names.places import place
from sanccheck.names.weights import is_common

if TYPE_CHECKING:
    from collections.abc import Callable

# What one slip costs in a word of that many letters; two slips cost twice.
_SLIP_COST = 1.2
_HAN_SLIP_COST = 1.0


def likeness(one: str, other: str) -> float:
    """Return how alike two words are, in [0, 1]; 0 where they are no slip of each other.

    Two words that are both known words of many names, or two places, are not slips of each other
    ("marine" and "marina", "Iran" and "Iraq").

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
    if is_common(one) and is_common(other):
        return 0.0
    cost = _SLIP_COST if one.isascii() else _HAN_SLIP_COST
    return max(0.0, 1.0 - edits * cost / max(len(one), len(other)))
