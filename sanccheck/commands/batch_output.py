"""Write the answers of a batch: CSV and XLSX for people, JSON lines for programs."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Protocol, TextIO

from sanccheck import __version__
from sanccheck.commands.batch_answers import (
    Answer,
    Status,
    case_in_words,
    caveat_in_words,
    dates_in_words,
    evidence_in_words,
    hit_in_words,
)
from sanccheck.model import Hit, ListState, NotScreened
from sanccheck.screening_json import (
    hit_document,
    list_document,
    not_screened_document,
    query_document,
)
from sanccheck.sources.served import Served
from sanccheck.tables import Cell, CsvWriter, Sheet, Table, Tone, XlsxWriter

# The first say what was asked of which lists; from "entry" on they describe the best hit.
_FIELDS = (
    "status",
    "as_of",
    "caveat",
    "hits",
    "entry",
    "list",
    "listed_name",
    "matched_name",
    "score",
    "decision",
    "relation",
    "evidence",
    "dates",
    "further_hits",
    "no_longer_listed",
    "problem",
    "case",
)
_HITS_HEADER = (
    "row",
    "name asked",
    "decision",
    "score",
    "entry",
    "listed name",
    "matched name",
    "list",
    "relation",
    "programmes",
    "listed on",
    "effective on",
    "divest before",
    "removed on",
    "evidence",
    "dates",
    "case",
)
LISTS_HEADER = (
    "list",
    "screened",
    "published",
    "entries",
    "stale",
    "embedded",
    "reconstructed",
    "covers",
    "source",
    "sha256",
    "why not",
    "what to do",
    "address",
    "title",
    "as of",
    "program",
)
# Of the added columns, those that hold sentences.
_WRAPPED = ("caveat", "evidence", "dates", "further_hits", "no_longer_listed", "problem", "case")
_TONES = {
    Status.MATCH: Tone.MATCH,
    Status.POSSIBLE: Tone.POSSIBLE,
    Status.SUPPRESSED: Tone.QUIET,
    Status.NO_HIT: Tone.QUIET,
    Status.NOT_SCREENED: Tone.ERROR,
    Status.ERROR: Tone.ERROR,
}


class Output(Protocol):
    """Takes the answers one by one, in the order of the rows."""

    def write(self, answer: Answer) -> None:
        """Write one row's answer."""


def result_header(header: Sequence[str]) -> list[str]:
    """Name the columns that are added, so that none has a heading of the input's.

    >>> result_header(["name"])[0], result_header(["name", "sc_status"])[0]
    ('sc_status', 'sc2_status')
    """
    prefix, number = "sc_", 1
    while any(heading.startswith(prefix) for heading in header):
        number += 1
        prefix = f"sc{number}_"
    return [prefix + name for name in _FIELDS]


@dataclass(frozen=True, slots=True)
class Ground:
    """What every answer of a batch rests on: the day, and why "no hit" cannot be relied on."""

    as_of: str
    caveat: str

    @classmethod
    def of(cls, served: Served) -> Ground:
        """Return that of the lists of a day."""
        return cls(served.as_of.isoformat(), caveat_in_words(served))


def result_cells(answer: Answer, ground: Ground) -> list[Cell]:
    """Return the added cells of one row."""
    best = answer.hits[0] if answer.hits else None
    counted: Cell = "" if answer.screened is None else len(answer.hits)
    return [
        answer.status.value,
        ground.as_of,
        ground.caveat,
        counted,
        *_best_cells(best),
        "; ".join(hit_in_words(hit) for hit in answer.hits[1:]),
        "; ".join(f"{hit.name} ({hit.entry}), {dates_in_words(hit)}" for hit in answer.former),
        answer.problem,
        "" if best is None else case_in_words(best),
    ]


def _best_cells(hit: Hit | None) -> list[Cell]:
    if hit is None:
        return [""] * (len(_FIELDS) - 8)
    return [
        hit.entry,
        hit.list,
        hit.name,
        hit.matched_name,
        round(hit.score, 4),
        hit.decision.value,
        hit.relation or "",
        evidence_in_words(hit),
        dates_in_words(hit),
    ]


def answer_document(table: Table, answer: Answer, ground: Ground) -> dict[str, Any]:
    """Return one row as `batch --format jsonl` writes it."""
    query = answer.asked.query
    document: dict[str, Any] = {
        "row": answer.asked.row.number,
        "input": dict(zip(table.header, answer.asked.row.cells, strict=True)),
        "query": None if query is None else query_document(query),
        "hits": [hit_document(hit) for hit in answer.hits],
        "former": [hit_document(hit) for hit in answer.former],
        "as_of": ground.as_of,
        "caveat": ground.caveat or None,
    }
    if answer.asked.error is not None:
        document["error"] = answer.asked.error
    elif answer.status is Status.NOT_SCREENED:
        document["not_screened"] = answer.status.value
    if answer.asked.remark is not None:
        document["remark"] = answer.asked.remark
    return document


class CsvOutput:
    """Each input row with the added columns behind it."""

    def __init__(self, file: TextIO, table: Table, served: Served) -> None:
        self._ground = Ground.of(served)
        self._writer = CsvWriter(file)
        self._writer.write([*table.header, *result_header(table.header)])

    def write(self, answer: Answer) -> None:
        """Write one row."""
        added = [str(cell) for cell in result_cells(answer, self._ground)]
        self._writer.write([*answer.asked.row.cells, *added])


class JsonlOutput:
    """One JSON object for each input row; the first also says what was screened."""

    def __init__(self, file: TextIO, table: Table, served: Served) -> None:
        self._file = file
        self._table = table
        self._screening: dict[str, Any] | None = {
            "lists": [list_document(state) for state in served.lists],
            "not_screened": [not_screened_document(one) for one in served.not_screened],
            "program": f"sanccheck {__version__}",
        }
        self._ground = Ground.of(served)

    def write(self, answer: Answer) -> None:
        """Write one line."""
        document = answer_document(self._table, answer, self._ground)
        if self._screening is not None:
            document["screening"], self._screening = self._screening, None
        self._file.write(json.dumps(document, ensure_ascii=False) + "\n")


class XlsxOutput:
    """A workbook: the rows checked, the hits one by one, and what was screened."""

    def __init__(self, book: XlsxWriter, table: Table, served: Served) -> None:
        header = [*table.header, *result_header(table.header)]
        self._width = len(table.header)
        self._ground = Ground.of(served)
        self._checked = book.add_sheet("checked", header)
        self._hits = book.add_sheet("hits", _HITS_HEADER)
        write_lists(book.add_sheet("lists", LISTS_HEADER), served)

    def write(self, answer: Answer) -> None:
        """Write one row, and its hits on their own sheet."""
        tone = _TONES[answer.status]
        tones = {self._width: tone}
        if answer.hits and not answer.hits[0].suppressed:
            tones[self._width + _FIELDS.index("decision")] = _TONES[
                Status(answer.hits[0].decision.value)
            ]
        for name in _WRAPPED:
            tones[self._width + _FIELDS.index(name)] = Tone.WRAPPED
        self._checked.write([*answer.asked.row.cells, *result_cells(answer, self._ground)], tones)
        for hit in answer.hits:
            self._write_hit(answer, hit)

    def _write_hit(self, answer: Answer, hit: Hit) -> None:
        assert answer.asked.query is not None
        listing = hit.listing
        self._hits.write(
            [
                answer.asked.row.number,
                answer.asked.query.name,
                hit.decision.value,
                round(hit.score, 4),
                hit.entry,
                hit.name,
                hit.matched_name,
                hit.list,
                hit.relation or "",
                ", ".join(hit.programmes),
                _day(listing.listed_on),
                _day(listing.effective_on),
                _day(listing.divest_before),
                _day(listing.delisted_on),
                evidence_in_words(hit),
                dates_in_words(hit),
                case_in_words(hit),
            ],
            {
                2: Tone.QUIET if hit.suppressed else _TONES[Status(hit.decision.value)],
                14: Tone.WRAPPED,
                15: Tone.WRAPPED,
                16: Tone.WRAPPED,
            },
        )


def write_lists(sheet: Sheet, served: Served) -> None:
    """Write a row for each list that was screened, and for each that was not."""
    end = [served.as_of.isoformat(), f"sanccheck {__version__}"]
    for state in served.lists:
        sheet.write([*_state_cells(state), *end], {1: Tone.PLAIN})
    for left_out in served.not_screened:
        sheet.write([*_left_out_cells(left_out), *end], {1: Tone.ERROR})


def _state_cells(state: ListState) -> list[Cell]:
    return [
        state.list,
        "screened",
        _day(state.published) or "not known",
        state.entries,
        _yes(state.stale),
        _yes(state.embedded),
        "no" if state.cannot_know is None else f"yes: {state.cannot_know}",
        covers_in_words(state),
        state.source,
        state.sha256,
        "",
        "",
        "",
        state.title,
    ]


def _left_out_cells(left_out: NotScreened) -> list[Cell]:
    return [
        left_out.list,
        "not screened",
        *[""] * 6,
        left_out.source,
        "",
        left_out.why,
        left_out.remedy,
        left_out.address,
        left_out.title,
    ]


def covers_in_words(state: ListState) -> str:
    """Say for which days a list is complete."""
    if state.covers is None:
        return "not known"
    start, until = _day(state.covers.start), _day(state.covers.until)
    return f"{start or 'the beginning'} to {until or 'the end'}"


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _yes(fact: bool) -> str:
    return "yes" if fact else "no"


@contextmanager
def open_output(chosen: str, path: Path | None, table: Table, served: Served) -> Iterator[Output]:
    """Open an output of a format (csv, xlsx, jsonl); without a path it is the standard output."""
    if chosen == "xlsx":
        assert path is not None
        with XlsxWriter(path) as book:
            yield XlsxOutput(book, table, served)
        return
    with _text_file(path, bom=chosen == "csv" and table.bom) as file:
        kind = CsvOutput if chosen == "csv" else JsonlOutput
        yield kind(file, table, served)


@contextmanager
def _text_file(path: Path | None, *, bom: bool) -> Iterator[TextIO]:
    if path is not None:
        with path.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="") as file:
            yield file
        return
    import io
    import sys

    file = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="")
    try:
        yield file
    finally:
        with contextlib.suppress(BrokenPipeError):
            file.flush()
        file.detach()
