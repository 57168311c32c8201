"""Evaluate every regime in force on a day over the facts of a deal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sanccheck.deal.bound_persons import BY_BINDS, PURCHASERS
from sanccheck.deal.fact import Fact, Reading
from sanccheck.deal.facts import HYPOTHETICAL
from sanccheck.rulebook.conditions import Facts
from sanccheck.rulebook.finding import Card, Finding, Need
from sanccheck.rulebook.outcomes import Limb, Rung
from sanccheck.rulebook.schema import (
    US_PERSONS,
    Regime,
    Rule,
)
from sanccheck.rulebook.situations import Case, Situation
from sanccheck.rulebook.standings import Alike
from sanccheck.rulebook.terms import Terms
from sanccheck.rulebook.verdicts import Verdict, verdict


def evaluate_regime(regime: Regime, case: Case) -> tuple[Finding, ...]:
    """Return every finding of a regime; a rule not in force that day gives none.

    A rule that applies to nobody gives one finding, without a party, that says so.
    """
    found: list[Finding] = []
    terms = Terms(regime)
    for rule in regime.rules:
        version = rule.on(case.law_day)
        if version is None:
            continue
        card = Card(regime=regime, rule=rule, version=version, as_of=case.as_of)
        made = [*_made(card, case, terms)]
        live = [finding for finding in made if finding.applies is not False]
        found += live or [_nobody(finding) for finding in made[:1]]
    return tuple(found)


def _made(card: Card, case: Case, terms: Terms) -> Iterator[Finding]:
    """Yield the findings of a rule, the first whether or not the rule is ruled out there."""
    version = card.version
    own = not terms.names.isdisjoint(version.reads)

    def ruled_out(layer: Facts) -> bool:
        told = terms.over(layer) if own else layer
        return not version.asks_unknown and _ruled_out(card, told, parted=True)

    alike = case.standings.of(terms.behind(version.reads) if own else version.reads)
    verdicts: dict[tuple[int, Alike], Verdict] = {}
    for number, place in enumerate(case.places(card.rule, card.regime.list, ruled_out)):
        key = (id(place.link), alike.get(id(place.actor), ()))
        found = verdicts.get(key)
        if number and found is not None and found.applies is False:
            continue
        situation = case.situation(card.rule.about, place)
        whole = terms.of(situation) if own else situation
        if found is None:
            found = verdicts[key] = verdict(card.rule, version, whole)
        if number == 0 or found.applies is not False:
            yield _finding(card, whole, found)


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


def _nobody(finding: Finding) -> Finding:
    return replace(finding, party=None, subject=None, entry=None)


def judge(card: Card, situation: Situation) -> Finding:
    """Apply one version of a rule to a situation, under each reading, as known on a day."""
    return _finding(card, situation, verdict(card.rule, card.version, situation))


def _finding(card: Card, situation: Situation, found: Verdict) -> Finding:
    actor, link = situation.actor, situation.link
    return Finding(
        card=card,
        situation=situation,
        party=None if actor is None else actor.id,
        subject=None if link is None else link.subject.id,
        entry=None if link is None or link.entry is None else link.entry.entry,
        strict=found.strict,
        policy=found.policy,
        parted=found.parted,
        applies=found.applies,
        result=found.result,
        could_be=found.could_be,
        curable=card.rule.curable and _left_out(card.rule, situation.facts),
        needs=_needs(found.asked, situation) if found.asked else (),
    )


def _left_out(rule: Rule, facts: Facts) -> bool:
    """Say whether leaving purchasers out of an offering leaves out this one.

    The persons of a place other than the US are left out as those who buy; one who serves or
    issues stays in the deal.
    """
    action = facts.get("party.action")
    buys = action is not None and action.strict in {"purchase", "conversion", "reinvestment"}
    return rule.binds not in BY_BINDS or buys


def _needs(asked: tuple[str, ...], situation: Situation) -> tuple[Need, ...]:
    """Return the questions that a verdict turns on, in the order in which they were asked for."""
    facts, fill = situation.facts, situation.fill
    return tuple(
        [Need(fill(facts[name].question or ""), name.startswith("party.")) for name in asked]
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
