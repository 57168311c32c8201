"""A finding: one rule applied to the facts of one day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from sanccheck.deal.bound_persons import BY_BINDS, PURCHASERS
from sanccheck.deal.fact import Reading
from sanccheck.rulebook.conditions import Trace, evaluate, facts_of
from sanccheck.rulebook.outcomes import Limb, Rung, Rungs
from sanccheck.rulebook.schema import Cite, Notify, Regime, Review, Rule, Unless, Version
from sanccheck.rulebook.situations import Situation
from sanccheck.rulebook.verdicts import Verdict


class Need(NamedTuple):
    """A question that a finding turns on; `of_party` where it is about whom it is judged for."""

    text: str
    of_party: bool


@dataclass(frozen=True, kw_only=True)
class Card:
    """The version of a rule that is applied, as it was known on a day."""

    regime: Regime
    rule: Rule
    version: Version
    as_of: date


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A rule applied to the facts of a situation.

    `party` is whom it is judged for (None for the deal or the security as a whole), `subject`
    the party behind whose securities the `entry` stands. What the memo prints of it is worked out
    when somebody asks for it.
    """

    card: Card = field(repr=False)
    situation: Situation = field(repr=False)
    verdict: Verdict
    party: str | None
    subject: str | None
    entry: str | None

    @property
    def strict(self) -> bool | None:
        """Whether it holds under the strict reading; None is open."""
        return self.verdict.strict

    @property
    def policy(self) -> bool | None:
        """Whether it holds under the policy reading; None is open."""
        return self.verdict.policy

    @property
    def applies(self) -> bool | None:
        """Whether it holds under the strict or the policy reading; None is open."""
        return self.verdict.applies

    @property
    def result(self) -> Rungs:
        """What it brings."""
        return self.verdict.result

    @property
    def could_be(self) -> Rungs:
        """The highest that an open question could still make of it."""
        return self.verdict.could_be

    @property
    def needs(self) -> tuple[Need, ...]:
        """The questions that it turns on, in the order in which they were asked for."""
        asked, facts, fill = self.verdict.asked, self.situation.facts, self.situation.fill
        return tuple(
            [Need(fill(facts[name].question or ""), name.startswith("party.")) for name in asked]
        )

    @property
    def curable(self) -> bool:
        """Whether leaving those whom it binds out of an offering cures it.

        The persons of a place other than the US are left out as those who buy; one who serves or
        issues stays in the deal.
        """
        rule = self.card.rule
        if not rule.curable or rule.binds not in BY_BINDS:
            return rule.curable
        action = self.situation.facts.get("party.action")
        return action is not None and action.strict in {"purchase", "conversion", "reinvestment"}

    @property
    def regime(self) -> str:
        """The regime's id."""
        return self.card.regime.id

    @property
    def rule(self) -> str:
        """The rule's id."""
        return self.card.rule.id

    @property
    def title(self) -> str:
        """The rule's title."""
        return self.card.rule.title

    @property
    def version(self) -> str:
        """The first day of the rule's version."""
        return self.card.rule.number(self.card.version)

    @property
    def limb(self) -> Limb:
        """The part of the law to which it belongs."""
        return self.card.rule.limb

    @property
    def binds(self) -> str:
        """Whom the rule binds."""
        return self.card.rule.binds

    @property
    def confidence(self) -> str:
        """How sure we are of the version."""
        return self.card.version.confidence

    @property
    def status(self) -> str:
        """Whether a lawyer has reviewed the rule."""
        return self.card.rule.status

    @property
    def notify(self) -> Notify | None:
        """The duty to report that it brings."""
        return self.card.version.notify if self.applies else None

    @property
    def terms(self) -> tuple[str, ...]:
        """The terms that the documents need because of it."""
        return self.card.version.terms if self.applies else ()

    @property
    def review(self) -> tuple[Review, ...]:
        """What is unsettled of it, and what would settle it."""
        unsettled = self.card.version.review if self.applies else ()
        if not unsettled:
            return ()
        fill = self.situation.fill
        return tuple(
            Review(id=item.id, reason=fill(item.reason), settle=fill(item.settle))
            for item in unsettled
        )

    @property
    def structure(self) -> tuple[str, ...]:
        """What it asks of the deal's structure on the policy reading."""
        return self._structure(self.result.policy) if self.policy else ()

    @property
    def structure_strict(self) -> tuple[str, ...]:
        """What it asks of the deal's structure on the strict reading."""
        return self._structure(self.result.strict) if self.strict else ()

    def _structure(self, rung: Rung) -> tuple[str, ...]:
        """Return what the version asks of the structure, and whose purchases it bars."""
        actor = self.situation.actor
        barred = actor is not None and actor.id in PURCHASERS
        groups = (
            group.exclusion for group in BY_BINDS.values() if actor and group.purchaser == actor.id
        )
        whose = groups if barred and rung > Rung.MUST_EXCLUDE_US_PERSONS else ()
        return (*self.card.version.structure, *whose)

    @property
    def because(self) -> str:
        """The sentence that the memo prints."""
        return self.situation.fill(self.card.version.because)

    @cached_property
    def _held(self) -> tuple[Unless, ...]:
        facts = self.situation.facts
        unless = self.card.version.unless
        return tuple(item for item in unless if item.when.verdict(facts, Reading.POLICY))

    @property
    def exceptions(self) -> tuple[str, ...]:
        """The exceptions that hold, each with why."""
        return tuple(f"{item.id}: {self.situation.fill(item.because)}" for item in self._held)

    @property
    def cites(self) -> tuple[Cite, ...]:
        """The sources of the version and of the exceptions that hold, those known on the day."""
        keys = [*self.card.version.cites, *(key for item in self._held for key in item.cites)]
        return self.card.regime.sources(keys, self.card.as_of)

    @property
    def contested(self) -> tuple[str, ...]:
        """Why the readings part: the contested facts that the condition turned on."""
        if self.strict is self.policy:
            return ()
        facts = self.situation.facts
        found = (facts.get(name) for name in facts_of(self.card.version.condition))
        return tuple(dict.fromkeys(fact.source for fact in found if fact and fact.contested))

    @property
    def trace(self) -> Trace:
        """How the condition came out: on the policy reading where it holds there, else strict."""
        strict = self.verdict.parted and self.policy is False
        reading = Reading.STRICT if strict else Reading.POLICY
        return evaluate(self.card.version.condition, self.situation.facts, reading)
