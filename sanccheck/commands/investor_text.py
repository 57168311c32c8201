"""Who may buy, as a person reads it at a terminal: the counts, then each row that needs a look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from sanccheck.assessment.to_json import DISCLAIMER
from sanccheck.commands.assess_text import answer_panel
from sanccheck.investors.verdict import Answer, Effect, Outcome, Reason, Verdict
from sanccheck.investors.words import SAYS, SETTLED, in_columns, of_everybody

if TYPE_CHECKING:
    from sanccheck.commands.assess_investors import Job

_STYLES = {
    Verdict.ELIGIBLE: "green",
    Verdict.NEEDS: "yellow",
    Verdict.CANNOT_DECIDE: "cyan",
    Verdict.EXCLUDED: "bold red",
}
_SHOWN = 200
_ORDER = (Verdict.EXCLUDED, Verdict.CANNOT_DECIDE, Verdict.NEEDS, Verdict.ELIGIBLE)


def show_summary(job: Job) -> None:
    """Print the answer on the deal and the counts."""
    console = Console(highlight=False)
    console.print(answer_panel(job.judged.assessment))
    console.print(Text("\nWho may buy", style="bold"))
    console.print(Padding(_counts(job), (0, 0, 0, 2)))
    if job.output is not None:
        console.print(Text(f"\nwritten: {job.output}"))
    console.print(Text(f"\n{DISCLAIMER}", style="dim"))


def show_answers(job: Job, answers: list[Answer]) -> None:
    """Print the answer on the deal, the counts, and the rows under the policy reading.

    What stands in the way of every row is told once, before the rows.
    """
    console = Console(highlight=False)
    console.print(answer_panel(job.judged.assessment))
    console.print(Text("\nWho may buy", style="bold"))
    console.print(Padding(_counts(job), (0, 0, 0, 2)))
    for_all = of_everybody(answers)
    if for_all:
        console.print(Text("\nBefore anybody is eligible", style="bold"))
        console.print(Padding(_reasons(for_all), (0, 0, 0, 2)))
    for verdict in _ORDER:
        rows = [one for one in answers if one.should is not None and _verdict(one) is verdict]
        if rows:
            console.print(Text(f"\n{verdict.value.capitalize()}", style=_STYLES[verdict]))
            console.print(Padding(_rows(rows, for_all), (0, 0, 0, 2)))
    bad = [one for one in answers if one.should is None]
    if bad:
        console.print(Text("\nRows not judged", style="bold magenta"))
        console.print(Padding(_bad(bad), (0, 0, 0, 2)))
    console.print(Text(f"\n{DISCLAIMER}", style="dim"))


def _verdict(answer: Answer) -> Verdict:
    assert answer.should is not None
    return answer.should.policy.settled


def _counts(job: Job) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0))
    table.add_column("", no_wrap=True)
    for said in (SETTLED, *SAYS.values()):
        table.add_column(Text(said, style="dim"), justify="right")
    for verdict in Verdict:
        counts = (str(count) for count in in_columns(job.counts, verdict))
        table.add_row(Text(verdict.value, style=_STYLES[verdict]), *counts)
    table.add_row("row not judged", *[str(job.counts.bad)] * (len(SAYS) + 1))
    table.add_row("rows", *[str(job.counts.rows)] * (len(SAYS) + 1))
    return table


def _rows(rows: list[Answer], for_all: tuple[Reason, ...]) -> Table:
    """Show the rows, those with the same reasons together."""
    groups: dict[tuple[Reason, ...], list[Answer]] = {}
    for answer in rows[:_SHOWN]:
        assert answer.stands is not None
        assert answer.should is not None
        told = _told(answer.should.policy, answer.stands.policy)
        groups.setdefault(tuple(one for one in told if one not in for_all), []).append(answer)
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for reasons, group in groups.items():
        table.add_row(Text("\n").join(map(_named, group)))
        for reason in reasons:
            table.add_row(Padding(_said(reason), (0, 0, 0, 4)))
    if len(rows) > _SHOWN:
        table.add_row(Text(f"and {len(rows) - _SHOWN} more; write them all with -o FILE.xlsx"))
    return table


def _named(answer: Answer) -> Text:
    assert answer.stands is not None
    text = Text(f"{answer.row:>3} ").append(answer.name, style="bold")
    stands = answer.stands.policy.settled
    if stands is not _verdict(answer):
        text.append(f" (as it stands: {stands.value})", style="yellow")
    return text


def _told(should: Outcome, stands: Outcome) -> list[Reason]:
    """Return what decides, and no more: who is excluded needs no representation."""
    if should.settled is Verdict.EXCLUDED:
        return [*should.of(Effect.EXCLUDES), *stands.of(Effect.NOTE)]
    return list(should.reasons)


_LEADS = {
    Effect.EXCLUDES: "",
    Effect.MISSING: "missing: ",
    Effect.NEEDS: "to represent: ",
    Effect.NOTE: "note: ",
}


def _said(reason: Reason) -> Text:
    text = Text(f"{reason.about}: {_LEADS[reason.effect]}{reason.text}")
    if reason.rule:
        text.append(f" [{reason.rule}]", style="dim")
    return text


def _reasons(reasons: tuple[Reason, ...]) -> Table:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for reason in reasons:
        table.add_row(Text("-"), _said(reason))
    return table


def _bad(bad: list[Answer]) -> Table:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for answer in bad:
        body = Text(answer.name or "(no name)", style="bold")
        for problem in answer.problems:
            body.append(f"\n{problem}")
        table.add_row(Text(str(answer.row)), body)
    return table
