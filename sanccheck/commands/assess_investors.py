"""`sanccheck assess DEAL --investors FILE`: who may buy."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sanccheck.commands.options import print_json
from sanccheck.errors import InputError, UsageError
from sanccheck.investors import Answer, Counts, Row, Verdict, who_may_buy
from sanccheck.tables import Table, check_apart, check_target, read_table, replacing

if TYPE_CHECKING:
    from sanccheck.commands.assess import Judged

FORMATS = ("xlsx", "csv", "jsonl")


@dataclass(frozen=True, slots=True, kw_only=True)
class InvestorFile:
    """An investor file as read: its table, its rows, its sha256, the headings not used."""

    table: Table
    rows: list[Row]
    sha256: str
    unused: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A deal judged, the investors to judge under it, and where the answers go."""

    judged: Judged
    file: InvestorFile
    output: Path | None
    counts: Counts = field(default_factory=Counts)

    def answers(self) -> Iterator[Answer]:
        """Yield each row's answer, in order, counting it."""
        judged = self.judged
        found = who_may_buy(
            judged.loaded,
            judged.assessment.screening,
            judged.rulebook,
            judged.assessment,
            judged.screener,
            self.file.rows,
        )
        for answer in found:
            self.counts.add(answer)
            yield answer


def read_investors(path: Path, sheet: str | None) -> InvestorFile:
    """Read an investor file; bad rows are kept with what is wrong with them.

    Raises:
        InputError: when it cannot be read at all.
    """
    from sanccheck.commands.investor_rows import choose_columns, read_rows

    table = read_table(path, sheet=sheet)
    if not table.rows:
        raise InputError(f"{path}: holds a header and no rows; there is nobody to judge")
    columns = choose_columns(table)
    return InvestorFile(
        table=table,
        rows=read_rows(table, columns),
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        unused=columns.unused,
    )


def check_output(investors: Path, output: Path | None, *, force: bool) -> None:
    """Make sure that the answers can be written where they are to go.

    Raises:
        UsageError: when the suffix tells no format.
        InputError: when the file exists, or is the one that is read.
    """
    if output is None:
        return
    if output.suffix.lower().lstrip(".") not in FORMATS:
        raise UsageError(
            f"output '{output}': the suffix tells no format; name it .xlsx, .csv or .jsonl"
        )
    check_apart(investors, output)
    check_target(output, force=force)


def show_investors(job: Job, *, force: bool, as_json: bool) -> None:
    """Write the answers where they are to go, and say what came out."""
    say_unused(job.file)
    if job.output is not None:
        from sanccheck.commands.investor_output import write

        answers = list(job.answers()) if as_json else job.answers()
        with replacing(job.output, force=force) as part:
            write(job, iter(answers), part, job.output.suffix.lower().lstrip("."))
        if as_json:
            print_json(_document(job, list(answers)))
        else:
            from sanccheck.commands.investor_text import show_summary

            show_summary(job)
        return
    answers = list(job.answers())
    if as_json:
        print_json(_document(job, answers))
    else:
        from sanccheck.commands.investor_text import show_answers

        show_answers(job, answers)


def _document(job: Job, answers: list[Answer]) -> dict[str, Any]:
    from sanccheck.commands.assess_json import document
    from sanccheck.commands.investor_json import investors_document

    found = document(job.judged.assessment)
    return {**found, "investors": investors_document(job, answers)}


def say_unused(file: InvestorFile) -> None:
    """Say on stderr which columns were not read for judging."""
    if file.unused:
        names = ", ".join(f"'{' '.join(text.split())}'" for text in file.unused)
        click.echo(
            f"sanccheck: not read for judging (they come back in the output): {names}", err=True
        )


def excluded_or_hit(counts: Counts) -> bool:
    """Say whether a row was excluded or hit under either structure or reading."""
    return bool(counts.with_hits) or any(found[Verdict.EXCLUDED] for found in counts.by.values())


def left_open(counts: Counts) -> bool:
    """Say whether a row could not be read, or is not settled."""
    undecided = (Verdict.CANNOT_DECIDE, Verdict.NEEDS)
    return bool(counts.bad) or any(
        found[verdict] for found in counts.by.values() for verdict in undecided
    )
