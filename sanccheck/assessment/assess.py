"""Judge a deal: facts, findings, roll-up, terms, questions, flags."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from sanccheck.assessment.asked import asked_facts, asked_lists
from sanccheck.assessment.flags import (
    WORST,
    OpenEnd,
    earlier_day,
    flags,
    missing_issuer,
    missing_seller,
    missing_underlying,
    possible_matches,
    proceeds_unnamed,
    related_elsewhere,
    unjudged_hits,
    unjudged_places,
    unread_relations,
    unscreened_lists,
)
from sanccheck.assessment.ownership import contradicted_ownership, owned_lines
from sanccheck.assessment.result import (
    Assessment,
    ListedTerm,
    OfferingResult,
    PartyResult,
    Question,
    RegimeNote,
    ReviewFlag,
    TermState,
)
from sanccheck.assessment.rollup import limb_rungs, offering_rungs, party_rungs
from sanccheck.deal.actions import buyers_named, may_be_bought, may_sell
from sanccheck.deal.fact import Fact, Reading
from sanccheck.deal.facts import HYPOTHETICAL, Facts, actors, deal_facts, us_purchaser
from sanccheck.deal.links import links
from sanccheck.deal.load import LoadedDeal
from sanccheck.deal.ownership import Ownership, judge_ownership
from sanccheck.deal.ownership_names import tests_of
from sanccheck.deal.schema import Deal
from sanccheck.deal.screened import DealScreening
from sanccheck.model import Query, Screened
from sanccheck.ownership.law import PATH as OWNERSHIP_LAW
from sanccheck.ownership.law import shipped_law
from sanccheck.rulebook.conditions import Has, evaluate
from sanccheck.rulebook.evaluate import Case, bars_us_purchasers, evaluate_regime
from sanccheck.rulebook.finding import Finding, Need
from sanccheck.rulebook.load import LoadedRegime, Rulebook
from sanccheck.rulebook.outcomes import Limb, Rungs, highest
from sanccheck.rulebook.schema import Cite, Regime


def assess(
    loaded: LoadedDeal, screening: DealScreening, rulebook: Rulebook, program: str
) -> Assessment:
    """Judge a deal as of the screening's day. The same inputs give an equal assessment."""
    deal = loaded.deal
    ownership = judge_ownership(deal, screening, tests_of(asked_facts(rulebook)))
    case = _case(deal, screening, ownership, rulebook)
    findings, facts = _findings(rulebook, case)
    judged = _judged_lists(rulebook, findings)
    open_ends = (
        *missing_issuer(deal),
        *missing_seller(deal),
        *missing_underlying(deal),
        *proceeds_unnamed(deal),
        *earlier_day(deal, screening),
        *related_elsewhere(deal, screening, _linked_lists(rulebook)),
        *_older_law(rulebook, case.law_day),
        *unjudged_places(deal),
        *contradicted_ownership(ownership),
        *unread_relations(deal, screening),
        *unjudged_hits(deal, screening, judged),
        *unscreened_lists(screening, judged),
    )
    trade = buyers_named(deal)
    result, could_be = offering_rungs(findings, may_sell(deal), trade=trade)
    could_be = highest((could_be, *(item.could_be for item in open_ends)))
    review = (
        *_reviews(findings),
        *flags(deal, screening, judged),
        *(item.flag for item in open_ends),
    )
    return Assessment(
        as_of=screening.as_of,
        deal=deal,
        deal_path=loaded.path,
        offering=OfferingResult(
            result=result,
            could_be=could_be,
            structure=_structure(finding.structure for finding in findings),
            structure_strict=_structure(finding.structure_strict for finding in findings),
            limbs=limb_rungs(findings),
            review=_distinct(review),
        ),
        parties=tuple(_parties(deal, screening, findings, open_ends)),
        findings=findings,
        terms=tuple(_terms(rulebook, facts, () if trade else findings, screening.as_of)),
        questions=_questions(findings, open_ends),
        regimes=tuple(_notes(rulebook, findings, screening.as_of)),
        screening=screening,
        ownership=tuple(owned_lines(ownership)),
        inputs=_inputs(loaded, screening, rulebook),
        program=program,
    )


def _judged_lists(rulebook: Rulebook, findings: Sequence[Finding]) -> frozenset[str]:
    """Return the lists of which a rule in force that day speaks."""
    live = {finding.regime for finding in findings}
    return frozenset(
        item.regime.list
        for item in rulebook.regimes
        if item.regime.list is not None and item.regime.id in live
    )


def _linked_lists(rulebook: Rulebook) -> frozenset[str]:
    """Return the lists whose rules read what stands behind the security, relations included."""
    return frozenset(
        item.regime.list
        for item in rulebook.regimes
        if item.regime.list is not None
        and any(rule.about in {"security", "party_and_security"} for rule in item.regime.rules)
    )


def _older_law(rulebook: Rulebook, day: date) -> Iterator[OpenEnd]:
    """Yield an open end for each regime that is older than its rules here, before they begin."""
    for item in rulebook.regimes:
        first = min(version.since for rule in item.regime.rules for version in rule.versions)
        if item.regime.older_law and day < first:
            flag = ReviewFlag(
                id="older_law",
                reason=f"{item.regime.title}: its rules here begin on {first}, the law is older.",
                settle="Read the law of the day.",
                source=item.regime.id,
            )
            question = f"What did the law say before {first}: {item.regime.title}?"
            yield OpenEnd(flag=flag, question=question, parties=(), could_be=WORST)


def _case(deal: Deal, screening: DealScreening, ownership: Ownership, rulebook: Rulebook) -> Case:
    lists = {item.regime.list for item in rulebook.regimes if item.regime.list is not None}
    return Case(
        as_of=screening.as_of,
        law_day=min(screening.as_of, deal.deal.day(screening.as_of)),
        facts=deal_facts(deal, ownership),
        actors=actors(deal, screening, ownership, asked_lists(rulebook)),
        purchaser=us_purchaser(deal) if may_be_bought(deal) else None,
        links={list_id: links(deal, screening, list_id) for list_id in sorted(lists)},
    )


def _findings(rulebook: Rulebook, case: Case) -> tuple[tuple[Finding, ...], Facts]:
    """Evaluate the regimes on outcomes, then those on structure, which read the first ones."""
    first = [
        finding
        for loaded in rulebook.regimes
        if loaded.regime.stage == "outcome"
        for finding in evaluate_regime(loaded.regime, case)
    ]
    barred: Fact = bars_us_purchasers(tuple(first))
    facts = {**case.facts, "offering.us_purchasers_barred": barred}
    later = replace(case, facts=facts)
    second = [
        finding
        for loaded in rulebook.regimes
        if loaded.regime.stage == "structure"
        for finding in evaluate_regime(loaded.regime, later)
    ]
    return (*first, *second), facts


def _structure(found: Iterator[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item for structure in found for item in structure))


def _reviews(findings: Sequence[Finding], party: str | None = None) -> Iterator[ReviewFlag]:
    for finding in findings:
        if party is None or finding.party == party:
            for item in finding.review:
                yield ReviewFlag(
                    id=item.id, reason=item.reason, settle=item.settle, source=finding.rule
                )


def _distinct(found: Sequence[ReviewFlag]) -> tuple[ReviewFlag, ...]:
    return tuple(dict.fromkeys(found))


def _parties(
    deal: Deal,
    screening: DealScreening,
    findings: Sequence[Finding],
    open_ends: Sequence[OpenEnd],
) -> Iterator[PartyResult]:
    possible = dict(possible_matches(deal, screening))
    for party in deal.parties:
        result, could_be = party_rungs(findings, party.id)
        own = [item for item in open_ends if party.id in item.parties]
        subject = [item for item in findings if item.subject == party.id]
        yield PartyResult(
            id=party.id,
            name=party.name,
            role=party.role,
            result=result,
            could_be=highest((could_be, *(item.could_be for item in own))),
            review=_distinct(
                [
                    *_reviews(findings, party.id),
                    *_reviews([item for item in subject if item.party is None]),
                    *(item.flag for item in own),
                    *([possible[party.id]] if party.id in possible else []),
                ]
            ),
            screened=screening.results.get(party.id)
            or Screened(query=Query(name=party.name), normalised=party.name, hits=()),
        )


def _terms(
    rulebook: Rulebook, facts: Facts, findings: Sequence[Finding], as_of: date
) -> Iterator[ListedTerm]:
    """Yield the terms that the facts or the findings ask for, or that an open fact may."""
    asked = {term for finding in findings if finding.applies for term in finding.terms}
    for loaded in rulebook.regimes:
        for term in loaded.regime.terms:
            needed = evaluate(term.needed_when, facts, Reading.POLICY).verdict
            needed = needed or term.id in asked or needed
            if needed is False:
                continue
            met = term.met_when or Has(fact=f"terms.{term.id}", values=(True,))
            verdict = evaluate(met, facts, Reading.POLICY).verdict
            state = {True: TermState.MET, False: TermState.MISSING, None: TermState.UNKNOWN}
            yield ListedTerm(
                id=term.id,
                text=term.text,
                state=state[verdict],
                cites=loaded.regime.sources(term.cites, as_of),
                practice=term.practice,
                needed=bool(needed),
            )


def _questions(findings: Sequence[Finding], open_ends: Sequence[OpenEnd]) -> tuple[Question, ...]:
    """Gather the open questions, those that could bring the most first."""
    asked: dict[str, list[tuple[Rungs, str | None, str]]] = {}
    for finding in findings:
        if finding.could_be == finding.result or finding.limb is not Limb.SECURITIES:
            continue
        needs = finding.needs or tuple(
            Need(text=item.settle, of_party=True) for item in finding.review
        )
        for need in needs:
            about = finding.party if need.of_party else None
            asked.setdefault(need.text, []).append((finding.could_be, about, finding.rule))
    for item in open_ends:
        for party in item.parties or (None,):
            asked.setdefault(item.question, []).append((item.could_be, party, item.flag.source))
    questions = [
        Question(
            text=text,
            could_be=highest(rungs for rungs, _, _ in found),
            parties=tuple(
                dict.fromkeys(party for _, party, _ in found if party and party != HYPOTHETICAL)
            ),
            rules=tuple(dict.fromkeys(rule for _, _, rule in found)),
        )
        for text, found in asked.items()
    ]
    return tuple(sorted(questions, key=_weight))


def _weight(question: Question) -> tuple[int, int, int, str]:
    could_be = question.could_be
    return (-could_be.strict, -could_be.policy, -len(question.parties), question.text)


def _notes(rulebook: Rulebook, findings: Sequence[Finding], as_of: date) -> Iterator[RegimeNote]:
    live = {finding.regime for finding in findings if finding.applies is not False}
    for loaded in rulebook.regimes:
        regime = loaded.regime
        if regime.id in live:
            yield RegimeNote(
                id=regime.id,
                title=regime.title,
                authority=regime.authority,
                status=regime.status,
                not_this=tuple(_not_this(regime, as_of)),
                not_judged=regime.not_judged,
            )


def _not_this(regime: Regime, as_of: date) -> Iterator[tuple[str, tuple[Cite, ...]]]:
    """Yield what a regime is not, as far as a source that could be read on the day says so."""
    for item in regime.not_this:
        cites = regime.sources(item.cites, as_of)
        if cites:
            yield item.text, cites


def _inputs(loaded: LoadedDeal, screening: DealScreening, rulebook: Rulebook) -> dict[str, str]:
    """Name every input with its sha256, in an order that does not depend on anything else."""
    found = {"deal": loaded.sha256}
    found |= {f"rules/{_name(item)}": item.sha256 for item in rulebook.regimes}
    found[f"rules/{OWNERSHIP_LAW}"] = shipped_law().sha256
    found |= {
        f"list/{state.list}": state.sha256
        for state in sorted(screening.lists, key=lambda state: state.list)
    }
    found |= {f"supplement/{name}": sha256 for name, sha256 in screening.supplements}
    return found


def _name(item: LoadedRegime) -> str:
    return f"{item.regime.id}.yaml"
