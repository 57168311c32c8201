"""What the rules of a rulebook ask for."""

from __future__ import annotations

from collections.abc import Iterator

from sanccheck.deal.registry import ON_LIST, PRINCIPAL_ON
from sanccheck.deal.world_registry import BEHIND_ON, OTHERS_ON
from sanccheck.rulebook.conditions import Condition, facts_of
from sanccheck.rulebook.load import Rulebook
from sanccheck.rulebook.schema import Regime

_BY_LIST = (ON_LIST, PRINCIPAL_ON, OTHERS_ON, BEHIND_ON)


def asked_facts(rulebook: Rulebook) -> frozenset[str]:
    """Return every fact that a rule, a definition or a term reads."""
    return frozenset(
        name
        for loaded in rulebook.regimes
        for condition in _conditions(loaded.regime)
        for name in facts_of(condition)
    )


def asked_lists(rulebook: Rulebook) -> frozenset[str]:
    """Return the lists that rules ask about by `party.on.<list>` and the like."""
    return frozenset(
        name.removeprefix(prefix)
        for name in asked_facts(rulebook)
        for prefix in _BY_LIST
        if name.startswith(prefix)
    )


def _conditions(regime: Regime) -> Iterator[Condition]:
    for rule in regime.rules:
        for version in rule.versions:
            yield version.applies_when
            yield from (item.when for item in version.unless)
    for definition in regime.definitions:
        yield from (clause.when for clause in definition.clauses)
    for term in regime.terms:
        yield term.needed_when
        if term.met_when is not None:
            yield term.met_when
