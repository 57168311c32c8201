"""Evaluate every regime in force on a day over the facts of a deal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sanccheck.deal.bound_persons import PURCHASERS
from sanccheck.deal.fact import Fact, Reading
from sanccheck.deal.facts import HYPOTHETICAL
from sanccheck.rulebook.conditions import Facts
from sanccheck.rulebook.finding import Card, Finding
from sanccheck.rulebook.outcomes import Limb, Rung
from sanccheck.rulebook.schema import (
    US_PERSONS,
    Regime,
)
from sanccheck.rulebook.situations import Case, Place, Situation
from sanccheck.rulebook.standings import Alike
from sanccheck.rulebook.terms import Terms
from sanccheck.rulebook.verdicts import Verdict, verdict


def evaluate_regime(regime: Regime, case: Case) -> tuple[Finding, ...]:
    """Return every finding of a regime; a rule not in force that day gives none.

    A rule that applies to nobody gives one finding, without a party, that says so.
    """
    terms = Terms(regime)
    found: list[Finding] = []
    for rule in regime.rules:
        version = rule.on(case.law_day)
        if version is not None:
            card = Card(regime=regime, rule=rule, version=version, as_of=case.as_of)
            found += _ForEverybody(card, case, terms).findings()
    return tuple(found)


class _ForEverybody:
    """A version of a rule, judged for everybody in a case."""

    def __init__(self, card: Card, case: Case, terms: Terms) -> None:
        self._card = card
        self._case = case
        self._terms = None if terms.names.isdisjoint(card.version.reads) else terms

    def findings(self) -> list[Finding]:
        """Return the findings, or the first one without a party where none is live."""
        card = self._card
        places = self._case.places(card.rule, card.regime.list, self._ruled_out)
        first = next(places, None)
        if first is None:
            return []
        situation = self._situation(first)
        opening = verdict(card.rule, card.version, situation)
        found = [_finding(card, situation, opening)] if opening.applies is not False else []
        found += self._others(places)
        return found or [_nobody(card, situation, opening)]

    def _others(self, places: Iterator[Place]) -> Iterator[Finding]:
        """Yield the live findings, judging once those whom the rule does not tell apart."""
        card, alike = self._card, None
        verdicts: dict[tuple[int, Alike], Verdict] = {}
        for place in places:
            if alike is None:
                alike = self._case.standings.of(self._reads())
            key = (id(place.link), alike[id(place.actor)])
            found = verdicts.get(key)
            if found is None:
                situation = self._situation(place)
                found = verdicts[key] = verdict(card.rule, card.version, situation)
            if found.applies is not False:
                yield _finding(card, self._situation(place), found)

    def _reads(self) -> frozenset[str]:
        reads = self._card.version.reads
        return reads if self._terms is None else self._terms.behind(reads)

    def _situation(self, place: Place) -> Situation:
        situation = self._case.situation(self._card.rule.about, place)
        return situation if self._terms is None else self._terms.of(situation)

    def _ruled_out(self, layer: Facts) -> bool:
        """Say whether the rule does not apply, whatever the facts that are not there come to.

        They count as unknown; what is false with them unknown stays false. A rule that asks
        whether one of them is unknown is not told by that.
        """
        card = self._card
        if card.version.asks_unknown:
            return False
        told = layer if self._terms is None else self._terms.over(layer)
        judged = card.version.condition.verdict
        return judged(told, Reading.POLICY) is False and (
            card.rule.reading == "policy"
            or (judged(told, Reading.STRICT) is False and judged(told, Reading.OPEN) is False)
        )


def judge(card: Card, situation: Situation) -> Finding:
    """Apply one version of a rule to a situation, under each reading, as known on a day."""
    return _finding(card, situation, verdict(card.rule, card.version, situation))


def _nobody(card: Card, situation: Situation, found: Verdict) -> Finding:
    return Finding(
        card=card, situation=situation, verdict=found, party=None, subject=None, entry=None
    )


def _finding(card: Card, situation: Situation, found: Verdict) -> Finding:
    actor, link = situation.actor, situation.link
    return Finding(
        card=card,
        situation=situation,
        verdict=found,
        party=None if actor is None else actor.id,
        subject=None if link is None else link.subject.id,
        entry=None if link is None or link.entry is None else link.entry.entry,
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
