"""`sanccheck lists`: import the official lists, see how they stand, look at one entry."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sanccheck.commands.options import (
    as_of_option,
    day_asked,
    home,
    json_option,
    print_json,
    read_day,
)
from sanccheck.commands.recording import keep
from sanccheck.dates import say_date
from sanccheck.errors import UsageError
from sanccheck.sources.library import open_library

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sanccheck.commands.lists_update import Updated
    from sanccheck.sources.library import Library
    from sanccheck.sources.own_lists import OwnList
    from sanccheck.sources.report import ImportReport


EXIT_LISTS = 4


@click.group("lists", help="Import the official lists and see how they stand.")
def command() -> None:
    """Hold the commands about lists."""


@command.command("status")
@as_of_option
@click.option(
    "--check",
    is_flag=True,
    help="Exit with 4 where a list that is screened by default does not stand fresh.",
)
@json_option
@click.pass_context
def status(ctx: click.Context, as_of: date | None, *, check: bool, as_json: bool) -> None:
    """Show each source: what serves the day, how old it is, what is missing and how to get it."""
    day = day_asked(as_of)
    found = open_library(home()).status(day)
    if as_json:
        print_json([one.to_dict() for one in found])
    else:
        from sanccheck.commands.lists_status import print_status

        print_status(found, day)
    if check and any(one.enabled and not one.stands_fresh for one in found):
        ctx.exit(EXIT_LISTS)


@command.command("import")
@click.argument("given", nargs=-1, metavar="SOURCE FILE|FOLDER|ZIP")
@click.option(
    "--as", "own", metavar="LIST", help="Import a table as a list of your own: --as LIST FILE."
)
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="FIELD=COLUMN",
    help="With --as: the column of a field, as name=Company; repeatable. Kept for the next time.",
)
@click.option("--separator", metavar="C", help="With --as: what stands between aliases in a cell.")
@click.option("--sheet", metavar="S", help="With --as: the sheet of a workbook that has several.")
@click.option(
    "--published",
    type=read_day,
    metavar="YYYY-MM-DD",
    default=None,
    help="The day the file was published, where the file itself does not say (CSV).",
)
@click.option(
    "--partial",
    is_flag=True,
    help="Take a part of a list (sdn.csv alone, a table without its bad rows): hits count, "
    "finding nothing shows nothing.",
)
@click.option(
    "--accept",
    is_flag=True,
    help="Take a list that shrank by more than a tenth, or has entries listed after --published.",
)
@json_option
def import_(
    given: tuple[str, ...],
    own: str | None,
    columns: tuple[str, ...],
    separator: str | None,
    sheet: str | None,
    published: date | None,
    *,
    partial: bool,
    accept: bool,
    as_json: bool,
) -> None:
    """Load an official file, or a folder of CSV files, as a snapshot of SOURCE.

    Either may be packed (ZIP, gzip). With --as LIST a table (CSV, XLSX, ODS) becomes a list of
    your own; the first time say which column holds what, with --column or when asked.

    A file that is empty, damaged, incomplete or of another source is refused (exit 4) and what
    was loaded before stays in use.
    """
    library = open_library(home())
    source: str | OwnList
    if own is None:
        source, path = _source_and_path(given)
        if columns or separator is not None or sheet is not None:
            raise UsageError("--column, --separator and --sheet go with --as LIST")
    else:
        from sanccheck.commands.lists_own import Said, may_ask, own_list

        path = _table_path(given, own)
        said = Said(
            columns=columns, separator=separator, sheet=sheet, may_ask=may_ask() and not as_json
        )
        source = own_list(library, own, path, said)
    with _busy(f"reading {path}"):
        report = library.import_file(
            source,
            path,
            published=published,
            partial=partial,
            retrieved=datetime.now(UTC),  # noqa: TID251 - the command reads the clock
            accept=accept,
        )
        _index(library, report.source)
    kept = keep("list_import", source=report.source, origin=str(path.absolute()), **_taken(report))
    kept.say()
    if as_json:
        print_json(kept.added_to(report.to_dict()))
        return
    from sanccheck.commands.lists_tables import print_import

    print_import(report)


def _taken(report: ImportReport) -> dict[str, Any]:
    """Return what of an import its event holds."""
    published = None if report.published is None else report.published.isoformat()
    counts = {"entries": report.entries, "lists": report.lists}
    return {"sha256": report.sha256, "published": published, "partial": report.partial, **counts}


def _source_and_path(given: tuple[str, ...]) -> tuple[str, Path]:
    if len(given) != 2:  # noqa: PLR2004 - a source and a path
        raise UsageError(
            "name a source and a file: sanccheck lists import SOURCE FILE, or for a list of your "
            "own sanccheck lists import --as LIST FILE"
        )
    return given[0], Path(given[1])


def _table_path(given: tuple[str, ...], own: str) -> Path:
    if len(given) != 1:
        raise UsageError(f"with --as name the table alone: sanccheck lists import --as {own} FILE")
    return Path(given[0])


@command.command("update")
@click.argument("sources", nargs=-1)
@json_option
@click.pass_context
def update(ctx: click.Context, sources: tuple[str, ...], *, as_json: bool) -> None:
    """Download the enabled sources, or those named, and take in what is new.

    Only what changed is downloaded. A source that fails keeps what was loaded before, and the
    command exits with 4.
    """
    from rich.console import Console

    from sanccheck.commands.lists_update import show as show_update
    from sanccheck.commands.lists_update import update as run

    library = open_library(home())
    console = Console(highlight=False, stderr=as_json)
    done = []
    for one in run(library, sources, console):
        show_update(console, one)
        if one.state == "updated":
            _index(library, one.source)
        done.append(one)
    keep("list_update", sources={one.source: _how(one) for one in done}).say()
    if as_json:
        print_json([one.to_dict() for one in sorted(done, key=lambda one: one.source)])
    ctx.exit(EXIT_LISTS if any(one.failure for one in done) else 0)


def _how(one: Updated) -> dict[str, Any]:
    """Return how the update of a source went, as its event holds it."""
    report = None if one.taken is None else one.taken.report
    taken = {} if report is None else _taken(report)
    return {"state": one.state, "failure": one.failure, **taken}


@command.command("verify")
@click.argument("source", required=False)
@json_option
@click.pass_context
def verify(ctx: click.Context, source: str | None, *, as_json: bool) -> None:
    """Re-hash every stored file of SOURCE, or of all, and read the published files again.

    Exits with 4 when a file is damaged, reads otherwise than it did, is described nowhere, or is
    named by no record, as where the catalogue is lost.
    """
    found = []
    for one in open_library(home()).verify(source):
        found.append(one)
        if not as_json:
            day = "no date" if one.published is None else say_date(one.published)
            why = "" if one.why is None else f": {one.why}"
            what = f"{one.source}, published {day}" if one.file is None else one.file
            click.echo(f"{one.state:<10} {what}{why}")
    if as_json:
        print_json([one.to_dict() for one in found])
    elif not found:
        click.echo("nothing is stored; the embedded lists come with the program")
    ctx.exit(EXIT_LISTS if any(one.fails for one in found) else 0)


@command.command("enable")
@click.argument("source")
def enable(source: str) -> None:
    """Screen SOURCE by default."""
    open_library(home()).enable(source, enabled=True)
    keep("list_choice", source=source, enabled=True).say()
    click.echo(f"{source} is screened by default.")


@command.command("disable")
@click.argument("source")
def disable(source: str) -> None:
    """Leave SOURCE out of a screening that does not name its lists."""
    open_library(home()).enable(source, enabled=False)
    keep("list_choice", source=source, enabled=False).say()
    click.echo(f"{source} is screened only where --list names it; every answer says so.")


@command.command("show")
@click.argument("entry")
@as_of_option
@json_option
def show(entry: str, as_of: date | None, *, as_json: bool) -> None:
    """Print one entry in full, for example us_ns_cmic:33114."""
    day = day_asked(as_of)
    found, state = open_library(home()).entry(entry, day)
    if as_json:
        from sanccheck.model.entry_json import entry_to_dict

        print_json(entry_to_dict(found))
        return
    from sanccheck.commands.lists_tables import print_entry

    print_entry(found, state, day)


@command.command("diff")
@click.argument("source")
@click.argument("first", type=read_day, metavar="FROM")
@click.argument("second", type=read_day, metavar="TO")
@json_option
@click.pass_context
def diff(ctx: click.Context, source: str, first: date, second: date, *, as_json: bool) -> None:
    """Tell what was added, removed and changed between the publications of two days.

    Exits with 4 where both days stand on one publication, so that nothing was compared.
    """
    found = open_library(home()).diff(source, first, second)
    if as_json:
        print_json(found.to_dict())
    else:
        from sanccheck.commands.lists_history import print_difference

        print_difference(found)
    if found.same_publication:
        ctx.exit(EXIT_LISTS)


@command.command("history")
@click.argument("entry")
@json_option
def history(entry: str, *, as_json: bool) -> None:
    """Follow an entry through every publication that is here."""
    found = open_library(home()).history(entry)
    if as_json:
        print_json({"entry": entry, "events": [event.to_dict() for event in found]})
        return
    from sanccheck.commands.lists_history import print_history

    print_history(entry, found)


def _index(library: Library, source: str) -> None:
    """Make ready what the first screening would else wait for."""
    from sanccheck.screening import Screener

    Screener(library.serve(day_asked(None), [source]))


@contextmanager
def _busy(what: str) -> Iterator[None]:
    """Show on stderr that work is going on, where somebody looks."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console
    from rich.text import Text

    with Console(stderr=True).status(Text(what)):
        yield
