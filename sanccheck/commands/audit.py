"""`sanccheck audit`: check, read and carry away the record of what was asked and decided."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from sanccheck.audit.record import AUDIT, CASES, Record
from sanccheck.commands.options import home, json_option, print_json
from sanccheck.commands.recording import stamp, why_off
from sanccheck.errors import UsageError
from sanccheck.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sanccheck.audit.chain import Plain

EXIT_DIFFERS, EXIT_DAMAGED = 1, 4


@click.group("audit", help="Check and read the record of what was asked and decided.")
def command() -> None:
    """Hold the commands about the record."""


@command.command("verify")
@click.option(
    "--holds",
    multiple=True,
    metavar="HASH",
    help="A hash, or its beginning, that was noted down elsewhere; repeatable.",
)
@json_option
@click.pass_context
def verify(ctx: click.Context, holds: tuple[str, ...], *, as_json: bool) -> None:
    """Check every event of both files, and tell any edit, removal or reordering and its place.

    Exits with 4 when something is not as it was written.
    """
    from sanccheck.audit.verify import LIMITS
    from sanccheck.audit.verify import verify as check

    found = check(Record(home()), holds)
    if as_json:
        print_json(found.to_dict())
    else:
        for fault in found.faults:
            click.echo(f"NOT WHOLE  {printable(str(fault))}")
        for note in found.notes:
            click.echo(f"note       {printable(note)}")
        for name, head in found.heads.items():
            click.echo(f"{name}.jsonl: {head.number} events, the last {head.hash}")
        click.echo("not whole" if found.faults else "whole")
        off = why_off()
        if off is not None:
            click.echo(f"note       nothing is recorded now: {off}")
        click.echo(f"what this cannot show: {LIMITS}")
    ctx.exit(EXIT_DAMAGED if found.faults else 0)


@command.command("list")
@click.option("--last", type=click.IntRange(1), default=20, metavar="N", help="Default: 20.")
@json_option
def list_(last: int, *, as_json: bool) -> None:
    """List the last events of both files, in the order of their moments."""
    found = _all()[-last:]
    if as_json:
        print_json(found)
        return
    for event in found:
        what = f"{event['file']}:{event['n']}"
        said = f"{event['at']}  {what:<14} {event['kind']:<12} {event['who']}"
        click.echo(printable(said))
    off = why_off()
    if off is not None:
        click.echo(f"nothing is recorded now: {off}")


@command.command("show")
@click.argument("event")
def show(event: str) -> None:
    """Print one event, by its number, or as cases:N one of the case book."""
    print_json(event_of(event))


@command.command("export")
def export() -> None:
    """Write every event as JSON lines, those of both files in the order of their moments.

    A line begins with "file", the file that it is from; without that it is the line as written.
    """
    for event in _all():
        text = json.dumps(event, ensure_ascii=False, separators=(",", ":"))
        sys.stdout.buffer.write(text.encode("utf-8", "surrogatepass") + b"\n")
    sys.stdout.buffer.flush()


@command.command("replay")
@click.argument("event")
@json_option
@click.pass_context
def replay_(ctx: click.Context, event: str, *, as_json: bool) -> None:
    """Run a recorded screening, batch, assessment or memo again, on the lists and rules of then.

    Exits with 0 when the same comes out, with 1 when something differs, and says what; with 4
    when a list file or a set of rules of then is gone or damaged.
    """
    from sanccheck.commands.audit_replay import replay

    found = replay(event_of(event))
    if as_json:
        print_json(found.to_dict())
    else:
        click.echo(f"event {found.event} ({found.kind}): {'equal' if found.equal else 'DIFFERS'}")
        for said in (*found.differs, *found.notes):
            click.echo(f"  {printable(said)}")
    ctx.exit(0 if found.equal else EXIT_DIFFERS)


@command.command("off")
def off() -> None:
    """Keep no record from now on; every answer says so. Decisions are kept all the same."""
    head = Record(home()).turn(stamp(), on=False)
    click.echo(f"The audit log is off after event {head.number}; every answer says so.")


@command.command("on")
def on() -> None:
    """Keep a record again."""
    head = Record(home()).turn(stamp(), on=True)
    click.echo(f"The audit log is on, from event {head.number}.")


def _all() -> list[Plain]:
    """Return every event of both files with the file that it is from.

    Raises:
        StoreDamaged: when one is not as it was written.
    """
    return sorted(_both(Record(home())), key=lambda one: (one["at"], one["file"] != CASES))


def _both(record: Record) -> Iterator[Plain]:
    for name in (AUDIT, CASES):
        record.head(name)
        for event in record.chain(name).read():
            yield {"file": name, **event}


def event_of(wanted: str) -> Plain:
    """Return an event by its number, of the case book where it is written cases:N.

    Raises:
        UsageError: when there is none.
        StoreDamaged: when the file is damaged.
    """
    name, _, number = wanted.rpartition(":")
    name = name or AUDIT
    if name not in {AUDIT, CASES} or not number.isdecimal():
        raise UsageError(f"'{wanted[:40]}' is no event; write its number, or cases:N")
    record = Record(home())
    record.head(name)
    for event in record.chain(name).read():
        if event["n"] == int(number):
            return event
    raise UsageError(f"there is no event {number} in {name}.jsonl; see sanccheck audit list")
