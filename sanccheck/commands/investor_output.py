"""Write the answers on investors: a workbook to filter, CSV, or JSON lines."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sanccheck import __version__
from sanccheck.assessment.to_json import DISCLAIMER
from sanccheck.commands.batch_output import LISTS_HEADER, write_lists
from sanccheck.commands.investor_json import answer_document
from sanccheck.investors.verdict import (
    Answer,
    Effect,
    Outcome,
    Readings,
    Reason,
    Verdict,
)
from sanccheck.investors.words import SAYS, SETTLED, in_columns
from sanccheck.rulebook.conditions import say_value
from sanccheck.tables import Cell, CsvWriter, Sheet, Table, Tone, XlsxWriter

if TYPE_CHECKING:
    from sanccheck.commands.assess_investors import Job
    from sanccheck.deal.fact import Fact

TONES = {
    Verdict.ELIGIBLE: Tone.GOOD,
    Verdict.NEEDS: Tone.POSSIBLE,
    Verdict.CANNOT_DECIDE: Tone.QUIET,
    Verdict.EXCLUDED: Tone.MATCH,
}
_BAD = "row not judged"
_EVERYBODY = "and what everybody has, on the sheet reasons"
_TEXTS = ("why", "representations", "missing", "notes", "rules")
_FROZEN = ("row", "investor")
_ADDED = (
    *_FROZEN,
    SETTLED,
    *SAYS.values(),
    "why",
    "representations",
    "missing",
    "notes",
    "OFAC US person",
    "Reg S US person",
    "hits",
    "rules",
    "problem",
)
_REASONS = ("what it does", "rows", "about", "reason", "rule", "sources")
_EFFECTS = {
    Effect.EXCLUDES: "excludes",
    Effect.MISSING: "missing",
    Effect.NEEDS: "to represent",
    Effect.NOTE: "note",
}
_EFFECT_TONES = {
    Effect.EXCLUDES: Tone.MATCH,
    Effect.MISSING: Tone.QUIET,
    Effect.NEEDS: Tone.POSSIBLE,
    Effect.NOTE: Tone.PLAIN,
}


def write(job: Job, answers: Iterator[Answer], path: Path, chosen: str) -> None:
    """Write the answers to a file in a format."""
    if chosen == "xlsx":
        _write_workbook(job, answers, path)
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        if chosen == "jsonl":
            for answer in answers:
                file.write(json.dumps(answer_document(answer), ensure_ascii=False) + "\n")
            return
        writer = CsvWriter(file)
        writer.write(_header(job.file.table))
        texts = _Texts()
        for answer in answers:
            writer.write([str(cell) for cell in _row(job.file.table, answer, texts)])


def _header(table: Table) -> list[str]:
    return [*_ADDED, *(_apart(text) for text in table.header)]


def _apart(heading: str) -> str:
    """Keep a heading of the file apart from those that are added."""
    return f"{heading} (given)" if heading in _ADDED else heading


def _row(table: Table, answer: Answer, texts: _Texts) -> list[Cell]:
    given = table.rows[answer.row - 1].cells
    if answer.stands is None or answer.should is None:
        verdicts = len(SAYS) + 1
        blank = [""] * (len(_ADDED) - len(_FROZEN) - verdicts - 1)
        said = "; ".join(answer.problems)
        return [answer.row, answer.name, *[_BAD] * verdicts, *blank, said, *given]
    found = answer.should.policy
    told = texts.of(answer.stands.policy, found)
    return [
        answer.row,
        answer.name,
        found.settled.value,
        *(_outcome(answer, key).verdict.value for key in SAYS),
        *told[:4],
        _fact(answer.ofac),
        _fact(answer.reg_s),
        "; ".join(
            dict.fromkeys(f"{hit.name} ({hit.entry}, {hit.decision})" for hit in answer.hits)
        ),
        told[4],
        "",
        *given,
    ]


def _outcome(answer: Answer, key: tuple[str, str]) -> Outcome:
    structure, reading = key
    readings: Readings = getattr(answer, structure)
    found: Outcome = getattr(readings, reading)
    return found


class _Texts:
    """What is said of equal outcomes, put together once."""

    def __init__(self) -> None:
        # The outcomes are kept beside the text, so that their identity stays theirs.
        self._said: dict[tuple[int, int], tuple[Outcome, Outcome, tuple[str, ...]]] = {}

    def of(self, stands: Outcome, should: Outcome) -> tuple[str, ...]:
        """Return the cells of each effect, and that of the rules."""
        key = (id(stands), id(should))
        if key not in self._said:
            both = (stands, should)
            effects = (Effect.EXCLUDES, Effect.NEEDS, Effect.MISSING, Effect.NOTE)
            rules = (reason.rule for one in both for reason in one.reasons if not reason.everybody)
            cells = (*(_said(both, effect) for effect in effects), _joined(rules))
            self._said[key] = (stands, should, cells)
        return self._said[key][2]


def _said(found: tuple[Outcome, Outcome], effect: Effect) -> str:
    """Say the reasons of one effect, each with what it is about, those of both structures once.

    Those that everybody has are told on a sheet of their own.
    """
    reasons = dict.fromkeys(reason for one in found for reason in one.of(effect))
    told = [f"{reason.about}: {reason.text}" for reason in reasons if not reason.everybody]
    if len(told) < len(reasons):
        told.append(_EVERYBODY)
    return "\n".join(told)


def _joined(texts: Iterator[str]) -> str:
    return "; ".join(dict.fromkeys(text for text in texts if text))


def _fact(fact: Fact | None) -> str:
    if fact is None:
        return "unknown"
    source = "" if fact.strict is None else f" ({fact.source})"
    return f"{say_value(fact.strict)}{source}"


def _write_workbook(job: Job, answers: Iterator[Answer], path: Path) -> None:
    table = job.file.table
    with XlsxWriter(path) as book:
        summary = book.add_sheet("summary", ["", SETTLED, *SAYS.values()])
        header = _header(table)
        investors = book.add_sheet("investors", header, frozen=len(_FROZEN))
        reasons = book.add_sheet("reasons", _REASONS)
        lists = book.add_sheet("lists", LISTS_HEADER)
        about = book.add_sheet("about", ("what", "value"))
        wrapped = {header.index(name): Tone.WRAPPED for name in (*_TEXTS, "problem", "hits")}
        told, texts = _Reasons(), _Texts()
        for answer in answers:
            investors.write(_row(table, answer, texts), {**wrapped, **_tones(answer)})
            told.add(answer)
        told.write(reasons)
        write_lists(lists, job.judged.served)
        _write_summary(summary, job)
        for what, text in _about(job):
            about.write([what, text], {1: Tone.WRAPPED})


def _tones(answer: Answer) -> dict[int, Tone]:
    first = len(_FROZEN)
    if answer.should is None:
        return dict.fromkeys(range(first, first + len(SAYS) + 1), Tone.ERROR)
    found = [answer.should.policy.settled, *(_outcome(answer, key).verdict for key in SAYS)]
    return {first + number: TONES[verdict] for number, verdict in enumerate(found)}


class _Reasons:
    """Every reason that was given, with how many rows it was given for."""

    def __init__(self) -> None:
        # The outcomes are kept beside their count, so that their identity stays theirs.
        self._outcomes: dict[tuple[int, ...], tuple[list[Outcome], list[int]]] = {}

    def add(self, answer: Answer) -> None:
        """Count the outcomes of a row."""
        if answer.stands is None or answer.should is None:
            return
        found = [_outcome(answer, key) for key in SAYS]
        _, rows = self._outcomes.setdefault(tuple(map(id, found)), (found, []))
        rows.append(answer.row)

    def _rows(self) -> Counter[Reason]:
        """Return the reasons, each with its rows, counted once for a row."""
        counted: Counter[Reason] = Counter()
        for found, rows in self._outcomes.values():
            for reason in {reason for one in found for reason in one.reasons}:
                counted[reason] += len(rows)
        return counted

    def write(self, sheet: Sheet) -> None:
        """Write a row for each, by what it does, those of most rows first."""
        order = {effect: number for number, effect in enumerate(Effect)}
        found = sorted(
            self._rows().items(), key=lambda one: (order[one[0].effect], -one[1], one[0].text)
        )
        for reason, rows in found:
            sheet.write(
                [
                    _EFFECTS[reason.effect],
                    rows,
                    reason.about.value,
                    reason.text,
                    reason.rule,
                    "; ".join(reason.cites),
                ],
                {0: _EFFECT_TONES[reason.effect], 3: Tone.WRAPPED, 5: Tone.WRAPPED},
            )


def _write_summary(sheet: Sheet, job: Job) -> None:
    counts = job.counts
    for verdict in Verdict:
        cells: list[Cell] = [verdict.value, *in_columns(counts, verdict)]
        sheet.write(cells, {0: TONES[verdict]})
    sheet.write([_BAD, *[counts.bad] * (len(SAYS) + 1)], {0: Tone.ERROR})
    sheet.write(["rows", *[counts.rows] * (len(SAYS) + 1)])


def _about(job: Job) -> Iterator[tuple[str, str]]:
    """Yield what a reader must know of the answers: the deal, the day, what they are not."""
    assessment = job.judged.assessment
    offering = assessment.offering
    yield "deal", assessment.deal.title or assessment.deal_path
    yield "as of", f"{assessment.as_of.isoformat()}, a civil date in New York"
    yield "strict", f"{offering.result.strict}, could be {offering.could_be.strict}"
    yield "policy", f"{offering.result.policy}, could be {offering.could_be.policy}"
    yield "structure", ", ".join(offering.structure) or "nothing here asks for one"
    yield (
        "readings",
        "policy is what a prudent deal team does; text alone is what the law prohibits (strict)",
    )
    if assessment.house is not None:
        law = assessment.house.law.result
        titles = "; ".join(title for _, title in assessment.house.regimes)
        yield "house policy", titles
        yield "the law alone", f"strict {law.strict}, policy {law.policy}"
        yield from (("clash", clash) for clash in assessment.house.clashes)
    yield "investors", f"{job.file.table.path}, sha256 {job.file.sha256}"
    yield "program", f"sanccheck {__version__}"
    yield "note", DISCLAIMER
