"""The terms that a regime defines, over the facts of a case."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from sanccheck.deal.fact import Fact, Reading
from sanccheck.rulebook.conditions import Asked, Facts
from sanccheck.rulebook.schema import Clause, Definition, Regime
from sanccheck.rulebook.situations import Situation


class Terms:
    """The terms of a regime, each worked out once for the facts that it reads.

    Facts are told apart by identity, so that a `Terms` may not outlive the facts of its case.
    """

    def __init__(self, regime: Regime) -> None:
        self.names = frozenset(one.fact for one in regime.definitions)
        self._definitions = regime.definitions
        self._found: dict[tuple[int, ...], Fact] = {}
        self._layers: dict[int, Facts] = {}
        self._situations: dict[int, Situation] = {}

    def behind(self, names: AbstractSet[str]) -> frozenset[str]:
        """Return facts with those that the terms among them are defined on, at any remove."""
        found = set(names)
        for definition in reversed(self._definitions):
            if definition.fact in found:
                found.update(definition.reads)
        return frozenset(found)

    def over(self, layer: Facts) -> Facts:
        """Return a part of the facts of a situation, with the terms that are known from it.

        What is not there counts as unknown, so that a term which asks whether something is
        unknown is not told.
        """
        found = self._layers.get(id(layer))
        if found is None:
            found = self._layers[id(layer)] = self._defined(layer, by_layer=True)
        return found

    def of(self, situation: Situation) -> Situation:
        """Return a situation with the terms that its facts define."""
        found = self._situations.get(id(situation.facts))
        if found is None:
            facts = self.define(situation.facts)
            parted = {name for name in self.names if facts[name].read_two_ways}
            found = replace(situation, facts=facts, two_ways=situation.two_ways | parted)
            self._situations[id(situation.facts)] = found
        return found

    def define(self, facts: Facts) -> dict[str, Fact]:
        """Return facts with the terms that they define, one term building on those before it."""
        return self._defined(facts, by_layer=False)

    def _defined(self, facts: Facts, *, by_layer: bool) -> dict[str, Fact]:
        whole = dict(facts)
        for number, definition in enumerate(self._definitions):
            if by_layer and definition.asks_unknown:
                continue
            key = (number, *[id(whole.get(name)) for name in definition.reads])
            found = self._found.get(key)
            if found is None:
                found = self._found[key] = _defined(definition, whole)
            whole[definition.fact] = found
        return whole


def define(regime: Regime, facts: Facts) -> dict[str, Fact]:
    """Add the terms that a regime defines to the facts they are defined on."""
    return Terms(regime).define(facts)


def _defined(definition: Definition, facts: Facts) -> Fact:
    """Take the first clause that holds; while clauses are open, what all that may hold agree on."""
    may_hold: list[Clause] = []
    questions: list[str] = []
    settled = undecided = False
    for clause in definition.clauses:
        asked: Asked = []
        holds = clause.when.ask(facts, Reading.STRICT, asked)
        if holds is False:
            continue
        may_hold.append(clause)
        if holds:
            settled = True
            break
        undecided = True
        questions += (question for question, _ in asked)
    if not may_hold:
        return Fact(strict=False, policy=False, source=f"not {definition.meaning}")
    if not undecided:
        return _by_clause(may_hold[0])
    default = f"Is it {definition.meaning}?"
    return Fact(
        strict=_agreed([*(clause.strict for clause in may_hold), *([] if settled else [False])]),
        policy=_agreed([*(clause.policy for clause in may_hold), *([] if settled else [False])]),
        contested=any(clause.contested for clause in may_hold),
        source="; ".join(clause.because for clause in may_hold),
        question=next(iter(questions), default),
    )


def _by_clause(clause: Clause) -> Fact:
    return Fact(
        strict=clause.strict,
        policy=clause.policy,
        contested=clause.contested,
        source=f"{clause.id}: {clause.because}",
        question=clause.question,
    )


def _agreed(values: Sequence[bool]) -> bool | None:
    return values[0] if len(set(values)) == 1 else None
