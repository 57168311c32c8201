"""Evaluate every regime in force on a day over the facts of a deal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from sanccheck.deal.bound_persons import BY_BINDS, PURCHASERS
from sanccheck.deal.fact import Fact, Reading
from sanccheck.deal.facts import HYPOTHETICAL
from sanccheck.rulebook.conditions import Asked, Facts
from sanccheck.rulebook.finding import Card, Finding, Need
from sanccheck.rulebook.outcomes import Limb, Rung, Rungs, rungs
from sanccheck.rulebook.schema import (
    US_PERSONS,
    Clause,
    Definition,
    Regime,
    Rule,
    Version,
)
from sanccheck.rulebook.situations import Case, Situation
from sanccheck.rulebook.words import Words


def evaluate_regime(regime: Regime, case: Case) -> tuple[Finding, ...]:
    """Return every finding of a regime; a rule not in force that day gives none.

    A rule that applies to nobody gives one finding, without a party, that says so.
    """
    found: list[Finding] = []
    defined: dict[int, Situation] = {}
    for rule in regime.rules:
        version = rule.on(case.law_day)
        if version is None:
            continue
        card = Card(regime=regime, rule=rule, version=version, as_of=case.as_of)
        made = [*_made(card, case, defined)]
        live = [finding for finding in made if finding.applies is not False]
        found += live or [_nobody(finding) for finding in made[:1]]
    return tuple(found)


def _made(card: Card, case: Case, defined: dict[int, Situation]) -> Iterator[Finding]:
    """Yield the findings of a rule, the first whether or not the rule is ruled out there.

    `defined` keeps each situation with the terms that the regime defines.
    """
    regime, version = card.regime, card.version

    def ruled_out(facts: Facts) -> bool:
        return not version.asks_unknown and _ruled_out(card, facts, parted=True)

    own = {definition.fact for definition in regime.definitions} & version.reads
    told_by_rule = not own & version.asks_unknown
    for number, situation in enumerate(case.situations(card.rule, regime.list, ruled_out)):
        whole = situation
        if own:
            facts = situation.facts
            parted = not version.reads.isdisjoint(situation.two_ways)
            if number and told_by_rule and _ruled_out(card, facts, parted=parted):
                continue
            if id(facts) not in defined:
                defined[id(facts)] = _with_terms(regime, situation)
            whole = defined[id(facts)]
        verdicts = _verdicts(card, whole)
        if number == 0 or verdicts.applies is not False:
            yield _finding(card, whole, verdicts)


def _ruled_out(card: Card, facts: Facts, *, parted: bool) -> bool:
    """Say whether a rule does not apply, whatever the facts that are not there come to.

    They count as unknown; what is false with them unknown stays false. A rule that asks whether
    one of them is unknown is not told by that. Where no fact is read two ways, nothing is `parted`.
    """
    whole = card.version.condition
    if whole.verdict(facts, Reading.POLICY) is not False:
        return False
    return (
        not parted
        or card.rule.reading == "policy"
        or (
            whole.verdict(facts, Reading.STRICT) is False
            and whole.verdict(facts, Reading.OPEN) is False
        )
    )


def _with_terms(regime: Regime, situation: Situation) -> Situation:
    facts = define(regime, situation.facts)
    terms = (definition.fact for definition in regime.definitions)
    two_ways = {name for name in terms if facts[name].read_two_ways}
    return replace(situation, facts=facts, two_ways=situation.two_ways | two_ways)


def _nobody(finding: Finding) -> Finding:
    return replace(finding, party=None, subject=None, entry=None)


def define(regime: Regime, facts: Facts) -> dict[str, Fact]:
    """Add the terms that a regime defines to the facts they are defined on."""
    known = dict(facts)
    for definition in regime.definitions:
        known[definition.fact] = _defined(definition, known)
    return known


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


class _Verdicts(NamedTuple):
    """How a condition comes out under each reading, and the questions of those that are open.

    `parted` says whether the readings are told apart.
    """

    strict: bool | None
    policy: bool | None
    undecided: bool | None
    parted: bool
    asked: Asked

    @property
    def applies(self) -> bool | None:
        """Whether the rule holds under the strict or the policy reading; None is open."""
        if self.strict or self.policy:
            return True
        return None if self.strict is None or self.policy is None else False


def judge(card: Card, situation: Situation) -> Finding:
    """Apply one version of a rule to a situation, under each reading, as known on a day."""
    return _finding(card, situation, _verdicts(card, situation))


def _finding(card: Card, situation: Situation, verdicts: _Verdicts) -> Finding:
    actor, link = situation.actor, situation.link
    outcome = card.version.outcome
    result = rungs(
        outcome.strict if verdicts.strict else Rung.CLEAR,
        outcome.policy if verdicts.policy else Rung.CLEAR,
    )
    return Finding(
        card=card,
        situation=situation,
        party=None if actor is None else actor.id,
        subject=None if link is None else link.subject.id,
        entry=None if link is None or link.entry is None else link.entry.entry,
        strict=verdicts.strict,
        policy=verdicts.policy,
        parted=verdicts.parted,
        applies=verdicts.applies,
        result=result,
        could_be=_could_be(card.version, result, verdicts),
        curable=card.rule.curable and _left_out(card.rule, situation.facts),
        needs=_needs(verdicts.asked, situation.fill) if verdicts.asked else (),
    )


def _left_out(rule: Rule, facts: Facts) -> bool:
    """Say whether leaving purchasers out of an offering leaves out this one.

    The persons of a place other than the US are left out as those who buy; one who serves or
    issues stays in the deal.
    """
    action = facts.get("party.action")
    buys = action is not None and action.strict in {"purchase", "conversion", "reinvestment"}
    return rule.binds not in BY_BINDS or buys


def _verdicts(card: Card, situation: Situation) -> _Verdicts:
    whole, facts = card.version.condition, situation.facts
    asked: Asked = []
    policy = whole.ask(facts, Reading.POLICY, asked)
    if card.rule.reading == "policy" or not _may_part(card.version, situation):
        return _Verdicts(strict=policy, policy=policy, undecided=policy, parted=False, asked=asked)
    return _Verdicts(
        strict=whole.verdict(facts, Reading.STRICT),
        policy=policy,
        undecided=whole.ask(facts, Reading.OPEN, asked),
        parted=True,
        asked=asked,
    )


def _may_part(version: Version, situation: Situation) -> bool:
    """Say whether the readings of a condition could differ, on a fact that is read two ways."""
    if version.reads.isdisjoint(situation.two_ways):
        return False
    facts = situation.facts
    return any(facts[name].read_two_ways for name in version.reads & situation.two_ways)


def _could_be(version: Version, result: Rungs, verdicts: _Verdicts) -> Rungs:
    """Return the highest that an open question, or an unsettled law, could make of a rule.

    Strict rises only where the open reading does not rule it out; what a version itself holds
    open counts wherever the rule is not ruled out on both readings.
    """
    live = verdicts.undecided is not False
    if not live and verdicts.policy is False:
        return result
    outcome = version.outcome
    return rungs(
        max(
            result.strict,
            outcome.strict if live else Rung.CLEAR,
            outcome.could_be.strict or Rung.CLEAR,
        ),
        max(result.policy, outcome.policy, outcome.could_be.policy or Rung.CLEAR),
    )


def _needs(asked: Asked, fill: Words) -> tuple[Need, ...]:
    """Return the questions that a verdict turns on, those of missing facts first."""
    return tuple(
        [Need(fill(text), fact.startswith("party.")) for text, fact in dict.fromkeys(asked)]
    )


def bars_us_purchasers(findings: tuple[Finding, ...]) -> Fact:
    """Return the fact whether a rule bars US persons from buying, under each reading."""
    return _barred(
        [item for item in findings if item.party == HYPOTHETICAL and item.binds == US_PERSONS],
        "US purchasers are barred by the findings on any US person who would buy",
    )


def bars_other_purchasers(findings: tuple[Finding, ...]) -> Fact:
    """Return the fact whether a rule bars the persons of another place from buying."""
    return _barred(
        [item for item in findings if item.party in PURCHASERS],
        "purchasers of another place are barred by the findings on any of them who would buy",
    )


def _barred(found: Sequence[Finding], source: str) -> Fact:
    barring = [finding for finding in found if finding.limb is Limb.SECURITIES]
    strict = any(item.result.strict >= Rung.MUST_EXCLUDE_US_PERSONS for item in barring)
    policy = any(item.result.policy >= Rung.MUST_EXCLUDE_US_PERSONS for item in barring)
    undecided = any(item.could_be != item.result for item in barring)
    if undecided and not policy:
        # Not for a reader to answer: it follows from the answers to those findings' questions.
        return Fact(strict=None, policy=None, source="turns on findings that are open")
    # Prudence alone is not contested: strict only rises where a finding's strict end could.
    open_end = any(item.could_be.strict >= Rung.MUST_EXCLUDE_US_PERSONS for item in barring)
    return Fact(strict=strict, policy=policy, contested=open_end and not strict, source=source)
