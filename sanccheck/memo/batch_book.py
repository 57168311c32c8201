"""A batch as a workbook: what came of it, the hits, the no-hits, the errors, the lists."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sanccheck.memo.checked import CheckedBatch, CheckedHit, CheckedRow, RowStatus
from sanccheck.tables import Cell, Sheet, Tone, XlsxWriter

_HITS = (
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
    "dates",
    "evidence",
    "decided by a person",
)
_LISTS = (
    "list",
    "screened",
    "published",
    "entries",
    "stale",
    "title",
    "sha256",
    "why not",
    "remedy",
)
_TONES = {
    RowStatus.MATCH: Tone.MATCH,
    RowStatus.POSSIBLE: Tone.POSSIBLE,
    RowStatus.DECIDED: Tone.QUIET,
    RowStatus.NO_HIT: Tone.QUIET,
    RowStatus.NOT_SCREENED: Tone.ERROR,
    RowStatus.ERROR: Tone.ERROR,
}
_SHEETS = {
    RowStatus.MATCH: "hits",
    RowStatus.POSSIBLE: "hits",
    RowStatus.DECIDED: "hits",
    RowStatus.NO_HIT: "no-hits",
    RowStatus.NOT_SCREENED: "errors",
    RowStatus.ERROR: "errors",
}
# OFAC's own search shows an entry by the publisher's number.
_OFAC = "https://sanctionssearch.ofac.treas.gov/Details.aspx?id="
_OFAC_LISTS = {"us_ofac_sdn", "us_ns_cmic", "us_ssi", "us_ns_mbs", "us_capta", "us_fse", "us_plc"}


def write_book(batch: CheckedBatch, path: Path, program: str) -> None:
    """Write the workbook; every cell is text, a number or a link, and none is a formula.

    Raises:
        InputError: when a sheet cannot hold the rows.
    """
    with XlsxWriter(path) as book:
        _summary(book.add_sheet("summary", ("what", "is")), batch, program)
        hits = book.add_sheet("hits", _HITS)
        quiet = book.add_sheet("no-hits", ("row", "name asked", "result"))
        errors = book.add_sheet("errors", ("row", "given", "result", "what is wrong"))
        _lists(book.add_sheet("lists", _LISTS), batch)
        for row in batch.rows:
            for hit in row.hits:
                _hit(hits, row, hit)
            _bare(quiet if row.status is RowStatus.NO_HIT else errors, row)


def _summary(sheet: Sheet, batch: CheckedBatch, program: str) -> None:
    sheet.write(["as of", batch.as_of.isoformat()])
    sheet.write(["rows", len(batch.rows)])
    for status in RowStatus:
        tones = {0: _TONES[status]} if batch.counts[status] else {}
        sheet.write([status.value, batch.counts[status]], tones)
        sheet.link(0, f"internal:'{_SHEETS[status]}'!A1", status.value, tones.get(0, Tone.PLAIN))
    sheet.write(["hits", sum(len(row.hits) for row in batch.rows)])
    sheet.write(["no hit cannot be relied on", batch.caveat or "nothing known"], {1: Tone.WRAPPED})
    sheet.write(["checked by", batch.program or "not said"])
    sheet.write(["written by", program])
    sheet.write(["no hit means", "no hit on the lists screened; it is not a clearance"])


def _hit(sheet: Sheet, row: CheckedRow, hit: CheckedHit) -> None:
    tone = Tone.QUIET if hit.suppressed else _TONES[RowStatus(hit.decision)]
    cells: list[Cell] = [
        row.number,
        row.name,
        hit.decision,
        round(hit.score, 4),
        hit.entry,
        hit.name,
        hit.matched_name,
        hit.list,
        hit.relation,
        hit.programmes,
        hit.days,
        hit.evidence,
        hit.decided,
    ]
    sheet.write(cells, {2: tone, 11: Tone.WRAPPED, 12: Tone.WRAPPED})
    number = hit.entry.partition(":")[2]
    if hit.list in _OFAC_LISTS and number.isdecimal():
        sheet.link(4, f"{_OFAC}{number}", hit.entry, Tone.PLAIN)


def _bare(sheet: Sheet, row: CheckedRow) -> None:
    """Write a row without hits; one with hits stands on their sheet."""
    if row.status is RowStatus.NO_HIT:
        sheet.write([row.number, row.name, row.status.value], {2: Tone.QUIET})
    elif not row.hits:
        sheet.write(
            [row.number, row.name, row.status.value, row.problem], {2: Tone.ERROR, 3: Tone.WRAPPED}
        )


def _lists(sheet: Sheet, batch: CheckedBatch) -> None:
    for state in batch.lists or ():
        sheet.write(_screened(state), {4: Tone.ERROR} if state["stale"] else {})
    for left_out in batch.not_screened:
        tone = Tone.ERROR if left_out["asked_for"] else Tone.QUIET
        sheet.write(_left_out(left_out), {1: tone, 8: Tone.WRAPPED})
        if str(left_out["address"]).startswith("https://"):
            sheet.link(0, left_out["address"], left_out["list"], Tone.PLAIN)


def _screened(state: dict[str, Any]) -> list[Cell]:
    return [
        state["list"],
        "screened",
        state["published"] or "not known",
        state["entries"],
        "yes" if state["stale"] else "no",
        state["title"],
        state["sha256"],
        "",
        "",
    ]


def _left_out(item: dict[str, Any]) -> list[Cell]:
    asked = "" if item["asked_for"] else ", not asked for"
    return [
        item["list"],
        f"not screened{asked}",
        "",
        "",
        "",
        item["title"],
        "",
        item["why"],
        item["remedy"],
    ]
