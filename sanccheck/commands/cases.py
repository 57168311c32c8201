"""`sanccheck cases`: the hits on parties, what was decided on them, and what is still open."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import click

from sanccheck.audit.record import Record
from sanccheck.cases.book import open_book
from sanccheck.cases.case import UNSETTLED, Case, State
from sanccheck.cases.decide import Judgement, decide, sign_off
from sanccheck.commands.cases_text import case_document, show_case, show_list
from sanccheck.commands.options import home, json_option, print_json
from sanccheck.commands.recording import ANALYST, account, stamp
from sanccheck.model.hits import Verdict
from sanccheck.printable import printable
from sanccheck.tables.csv_files import CsvWriter

if TYPE_CHECKING:
    from collections.abc import Iterable

EXIT_OPEN = 1
_STATES = {state.name.lower().replace("_", "-"): state for state in State}
_COLUMNS = (
    "case", "state", "book", "reference", "name", "entry", "listed_name", "score", "decision",
    "as_of", "seen", "verdict", "reason", "analyst", "decided_at", "signed_by", "changed",
)  # fmt: skip

by_option = click.option(
    "--by",
    "analyst",
    envvar=ANALYST,
    metavar="NAME",
    help=f"Who decides. Default: {ANALYST}, or else the account.",
)
four_eyes_option = click.option(
    "--four-eyes",
    is_flag=True,
    envvar="SANCCHECK_FOUR_EYES",
    help="It holds only when another person has signed it off (cases sign).",
)


@click.group("cases", help="Decide on the hits of parties, and see what is open.")
def command() -> None:
    """Hold the commands about cases."""


@command.command("list")
@click.option(
    "--state", type=click.Choice(list(_STATES)), help="Only those. Default: all not yet settled."
)
@click.option("--all", "everything", is_flag=True, help="Decided ones too.")
@click.option("--book", metavar="BOOK", help="Only those of a book.")
@json_option
@click.pass_context
def list_(
    ctx: click.Context, state: str | None, book: str | None, *, everything: bool, as_json: bool
) -> None:
    """List the cases that ask for a person: open, returned, escalated, awaiting a sign-off.

    Exits with 1 when one of those listed does.
    """
    found = _wanted(state, book, everything=everything)
    if as_json:
        print_json([case_document(case) for case in found])
    else:
        show_list(found)
    ctx.exit(EXIT_OPEN if any(case.state in UNSETTLED for case in found) else 0)


@command.command("show")
@click.argument("case")
@json_option
def show(case: str, *, as_json: bool) -> None:
    """Show one case: the comparison field by field, OFAC's five steps, the decisions."""
    found = open_book(Record(home())).case(case)
    if as_json:
        print_json(case_document(found))
    else:
        show_case(found)


@command.command("decide")
@click.argument("case")
@click.argument("verdict", type=click.Choice([one.value for one in Verdict]))
@click.option("--reason", required=True, metavar="TEXT", help="Why, for who reads it later.")
@by_option
@four_eyes_option
@json_option
def decide_(
    case: str, verdict: str, reason: str, analyst: str | None, *, four_eyes: bool, as_json: bool
) -> None:
    """Decide that a case is a true_match, a false_positive, or is escalated.

    A false positive holds for this party and this entry as both stand now. When the entry, the
    party's facts or the matcher's verdict changes, the case returns and says what changed.
    """
    judgement = Judgement(
        verdict=Verdict(verdict),
        reason=reason,
        analyst=analyst or account(),
        needs_second=four_eyes,
    )
    _say_decided(decide(Record(home()), stamp(), case, judgement), as_json=as_json)


@command.command("sign")
@click.argument("case")
@by_option
@json_option
def sign(case: str, analyst: str | None, *, as_json: bool) -> None:
    """Sign off the decision of another person, which holds from then on."""
    _say_decided(sign_off(Record(home()), stamp(), case, analyst or account()), as_json=as_json)


@command.command("review")
@click.option("--book", metavar="BOOK", help="Only the cases of a book.")
@by_option
@four_eyes_option
def review(book: str | None, analyst: str | None, *, four_eyes: bool) -> None:
    """Walk through the cases that are not settled: one key a decision, and its reason."""
    from sanccheck.commands.cases_review import walk

    who = analyst or account()
    cases = [one for one in _wanted(None, book, everything=False) if one.state != State.WAITING]
    walk(Record(home()), cases, who, stamp, needs_second=four_eyes)


@command.command("export")
@click.option("--format", "form", type=click.Choice(["csv", "json"]), default="csv")
@click.option("--book", metavar="BOOK", help="Only the cases of a book.")
def export(form: str, book: str | None) -> None:
    """Write every case with its last decision, as CSV, or whole as JSON."""
    found = _wanted(None, book, everything=True)
    if form == "json":
        print_json([case_document(case) for case in found])
    else:
        _write_csv(found)


def _wanted(state: str | None, book: str | None, *, everything: bool) -> list[Case]:
    cases = open_book(Record(home())).cases.values()
    states = frozenset(State) if everything else UNSETTLED
    if state is not None:
        states = frozenset({_STATES[state]})
    return [case for case in cases if case.state in states and book in {None, case.book}]


def _say_decided(case: Case, *, as_json: bool) -> None:
    if as_json:
        print_json(case_document(case))
        return
    last = case.last
    assert last is not None
    said = f"{case.id}: {last.verdict} by {last.analyst}: {last.reason}"
    if case.state is State.WAITING:
        said += f"\nIt holds when another person signs it off: sanccheck cases sign {case.id}"
    elif last.signed_by is not None:
        said += f"\nSigned off by {last.signed_by}."
    click.echo(printable(said) if "\n" not in said else "\n".join(map(printable, said.split("\n"))))


def _write_csv(cases: Iterable[Case]) -> None:
    file = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="")
    writer = CsvWriter(file)
    writer.write(list(_COLUMNS))
    for case in cases:
        last = case.last
        decided = (
            [last.verdict.value, last.reason, last.analyst, last.at, last.signed_by or ""]
            if last is not None
            else [""] * 5
        )
        verdict = case.stood.verdict
        facts = [case.book, case.ref or "", case.name, case.entry, case.listed_name]
        score = [str(verdict["score"]), verdict["decision"], case.as_of, case.seen]
        writer.write([case.id, case.state.value, *facts, *score, *decided, "; ".join(case.changed)])
    file.flush()
    file.detach()
