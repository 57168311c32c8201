"""Write the answers on investors: a workbook to filter, CSV, or JSON lines."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
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
_VERDICTS = range(len(_FROZEN), len(_FROZEN) + 1 + len(SAYS))
_IN_ORDER = (Effect.EXCLUDES, Effect.NEEDS, Effect.MISSING, Effect.NOTE)
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
            said = _said_of(answer, texts)
            writer.write([str(cell) for cell in _row(job.file.table, answer, said)])


def _header(table: Table) -> list[str]:
    return [*_ADDED, *(_apart(text) for text in table.header)]


def _apart(heading: str) -> str:
    """Keep a heading of the file apart from those that are added."""
    return f"{heading} (given)" if heading in _ADDED else heading


def _row(table: Table, answer: Answer, said: _Said | None) -> list[Cell]:
    given = table.rows[answer.row - 1].cells
    if said is None:
        blank = [""] * (len(_ADDED) - len(_FROZEN) - len(_VERDICTS) - 1)
        problems = "; ".join(answer.problems)
        return [answer.row, answer.name, *[_BAD] * len(_VERDICTS), *blank, problems, *given]
    hits = (f"{hit.name} ({hit.entry}, {hit.decision})" for hit in answer.hits)
    return [
        answer.row,
        answer.name,
        *said.verdicts,
        *said.told[:4],
        _fact(answer.ofac),
        _fact(answer.reg_s),
        "; ".join(dict.fromkeys(hits)),
        said.told[4],
        "",
        *given,
    ]


def _said_of(answer: Answer, texts: _Texts) -> _Said | None:
    """Return what is said of a row, None of one that was not judged."""
    if answer.stands is None or answer.should is None:
        return None
    return texts.of(answer.stands, answer.should)


@dataclass(slots=True)
class _Said:
    """What is said of equal rows: the cells of the verdicts, of each effect, and of the rules.

    `rows` counts them. The readings are kept, so that their identity stays theirs.
    """

    readings: tuple[Readings, Readings]
    verdicts: tuple[str, ...]
    told: tuple[str, ...]
    tones: Mapping[int, Tone]
    rows: int = 0


class _Texts:
    """What is said of equal rows, put together once; `wrapped` are the columns of long texts."""

    def __init__(self, wrapped: Collection[int] = ()) -> None:
        self._wrapped = dict.fromkeys(wrapped, Tone.WRAPPED)
        self._said: dict[tuple[int, int], _Said] = {}
        self.bad = self._wrapped | dict.fromkeys(_VERDICTS, Tone.ERROR)

    def of(self, stands: Readings, should: Readings) -> _Said:
        """Return what is said of a row, and count it."""
        key = (id(stands), id(should))
        said = self._said.get(key)
        if said is None:
            said = self._said[key] = self._of(stands, should)
        said.rows += 1
        return said

    def _of(self, stands: Readings, should: Readings) -> _Said:
        found = {"stands": stands, "should": should}
        outcomes: list[Outcome] = [getattr(found[one], reading) for one, reading in SAYS]
        verdicts = (should.policy.settled, *(one.verdict for one in outcomes))
        tones = (TONES[verdict] for verdict in verdicts)
        return _Said(
            readings=(stands, should),
            verdicts=tuple(verdict.value for verdict in verdicts),
            told=_told((stands.policy, should.policy)),
            tones=self._wrapped | dict(zip(_VERDICTS, tones, strict=True)),
        )

    def reasons(self) -> dict[Reason, int]:
        """Return every reason that was given, with the number of rows that it was given for.

        Outcomes share most of their reasons, so that each is compared by what it says once only.
        """
        numbers: dict[Reason, int] = {}
        by_object: dict[int, int] = {}
        counted: Counter[int] = Counter()
        for said in self._said.values():
            given: set[int] = set()
            for readings in said.readings:
                for reason in (*readings.strict.reasons, *readings.policy.reasons):
                    number = by_object.get(id(reason))
                    if number is None:
                        number = by_object[id(reason)] = numbers.setdefault(reason, len(numbers))
                    given.add(number)
            for number in given:
                counted[number] += said.rows
        return {reason: counted[number] for reason, number in numbers.items()}


def _told(both: tuple[Outcome, Outcome]) -> tuple[str, ...]:
    """Say the reasons of each effect, each with what it is about, those of both structures once.

    Those that everybody has are told on a sheet of their own. The rules stand behind.
    """
    reasons = dict.fromkeys((*both[0].reasons, *both[1].reasons))
    told: dict[Effect, list[str]] = {effect: [] for effect in _IN_ORDER}
    for reason in reasons:
        if not reason.everybody:
            told[reason.effect].append(f"{reason.about}: {reason.text}")
    for effect in dict.fromkeys(reason.effect for reason in reasons if reason.everybody):
        told[effect].append(_EVERYBODY)
    rules = (reason.rule for reason in reasons if not reason.everybody)
    return (*("\n".join(told[effect]) for effect in _IN_ORDER), _joined(rules))


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
        texts = _Texts([header.index(name) for name in (*_TEXTS, "problem", "hits")])
        for answer in answers:
            said = _said_of(answer, texts)
            tones = texts.bad if said is None else said.tones
            investors.write(_row(table, answer, said), tones)
        _write_reasons(reasons, texts.reasons())
        write_lists(lists, job.judged.served)
        _write_summary(summary, job)
        for what, text in _about(job):
            about.write([what, text], {1: Tone.WRAPPED})


def _write_reasons(sheet: Sheet, given: Mapping[Reason, int]) -> None:
    """Write a row for each reason, by what it does, those of most rows first."""
    order = {effect: number for number, effect in enumerate(Effect)}
    found = sorted(
        given.items(),
        key=lambda one: (order[one[0].effect], -one[1], one[0].text, one[0].rule),
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
