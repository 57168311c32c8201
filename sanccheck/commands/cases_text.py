"""Print cases as a person reads them, and write them for JSON."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

import click

from sanccheck.cases.steps import CITE, steps_of
from sanccheck.printable import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sanccheck.cases.case import Case, Decision

Plain = dict[str, Any]

_WIDTH = 100
_COLOURS = {"agrees": "green", "conflicts": "red", "unknown": "yellow"}
_MARKS = {"agrees": "+", "conflicts": "-", "unknown": "?"}
_ANSWERS = {True: "yes", False: "no", None: "cannot tell"}


def case_document(case: Case) -> Plain:
    """Return a case as plain values for JSON."""
    return {
        "id": case.id,
        "state": case.state.value,
        "changed": list(case.changed),
        "book": case.book,
        "ref": case.ref,
        "party": case.stood.facts,
        "entry": case.entry,
        "list": case.list_id,
        "listed": list(case.stood.entry),
        "verdict": case.stood.verdict,
        "comparison": case.comparison,
        "steps": list(steps_of(case)),
        "as_of": case.as_of,
        "seen": case.seen,
        "decisions": [_decision(one) for one in case.decisions],
    }


def _decision(decision: Decision) -> Plain:
    return {
        "event": decision.event,
        "verdict": decision.verdict.value,
        "reason": decision.reason,
        "analyst": decision.analyst,
        "at": decision.at,
        "needs_second": decision.needs_second,
        "signed_by": decision.signed_by,
        "signed_at": decision.signed_at,
        "stood": decision.stood.digests,
        "steps": list(decision.steps),
    }


def show_list(cases: Sequence[Case]) -> None:
    """Print a line for each case, and what changed under those that returned."""
    for case in cases:
        verdict = case.stood.verdict
        said = (
            f"{case.id}  {case.state.value:<17} {case.name} | {case.listed_name} "
            f"({case.entry}), {verdict['decision']} {verdict['score']:.2f}"
        )
        click.echo(printable(said))
        for change in case.changed:
            click.echo(printable(f"               changed: {change}"))
    word = "case" if len(cases) == 1 else "cases"
    click.echo(f"{len(cases)} {word}")


def show_case(case: Case) -> None:
    """Print a case: who, which entry, the comparison, the steps, the decisions."""
    _head(case)
    click.echo()
    for row in case.comparison:
        _row(row)
    click.echo()
    click.secho(f"OFAC's five steps ({CITE})", bold=True)
    for step in steps_of(case):
        _wrapped(f"{step['step']}. {step['question']} {_ANSWERS[step['answer']]}: {step['so']}", 3)
    click.echo()
    for decision in case.decisions:
        _show_decision(decision)
    if not case.decisions:
        click.echo("not decided yet")


def _head(case: Case) -> None:
    click.secho(printable(f"{case.id}  {case.state.value}"), bold=True)
    for change in case.changed:
        _wrapped(f"CHANGED since it was decided: {change}", 2, fg="yellow")
    ref = "no reference" if case.ref is None else f"reference {case.ref}"
    _wrapped(f"party      {case.name} ({ref}), book {case.book}", 11)
    _wrapped(f"entry      {case.listed_name} ({case.entry})", 11)
    verdict = case.stood.verdict
    relation = "" if verdict["relation"] is None else f", {verdict['relation']} of the entry"
    _wrapped(f"matcher    {verdict['decision']} {verdict['score']:.2f}{relation}", 11)
    _wrapped(f"seen       {case.seen} by {case.seen_by}, as of {case.as_of}", 11)


def _row(row: Plain) -> None:
    says = row["says"]
    sides = f"asked {row['asked'] or '-'} | listed {row['listed'] or '-'}"
    text = f"{_MARKS[says]} {row['field']:<14} {says:<9} {sides} ({row['why']})"
    _wrapped(text, 27, fg=_COLOURS[says])


def _show_decision(decision: Decision) -> None:
    said = f"{decision.verdict.value} by {decision.analyst} at {decision.at}: {decision.reason}"
    if decision.signed_by is not None:
        said += f"; signed off by {decision.signed_by} at {decision.signed_at}"
    elif decision.needs_second:
        said += "; waits for another person's sign-off"
    _wrapped(said, 2)


def _wrapped(text: str, indent: int, **style: str) -> None:
    lines = textwrap.wrap(
        printable(text), _WIDTH, subsequent_indent=" " * indent, break_on_hyphens=False
    )
    for line in lines:
        click.echo(click.style(line, fg=style.get("fg")) if style else line)
