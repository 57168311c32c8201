"""Evaluate every regime in force on a day over the facts of a deal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sanccheck.deal.fact import Fact, Reading, unknown
from sanccheck.deal.facts import HYPOTHETICAL, Actor
from sanccheck.deal.links import Link
from sanccheck.rulebook.conditions import Every, Negation, Trace, evaluate
from sanccheck.rulebook.finding import Finding
from sanccheck.rulebook.outcomes import Limb, Rung, Rungs
from sanccheck.rulebook.schema import Definition, Regime, Review, Rule, Version
from sanccheck.rulebook.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """The facts of a deal, ready for rules: its own, its actors' and its links' by list."""

    as_of: date
    facts: Mapping[str, Fact]
    actors: tuple[Actor, ...]
    purchaser: Actor | None
    links: Mapping[str, tuple[Link, ...]]


def evaluate_regime(regime: Regime, case: Case) -> tuple[Finding, ...]:
    """Return every finding of a regime; a rule not in force that day gives none.

    A rule that applies to nobody gives one finding, without a party, that says so.
    """
    found: list[Finding] = []
    for rule in regime.rules:
        version = rule.on(case.as_of)
        if version is None:
            continue
        made = [
            judge(regime, rule, version, actor, link, facts)
            for actor, link, facts in _situations(regime, rule, case)
        ]
        live = [finding for finding in made if finding.applies is not False]
        found += live or [_nobody(finding) for finding in made[:1]]
    return tuple(found)


def _nobody(finding: Finding) -> Finding:
    return replace(finding, party=None, subject=None, entry=None)


def _situations(
    regime: Regime, rule: Rule, case: Case
) -> Iterator[tuple[Actor | None, Link | None, dict[str, Fact]]]:
    """Yield whom and what a rule is evaluated for, each with its facts."""
    links = case.links.get(regime.list or "", ())
    actors = case.actors if case.purchaser is None else (*case.actors, case.purchaser)
    if rule.about == "deal":
        yield None, None, dict(case.facts)
    elif rule.about == "party":
        for actor in case.actors:
            yield actor, None, {**case.facts, **actor.facts}
    elif rule.about == "security":
        for link in links:
            subject = next(actor for actor in case.actors if actor.id == link.subject.id)
            yield None, link, define(regime, {**case.facts, **subject.facts, **link.facts})
    else:
        for link in links:
            shared = define(regime, {**case.facts, **link.facts})
            for actor in actors:
                yield actor, link, {**shared, **actor.facts}


def define(regime: Regime, facts: Mapping[str, Fact]) -> dict[str, Fact]:
    """Add the terms that a regime defines to the facts they are defined on."""
    known = dict(facts)
    for definition in regime.definitions:
        known[definition.fact] = _defined(definition, known)
    return known


def _defined(definition: Definition, facts: Mapping[str, Fact]) -> Fact:
    for clause in definition.clauses:
        trace = evaluate(clause.when, facts, Reading.STRICT)
        if trace.verdict is None:
            question = next(trace.open_questions(), f"Is it {definition.meaning}?")
            return unknown(question, source=clause.because)
        if trace.verdict:
            return Fact(
                strict=clause.strict,
                policy=clause.policy,
                contested=clause.contested,
                source=f"{clause.id}: {clause.because}",
                question=clause.question,
            )
    return Fact(strict=False, policy=False, source=f"not {definition.meaning}")


def judge(
    regime: Regime,
    rule: Rule,
    version: Version,
    actor: Actor | None,
    link: Link | None,
    facts: Mapping[str, Fact],
) -> Finding:
    """Apply one version of a rule to facts, under each reading."""
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
        party=None if actor is None else actor.id,
        subject=None if link is None else link.subject.id,
        entry=None if link is None or link.entry is None else link.entry.entry,
        applies=applies,
        result=result,
        could_be=_could_be(version, result, undecided, policy),
        because=fill(version.because),
        cites=tuple(regime.cites[key] for key in _cited(version, facts)),
        confidence=version.confidence,
        status=rule.status,
        review=_reviews(version, fill) if applies else (),
        needs=tuple(fill(question) for question in _needs(policy, undecided)),
        terms=version.terms if applies else (),
        structure=version.structure if policy.verdict else (),
        structure_strict=version.structure if strict.verdict else (),
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


def _readings(
    rule: Rule, condition: Every, facts: Mapping[str, Fact]
) -> tuple[Trace, Trace, Trace]:
    policy = evaluate(condition, facts, Reading.POLICY)
    if rule.reading == "policy":
        return policy, policy, policy
    strict = evaluate(condition, facts, Reading.STRICT)
    return strict, policy, evaluate(condition, facts, Reading.OPEN)


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


def _needs(policy: Trace, undecided: Trace) -> tuple[str, ...]:
    """Return the questions that a verdict turns on, those of missing facts first."""
    questions = [*policy.open_questions(), *undecided.open_questions()]
    return tuple(dict.fromkeys(questions))


def _cited(version: Version, facts: Mapping[str, Fact]) -> tuple[str, ...]:
    """Return the keys of the sources of a version and of the exceptions that hold."""
    keys = list(version.cites)
    for item in version.unless:
        if evaluate(item.when, facts, Reading.POLICY).verdict:
            keys += item.cites
    return tuple(dict.fromkeys(keys))


def _reviews(version: Version, fill: Words) -> tuple[Review, ...]:
    return tuple(
        Review(id=item.id, reason=fill(item.reason), settle=fill(item.settle))
        for item in version.review
    )


def bars_us_purchasers(findings: tuple[Finding, ...]) -> Fact:
    """Return the fact whether a rule bars US persons from buying, under each reading."""
    barring = [
        finding
        for finding in findings
        if finding.party == HYPOTHETICAL
        and finding.binds == "ofac_us_persons"
        and finding.limb is Limb.SECURITIES
    ]
    strict = any(item.result.strict >= Rung.MUST_EXCLUDE_US_PERSONS for item in barring)
    policy = any(item.result.policy >= Rung.MUST_EXCLUDE_US_PERSONS for item in barring)
    undecided = any(item.could_be != item.result for item in barring)
    if undecided and not policy:
        # Not for a reader to answer: it follows from the answers to those findings' questions.
        return Fact(strict=None, policy=None, source="turns on findings that are open")
    source = "US purchasers are barred by the findings on any US person who would buy"
    # Prudence alone is not contested: strict only rises where a finding's strict end could.
    open_end = any(item.could_be.strict >= Rung.MUST_EXCLUDE_US_PERSONS for item in barring)
    return Fact(strict=strict, policy=policy, contested=open_end and not strict, source=source)
