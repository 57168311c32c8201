"""Which actors no rule tells apart.

Most parties of a deal differ in little that a rule reads. So a condition is judged once for each
way in which the facts of an actor stand, and not for each actor.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from sanccheck.deal.fact import Fact
from sanccheck.deal.facts import Actor

# How a fact stands, as far as a verdict can turn on it: its values, and whether it can be asked.
_Standing: TypeAlias = tuple[object, ...]
Alike: TypeAlias = tuple[int, ...]


class Standings:
    """Numbers for how the facts of actors stand: equal numbers where no verdict tells them apart.

    They are worked out fact by fact, for all actors at once, when the first rule reads a fact.
    """

    def __init__(self, actors: Sequence[Actor]) -> None:
        self._actors = actors
        self._places = [id(actor) for actor in actors]
        self._names = frozenset(name for actor in actors for name in actor.facts)
        self._columns: dict[str, list[int]] = {}
        self._numbers: dict[_Standing | None, int] = {}

    def of(self, names: Iterable[str]) -> Mapping[int, Alike]:
        """Return, by the identity of an actor, how its facts of these names stand."""
        columns = [self._column(name) for name in names if name in self._names]
        rows = zip(*columns, strict=True) if columns else [()] * len(self._places)
        return dict(zip(self._places, rows, strict=True))

    def _column(self, name: str) -> list[int]:
        found = self._columns.get(name)
        if found is None:
            found = self._columns[name] = [
                self._number(actor.facts.get(name)) for actor in self._actors
            ]
        return found

    def _number(self, fact: Fact | None) -> int:
        standing = None if fact is None else _standing(fact)
        return self._numbers.setdefault(standing, len(self._numbers))


def _standing(fact: Fact) -> _Standing:
    strict, policy = fact.strict, fact.policy
    # With their types, as `True` equals 1.
    values = (type(strict), strict, type(policy), policy, fact.contested, bool(fact.question))
    return (*values, *[(type(value), value) for value in fact.among]) if fact.among else values
