"""Evaluate every regime in force on a day over the facts of a deal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sanccheck.dates import last_full_day_before, say_date
from sanccheck.deal.fact import Fact, Reading, unknown
from sanccheck.deal.facts import HYPOTHETICAL, Actor
from sanccheck.deal.links import Link
from sanccheck.rulebook.conditions import Every, Negation, Trace, evaluate
from sanccheck.rulebook.outcomes import Limb, Rung, Rungs
from sanccheck.rulebook.schema import Cite, Definition, Regime, Review, Rule, Version


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A rule applied to the facts.

    `party` is whom it is judged for (None for the deal or the security as a whole), `subject`
    the party behind whose securities the `entry` stands. `applies` is True when it holds under the strict or the policy reading, None when that
    cannot be decided, else False. `result` is what it brings; `could_be` is the highest that
    an open question could still make of it. `trace` is that of the policy reading where it
    holds there, else of the strict one.
    """

    regime: str
    rule: str
    title: str
    version: str
    limb: Limb
    binds: str
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
    needs: tuple[str, ...]
    terms: tuple[str, ...]
    structure: tuple[str, ...]
    structure_strict: tuple[str, ...]
    exceptions: tuple[str, ...]
    trace: Trace


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
    from dataclasses import replace

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
                question=f"{clause.because} Settle it with counsel." if clause.contested else None,
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
    strict, policy, undecided = (
        evaluate(condition, facts, reading)
        for reading in (Reading.STRICT, Reading.POLICY, Reading.OPEN)
    )
    outcome = version.outcome
    result = Rungs(
        strict=outcome.strict if strict.verdict else Rung.CLEAR,
        policy=outcome.policy if policy.verdict else Rung.CLEAR,
    )
    applies = _applies(strict, policy)
    fill = _Words(actor, link)
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
        needs=_needs(policy, undecided),
        terms=version.terms if applies else (),
        structure=version.structure if policy.verdict else (),
        structure_strict=version.structure if strict.verdict else (),
        exceptions=tuple(
            f"{item.id}: {fill(item.because)}"
            for item in version.unless
            if evaluate(item.when, facts, Reading.POLICY).verdict
        ),
        trace=policy if policy.verdict is not False else strict,
    )


def _applies(strict: Trace, policy: Trace) -> bool | None:
    if strict.verdict or policy.verdict:
        return True
    return None if strict.verdict is None or policy.verdict is None else False


def _could_be(version: Version, result: Rungs, undecided: Trace, policy: Trace) -> Rungs:
    """Return the highest that an open question, or an unsettled law, could make of a rule."""
    if undecided.verdict is False and policy.verdict is False:
        return result
    outcome = version.outcome
    return Rungs(
        strict=max(result.strict, outcome.strict, outcome.could_be.strict or Rung.CLEAR),
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


def _reviews(version: Version, fill: _Words) -> tuple[Review, ...]:
    return tuple(
        Review(id=item.id, reason=fill(item.reason), settle=fill(item.settle))
        for item in version.review
    )


PLACEHOLDERS = (
    "{party}",
    "{subject}",
    "{entry}",
    "{entry_name}",
    "{entry_ids}",
    "{listed_on}",
    "{effective_on}",
    "{divest_before}",
    "{last_full_day}",
    "{relation}",
)


@dataclass(frozen=True, slots=True)
class _Words:
    """Fill the placeholders of a sentence with what a finding is about, in one pass.

    One pass, so that a name that contains a placeholder's text stays text.
    """

    actor: Actor | None
    link: Link | None

    def __call__(self, sentence: str) -> str:
        import re

        values = self._values()
        return re.sub(r"\{[a-z_]+\}", lambda hit: values.get(hit[0], hit[0]), sentence)

    def _values(self) -> dict[str, str]:
        entry = None if self.link is None else self.link.entry
        listing = None if entry is None else entry.listing
        relation = None if self.link is None else self.link.facts.get("covered.relation")
        divest = None if listing is None else listing.divest_before
        return {
            "{party}": "the party" if self.actor is None else self.actor.name,
            "{subject}": "the issuer" if self.link is None else self.link.subject.name,
            "{entry}": "the entry" if entry is None else entry.entry,
            "{entry_name}": "the listed person" if entry is None else entry.name,
            "{entry_ids}": _numbers(() if entry is None else entry.identifiers),
            "{listed_on}": _said(None if listing is None else listing.listed_on),
            "{effective_on}": _said(None if listing is None else listing.effective_on),
            "{divest_before}": _said(divest),
            "{last_full_day}": _said(None if divest is None else last_full_day_before(divest)),
            "{relation}": str((relation and relation.strict) or "related company").replace(
                "_", " "
            ),
        }


def _numbers(identifiers: tuple[str, ...]) -> str:
    return f" ({', '.join(identifiers[:3])})" if identifiers else ""


def _said(day: date | None) -> str:
    return "a date not known" if day is None else say_date(day)


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
        return unknown("Are US persons barred from buying? That turns on the questions above.")
    source = "the findings on any US person who would buy"
    return Fact(strict=strict, policy=policy, contested=strict != policy, source=source)
