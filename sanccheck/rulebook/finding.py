"""A finding: one rule applied to the facts of one day."""

from __future__ import annotations

from dataclasses import dataclass

from sanccheck.deal.fact import Reading
from sanccheck.rulebook.conditions import Condition, Facts, Trace, evaluate
from sanccheck.rulebook.outcomes import Limb, Rungs
from sanccheck.rulebook.schema import Cite, Notify, Review


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A question that a finding turns on; `of_party` where it is about whom it is judged for."""

    text: str
    of_party: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ground:
    """What a finding was read off: the trace is worked out when somebody asks for it."""

    condition: Condition
    facts: Facts
    reading: Reading

    @property
    def trace(self) -> Trace:
        """How the condition came out, with each fact that it read."""
        return evaluate(self.condition, self.facts, self.reading)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ground) and self.trace == other.trace

    def __hash__(self) -> int:
        return hash(self.reading)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A rule applied to the facts.

    `party` is whom it is judged for (None for the deal or the security as a whole), `subject`
    the party behind whose securities the `entry` stands. `applies` is True when the rule holds
    under the strict or the policy reading, None when that cannot be decided, else False;
    `contested` says why the readings part. `result` is what it brings, `could_be` the highest
    that an open question could still make of it, `needs` those questions. `curable` says that
    leaving those whom it binds out of an offering cures it. `trace` is that of
    the policy reading where it holds there, else of the strict one.
    """

    regime: str
    rule: str
    title: str
    version: str
    limb: Limb
    binds: str
    curable: bool
    party: str | None
    subject: str | None
    entry: str | None
    applies: bool | None
    result: Rungs
    could_be: Rungs
    because: str
    cites: tuple[Cite, ...]
    confidence: str
    status: str
    review: tuple[Review, ...]
    needs: tuple[Need, ...]
    terms: tuple[str, ...]
    structure: tuple[str, ...]
    structure_strict: tuple[str, ...]
    notify: Notify | None
    exceptions: tuple[str, ...]
    contested: tuple[str, ...]
    ground: Ground

    @property
    def trace(self) -> Trace:
        """How the rule's condition came out, with each fact that it read."""
        return self.ground.trace
