"""Conditions over facts: true, false or unknown, with the whole trace.

A condition is written in a rule file as

    {all: [...]}, {any: [...]}, {not: ...}      over conditions
    {deal.kind: offering}                       the fact has this value
    {deal.action: [purchase, conversion]}       the fact has one of these values
    {is_unknown: security.publicly_traded}      the fact is not known
    {security.tenor_days: {over: 30}}           a number: over, at_least, under, at_most
    {security.issue_date: {after: 2014-08-01}}  a date: after, from, before, until

Kleene's three-valued logic: `all` is false as soon as one is false, unknown when one is unknown
and none is false; `any` the other way round; `not` of unknown is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from sanccheck.deal.fact import Fact, Reading, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Has:
    """The fact is known and has one of the values."""

    fact: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IsUnknown:
    """The fact is not known. This is never itself unknown."""

    fact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Compares:
    """The fact is known, and a number or a date on this side of a limit."""

    fact: str
    how: str
    limit: int | date


@dataclass(frozen=True, slots=True, kw_only=True)
class Every:
    """All of the conditions."""

    of: tuple[Condition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyOf:
    """At least one of the conditions."""

    of: tuple[Condition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Negation:
    """Not the condition."""

    of: Condition


Condition = Has | IsUnknown | Compares | Every | AnyOf | Negation

# Each word of a comparison: which side of the limit, and whether the limit itself is in it.
NUMBER_WORDS = {
    "over": (1, False),
    "at_least": (1, True),
    "under": (-1, False),
    "at_most": (-1, True),
}
DATE_WORDS = {
    "after": (1, False),
    "from": (1, True),
    "before": (-1, False),
    "until": (-1, True),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """How a condition came out: its verdict, and for a fact its value and where it is from."""

    verdict: bool | None
    text: str
    fact: str | None = None
    value: Value | None = None
    source: str | None = None
    question: str | None = None
    parts: tuple[Trace, ...] = field(default=())

    def leaves(self) -> Iterator[Trace]:
        """Yield the traces of single facts."""
        if self.fact is not None:
            yield self
        for part in self.parts:
            yield from part.leaves()

    def open_questions(self) -> Iterator[tuple[str, str]]:
        """Yield the questions whose answers could settle an unknown verdict, with their facts."""
        if self.verdict is not None:
            return
        if self.question is not None and self.fact is not None:
            yield self.question, self.fact
        for part in self.parts:
            yield from part.open_questions()


def facts_of(condition: Condition) -> Iterator[str]:
    """Yield every fact name that a condition reads."""
    if isinstance(condition, Has | IsUnknown | Compares):
        yield condition.fact
    elif isinstance(condition, Negation):
        yield from facts_of(condition.of)
    else:
        for part in condition.of:
            yield from facts_of(part)


def evaluate(condition: Condition, facts: Mapping[str, Fact], reading: Reading) -> Trace:
    """Judge a condition under a reading of the facts. A fact that is absent is unknown."""
    if isinstance(condition, Has):
        return _test(condition, facts, reading)
    if isinstance(condition, Compares):
        return _compare(condition, facts, reading)
    if isinstance(condition, IsUnknown):
        fact = facts.get(condition.fact)
        absent = fact is None or fact.under(reading) is None
        return Trace(
            verdict=absent,
            text=f"{condition.fact} is unknown",
            fact=condition.fact,
            source=None if fact is None else fact.source,
        )
    if isinstance(condition, Negation):
        inner = evaluate(condition.of, facts, reading)
        verdict = None if inner.verdict is None else not inner.verdict
        return Trace(verdict=verdict, text="not", parts=(inner,))
    parts = tuple(evaluate(part, facts, reading) for part in condition.of)
    if isinstance(condition, Every):
        return Trace(verdict=_all(parts), text="all of", parts=parts)
    return Trace(verdict=_any(parts), text="any of", parts=parts)


def _test(condition: Has, facts: Mapping[str, Fact], reading: Reading) -> Trace:
    fact = facts.get(condition.fact)
    value = None if fact is None else fact.under(reading)
    wanted = " or ".join(say_value(value) for value in condition.values)
    return Trace(
        verdict=_narrowed(condition, fact) if value is None else value in condition.values,
        text=f"{condition.fact} is {wanted}",
        fact=condition.fact,
        value=value,
        source=None if fact is None else fact.source,
        question=None if fact is None else fact.question,
    )


def _compare(condition: Compares, facts: Mapping[str, Fact], reading: Reading) -> Trace:
    fact = facts.get(condition.fact)
    value = None if fact is None else fact.under(reading)
    return Trace(
        verdict=None if value is None else _beyond(value, condition),
        text=f"{condition.fact} is {condition.how.replace('_', ' ')} {condition.limit}",
        fact=condition.fact,
        value=value,
        source=None if fact is None else fact.source,
        question=None if fact is None else fact.question,
    )


def _beyond(value: Value, condition: Compares) -> bool:
    """Say on which side of a limit a value stands; the loader lets only like kinds meet."""
    side, at_limit = {**NUMBER_WORDS, **DATE_WORDS}[condition.how]
    limit = condition.limit
    if value == limit:
        return at_limit
    if isinstance(value, date) and isinstance(limit, date):
        return (value > limit) == (side > 0)
    if isinstance(value, int) and isinstance(limit, int):
        return (value > limit) == (side > 0)
    msg = f"{condition.fact} is {value!r}, which is not of the kind of {limit!r}"
    raise TypeError(msg)


def _narrowed(condition: Has, fact: Fact | None) -> bool | None:
    """Judge an unknown fact by what it could be, where that is narrowed down."""
    if fact is None or not fact.among:
        return None
    found = {value in condition.values for value in fact.among}
    return found.pop() if len(found) == 1 else None


def _all(parts: tuple[Trace, ...]) -> bool | None:
    if any(part.verdict is False for part in parts):
        return False
    return None if any(part.verdict is None for part in parts) else True


def _any(parts: tuple[Trace, ...]) -> bool | None:
    if any(part.verdict is True for part in parts):
        return True
    return None if any(part.verdict is None for part in parts) else False


def say_value(value: Value | None) -> str:
    """Write a fact's value as the rule files and the memo do.

    >>> say_value(True)
    'yes'
    """
    if value is None:
        return "unknown"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
