"""`sanccheck watch`: save parties and deals, and hear what a change of the lists does to them."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sanccheck.commands.marking import book_of
from sanccheck.commands.options import (
    PARTIES,
    as_of_option,
    book_option,
    day_asked,
    home,
    json_option,
    print_json,
    say_if_in_future,
)
from sanccheck.commands.recording import keep
from sanccheck.errors import InputError
from sanccheck.printable import printable
from sanccheck.watch.saved import Saved

if TYPE_CHECKING:
    from sanccheck.model.hits import Query

_DEALS = frozenset({".yaml", ".yml"})


@click.group("watch", help="Watch saved parties and deals for changes of the lists.")
def command() -> None:
    """Hold the commands about what is watched."""


@command.command("add")
@click.argument("name")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--name-column", metavar="C", help="Column of the names, as in batch.")
@click.option("--country-column", metavar="C", help="Column of the countries.")
@click.option("--type-column", metavar="C", help="Column of the types.")
@click.option("--id-column", metavar="C", help="Column of identifiers, written SCHEME:VALUE.")
@click.option("--party-column", metavar="C", help="Column of your own references.")
@click.option("--sheet", metavar="S", help="Sheet of a workbook that has several.")
@book_option
def add(name: str, file: Path, **given: Any) -> None:
    """Save the parties of a table, or of a deal (.yaml), under NAME; what was there is replaced.

    Rows that cannot be asked are an error: nothing is saved with a party less.
    """
    deal = file.suffix.lower() in _DEALS
    plain, parties = _deal(file, given["book"]) if deal else _table(file, given)
    Saved(home()).add(name, plain, parties)
    kept = keep("watch_add", name=name, parties=len(parties), origin=plain["origin"])
    kept.say()
    click.echo(f"{printable(name)}: {len(parties)} parties are watched; sanccheck watch run")


@command.command("list")
@json_option
def list_(*, as_json: bool) -> None:
    """List what is watched, from which file, and when it was last run as of which day."""
    saved = Saved(home())
    found = []
    for name in saved.names():
        one, state = saved.get(name), saved.state(name)
        found.append(
            {
                "name": name,
                "kind": one.kind,
                "parties": len(one.facts),
                "origin": one.origin,
                "book": one.book,
                "as_of": None if state is None else state.as_of.isoformat(),
                "hits": None if state is None else sum(map(len, state.found.values())),
            }
        )
    if as_json:
        print_json(found)
        return
    for line in found:
        run = "not run yet" if line["as_of"] is None else f"{line['hits']} hits on {line['as_of']}"
        said = f"{line['name']}: {line['parties']} parties of {line['origin']}, {run}"
        click.echo(printable(said))
    if not found:
        click.echo("nothing is watched; sanccheck watch add NAME FILE")


@command.command("remove")
@click.argument("name")
def remove(name: str) -> None:
    """Watch NAME no longer; its cases and what was recorded stay."""
    Saved(home()).remove(name)
    keep("watch_remove", name=name).say()
    click.echo(f"{printable(name)} is watched no longer")


@command.command("run")
@click.argument("names", nargs=-1)
@as_of_option
@click.option(
    "--list", "lists", multiple=True, metavar="LIST", help="Screen this list; repeatable."
)
@click.option("--min-score", type=click.FloatRange(0, 1), help="Leave out hits below this score.")
@click.option("--everything", is_flag=True, help="Screen everything again, changed or not.")
@json_option
@click.pass_context
def run_(
    ctx: click.Context,
    names: tuple[str, ...],
    as_of: date | None,
    lists: tuple[str, ...],
    min_score: float | None,
    *,
    everything: bool,
    as_json: bool,
) -> None:
    """Tell what is new, changed and gone among the hits of all that is watched, or of NAMES.

    Where lists changed, only the entries that changed are compared with the parties; the outcome
    is that of screening everything again. Exit codes: 1 a hit is new or changed (and not decided a
    false positive), 4 a list asked for is missing, stale or does not cover the day, 0 otherwise.
    """
    from sanccheck.commands.watch_run import Asked, run_all, show

    day = day_asked(as_of)
    say_if_in_future(day)
    asked = Asked(as_of=day, lists=lists, min_score=min_score, everything=everything)
    saved = Saved(home())
    outcome = run_all(saved, names or tuple(saved.names()), asked)
    if as_json:
        print_json(outcome.kept.added_to(outcome.document))
    else:
        show(outcome.document)
    outcome.kept.say()
    # Only what was handed over is known from now on: what is told twice is better than never.
    outcome.remember()
    ctx.exit(outcome.code)


def _deal(file: Path, book: str | None) -> tuple[dict[str, Any], list[tuple[str | None, Query]]]:
    from sanccheck.audit.inputs import keep_input
    from sanccheck.deal import load_deal
    from sanccheck.deal.screen import query_of

    loaded = load_deal(file)
    keep_input(home(), file.read_bytes())
    deal = loaded.deal
    named = {item.to.partition(":")[0] for party in deal.parties for item in party.relations}
    plain = _plain("deal", file, book_of(file, book), sorted(named))
    return plain, [(party.id, query_of(party, deal.security)) for party in deal.parties]


def _table(
    file: Path, given: dict[str, Any]
) -> tuple[dict[str, Any], list[tuple[str | None, Query]]]:
    from sanccheck.commands.batch_columns import Given, choose_columns
    from sanccheck.commands.batch_rows import drop_unfit, read_rows
    from sanccheck.tables import read_table

    table = read_table(file, sheet=given["sheet"])
    fields = ("name", "country", "type", "id", "party")
    columns = Given(**{field: given[f"{field}_column"] for field in fields})
    chosen, remarks = drop_unfit(table, choose_columns(table, columns))
    for remark in remarks:
        click.echo(f"sanccheck: {printable(remark)}", err=True)
    rows = list(read_rows(table, chosen))
    wrong = [f"row {one.row.number}: {one.error}" for one in rows if one.error is not None]
    if wrong or not rows:
        raise InputError("\n".join(f"{file}: {one}" for one in wrong or ["holds no row to watch"]))
    book = given["book"]
    if book is None and given["party_column"] is not None:
        book = PARTIES
    plain = _plain("parties", file, book_of(file, book), [])
    return plain, [(one.ref, one.query) for one in rows if one.query is not None]


def _plain(kind: str, file: Path, book: str, named: list[str]) -> dict[str, Any]:
    sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    origin = str(file.absolute())
    return {"kind": kind, "origin": origin, "sha256": sha256, "book": book, "named": named}
