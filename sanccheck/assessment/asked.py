"""What the rules of a rulebook ask for."""

from __future__ import annotations

from sanccheck.deal.registry import ON_LIST, PRINCIPAL_ON
from sanccheck.deal.world_registry import BEHIND_ON, OTHERS_ON
from sanccheck.rulebook.load import Rulebook

_BY_LIST = (ON_LIST, PRINCIPAL_ON, OTHERS_ON, BEHIND_ON)


def asked_facts(rulebook: Rulebook) -> frozenset[str]:
    """Return every fact that a rule, a definition or a term reads."""
    return frozenset(name for loaded in rulebook.regimes for name in loaded.regime.reads)


def asked_lists(rulebook: Rulebook) -> frozenset[str]:
    """Return the lists that rules ask about by `party.on.<list>` and the like."""
    return frozenset(
        name.removeprefix(prefix)
        for name in asked_facts(rulebook)
        for prefix in _BY_LIST
        if name.startswith(prefix)
    )
