"""The facts that made a rule hold, in a reader's words rather than in the rule file's."""

from __future__ import annotations

from collections.abc import Iterator

from sanccheck.deal.registry import spec_of
from sanccheck.rulebook.conditions import Trace, say_value
from sanccheck.rulebook.finding import Finding

_PHASES = {
    "P0": "not listed",
    "P1": "listed, not yet effective",
    "P2": "in force, the window to divest still open",
    "P3": "in force, the window to divest closed",
}


def facts_read(finding: Finding) -> Iterator[str]:
    """Yield each fact that held, once: what it says, its value, where it is from."""
    meanings = {item.fact: item.meaning for item in finding.card.regime.definitions}
    said = (
        _say(leaf, meanings.get(leaf.fact or "")) for leaf in finding.trace.leaves() if leaf.verdict
    )
    yield from dict.fromkeys(said)


def _say(leaf: Trace, defined: str | None) -> str:
    spec = None if leaf.fact is None else spec_of(leaf.fact)
    meaning = defined or (leaf.fact if spec is None else spec.meaning)
    value = say_value(leaf.value)
    if leaf.fact is not None and leaf.fact.endswith("phase"):
        value = _PHASES.get(value, value)
    source = f" ({leaf.source})" if leaf.source else ""
    return f"{meaning}: {value.replace('_', ' ')}{source}"
