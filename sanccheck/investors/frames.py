"""What all investors of the same places and role have in common: which rules, over which facts."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from sanccheck.deal.fact import unknown
from sanccheck.deal.world_registry import WORLD_FACTS
from sanccheck.investors.representations import BEHIND_FACT, OFAC_FACT, REG_S_FACT, US_SIDE
from sanccheck.rulebook.evaluate import evaluate_regime
from sanccheck.rulebook.finding import Finding
from sanccheck.rulebook.schema import Regime, Rule
from sanccheck.rulebook.situations import Case
from sanccheck.rulebook.terms import Terms

# What an investor does in the deal; everything else about it counts as its own.
OF_ROLE = frozenset(
    {
        *("party.role", "party.action", "party.hypothetical", "party.behind_security"),
        "party.receives_proceeds",
    }
)
_ALWAYS = frozenset({OFAC_FACT, BEHIND_FACT})
_WEIGHED = frozenset({REG_S_FACT, "party.blocked_ownership", "party.blocked_control", *_ALWAYS})
_WORLD_PARTY = frozenset(name for name in WORLD_FACTS if name.startswith("party."))
_WORLD_PREFIXES = ("others.", "behind.")


@dataclass(frozen=True, kw_only=True)
class Part:
    """One regime's rules under a case: equal facts of those that it reads come out alike.

    `number` tells it from other parts. `order` holds the names of the facts, `reads` those that
    each rule reads.
    """

    number: int
    regime: Regime
    case: Case
    order: tuple[str, ...]
    reads: Mapping[str, frozenset[str]]


@dataclass(frozen=True, kw_only=True)
class Frame:
    """The parts that judge an investor of some places in a role.

    `places` are countries with programmes that no rule judges. `lists` are those of which a rule
    speaks, `asked` those of which one asks about a party, `apart` those that are told apart;
    `tests` are of ownership.
    """

    number: int
    parts: tuple[Part, ...]
    places: frozenset[str]
    lists: frozenset[str]
    asked: frozenset[str]
    apart: frozenset[str]
    tests: frozenset[str]

    @cached_property
    def read(self) -> frozenset[str]:
        """Every fact that a rule here reads, or that an investor's word is weighed by."""
        return frozenset().union(_WEIGHED, *(part.order for part in self.parts))

    @cached_property
    def reads_world(self) -> bool:
        """Whether a rule here reads what only the law of other places asks."""
        return any(name in _WORLD_PARTY or name.startswith(_WORLD_PREFIXES) for name in self.read)


def part_of(number: int, regime: Regime, case: Case) -> Part:
    """Return a regime's part under a case."""
    reads = {rule.id: facts_read(regime, rule) for rule in regime.rules}
    return Part(
        number=number,
        regime=regime,
        case=case,
        order=tuple(sorted(_order(frozenset().union(*reads.values())))),
        reads=reads,
    )


def _order(read: frozenset[str]) -> frozenset[str]:
    """Add the two facts by which a reason says who it is, where a rule turns on either."""
    return read | _ALWAYS if read & {*_ALWAYS, US_SIDE} else read


def only(regime: Regime, rules: Collection[str]) -> Regime:
    """Return a regime with some of its rules."""
    kept = tuple(rule for rule in regime.rules if rule.id in rules)
    return regime.model_copy(update={"rules": kept})


def live(regimes: Sequence[Regime], case: Case) -> Iterator[Finding]:
    """Yield the findings on the actors of a case that apply or are open."""
    ids = {actor.id for actor in case.actors}
    for regime in regimes:
        for finding in evaluate_regime(regime, case) if regime.rules else ():
            if finding.applies is not False and finding.party in ids:
                yield finding


def that_may_apply(regimes: Sequence[Regime], case: Case) -> Iterator[Regime]:
    """Yield the regimes with the rules that do not come out as no whatever an investor is.

    All that is of the investor counts as unknown: what is false then stays false, but where a rule
    asks whether a fact is unknown.
    """
    blank = tuple(
        replace(
            actor,
            facts={
                name: fact if name in OF_ROLE else unknown("not asked")
                for name, fact in actor.facts.items()
            },
        )
        for actor in case.actors
    )
    for regime in regimes:
        found = {finding.rule for finding in live((regime,), replace(case, actors=blank))}
        found |= {rule.id for rule in regime.rules if _asks_unknown(regime, rule)}
        yield only(regime, found)


def _asks_unknown(regime: Regime, rule: Rule) -> bool:
    read = facts_read(regime, rule)
    defined = (item for item in regime.definitions if item.fact in read)
    return any(version.asks_unknown for version in rule.versions) or any(
        item.asks_unknown for item in defined
    )


def facts_read(regime: Regime, rule: Rule) -> frozenset[str]:
    """Return every fact that a rule reads, itself or by a term that its regime defines."""
    read = frozenset(name for version in rule.versions for name in version.reads)
    return Terms(regime).behind(read)
