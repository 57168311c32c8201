"""A firm's own regimes beside the law: they add to it and take the place of nothing in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from sanccheck.deal.registry import spec_of
from sanccheck.errors import Problem, RuleError
from sanccheck.rulebook.load import LoadedRegime, Rulebook, load_rulebook
from sanccheck.yaml_lines import line_at

_RENAME = "house rules add to the law and take the place of none; rename it"


def with_house(law: Rulebook, files: Iterable[tuple[str, bytes]]) -> Rulebook:
    """Add the regimes of files, given as (name, bytes), to those of the law.

    Raises:
        RuleError: with every problem of every file, and every clash of names with the law.
    """
    house = load_rulebook(files, examples=False)
    clashes = [clash for item in house.regimes for clash in _clashes(law, house, item)]
    if clashes:
        raise RuleError(clashes)
    regimes = [*law.regimes, *house.regimes]
    regimes.sort(key=lambda item: (item.regime.stage != "outcome", item.regime.id))
    ids = frozenset(item.regime.id for item in house.regimes)
    return replace(law, regimes=tuple(regimes), house=ids)


def _clashes(law: Rulebook, house: Rulebook, item: LoadedRegime) -> Iterator[Problem]:
    """Yield what a house regime names as the law, or another house regime, already does."""
    taken = [one.regime for one in law.regimes]
    regime = item.regime
    regimes = {one.id for one in taken}
    rules = {rule.id for one in taken for rule in one.rules}
    others = Counter(rule.id for one in house.regimes for rule in one.regime.rules)
    if regime.id in regimes or [one.regime.id for one in house.regimes].count(regime.id) > 1:
        yield _problem(item, ("id",), f"the regime id '{regime.id}' is taken; {_RENAME}")
    for index, rule in enumerate(regime.rules):
        if rule.id in rules or others[rule.id] > 1:
            at = ("rules", index, "id")
            yield _problem(item, at, f"the rule id '{rule.id}' is taken; {_RENAME}")
    if regime.terms:
        message = (
            "a house regime has no terms: those of the documents are the law's; leave them out"
        )
        yield _problem(item, ("terms",), message)
    for number, definition in enumerate(regime.definitions):
        if spec_of(definition.fact) is not None:
            message = f"the fact '{definition.fact}' is the program's; {_RENAME}"
            yield _problem(item, ("definitions", number), message)


def _problem(item: LoadedRegime, where: tuple[str | int, ...], message: str) -> Problem:
    return Problem(path=item.path, line=line_at(item.tree, where), message=message)
