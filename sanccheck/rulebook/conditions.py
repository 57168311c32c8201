"""Conditions over facts: true, false or unknown, with the whole trace.

A condition is written in a rule file as

    {all: [...]}, {any: [...]}, {not: ...}      over conditions
    {deal.kind: offering}                       the fact has this value
    {deal.action: [purchase, conversion]}       the fact has one of these values
    {is_unknown: security.publicly_traded}      the fact is not known
    {in_turn: [...]}                            all of them, asked about one after another
    {security.tenor_days: {over: 14}}           a number: over, under, at_least, at_most
    {security.new_on: {from: "2014-07-16", before: "2014-09-12"}}
                                                a date: from, after, before, until

Kleene's three-valued logic: `all` is false as soon as one is false, unknown when one is unknown
and none is false; `any` the other way round; `not` of unknown is unknown. `in_turn` comes out as
`all` does; while it is open it asks only for the first of its parts that is not known, so that
nobody is asked about the terms of a debt before it is known that they matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from operator import ge, gt, le, lt

from sanccheck.deal.fact import Fact, Reading, Value

Bound = int | Decimal | date
NUMBER_TESTS = {"over": gt, "under": lt, "at_least": ge, "at_most": le}
DATE_TESTS = {"from": ge, "after": gt, "before": lt, "until": le}
_TESTS: dict[str, Callable[[Bound, Bound], bool]] = {**NUMBER_TESTS, **DATE_TESTS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Has:
    """The fact is known and has one of the values."""

    fact: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """The fact is known and stands so to a number or a date."""

    fact: str
    test: str
    bound: Bound

    def holds(self, value: Value) -> bool:
        """Say whether a value stands so to the bound; one of another kind does not."""
        return _order(value) is _order(self.bound) and _TESTS[self.test](value, self.bound)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True, kw_only=True)
class IsUnknown:
    """The fact is not known. This is never itself unknown."""

    fact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Every:
    """All of the conditions; `in_turn` asks about one after another."""

    of: tuple[Condition, ...]
    in_turn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyOf:
    """At least one of the conditions."""

    of: tuple[Condition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Negation:
    """Not the condition."""

    of: Condition


Condition = Has | Compared | IsUnknown | Every | AnyOf | Negation


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
    in_turn: bool = False

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
            if self.in_turn and part.verdict is None:
                return


def facts_of(condition: Condition) -> Iterator[str]:
    """Yield every fact name that a condition reads."""
    if isinstance(condition, Has | Compared | IsUnknown):
        yield condition.fact
    elif isinstance(condition, Negation):
        yield from facts_of(condition.of)
    else:
        for part in condition.of:
            yield from facts_of(part)


def asked_unknown(condition: Condition) -> Iterator[str]:
    """Yield every fact of which a condition asks whether it is unknown."""
    if isinstance(condition, IsUnknown):
        yield condition.fact
    elif isinstance(condition, Negation):
        yield from asked_unknown(condition.of)
    elif isinstance(condition, Every | AnyOf):
        for part in condition.of:
            yield from asked_unknown(part)


def verdict(condition: Condition, facts: Mapping[str, Fact], reading: Reading) -> bool | None:
    """Return what `evaluate` comes to, without its trace and as soon as it is certain."""
    if isinstance(condition, Has | Compared):
        fact = facts.get(condition.fact)
        value = None if fact is None else fact.under(reading)
        return _narrowed(condition, fact) if value is None else _met(condition, value)
    if isinstance(condition, IsUnknown):
        fact = facts.get(condition.fact)
        return fact is None or fact.under(reading) is None
    if isinstance(condition, Negation):
        inner = verdict(condition.of, facts, reading)
        return None if inner is None else not inner
    whole = isinstance(condition, Every)
    undecided = False
    for part in condition.of:
        found = verdict(part, facts, reading)
        if found is None:
            undecided = True
        elif found is not whole:
            return found
    return None if undecided else whole


def evaluate(condition: Condition, facts: Mapping[str, Fact], reading: Reading) -> Trace:
    """Judge a condition under a reading of the facts. A fact that is absent is unknown."""
    if isinstance(condition, Has | Compared):
        return _test(condition, facts, reading)
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
        return Trace(verdict=_all(parts), text="all of", parts=parts, in_turn=condition.in_turn)
    return Trace(verdict=_any(parts), text="any of", parts=parts)


def _test(condition: Has | Compared, facts: Mapping[str, Fact], reading: Reading) -> Trace:
    fact = facts.get(condition.fact)
    value = None if fact is None else fact.under(reading)
    return Trace(
        verdict=_narrowed(condition, fact) if value is None else _met(condition, value),
        text=f"{condition.fact} is {_wanted(condition)}",
        fact=condition.fact,
        value=value,
        source=None if fact is None else fact.source,
        question=None if fact is None else fact.question,
    )


def _wanted(condition: Has | Compared) -> str:
    if isinstance(condition, Has):
        return " or ".join(say_value(value) for value in condition.values)
    return f"{condition.test.replace('_', ' ')} {condition.bound}"


def _met(condition: Has | Compared, value: Value) -> bool:
    return value in condition.values if isinstance(condition, Has) else condition.holds(value)


def _narrowed(condition: Has | Compared, fact: Fact | None) -> bool | None:
    """Judge an unknown fact by what it could be, where that is narrowed down."""
    if fact is None or not fact.among:
        return None
    found = {_met(condition, value) for value in fact.among}
    return found.pop() if len(found) == 1 else None


def _order(value: Value) -> str | None:
    """Name the order that a value stands in: numbers and dates are never compared."""
    if isinstance(value, date):
        return "date"
    return "number" if isinstance(value, int | Decimal) and not isinstance(value, bool) else None


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
