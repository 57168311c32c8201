"""Guess from the headings of a table which column of an own list holds what; say it in words."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from sanccheck.commands.batch_columns import USUAL, headings, plain_heading, scheme_of
from sanccheck.parse.table_columns import FIELDS, SEPARATOR, TableColumns, listed
from sanccheck.printable import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sanccheck.tables import Table

_ID = headings("id|list id|entry id|record id|internal id|reference|ref|ref no|no|number|编号|編號")
_USUAL = {
    "name": USUAL["name"],
    "country": USUAL["country"],
    "type": USUAL["type"],
    "aliases": headings(
        """aliases|alias|aka|also known as|other names|other name|alternative names|known as
        former names|former name|trading as|trading names|别名|別名|曾用名|其他名称|其他名稱"""
    ),
    "birth_date": headings(
        "date of birth|birth date|birthdate|dob|born|born on|出生日期|出生年月日"
    ),
    "address": headings(
        "address|registered address|addresses|business address|地址|注册地址|註冊地址"
    ),
    "listed_on": headings(
        """listed on|date listed|listing date|added|added on|date added|restricted since
        restricted from|since|start date|from|列入日期"""
    ),
    "delisted_on": headings(
        """delisted on|date delisted|removed|removed on|date removed|restricted until|until|end date
        to|移除日期"""
    ),
    "remarks": headings("remarks|remark|reason|reasons|comment|comments|note|notes|原因|备注|備註"),
}
_REPEATABLE = ("country", "aliases", "remarks")
_SEPARATORS = (SEPARATOR, "|")
_SHOWN = 60
KEPT = "-"  # typed for a column that is only kept as a detail


def guess(table: Table) -> TableColumns:
    """Propose which column holds what; of two that could be one field, the first is it."""
    pairs: list[tuple[str, str]] = []
    for place, heading in enumerate(table.header):
        field = _field(heading, [row.cells[place] for row in table.rows])
        taken = field in {one for one, _heading in pairs} and field not in _REPEATABLE
        if field is not None and not taken:
            pairs.append((field, heading))
    return TableColumns(pairs=tuple(pairs), separator=_separator(table, pairs))


def _field(heading: str, cells: Sequence[str]) -> str | None:
    plain = plain_heading(heading)
    if plain.replace(" ", "_") in FIELDS and plain not in {"id", "other"}:
        return plain.replace(" ", "_")
    filled = [cell for cell in cells if cell.strip()]
    if plain in _ID:
        # A number that two rows share, or that one lacks, tells no row from another.
        return "id" if len(set(filled)) == len(cells) else None
    found = next((field for field, usual in _USUAL.items() if plain in usual), None)
    scheme = scheme_of(heading)
    return found or (None if scheme == "other" else scheme)


def _separator(table: Table, pairs: Sequence[tuple[str, str]]) -> str:
    places = [table.header.index(heading) for field, heading in pairs if field == "aliases"]
    text = "\n".join(row.cells[place] for row in table.rows for place in places)
    return next((one for one in _SEPARATORS if one in text), SEPARATOR)


def in_words(columns: TableColumns, header: Sequence[str]) -> str:
    """Say which column is read as what, and which are only kept.

    >>> in_words(TableColumns(pairs=(("name", "Firm"),)), ["Firm", "Desk"])
    "name in 'Firm'; kept as details: 'Desk'"
    """
    said = [f"{field} in {listed([heading])}" for field, heading in columns.pairs]
    read = {heading for _field, heading in columns.pairs}
    kept = [heading for heading in header if heading not in read]
    if kept:
        said.append(f"kept as details: {listed(kept)}")
    return "; ".join(said)


def how_to_say(list_id: str, path: Path, table: Table, proposed: TableColumns) -> str:
    """Say the columns of a table, the proposal, and the command that imports it so."""
    pairs = list(proposed.pairs)
    if not any(field == "name" for field, _heading in pairs):
        pairs.insert(0, ("name", "COLUMN"))
    words = ["sanccheck", "lists", "import", "--as", list_id, str(path)]
    for field, heading in pairs:
        words += ["--column", f"{field}={printable(' '.join(heading.split()))}"]
    if proposed.separator != SEPARATOR:
        words += ["--separator", proposed.separator]
    if proposed.sheet is not None:
        words += ["--sheet", proposed.sheet]
    likely = in_words(proposed, table.header) if proposed.pairs else "none is headed as usual"
    return "\n".join(
        (
            f"{path}: '{list_id}' is new here: say once which column holds what, with --column",
            f"its columns are {listed(table.header)}",
            f"likely: {likely}",
            f"to import it so: {shlex.join(words)}",
            f"fields are {', '.join(FIELDS)}",
        )
    )
