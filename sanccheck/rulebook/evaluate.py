"""Evaluate every regime in force on a day over the facts of a deal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sanccheck.deal.bound_persons import BY_BINDS, PURCHASERS
from sanccheck.deal.fact import Fact, Reading
from sanccheck.deal.facts import HYPOTHETICAL, Actor
from sanccheck.deal.links import NO_LIST, Link
from sanccheck.rulebook.conditions import (
    Every,
    Negation,
    Trace,
    asked_unknown,
    evaluate,
    verdict,
)
from sanccheck.rulebook.finding import Finding, Need
from sanccheck.rulebook.outcomes import Limb, Rung, Rungs
from sanccheck.rulebook.schema import (
    US_PERSONS,
    Cite,
    Clause,
    Definition,
    Regime,
    Review,
    Rule,
    Version,
)
from sanccheck.rulebook.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """The facts of a deal, ready for rules: its own, its actors' and its links' by list.

    `law_day` is the day whose law is applied: that of the trade, or the day asked where the
    trade is to come (what a later law says is not known yet). `purchaser` stands for any US person
    who would buy, `purchasers` for any person of another place, under the word of `binds`.
    """

    as_of: date
    law_day: date
    facts: Mapping[str, Fact]
    actors: tuple[Actor, ...]
    purchaser: Actor | None
    purchasers: Mapping[str, Actor]
    links: Mapping[str, tuple[Link, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Whom and what a rule is judged for, with all the facts: None where it is for the deal."""

    actor: Actor | None = None
    link: Link | None = None
    facts: Mapping[str, Fact]


def evaluate_regime(regime: Regime, case: Case) -> tuple[Finding, ...]:
    """Return every finding of a regime; a rule not in force that day gives none.

    A rule that applies to nobody gives one finding, without a party, that says so.
    """
    found: list[Finding] = []
    for rule in regime.rules:
        version = rule.on(case.law_day)
        if version is None:
            continue
        made: list[Finding] = []
        for situation in _situations(rule, case, regime.list):
            if not (made and _ruled_out(regime, rule, version, situation.facts)):
                facts = define(regime, situation.facts)
                defined = replace(situation, facts=facts)
                made.append(judge(regime, rule, version, defined, case.as_of))
        live = [finding for finding in made if finding.applies is not False]
        found += live or [_nobody(finding) for finding in made[:1]]
    return tuple(found)


def _ruled_out(regime: Regime, rule: Rule, version: Version, facts: Mapping[str, Fact]) -> bool:
    """Say whether a rule does not apply whatever the terms that its regime defines come to.

    They count as unknown here; what is false with them unknown stays false. A rule that asks
    whether one of them is unknown is not told by that.
    """
    whole = Every(of=(version.applies_when, *(Negation(of=item.when) for item in version.unless)))
    if {definition.fact for definition in regime.definitions} & {*asked_unknown(whole)}:
        return False
    readings = (Reading.POLICY,) if rule.reading == "policy" else tuple(Reading)
    return all(verdict(whole, facts, reading) is False for reading in readings)


def _nobody(finding: Finding) -> Finding:
    return replace(finding, party=None, subject=None, entry=None)


def _situations(rule: Rule, case: Case, list_id: str | None) -> Iterator[Situation]:
    """Yield whom and what a rule is evaluated for, each with its facts but the defined ones."""
    links = case.links.get(list_id or NO_LIST, ())
    us_purchaser = () if case.purchaser is None else (case.purchaser,)
    actors = (*case.actors, *(_unnamed(rule, case) if rule.binds in BY_BINDS else us_purchaser))
    if rule.about == "deal":
        yield Situation(facts=case.facts)
    elif rule.about == "party":
        for actor in (*case.actors, *_unnamed(rule, case)):
            yield Situation(actor=actor, facts={**case.facts, **actor.facts})
    elif rule.about == "security":
        for link in links:
            subject = next(actor for actor in case.actors if actor.id == link.subject.id)
            yield Situation(link=link, facts={**case.facts, **subject.facts, **link.facts})
    else:
        for link in links:
            for actor in actors:
                facts = {**case.facts, **link.facts, **actor.facts}
                yield Situation(actor=actor, link=link, facts=facts)


def _unnamed(rule: Rule, case: Case) -> tuple[Actor, ...]:
    """Return who stands for the persons of a place who would buy, where a rule binds them."""
    found = case.purchasers.get(rule.binds)
    return () if found is None else (found,)


def define(regime: Regime, facts: Mapping[str, Fact]) -> dict[str, Fact]:
    """Add the terms that a regime defines to the facts they are defined on."""
    known = dict(facts)
    for definition in regime.definitions:
        known[definition.fact] = _defined(definition, known)
    return known


def _defined(definition: Definition, facts: Mapping[str, Fact]) -> Fact:
    """Take the first clause that holds; while clauses are open, what all that may hold agree on."""
    may_hold: list[Clause] = []
    questions: list[str] = []
    settled = undecided = False
    for clause in definition.clauses:
        holds = verdict(clause.when, facts, Reading.STRICT)
        if holds is False:
            continue
        may_hold.append(clause)
        if holds:
            settled = True
            break
        undecided = True
        trace = evaluate(clause.when, facts, Reading.STRICT)
        questions += (question for question, _ in trace.open_questions())
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


def judge(
    regime: Regime,
    rule: Rule,
    version: Version,
    situation: Situation,
    as_of: date,
) -> Finding:
    """Apply one version of a rule to a situation, under each reading, as known on a day."""
    actor, link, facts = situation.actor, situation.link, situation.facts
    exceptions = tuple(Negation(of=item.when) for item in version.unless)
    condition = Every(of=(version.applies_when, *exceptions))
    strict, policy, undecided = _readings(rule, condition, facts)
    outcome = version.outcome
    result = Rungs(
        strict=outcome.strict if strict.verdict else Rung.CLEAR,
        policy=outcome.policy if policy.verdict else Rung.CLEAR,
    )
    applies = _applies(strict, policy)
    fill = Words(actor, link)
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
        could_be=_could_be(version, result, undecided, policy),
        because=fill(version.because),
        cites=_cited(regime, version, facts, as_of),
        confidence=version.confidence,
        status=rule.status,
        review=_reviews(version, fill) if applies else (),
        needs=tuple(_needs(policy, undecided, fill)),
        terms=version.terms if applies else (),
        structure=_structure(version, actor, result.policy) if policy.verdict else (),
        structure_strict=_structure(version, actor, result.strict) if strict.verdict else (),
        exceptions=tuple(
            f"{item.id}: {fill(item.because)}"
            for item in version.unless
            if evaluate(item.when, facts, Reading.POLICY).verdict
        ),
        contested=tuple(dict.fromkeys(_contested(policy, facts)))
        if strict.verdict is not policy.verdict
        else (),
        trace=policy if policy.verdict is not False else strict,
    )


def _left_out(rule: Rule, facts: Mapping[str, Fact]) -> bool:
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


def _readings(
    rule: Rule, condition: Every, facts: Mapping[str, Fact]
) -> tuple[Trace, Trace, Trace]:
    policy = evaluate(condition, facts, Reading.POLICY)
    if rule.reading == "policy" or not _may_part(policy, facts):
        return policy, policy, policy
    strict = evaluate(condition, facts, Reading.STRICT)
    return strict, policy, evaluate(condition, facts, Reading.OPEN)


def _may_part(trace: Trace, facts: Mapping[str, Fact]) -> bool:
    """Say whether the readings of a condition could differ, on a fact that is read two ways."""
    found = (facts.get(leaf.fact or "") for leaf in trace.leaves())
    return any(fact is not None and fact.read_two_ways for fact in found)


def _contested(trace: Trace, facts: Mapping[str, Fact]) -> Iterator[str]:
    """Yield why the readings part: the contested facts that a condition turned on."""
    for leaf in trace.leaves():
        fact = facts.get(leaf.fact or "")
        if fact is not None and fact.contested:
            yield fact.source


def _applies(strict: Trace, policy: Trace) -> bool | None:
    if strict.verdict or policy.verdict:
        return True
    return None if strict.verdict is None or policy.verdict is None else False


def _could_be(version: Version, result: Rungs, undecided: Trace, policy: Trace) -> Rungs:
    """Return the highest that an open question, or an unsettled law, could make of a rule.

    Strict rises only where the open reading does not rule it out; what a version itself holds
    open counts wherever the rule is not ruled out on both readings.
    """
    live = undecided.verdict is not False
    if not live and policy.verdict is False:
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


def _needs(policy: Trace, undecided: Trace, fill: Words) -> Iterator[Need]:
    """Yield the questions that a verdict turns on, those of missing facts first."""
    questions = dict.fromkeys([*policy.open_questions(), *undecided.open_questions()])
    for text, fact in questions:
        yield Need(text=fill(text), of_party=fact.startswith("party."))


def _cited(
    regime: Regime, version: Version, facts: Mapping[str, Fact], as_of: date
) -> tuple[Cite, ...]:
    """Return the sources of a version and of the exceptions that hold, those known on the day."""
    keys = list(version.cites)
    for item in version.unless:
        if evaluate(item.when, facts, Reading.POLICY).verdict:
            keys += item.cites
    return regime.sources(keys, as_of)


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
