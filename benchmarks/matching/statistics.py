"""Rates with their intervals, and what they mean where few names are of listed parties."""

from __future__ import annotations

import math
from dataclasses import dataclass

_Z = 1.959963984540054  # 95 percent


@dataclass(frozen=True, slots=True)
class Rate:
    """So many of so many, with the 95 percent interval by Wilson."""

    hits: int
    of: int

    @property
    def value(self) -> float:
        """The rate itself, 0 of nothing."""
        return self.hits / self.of if self.of else 0.0

    @property
    def low(self) -> float:
        """The lower end."""
        return self._ends()[0]

    @property
    def high(self) -> float:
        """The upper end."""
        return self._ends()[1]

    def _ends(self) -> tuple[float, float]:
        if not self.of:
            return 0.0, 1.0
        shrunk = 1 + _Z**2 / self.of
        middle = (self.value + _Z**2 / (2 * self.of)) / shrunk
        spread = self.value * (1 - self.value) / self.of + _Z**2 / (4 * self.of**2)
        reach = _Z * math.sqrt(spread) / shrunk
        return max(0.0, middle - reach), min(1.0, middle + reach)


def precision(recall: float, alarms: float, prevalence: float) -> float:
    """Return which part of the hits is right where so few names are of listed parties.

    >>> round(precision(1.0, 0.01, 0.01), 3)
    0.503
    """
    right = recall * prevalence
    wrong = alarms * (1 - prevalence)
    return right / (right + wrong) if right + wrong else 0.0


def precision_ends(recall: Rate, alarms: Rate, prevalence: float) -> tuple[float, float]:
    """Return an interval for the precision, from the ends of both rates."""
    return (
        precision(recall.low, alarms.high, prevalence),
        precision(recall.high, alarms.low, prevalence),
    )
