"""`sanccheck lists import --as`: a table of the user's own as a list.

Which column holds what is asked for once, on a terminal by prompts, else by options, and kept.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sanccheck.commands.own_columns import KEPT, guess, how_to_say, in_words
from sanccheck.errors import UsageError
from sanccheck.parse.expected import TABLE, Expected
from sanccheck.parse.open_file import load
from sanccheck.parse.plain_table import read_plain
from sanccheck.parse.table_columns import FIELDS, ONCE, TableColumns
from sanccheck.printable import printable
from sanccheck.sources.own_lists import OwnList, check_id

if TYPE_CHECKING:
    from sanccheck.sources.library import Library
    from sanccheck.tables import Table

_SAMPLES = 2
_SHOWN = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the command line says of the columns; `may_ask` where somebody sits before it."""

    columns: tuple[str, ...]
    separator: str | None
    sheet: str | None
    may_ask: bool


def may_ask() -> bool:
    """Say whether somebody is there to answer a prompt."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def own_list(library: Library, list_id: str, path: Path, said: Said) -> OwnList:
    """Return the own list that a table is to be imported as, with the columns to read it by.

    Raises:
        UsageError: when the list cannot have that name, or the columns must be said first.
        ListRefused: when the table cannot be read, or lacks a column.
    """
    check_id(list_id, library.manifests)
    known = next((one.columns for one in library.manifests if one.own and one.id == list_id), None)
    sheet = said.sheet or (None if known is None else known.sheet)
    table = _table(path, sheet)
    columns = _columns(list_id, path, table, said, known)
    # Only a sheet that must be told is kept: else that of another file may have another name.
    columns = replace(columns, sheet=sheet).as_in(table.header, str(path))
    click.echo(f"sanccheck: columns: {in_words(columns, table.header)}", err=True)
    return OwnList(id=list_id, columns=columns)


def _table(path: Path, sheet: str | None) -> Table:
    loaded = load(path, Expected(formats=(TABLE,)))
    name, data = next(iter(loaded.files.items()))
    whole = Path(loaded.where).name == name
    return read_plain(data, loaded.where if whole else f"{loaded.where}/{name}", sheet)


def _columns(
    list_id: str, path: Path, table: Table, said: Said, known: TableColumns | None
) -> TableColumns:
    if said.columns:
        found = TableColumns(pairs=tuple(_pair(one) for one in said.columns))
    elif known is not None:
        found = known
    else:
        proposed = replace(guess(table), sheet=said.sheet)
        if said.separator is not None:
            proposed = replace(proposed, separator=said.separator)
        if not said.may_ask:
            raise UsageError(how_to_say(list_id, path, table, proposed))
        found = _ask(list_id, table, proposed)
    if said.separator is not None:
        found = replace(found, separator=said.separator)
    problems = found.problems()
    if problems:
        raise UsageError("; ".join(problems))
    return found


def _pair(text: str) -> tuple[str, str]:
    field, sign, heading = text.partition("=")
    if not (sign and heading):
        raise UsageError(f"--column '{text[:60]}' is not of the form FIELD=COLUMN, as name=Company")
    return field.strip().lower(), heading


def _ask(list_id: str, table: Table, proposed: TableColumns) -> TableColumns:
    """Show each column with two of its cells and what it is taken for, and let that be mended."""
    click.echo(f"'{list_id}' is new here. Which column of the table holds what?", err=True)
    _show(table, proposed)
    if not proposed.problems() and click.confirm("Read it so?", default=True, err=True):
        return proposed
    click.echo(f"Fields: {', '.join(FIELDS)}; {KEPT} only keeps the column.", err=True)
    taken_for = {heading: field for field, heading in proposed.pairs}
    while True:
        pairs: list[tuple[str, str]] = []
        for heading in table.header:
            field = _ask_field(heading, taken_for.get(heading, KEPT), pairs)
            taken_for[heading] = field
            if field != KEPT:
                pairs.append((field, heading))
        if any(field == "name" for field, _heading in pairs):
            break
        click.echo("One column must be the name.", err=True)
    found = TableColumns(pairs=tuple(pairs), separator=proposed.separator)
    while any(field == "aliases" for field, _heading in pairs):
        between = click.prompt("Between two aliases stands", default=found.separator, err=True)
        found = replace(found, separator=str(between).strip())
        if not found.problems():
            break
        click.echo("One character that can be seen.", err=True)
    return found


def _ask_field(heading: str, proposed: str, pairs: list[tuple[str, str]]) -> str:
    taken = {field for field, _heading in pairs}
    shown = printable(" ".join(heading.split()), _SHOWN)
    while True:
        field = str(click.prompt(f"{shown} is", default=proposed, err=True)).strip().lower()
        if field in ONCE and field in taken:
            click.echo(f"'{field}' is another column already.", err=True)
        elif field == KEPT or field in FIELDS:
            return field
        else:
            click.echo(f"No such field; one of {', '.join(FIELDS)}, or {KEPT}.", err=True)


def _show(table: Table, proposed: TableColumns) -> None:
    from rich.console import Console
    from rich.table import Table as Grid
    from rich.text import Text

    taken_for = {heading: field for field, heading in proposed.pairs}
    grid = Grid("Column", "First rows", "Read as", box=None, header_style="bold")
    for place, heading in enumerate(table.header):
        cells = [row.cells[place] for row in table.rows[:_SAMPLES]]
        sample = ", ".join(_short(cell) for cell in cells if cell.strip()) or "(empty)"
        field = taken_for.get(heading)
        if field == "aliases":
            field = f"aliases, with {proposed.separator} between"
        words = Text("kept as a detail", style="dim") if field is None else Text(field)
        grid.add_row(Text(_short(heading)), Text(sample), words)
    Console(stderr=True, highlight=False).print(grid)


def _short(text: str) -> str:
    return printable(" ".join(text.split()), _SHOWN)
