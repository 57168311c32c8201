"""The rungs of an outcome, from CLEAR to PROHIBITED, and the limbs of the law."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import cache


class Rung(IntEnum):
    """How far a rule goes; the higher rung wins."""

    CLEAR = 0
    NOTIFY = 1
    REG_S_ONLY = 2
    MUST_EXCLUDE_US_PERSONS = 3
    RESTRICTED_LICENCE = 4
    PROHIBITED = 5

    def __str__(self) -> str:
        return self.name


class Limb(StrEnum):
    """Which part of the law a rule belongs to; only `securities` is rolled up into the rung."""

    SECURITIES = "securities"
    EXPORT = "export"
    FILING = "filing"
    PROCUREMENT = "procurement"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rungs:
    """A pair of results: what the text prohibits, and what a prudent deal team does."""

    strict: Rung = Rung.CLEAR
    policy: Rung = Rung.CLEAR


@cache
def rungs(strict: Rung, policy: Rung) -> Rungs:
    """Return a pair of results; there are few, so that each is made once."""
    return Rungs(strict=strict, policy=policy)


def highest(results: Iterable[Rungs]) -> Rungs:
    """Return the highest strict and the highest policy rung, each on its own."""
    found = list(results)
    strict = max([one.strict for one in found], default=Rung.CLEAR)
    policy = max([one.policy for one in found], default=Rung.CLEAR)
    return rungs(strict, policy)
