"""The assessment as one JSON document, with the keys that others rely on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sanccheck.assessment.result import (
    Assessment,
    ListedTerm,
    OfferingResult,
    OwnedLine,
    PartyResult,
    Question,
    ReviewFlag,
)
from sanccheck.model import Hit, ListState, NotScreened
from sanccheck.ownership import Link
from sanccheck.ownership.shares import say_share
from sanccheck.rulebook.conditions import Trace, say_value
from sanccheck.rulebook.finding import Finding
from sanccheck.rulebook.outcomes import Rungs
from sanccheck.rulebook.schema import Cite

Document = dict[str, Any]


def assessment_document(
    assessment: Assessment,
    hit_document: Callable[[Hit], Document],
    list_document: Callable[[ListState], Document],
    not_screened_document: Callable[[NotScreened], Document],
) -> Document:
    """Return the document; hits and lists are written as a screening writes them."""
    screening = assessment.screening
    return {
        "as_of": assessment.as_of.isoformat(),
        "title": assessment.deal.title,
        "program": assessment.program,
        "offering": _offering(assessment.offering),
        "parties": [_party(party, hit_document) for party in assessment.parties],
        "house": _house(assessment),
        "findings": [
            {**_finding(finding), "house": _is_house(assessment, finding.rule)}
            for finding in assessment.findings
        ],
        "ownership": [_owned(line) for line in assessment.ownership],
        "terms": [_term(term) for term in assessment.terms],
        "questions": [_question(question) for question in assessment.questions],
        "not_this": [
            {"regime": note.id, "text": text, "cites": [_cite(cite) for cite in cites]}
            for note in assessment.regimes
            for text, cites in note.not_this
        ],
        "not_judged": [
            *(text for note in assessment.regimes for text in note.not_judged),
            *assessment.not_judged,
        ],
        "lists": [list_document(state) for state in screening.lists],
        "not_screened": [not_screened_document(item) for item in screening.not_screened],
        "inputs": dict(assessment.inputs),
        "disclaimer": DISCLAIMER,
    }


DISCLAIMER = (
    "Not legal advice. A finding speaks of the lists, rules and facts named here and of the day "
    "asked; the absence of a hit is not a clearance."
)


def rungs_document(rungs: Rungs) -> Document:
    """Return a pair of results."""
    return {"strict": rungs.strict.name, "policy": rungs.policy.name}


def _offering(offering: OfferingResult) -> Document:
    return {
        **rungs_document(offering.result),
        "could_be": rungs_document(offering.could_be),
        "structure": list(offering.structure),
        "structure_strict": list(offering.structure_strict),
        "limbs": {limb.value: rungs_document(rungs) for limb, rungs in offering.limbs.items()},
        "review": [_flag(flag) for flag in offering.review],
    }


def _house(assessment: Assessment) -> Document | None:
    """Return what is house policy, the answer of the law alone, and where the two clash."""
    house = assessment.house
    if house is None:
        return None
    return {
        "regimes": [{"id": regime, "title": title} for regime, title in house.regimes],
        "rules": sorted(house.rules),
        "law_alone": _offering(house.law),
        "clashes": list(house.clashes),
    }


def _is_house(assessment: Assessment, rule: str) -> bool:
    return assessment.house is not None and rule in assessment.house.rules


def _flag(flag: ReviewFlag) -> Document:
    return {
        "id": flag.id,
        "reason": flag.reason,
        "settle": flag.settle,
        "source": flag.source,
    }


def _party(party: PartyResult, hit_document: Callable[[Hit], Document]) -> Document:
    return {
        "id": party.id,
        "name": party.name,
        "role": party.role,
        **rungs_document(party.result),
        "could_be": rungs_document(party.could_be),
        "review": [_flag(flag) for flag in party.review],
        "normalised": party.screened.normalised,
        "hits": [hit_document(hit) for hit in party.hits],
        "former": [hit_document(hit) for hit in party.screened.former],
    }


def _finding(finding: Finding) -> Document:
    return {
        "regime": finding.regime,
        "rule": finding.rule,
        "title": finding.title,
        "version": finding.version,
        "limb": finding.limb.value,
        "party": finding.party,
        "subject": finding.subject,
        "entry": finding.entry,
        "applies": finding.applies,
        **rungs_document(finding.result),
        "could_be": rungs_document(finding.could_be),
        "because": finding.because,
        "exceptions": list(finding.exceptions),
        "contested": list(finding.contested),
        "cites": [_cite(cite) for cite in finding.cites],
        "notify": None if finding.notify is None else finding.notify.model_dump(),
        "confidence": finding.confidence,
        "status": finding.status,
        "review": [item.id for item in finding.review],
        "needs": [need.text for need in finding.needs],
        "trace": _trace(finding.trace),
    }


def _cite(cite: Cite) -> Document:
    return {
        "title": cite.title,
        "href": cite.href,
        "read_on": cite.read_on.isoformat(),
        "confidence": cite.confidence,
        "note": cite.note,
    }


def _trace(trace: Trace) -> list[Document]:
    return [
        {
            "condition": leaf.text,
            "holds": leaf.verdict,
            "value": say_value(leaf.value),
            "source": leaf.source,
        }
        for leaf in trace.leaves()
    ]


def _owned(line: OwnedLine) -> Document:
    return {
        "test": line.test,
        "title": line.title,
        "party": line.party,
        "applies": line.applies,
        "kind": line.kind,
        "percent": {"least": line.least, "most": line.most},
        "says": line.says,
        "chain": [_link(link) for link in line.chain],
        "cites": [source.model_dump(mode="json") for source in line.cites],
        "confidence": line.confidence,
    }


def _link(link: Link) -> Document:
    return {
        "owner": link.owner,
        "of": link.of,
        "kind": link.kind,
        "share": None if link.share is None else say_share(link.share),
        "joint_with": list(link.joint),
        "source": link.source,
    }


def _term(term: ListedTerm) -> Document:
    return {
        "id": term.id,
        "text": term.text,
        "state": term.state.value,
        "practice": term.practice,
        "needed": term.needed,
        "cites": [_cite(cite) for cite in term.cites],
    }


def _question(question: Question) -> Document:
    return {
        "text": question.text,
        "could_be": rungs_document(question.could_be),
        "parties": list(question.parties),
        "rules": list(question.rules),
    }
