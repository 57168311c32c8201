"""The answers on investors as plain values for JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sanccheck.investors.verdict import (
    READINGS,
    STRUCTURES,
    Answer,
    Counts,
    Effect,
    Outcome,
    Readings,
    Reason,
    Verdict,
)
from sanccheck.rulebook.conditions import say_value
from sanccheck.screening_json import hit_document

if TYPE_CHECKING:
    from sanccheck.commands.assess_investors import Job
    from sanccheck.deal.fact import Fact


def investors_document(job: Job, answers: list[Answer]) -> dict[str, Any]:
    """Return what `assess --investors --json` adds to the assessment."""
    return {
        "file": job.file.table.path,
        "sha256": job.file.sha256,
        "summary": counts_document(job.counts),
        "rows": [answer_document(one) for one in answers],
    }


def counts_document(counts: Counts) -> dict[str, Any]:
    """Return the counts; those of each structure and reading, with bad rows, add up to the rows."""
    return {
        "rows": counts.rows,
        "bad_rows": counts.bad,
        "with_hits": counts.with_hits,
        **{
            structure: {
                reading: {one.value: counts.by[structure, reading][one] for one in Verdict}
                for reading in READINGS
            }
            for structure in STRUCTURES
        },
        "deal_settled": {one.value: counts.settled[one] for one in Verdict},
    }


def answer_document(answer: Answer) -> dict[str, Any]:
    """Return one row's answer."""
    if answer.stands is None or answer.should is None:
        return {"row": answer.row, "name": answer.name, "error": list(answer.problems)}
    return {
        "row": answer.row,
        "name": answer.name,
        "stands": _readings(answer.stands),
        "should": _readings(answer.should),
        "ofac_us_person": _fact(answer.ofac),
        "reg_s_us_person": _fact(answer.reg_s),
        "hits": [hit_document(hit) for hit in answer.hits],
    }


def _readings(found: Readings) -> dict[str, Any]:
    return {"strict": _outcome(found.strict), "policy": _outcome(found.policy)}


def _outcome(found: Outcome) -> dict[str, Any]:
    return {
        "verdict": found.verdict.value,
        "deal_settled": found.settled.value,
        "excluded_by": [_reason(one) for one in found.of(Effect.EXCLUDES)],
        "missing": [_reason(one) for one in found.of(Effect.MISSING)],
        "representations": [_reason(one) for one in found.of(Effect.NEEDS)],
        "notes": [_reason(one) for one in found.of(Effect.NOTE)],
    }


def _reason(one: Reason) -> dict[str, Any]:
    return {
        "about": one.about.value,
        "text": one.text,
        "rule": one.rule or None,
        "cites": list(one.cites),
    }


def _fact(fact: Fact | None) -> dict[str, Any]:
    if fact is None:
        return {"value": "unknown", "source": None}
    return {"value": say_value(fact.strict), "source": fact.source}
