"""`sanccheck deal`: a commented template, the JSON Schema, and a check with line numbers."""

from __future__ import annotations

from pathlib import Path

import click

from sanccheck.commands.options import print_json
from sanccheck.errors import UsageError


@click.group("deal", help="Write, describe and check deal files.")
def command() -> None:
    """Group the commands on deal files."""


@command.command("new", help="Write a commented template to FILE, or to stdout.")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Write over an existing file.")
def new(file: Path | None, *, force: bool) -> None:
    """Write the template."""
    from sanccheck.deal.template import TEMPLATE

    if file is None:
        click.echo(TEMPLATE, nl=False)
        return
    if file.exists() and not force:
        raise UsageError(f"'{file}' exists; add --force to write over it")
    try:
        file.write_text(TEMPLATE, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"'{file}' cannot be written: {error.strerror}") from None
    click.echo(f"wrote {file}", err=True)


@command.command("schema", help="Print the JSON Schema of a deal file.")
def schema() -> None:
    """Print the schema."""
    from sanccheck.deal.schema import Deal

    print_json(Deal.model_json_schema())


@command.command("check", help="Report every problem of a deal file with its line.")
@click.argument("file", type=click.Path(path_type=Path))
def check(file: Path) -> None:
    """Check the file; exit 2 when it has a problem."""
    from sanccheck.deal import load_deal

    deal = load_deal(file).deal
    click.echo(f"{file}: no problem found ({len(deal.parties)} parties)")
