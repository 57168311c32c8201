"""The law's answer with a firm's house rules added: it is raised by them and never lowered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from sanccheck.assessment.result import (
    HOUSE_POLICY,
    Assessment,
    House,
    ListedTerm,
    OfferingResult,
    PartyResult,
    Question,
    ReviewFlag,
)
from sanccheck.rulebook.finding import Finding
from sanccheck.rulebook.load import Rulebook
from sanccheck.rulebook.outcomes import Limb, Rungs, highest

CLASH = "house_clash"
_SETTLE = "Correct the house rule: it can add to the law and take nothing from it."


def with_house_rules(law: Assessment, whole: Assessment, rulebook: Rulebook) -> Assessment:
    """Return the answer of all rules, in nothing below that of the law alone."""
    clashes = tuple(dict.fromkeys(_clashes(law, whole, rulebook)))
    offering = _offering(law.offering, whole.offering)
    flags = tuple(
        ReviewFlag(id=CLASH, reason=text, settle=_SETTLE, source="house policy") for text in clashes
    )
    return replace(
        whole,
        offering=replace(offering, review=(*offering.review, *flags)),
        parties=tuple(
            _party(one, other) for one, other in zip(law.parties, whole.parties, strict=True)
        ),
        questions=_questions(law, whole),
        terms=tuple(dict.fromkeys((*whole.terms, *_lost_terms(law, whole)))),
        house=House(
            regimes=tuple(
                (item.regime.id, item.regime.title)
                for item in rulebook.regimes
                if item.regime.id in rulebook.house
            ),
            rules=frozenset(
                rule.id
                for item in rulebook.regimes
                if item.regime.id in rulebook.house
                for rule in item.regime.rules
            ),
            law=law.offering,
            clashes=clashes,
        ),
    )


def _offering(law: OfferingResult, whole: OfferingResult) -> OfferingResult:
    return OfferingResult(
        result=highest((law.result, whole.result)),
        could_be=highest((law.could_be, whole.could_be)),
        structure=_joined(law.structure, whole.structure),
        structure_strict=_joined(law.structure_strict, whole.structure_strict),
        limbs=_limbs(law.limbs, whole.limbs),
        review=tuple(dict.fromkeys((*whole.review, *law.review))),
    )


def _party(law: PartyResult, whole: PartyResult) -> PartyResult:
    return replace(
        whole,
        result=highest((law.result, whole.result)),
        could_be=highest((law.could_be, whole.could_be)),
        review=tuple(dict.fromkeys((*whole.review, *law.review))),
    )


def _joined(law: tuple[str, ...], whole: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*law, *whole)))


def _limbs(law: Mapping[Limb, Rungs], whole: Mapping[Limb, Rungs]) -> dict[Limb, Rungs]:
    return {
        limb: highest(found[limb] for found in (law, whole) if limb in found)
        for limb in dict.fromkeys((*law, *whole))
    }


def _questions(law: Assessment, whole: Assessment) -> tuple[Question, ...]:
    """Return every question: a house rule answers none that the law asks."""
    asked = {question.text for question in whole.questions}
    return (*whole.questions, *(one for one in law.questions if one.text not in asked))


def _lost_terms(law: Assessment, whole: Assessment) -> Iterator[ListedTerm]:
    """Yield the terms that the law alone asks for and the rules together do not."""
    told = {term.id for term in whole.terms}
    yield from (term for term in law.terms if term.id not in told)


def _clashes(law: Assessment, whole: Assessment, rulebook: Rulebook) -> Iterator[str]:
    """Yield where a house rule, or the rules together, would say less than the law."""
    for finding in whole.findings:
        if finding.regime in rulebook.house and _permits(finding):
            below = _of(law, finding.party)
            if finding.result.policy < below.policy or finding.result.strict < below.strict:
                who = "the deal" if finding.party is None else finding.situation.fill("{party}")
                yield (
                    f"{finding.rule} {HOUSE_POLICY} says {_said(finding.result)} of {who}, which "
                    f"is less than the law: {_said(below)} stands."
                )
    one, other = law.offering.result, whole.offering.result
    if other.strict < one.strict or other.policy < one.policy:
        yield f"With the house rules the deal would be {_said(other)}: {_said(one)} stands."


def _permits(finding: Finding) -> bool:
    """Say whether a finding states an answer on securities, and is no mere flag."""
    return bool(finding.applies) and finding.limb is Limb.SECURITIES and not finding.review


def _of(law: Assessment, party: str | None) -> Rungs:
    """Return the law's answer on a party, on the whole deal where a finding is on none."""
    return next((one.result for one in law.parties if one.id == party), law.offering.result)


def _said(rungs: Rungs) -> str:
    if rungs.strict is rungs.policy:
        return rungs.strict.name
    return f"strict {rungs.strict.name}, policy {rungs.policy.name}"
