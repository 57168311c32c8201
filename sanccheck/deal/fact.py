"""A fact: known, unknown, or contested, with where it comes from and what would settle it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

Value = bool | str | int | Decimal | date


class Reading(StrEnum):
    """How a contested fact is read.

    STRICT as the text of the law has it, POLICY as a prudent deal team takes it, OPEN as
    undecided: what an open question could still bring.
    """

    STRICT = "strict"
    POLICY = "policy"
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A value under each reading; None is unknown. `question` asks for it in plain words.

    `among` narrows what an unknown fact could be; empty where it could be anything.
    """

    strict: Value | None
    policy: Value | None
    contested: bool = False
    source: str
    question: str | None = None
    among: tuple[Value, ...] = ()

    @property
    def read_two_ways(self) -> bool:
        """Say whether the readings of the fact are not all the same."""
        return self.contested or self.strict is not self.policy

    def under(self, reading: Reading) -> Value | None:
        """Return the value under a reading, None where it is unknown."""
        if reading is Reading.OPEN and self.contested:
            return None
        return self.policy if reading is Reading.POLICY else self.strict


def known(value: Value, source: str) -> Fact:
    """Make a fact that is known and not contested."""
    return Fact(strict=value, policy=value, source=source)


def unknown(question: str, source: str = "not stated", among: tuple[Value, ...] = ()) -> Fact:
    """Make a fact that is unknown, with the question that would settle it."""
    return Fact(strict=None, policy=None, source=source, question=question, among=among)


def stated(value: Value | None, source: str, question: str) -> Fact:
    """Make a known fact of a value, or an unknown one of None."""
    return unknown(question) if value is None else known(value, source)
