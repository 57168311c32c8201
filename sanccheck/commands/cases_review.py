"""Walk through open cases at the terminal: one key a decision, then its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sanccheck.cases.decide import Judgement, decide
from sanccheck.commands.cases_text import show_case
from sanccheck.errors import UsageError
from sanccheck.model.hits import Verdict
from sanccheck.printable import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sanccheck.audit.record import Record, Stamp
    from sanccheck.cases.case import Case

_KEYS = {"t": Verdict.TRUE_MATCH, "f": Verdict.FALSE_POSITIVE, "e": Verdict.ESCALATED}
_ASK = "t true match, f false positive, e escalate, s skip, q quit: "
# What the reason that is offered names: for one verdict what conflicts, for the other what agrees.
_OFFERED = {Verdict.TRUE_MATCH: "agrees", Verdict.FALSE_POSITIVE: "conflicts"}


def walk(
    record: Record,
    cases: Sequence[Case],
    analyst: str,
    stamp: Callable[[], Stamp],
    *,
    needs_second: bool,
) -> None:
    """Show each case and record what is decided on it, until all are seen or the user quits."""
    decided = 0
    for number, case in enumerate(cases, 1):
        click.echo(f"--- {number} of {len(cases)}, decided by {printable(analyst)}")
        show_case(case)
        key = _key()
        if key == "q":
            break
        if key == "s":
            continue
        verdict = _KEYS[key]
        judgement = Judgement(
            verdict=verdict,
            reason=_reason(case, verdict),
            analyst=analyst,
            needs_second=needs_second,
            seen=len(case.decisions),
        )
        try:
            decide(record, stamp(), case.id, judgement)
        except UsageError as error:  # somebody else decided meanwhile
            click.echo(f"not recorded: {printable(str(error))}")
            continue
        decided += 1
        click.echo(f"recorded: {verdict.value}\n")
    click.echo(f"{decided} decided of {len(cases)}")


def _key() -> str:
    click.echo(_ASK, nl=False)
    while True:
        key = click.getchar().lower()
        if key in _KEYS or key in {"s", "q"}:
            click.echo(key)
            return key


def _reason(case: Case, verdict: Verdict) -> str:
    """Ask for the reason; what the comparison says is offered, Enter takes it."""
    offered = "; ".join(
        f"{row['field']} {row['says']}: {row['why']}"
        for row in case.comparison
        if row["says"] == _OFFERED.get(verdict)
    )
    reason: str = click.prompt("reason", default=printable(offered) or None)
    return reason
