"""A batch on one page: how many rows came to what, which first to look at, on which lists."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from sanccheck.assessment.to_json import DISCLAIMER
from sanccheck.dates import say_date
from sanccheck.memo.checked import CheckedBatch, CheckedRow, RowStatus
from sanccheck.memo.document import (
    Block,
    Facts,
    Line,
    Memo,
    Section,
    Table,
    Tone,
    line,
    paragraph,
    strong,
)
from sanccheck.memo.drawing import fitting
from sanccheck.memo.words import counted

_ROWS, _ERRORS = 10, 4  # rows that a page has room for
_TONES = {
    RowStatus.MATCH: Tone.BAD,
    RowStatus.POSSIBLE: Tone.CARE,
    RowStatus.DECIDED: Tone.PLAIN,
    RowStatus.NO_HIT: Tone.PLAIN,
    RowStatus.NOT_SCREENED: Tone.CARE,
    RowStatus.ERROR: Tone.BAD,
}
_MEANS = {
    RowStatus.MATCH: "a registered identifier, or the whole legal identity, is that of an entry",
    RowStatus.POSSIBLE: "may be an entry: for a person to decide",
    RowStatus.DECIDED: "every hit was decided false positive by a person, as it stood",
    RowStatus.NO_HIT: "nothing found on the lists screened; that is no clearance",
    RowStatus.NOT_SCREENED: "no list served the day",
    RowStatus.ERROR: "the row could not be read",
}


def summarise(batch: CheckedBatch, name: str, program: str) -> Memo:
    """Return the summary of a batch; `name` is what the batch is called, a file's name."""
    return Memo(
        title="Batch screening summary",
        subtitle=line(name).plain(),
        day=batch.as_of.isoformat(),
        program=program,
        notice=DISCLAIMER,
        sections=tuple(_sections(batch)),
    )


def _sections(batch: CheckedBatch) -> Iterator[Section]:
    yield _answer(batch)
    yield _hits(batch)
    if batch.counts[RowStatus.ERROR]:
        yield _errors(batch)
    yield _lists(batch)


def _answer(batch: CheckedBatch) -> Section:
    rows: list[tuple[str, Line]] = [
        ("Day asked", line(f"{say_date(batch.as_of)}, a civil date in New York")),
        ("Rows", line(strong(str(len(batch.rows))))),
    ]
    for status in RowStatus:
        number = batch.counts[status]
        tone = _TONES[status] if number else Tone.PLAIN
        rows.append(
            (status.value.capitalize(), line(strong(str(number)), f" {_MEANS[status]}", tone=tone))
        )
    return Section("Answer", (Facts(tuple(rows)),))


def _hits(batch: CheckedBatch) -> Section:
    found = [
        *batch.with_status(RowStatus.MATCH),
        *sorted(
            batch.with_status(RowStatus.POSSIBLE),
            key=lambda row: (-row.hits[0].score, row.number),
        ),
        *batch.with_status(RowStatus.DECIDED),
    ]
    if not found:
        return Section("Rows to look at", (paragraph("No row has a hit."),))
    rows = tuple(_hit_row(row) for row in found[:_ROWS])
    header = ("Row", "Name asked", "Decision", "Entry")
    blocks: list[Block] = [Table(header, rows, (7, 35, 18, 40))]
    more = len(found) - len(rows)
    if more:
        blocks.append(
            paragraph(f"{counted(more, 'further row')} with a hit, in the workbook of the batch.")
        )
    return Section("Rows to look at, matches first", tuple(blocks))


def _hit_row(row: CheckedRow) -> tuple[Line, ...]:
    best = row.hits[0]
    more = len(row.hits) - 1
    others = f", and {counted(more, 'further hit')}" if more else ""
    decision = f"{best.relation} of it" if best.relation else best.decision
    if best.decided:
        decision = best.decided.partition(",")[0]
    return (
        line(str(row.number)),
        line(_short(row.name)),
        line(f"{decision}, {best.score:.2f}", tone=_TONES[row.status]),
        line(f"{_short(best.name)} ({best.entry}){others}"),
    )


def _errors(batch: CheckedBatch) -> Section:
    found = tuple(
        (line(str(row.number)), line(_short(row.name)), line(_short(row.problem)))
        for row in islice(batch.with_status(RowStatus.ERROR), _ERRORS)
    )
    blocks: list[Block] = [Table(("Row", "Given", "What is wrong"), found, (7, 38, 55))]
    more = batch.counts[RowStatus.ERROR] - len(found)
    if more:
        blocks.append(paragraph(f"{counted(more, 'further row')} that could not be read."))
    return Section("Rows that could not be read", tuple(blocks))


def _lists(batch: CheckedBatch) -> Section:
    if batch.lists is None:
        said = "The file does not say which lists were screened; check it again with this version."
        blocks: list[Block] = [paragraph(said, tone=Tone.BAD)]
    elif not batch.lists:
        blocks = [paragraph("No list was screened.", tone=Tone.BAD)]
    else:
        names = "; ".join(
            f"{state['list']} of {state['published'] or 'a day not known'}, "
            f"{counted(state['entries'], 'entry', 'entries')}"
            for state in batch.lists
        )
        blocks = [paragraph(f"Screened: {names}.")]
    if batch.caveat:
        blocks.append(
            paragraph(strong("No hit cannot be relied on: "), f"{batch.caveat}.", tone=Tone.CARE)
        )
    return Section("Lists", tuple(blocks))


def _short(text: str) -> str:
    """Cut what would push the page over; the workbook has it whole."""
    return fitting(text, 8.5, 190)[0] if text.strip() else ""
