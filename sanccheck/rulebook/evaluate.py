"""Evaluate every regime in force on a day over the facts of a deal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sanccheck.deal.bound_persons import BY_BINDS, PURCHASERS
from sanccheck.deal.fact import Fact, Reading
from sanccheck.deal.facts import HYPOTHETICAL, Actor
from sanccheck.rulebook.conditions import Facts, facts_of, open_questions
from sanccheck.rulebook.finding import Finding, Ground, Need
from sanccheck.rulebook.outcomes import Limb, Rung, Rungs
from sanccheck.rulebook.schema import (
    US_PERSONS,
    Clause,
    Definition,
    Regime,
    Review,
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
    defined: dict[int, Facts] = {}
    for rule in regime.rules:
        version = rule.on(case.law_day)
        if version is None:
            continue
        made = [*_made(regime, rule, version, case, defined)]
        live = [finding for finding in made if finding.applies is not False]
        found += live or [_nobody(finding) for finding in made[:1]]
    return tuple(found)


def _made(
    regime: Regime, rule: Rule, version: Version, case: Case, defined: dict[int, Facts]
) -> Iterator[Finding]:
    """Yield the findings of a rule, the first whether or not the rule is ruled out there.

    `defined` keeps the facts of each situation with the terms that the regime defines.
    """

    def ruled_out(facts: Facts) -> bool:
        return not version.asks_unknown and _ruled_out(rule, version, facts)

    own = {definition.fact for definition in regime.definitions}
    told_by_rule = not own & version.asks_unknown
    for number, situation in enumerate(case.situations(rule, regime.list, ruled_out)):
        facts = situation.facts
        if number and told_by_rule and _ruled_out(rule, version, facts):
            continue
        if own & version.reads:
            facts = defined.get(id(facts)) or defined.setdefault(id(facts), define(regime, facts))
        yield judge(regime, rule, version, replace(situation, facts=facts), case.as_of)


def _ruled_out(rule: Rule, version: Version, facts: Facts) -> bool:
    """Say whether a rule does not apply, whatever the facts that are not there come to.

    They count as unknown; what is false with them unknown stays false. A rule that asks whether
    one of them is unknown is not told by that.
    """
    whole = version.condition
    if whole.verdict(facts, Reading.POLICY) is not False:
        return False
    return rule.reading == "policy" or (
        whole.verdict(facts, Reading.STRICT) is False
        and whole.verdict(facts, Reading.OPEN) is False
    )


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
        asked: list[tuple[str, str]] = []
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Verdicts:
    """How a condition comes out under each reading; `parted` where they are told apart."""

    strict: bool | None
    policy: bool | None
    undecided: bool | None
    parted: bool

    @property
    def applies(self) -> bool | None:
        """Whether the rule holds under the strict or the policy reading; None is open."""
        if self.strict or self.policy:
            return True
        return None if self.strict is None or self.policy is None else False


def judge(
    regime: Regime,
    rule: Rule,
    version: Version,
    situation: Situation,
    as_of: date,
) -> Finding:
    """Apply one version of a rule to a situation, under each reading, as known on a day."""
    actor, link, facts = situation.actor, situation.link, situation.facts
    verdicts = _verdicts(rule, version, facts)
    applies = verdicts.applies
    outcome = version.outcome
    result = Rungs(
        strict=outcome.strict if verdicts.strict else Rung.CLEAR,
        policy=outcome.policy if verdicts.policy else Rung.CLEAR,
    )
    fill = Words(actor, link)
    differ = verdicts.strict is not verdicts.policy
    held = [item for item in version.unless if item.when.verdict(facts, Reading.POLICY)]
    keys = [*version.cites, *(key for item in held for key in item.cites)]
    at_strict = verdicts.parted and verdicts.policy is False
    return Finding(
        regime=regime.id,
        rule=rule.id,
        title=rule.title,
        version=rule.number(version),
        limb=rule.limb,
        binds=rule.binds,
        curable=rule.curable and _left_out(rule, facts),
        notify=version.notify if applies else None,
        party=None if actor is None else actor.id,
        subject=None if link is None else link.subject.id,
        entry=None if link is None or link.entry is None else link.entry.entry,
        applies=applies,
        result=result,
        could_be=_could_be(version, result, verdicts),
        because=fill(version.because),
        cites=regime.sources(keys, as_of),
        confidence=version.confidence,
        status=rule.status,
        review=_reviews(version, fill) if applies else (),
        needs=tuple(_needs(version, verdicts, facts, fill)),
        terms=version.terms if applies else (),
        structure=_structure(version, actor, result.policy) if verdicts.policy else (),
        structure_strict=_structure(version, actor, result.strict) if verdicts.strict else (),
        exceptions=tuple(f"{item.id}: {fill(item.because)}" for item in held),
        contested=tuple(dict.fromkeys(_contested(version, facts))) if differ else (),
        ground=Ground(
            condition=version.condition,
            facts=facts,
            reading=Reading.STRICT if at_strict else Reading.POLICY,
        ),
    )


def _left_out(rule: Rule, facts: Facts) -> bool:
    """Say whether leaving purchasers out of an offering leaves out this one.

    The persons of a place other than the US are left out as those who buy; one who serves or
    issues stays in the deal.
    """
    action = facts.get("party.action")
    buys = action is not None and action.strict in {"purchase", "conversion", "reinvestment"}
    return rule.binds not in BY_BINDS or buys


def _structure(version: Version, actor: Actor | None, rung: Rung) -> tuple[str, ...]:
    """Return what a version asks of the structure, and whose purchases it bars."""
    barred = actor is not None and actor.id in PURCHASERS and rung > Rung.MUST_EXCLUDE_US_PERSONS
    groups = (
        group.exclusion for group in BY_BINDS.values() if actor and group.purchaser == actor.id
    )
    return (*version.structure, *(groups if barred else ()))


def _verdicts(rule: Rule, version: Version, facts: Facts) -> _Verdicts:
    whole = version.condition
    policy = whole.verdict(facts, Reading.POLICY)
    if rule.reading == "policy" or not _may_part(version, facts):
        return _Verdicts(strict=policy, policy=policy, undecided=policy, parted=False)
    return _Verdicts(
        strict=whole.verdict(facts, Reading.STRICT),
        policy=policy,
        undecided=whole.verdict(facts, Reading.OPEN),
        parted=True,
    )


def _may_part(version: Version, facts: Facts) -> bool:
    """Say whether the readings of a condition could differ, on a fact that is read two ways."""
    found = (facts.get(name) for name in version.reads)
    return any(fact is not None and fact.read_two_ways for fact in found)


def _contested(version: Version, facts: Facts) -> Iterator[str]:
    """Yield why the readings part: the contested facts that a condition turned on."""
    for name in facts_of(version.condition):
        fact = facts.get(name)
        if fact is not None and fact.contested:
            yield fact.source


def _could_be(version: Version, result: Rungs, verdicts: _Verdicts) -> Rungs:
    """Return the highest that an open question, or an unsettled law, could make of a rule.

    Strict rises only where the open reading does not rule it out; what a version itself holds
    open counts wherever the rule is not ruled out on both readings.
    """
    live = verdicts.undecided is not False
    if not live and verdicts.policy is False:
        return result
    outcome = version.outcome
    return Rungs(
        strict=max(
            result.strict,
            outcome.strict if live else Rung.CLEAR,
            outcome.could_be.strict or Rung.CLEAR,
        ),
        policy=max(result.policy, outcome.policy, outcome.could_be.policy or Rung.CLEAR),
    )


def _needs(version: Version, verdicts: _Verdicts, facts: Facts, fill: Words) -> Iterator[Need]:
    """Yield the questions that a verdict turns on, those of missing facts first."""
    asked: list[tuple[str, str]] = []
    if verdicts.policy is None:
        asked += open_questions(version.condition, facts, Reading.POLICY)
    if verdicts.undecided is None and verdicts.parted:
        asked += open_questions(version.condition, facts, Reading.OPEN)
    for text, fact in dict.fromkeys(asked):
        yield Need(text=fill(text), of_party=fact.startswith("party."))


def _reviews(version: Version, fill: Words) -> tuple[Review, ...]:
    return tuple(
        Review(id=item.id, reason=fill(item.reason), settle=fill(item.settle))
        for item in version.review
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
