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

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from operator import ge, gt, le, lt
from typing import NamedTuple

from sanccheck.deal.fact import Fact, Reading, Value

Bound = int | Decimal | date
Facts = Mapping[str, Fact]
NUMBER_TESTS = {"over": gt, "under": lt, "at_least": ge, "at_most": le}
DATE_TESTS = {"from": ge, "after": gt, "before": lt, "until": le}
_POLICY = Reading.POLICY  # the reading that most rules are judged on, with one look fewer
_TESTS: dict[str, Callable[[Bound, Bound], bool]] = {**NUMBER_TESTS, **DATE_TESTS}


Asked = list[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Has:
    """The fact is known and has one of the values."""

    fact: str
    values: tuple[Value, ...]

    def met(self, value: Value) -> bool:
        """Say whether a value is one of them."""
        return value in self.values

    def verdict(self, facts: Facts, reading: Reading) -> bool | None:
        """Judge the fact under a reading."""
        fact = facts.get(self.fact)
        if fact is None:
            return None
        value = fact.policy if reading is _POLICY else fact.under(reading)
        return _narrowed(self, fact) if value is None else value in self.values

    def ask(self, facts: Facts, reading: Reading, asked: Asked) -> bool | None:
        """Judge the fact, and add its question where that is open."""
        found = self.verdict(facts, reading)
        if found is None and (fact := facts.get(self.fact)) is not None and fact.question:
            asked.append((fact.question, self.fact))
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """The fact is known and stands so to a number or a date."""

    fact: str
    test: str
    bound: Bound

    def met(self, value: Value) -> bool:
        """Say whether a value stands so to the bound; one of another kind does not."""
        return _order(value) is _order(self.bound) and _TESTS[self.test](value, self.bound)  # type: ignore[arg-type]

    def verdict(self, facts: Facts, reading: Reading) -> bool | None:
        """Judge the fact under a reading."""
        fact = facts.get(self.fact)
        if fact is None:
            return None
        value = fact.under(reading)
        return _narrowed(self, fact) if value is None else self.met(value)

    def ask(self, facts: Facts, reading: Reading, asked: Asked) -> bool | None:
        """Judge the fact, and add its question where that is open."""
        found = self.verdict(facts, reading)
        if found is None and (fact := facts.get(self.fact)) is not None and fact.question:
            asked.append((fact.question, self.fact))
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class IsUnknown:
    """The fact is not known. This is never itself unknown."""

    fact: str

    def verdict(self, facts: Facts, reading: Reading) -> bool:
        """Say whether the fact is unknown under a reading."""
        fact = facts.get(self.fact)
        return fact is None or fact.under(reading) is None

    def ask(self, facts: Facts, reading: Reading, asked: Asked) -> bool:  # noqa: ARG002 - nothing to ask
        """Say whether the fact is unknown; that asks nothing."""
        return self.verdict(facts, reading)


@dataclass(frozen=True, slots=True, kw_only=True)
class Every:
    """All of the conditions; `in_turn` asks about one after another."""

    of: tuple[Condition, ...]
    in_turn: bool = False

    def verdict(self, facts: Facts, reading: Reading) -> bool | None:
        """Judge them until one is false."""
        found: bool | None = True
        for part in self.of:
            one = part.verdict(facts, reading)
            if one is False:
                return False
            if one is None:
                found = None
        return found

    def ask(self, facts: Facts, reading: Reading, asked: Asked) -> bool | None:
        """Judge them, and add the questions of those that are open where none is false."""
        before = len(asked)
        found: bool | None = True
        for part in self.of:
            quiet = self.in_turn and found is None
            one = part.verdict(facts, reading) if quiet else part.ask(facts, reading, asked)
            if one is False:
                del asked[before:]
                return False
            if one is None:
                found = None
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyOf:
    """At least one of the conditions."""

    of: tuple[Condition, ...]

    def verdict(self, facts: Facts, reading: Reading) -> bool | None:
        """Judge them until one is true."""
        found: bool | None = False
        for part in self.of:
            one = part.verdict(facts, reading)
            if one is True:
                return True
            if one is None:
                found = None
        return found

    def ask(self, facts: Facts, reading: Reading, asked: Asked) -> bool | None:
        """Judge them, and add the questions of those that are open where none is true."""
        before = len(asked)
        found: bool | None = False
        for part in self.of:
            one = part.ask(facts, reading, asked)
            if one is True:
                del asked[before:]
                return True
            if one is None:
                found = None
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Negation:
    """Not the condition."""

    of: Condition

    def verdict(self, facts: Facts, reading: Reading) -> bool | None:
        """Turn a known verdict round."""
        return _turned(self.of.verdict(facts, reading))

    def ask(self, facts: Facts, reading: Reading, asked: Asked) -> bool | None:
        """Turn a known verdict round, and add the questions of an open one."""
        return _turned(self.of.ask(facts, reading, asked))


Condition = Has | Compared | IsUnknown | Every | AnyOf | Negation


def _turned(verdict: bool | None) -> bool | None:
    return None if verdict is None else not verdict


def open_questions(condition: Condition, facts: Facts, reading: Reading) -> Asked:
    """Return the questions whose answers could settle an unknown verdict, with their facts."""
    asked: Asked = []
    condition.ask(facts, reading, asked)
    return asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """How a condition came out: its verdict, and for a fact its value and where it is from."""

    verdict: bool | None
    text: str
    fact: str | None = None
    value: Value | None = None
    source: str | None = None
    parts: tuple[Trace, ...] = field(default=())

    def leaves(self) -> Iterator[Trace]:
        """Yield the traces of single facts."""
        if self.fact is not None:
            yield self
        for part in self.parts:
            yield from part.leaves()


def facts_of(condition: Condition) -> list[str]:
    """Return every fact name that a condition reads, in the order in which it does."""
    if isinstance(condition, Every | AnyOf):
        return [name for part in condition.of for name in facts_of(part)]
    return facts_of(condition.of) if isinstance(condition, Negation) else [condition.fact]


class Reads(NamedTuple):
    """The facts that conditions read, and those of which they ask whether they are unknown."""

    facts: frozenset[str]
    asked_unknown: frozenset[str]


def reads_of(conditions: Iterable[Condition]) -> Reads:
    """Return what conditions read, whatever the order."""
    facts: set[str] = set()
    asked_unknown: set[str] = set()
    pending = [*conditions]
    # The list grows while it is walked; the most frequent kinds come first, as this is done for
    # every rule before the first deal is judged.
    for part in pending:
        if isinstance(part, Has):
            facts.add(part.fact)
        elif isinstance(part, (Every, AnyOf)):
            pending += part.of
        elif isinstance(part, Negation):
            pending.append(part.of)
        else:
            facts.add(part.fact)
            if isinstance(part, IsUnknown):
                asked_unknown.add(part.fact)
    return Reads(frozenset(facts), frozenset(asked_unknown))


def evaluate(condition: Condition, facts: Facts, reading: Reading) -> Trace:
    """Trace a condition under a reading of the facts. A fact that is absent is unknown."""
    verdict = condition.verdict(facts, reading)
    if isinstance(condition, Has | Compared | IsUnknown):
        fact = facts.get(condition.fact)
        unasked = fact is None or isinstance(condition, IsUnknown)
        return Trace(
            verdict=verdict,
            text=f"{condition.fact} is {_wanted(condition)}",
            fact=condition.fact,
            value=None if fact is None or unasked else fact.under(reading),
            source=None if fact is None else fact.source,
        )
    if isinstance(condition, Negation):
        parts: tuple[Trace, ...] = (evaluate(condition.of, facts, reading),)
        return Trace(verdict=verdict, text="not", parts=parts)
    parts = tuple(evaluate(part, facts, reading) for part in condition.of)
    text = "all of" if isinstance(condition, Every) else "any of"
    return Trace(verdict=verdict, text=text, parts=parts)


def _wanted(condition: Has | Compared | IsUnknown) -> str:
    if isinstance(condition, IsUnknown):
        return "unknown"
    if isinstance(condition, Has):
        return " or ".join(say_value(value) for value in condition.values)
    return f"{condition.test.replace('_', ' ')} {condition.bound}"


def _narrowed(condition: Has | Compared, fact: Fact) -> bool | None:
    """Judge an unknown fact by what it could be, where that is narrowed down."""
    if not fact.among:
        return None
    found = {condition.met(value) for value in fact.among}
    return found.pop() if len(found) == 1 else None


def _order(value: Value) -> str | None:
    """Name the order that a value stands in: numbers and dates are never compared."""
    if isinstance(value, date):
        return "date"
    return "number" if isinstance(value, int | Decimal) and not isinstance(value, bool) else None


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
