"""Judge a deal: facts, findings, roll-up, terms, questions, flags."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from sanccheck.assessment.asked import asked_facts
from sanccheck.assessment.case import build_case, judged
from sanccheck.assessment.flags import (
    WORST,
    OpenEnd,
    earlier_day,
    flags,
    hits_without_effect,
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
from sanccheck.assessment.house import with_house_rules
from sanccheck.assessment.outside import NOT_JUDGED
from sanccheck.assessment.ownership import contradicted_ownership, owned_lines
from sanccheck.assessment.regimes import (
    judged_lists,
    linked_lists,
    lists_beside,
    regime_notes,
    silent_regimes,
    spoken_of,
)
from sanccheck.assessment.result import (
    Assessment,
    ListedTerm,
    OfferingResult,
    PartyResult,
    Question,
    ReviewFlag,
    TermState,
)
from sanccheck.assessment.rollup import limb_rungs, offering_rungs, party_rungs
from sanccheck.deal.actions import buyers_named, may_sell
from sanccheck.deal.bound_persons import PURCHASERS
from sanccheck.deal.fact import Reading
from sanccheck.deal.facts import HYPOTHETICAL, Facts
from sanccheck.deal.load import LoadedDeal
from sanccheck.deal.ownership import Ownership, judge_ownership
from sanccheck.deal.ownership_names import tests_of
from sanccheck.deal.schema import Deal
from sanccheck.deal.screened import DealScreening
from sanccheck.model import Query, Screened
from sanccheck.ownership.law import PATH as OWNERSHIP_LAW
from sanccheck.ownership.law import shipped_law
from sanccheck.rulebook.conditions import Has
from sanccheck.rulebook.evaluate import (
    bars_other_purchasers,
    bars_us_purchasers,
    evaluate_regime,
)
from sanccheck.rulebook.finding import Finding, Need
from sanccheck.rulebook.load import LoadedRegime, Rulebook
from sanccheck.rulebook.outcomes import Limb, Rungs, highest
from sanccheck.rulebook.situations import Case

_UNNAMED = PURCHASERS | {HYPOTHETICAL}


def assess(
    loaded: LoadedDeal, screening: DealScreening, rulebook: Rulebook, program: str
) -> Assessment:
    """Judge a deal as of the screening's day. The same inputs give an equal assessment.

    House rules, where the rulebook has some, raise what the law alone comes to.
    """
    whole = _assess(loaded, screening, rulebook, program)
    if not rulebook.house:
        return whole
    return with_house_rules(_assess(loaded, screening, rulebook.law, program), whole, rulebook)


def _assess(
    loaded: LoadedDeal, screening: DealScreening, rulebook: Rulebook, program: str
) -> Assessment:
    deal = loaded.deal
    read = rulebook
    rulebook, left_out = judged(deal, screening, read)
    ownership = judge_ownership(deal, screening, tests_of(asked_facts(rulebook)))
    case = build_case(deal, screening, ownership, rulebook)
    findings, facts = _findings(rulebook, case)
    lists = judged_lists(rulebook, findings, screening)
    open_ends = tuple(_open_ends(deal, screening, rulebook, ownership, lists))
    trade = buyers_named(deal)
    review = (
        *_reviews(findings),
        *flags(deal, screening, lists),
        *hits_without_effect(deal, screening, lists, spoken_of(rulebook, findings)),
        *(item.flag for item in open_ends),
    )
    terms = tuple(_terms(rulebook, facts, () if trade else findings, screening.as_of))
    return Assessment(
        as_of=screening.as_of,
        deal=deal,
        deal_path=loaded.path,
        offering=_offering(deal, findings, open_ends, review),
        parties=tuple(_parties(deal, screening, findings, open_ends)),
        findings=findings,
        terms=tuple(term for term, asked in terms if asked),
        other_terms=tuple(term for term, asked in terms if not asked),
        questions=_questions(findings, open_ends),
        regimes=tuple(regime_notes(rulebook, findings, screening)),
        silent=tuple(silent_regimes(rulebook, findings)),
        screening=screening,
        not_judged=tuple(_not_judged(left_out, case.law_day)),
        ownership=tuple(owned_lines(ownership)),
        inputs=_inputs(loaded, screening, read),
        program=program,
    )


def _open_ends(
    deal: Deal,
    screening: DealScreening,
    rulebook: Rulebook,
    ownership: Ownership,
    lists: frozenset[str],
) -> Iterator[OpenEnd]:
    """Yield what leaves an answer open beside the rules; `lists` are those that they judge."""
    beside = lists_beside(rulebook)
    yield from missing_issuer(deal)
    yield from missing_seller(deal)
    yield from missing_underlying(deal)
    yield from proceeds_unnamed(deal)
    yield from earlier_day(deal, screening)
    yield from related_elsewhere(deal, screening, linked_lists(rulebook) | beside)
    yield from _older_law(rulebook, min(screening.as_of, deal.deal.day(screening.as_of)))
    yield from unjudged_places(deal)
    yield from contradicted_ownership(ownership)
    yield from unread_relations(deal, screening, beside)
    yield from unjudged_hits(deal, screening, lists)
    yield from unscreened_lists(screening, lists)


def _offering(
    deal: Deal,
    findings: Sequence[Finding],
    open_ends: Sequence[OpenEnd],
    review: Sequence[ReviewFlag],
) -> OfferingResult:
    """Roll the findings up to the deal, with what the open ends could still bring."""
    result, could_be = offering_rungs(findings, may_sell(deal), trade=buyers_named(deal))
    return OfferingResult(
        result=result,
        could_be=highest((could_be, *(item.could_be for item in open_ends))),
        structure=_structure(finding.structure for finding in findings),
        structure_strict=_structure(finding.structure_strict for finding in findings),
        limbs=limb_rungs(findings),
        review=_distinct(review),
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


def _findings(rulebook: Rulebook, case: Case) -> tuple[tuple[Finding, ...], Facts]:
    """Evaluate the regimes on outcomes, then those on structure, which read the first ones."""
    first = [
        finding
        for loaded in rulebook.regimes
        if loaded.regime.stage == "outcome"
        for finding in evaluate_regime(loaded.regime, case)
    ]
    facts = {
        **case.facts,
        "offering.us_purchasers_barred": bars_us_purchasers(tuple(first)),
        "offering.other_purchasers_barred": bars_other_purchasers(tuple(first)),
    }
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


def _reviews(findings: Sequence[Finding]) -> Iterator[ReviewFlag]:
    for finding in findings:
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
    by_party: dict[str | None, list[Finding]] = {}
    on_securities: dict[str | None, list[Finding]] = {}
    for finding in findings:
        by_party.setdefault(finding.party, []).append(finding)
        if finding.party is None:
            on_securities.setdefault(finding.subject, []).append(finding)
    for party in deal.parties:
        of_party = by_party.get(party.id, [])
        result, could_be = party_rungs(of_party)
        own = [item for item in open_ends if party.id in item.parties]
        yield PartyResult(
            id=party.id,
            name=party.name,
            role=party.role,
            result=result,
            could_be=highest((could_be, *(item.could_be for item in own))),
            review=_distinct(
                [
                    *_reviews(of_party),
                    *_reviews(on_securities.get(party.id, [])),
                    *(item.flag for item in own),
                    *([possible[party.id]] if party.id in possible else []),
                ]
            ),
            screened=screening.results.get(party.id)
            or Screened(query=Query(name=party.name), normalised=party.name, hits=()),
        )


def _terms(
    rulebook: Rulebook, facts: Facts, findings: Sequence[Finding], as_of: date
) -> Iterator[tuple[ListedTerm, bool]]:
    """Yield every term, each with whether the facts or the findings ask for it, or may."""
    asked = {term for finding in findings if finding.applies for term in finding.terms}
    state = {True: TermState.MET, False: TermState.MISSING, None: TermState.UNKNOWN}
    for loaded in rulebook.regimes:
        for term in loaded.regime.terms:
            needed = term.needed_when.verdict(facts, Reading.POLICY)
            needed = needed or term.id in asked or needed
            met = term.met_when or Has(fact=f"terms.{term.id}", values=(True,))
            listed = ListedTerm(
                id=term.id,
                text=term.text,
                state=state[met.verdict(facts, Reading.POLICY)],
                cites=loaded.regime.sources(term.cites, as_of),
                practice=term.practice,
                needed=bool(needed),
            )
            yield listed, needed is not False


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
        if item.could_be == Rungs():
            continue  # it changes no answer on who may buy; its flag is enough
        for party in item.parties or (None,):
            asked.setdefault(item.question, []).append((item.could_be, party, item.flag.source))
    questions = [
        Question(
            text=text,
            could_be=highest(rungs for rungs, _, _ in found),
            parties=tuple(
                dict.fromkeys(party for _, party, _ in found if party and party not in _UNNAMED)
            ),
            rules=tuple(dict.fromkeys(rule for _, _, rule in found)),
        )
        for text, found in asked.items()
    ]
    return tuple(sorted(questions, key=_weight))


def _weight(question: Question) -> tuple[int, int, int, str]:
    could_be = question.could_be
    return (-could_be.strict, -could_be.policy, -len(question.parties), question.text)


def _not_judged(left_out: Rulebook, day: date) -> Iterator[str]:
    """Say what no rule judges: the regimes of the day to which nothing points, and the rest."""
    found = [item.regime for item in left_out.regimes if item.regime.in_force_on(day)]
    if found:
        names = "; ".join(regime.title for regime in found)
        yield f"What no party, place or list of this deal points to: {names}."
    yield from NOT_JUDGED


def _inputs(loaded: LoadedDeal, screening: DealScreening, rulebook: Rulebook) -> dict[str, str]:
    """Name every input with its sha256, in an order that does not depend on anything else."""
    found = {"deal": loaded.sha256}
    found |= {
        f"{'house' if item.regime.id in rulebook.house else 'rules'}/{_name(item)}": item.sha256
        for item in rulebook.regimes
    }
    found[f"rules/{OWNERSHIP_LAW}"] = shipped_law(examples=False).sha256
    found |= {
        f"list/{state.list}": state.sha256
        for state in sorted(screening.lists, key=lambda state: state.list)
    }
    found |= {f"supplement/{name}": sha256 for name, sha256 in screening.supplements}
    return found


def _name(item: LoadedRegime) -> str:
    return f"{item.regime.id}.yaml"
