"""`sanccheck batch`: check a file of names, every row answered in order."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import click

from sanccheck.commands.batch_answers import Answer, Counts, Screening, Status, answer_rows
from sanccheck.commands.batch_columns import Columns, Given, choose_columns
from sanccheck.commands.batch_output import Ground, answer_document, open_output
from sanccheck.commands.batch_rows import PIECE, drop_unfit, read_rows
from sanccheck.commands.cancelling import Cancellation
from sanccheck.commands.marking import Marker, book_of
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
from sanccheck.commands.recording import Kept, ground, keep
from sanccheck.commands.screen import exit_code as screening_exit_code
from sanccheck.dates import say_date
from sanccheck.errors import InputError, UsageError
from sanccheck.model import ListState
from sanccheck.model import Screening as Answered
from sanccheck.screening import Screener
from sanccheck.screening_json import hit_document, list_document, not_screened_document
from sanccheck.sources.library import open_library
from sanccheck.sources.served import Served
from sanccheck.tables import Table, check_apart, check_target, read_table, replacing

FORMATS = ("csv", "xlsx", "jsonl")
EXIT_HIT, EXIT_FAILED_ROW = 1, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the command line asks for."""

    file: Path
    name_column: str | None
    country_column: str | None
    type_column: str | None
    id_column: str | None
    party_column: str | None
    book: str | None
    sheet: str | None
    output: Path | None
    format: str | None
    as_of: date | None
    lists: tuple[str, ...]
    min_score: float | None
    force: bool
    as_json: bool
    workers: int

    @property
    def columns(self) -> Given:
        """The columns that are named."""
        return Given(
            name=self.name_column,
            country=self.country_column,
            type=self.type_column,
            id=self.id_column,
            party=self.party_column,
        )

    @property
    def book_name(self) -> str:
        """The book whose parties the rows are."""
        if self.book is None and self.party_column is not None:
            return PARTIES
        return book_of(self.file, self.book)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A table being checked against the lists of a day, and where the answers go.

    `format` is csv, xlsx or jsonl, or for the standard output also json or table.
    """

    table: Table
    served: Served
    format: str
    options: Options
    cancellation: Cancellation
    marker: Marker
    counts: Counts = field(default_factory=Counts)
    kept: list[Kept] = field(default_factory=list)


@click.command("batch")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--name-column", metavar="C", help="Column of the names. Default: by its heading.")
@click.option("--country-column", metavar="C", help="Column of the countries.")
@click.option("--type-column", metavar="C", help="Column of the types: company, person, fund …")
@click.option("--id-column", metavar="C", help="Column of identifiers, written SCHEME:VALUE.")
@click.option(
    "--party-column",
    metavar="C",
    help="Column of your own references, one for each party: a decision on a case stays with it.",
)
@book_option
@click.option("--sheet", metavar="S", help="Sheet of a workbook that has several.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File to write.")
@click.option(
    "--format",
    type=click.Choice([*FORMATS, "parquet"]),
    help="Default: by the suffix of the output. Without -o: a table of the hits on stdout.",
)
@as_of_option
@click.option(
    "--list", "lists", multiple=True, metavar="LIST", help="Screen this list; repeatable."
)
@click.option("--min-score", type=click.FloatRange(0, 1), help="Leave out hits below this score.")
@click.option(
    "--workers",
    type=click.IntRange(1, 256),
    default=1,
    metavar="N",
    help="Processes that screen, for long files. Default: 1. The answers are the same.",
)
@click.option("--force", is_flag=True, help="Replace an output that exists.")
@json_option
@click.pass_context
def command(ctx: click.Context, /, **given: Any) -> None:
    """Check a CSV, XLSX or ODS file of names; every row comes back, in order.

    Exit codes: 1 a row has a hit, 2 the file or the options cannot be used, 3 a row could not
    be read and nothing was hit, 4 a list is missing, stale or does not cover the day, 0 nothing
    found on lists that cover the day.
    """
    options = Options(**given)
    with Cancellation() as cancellation:
        job = _run(options, cancellation)
        if options.as_json and options.output is not None:
            print_json(_document(job, None))
    _say_summary(job)
    ctx.exit(exit_code(job.counts, job.served))


def _run(options: Options, cancellation: Cancellation) -> Job:
    chosen = _choose_format(options)
    if options.output is not None:
        check_apart(options.file, options.output)
        check_target(options.output, force=options.force)
    table = read_table(options.file, sheet=options.sheet)
    if not table.rows:
        raise InputError(f"{options.file}: holds a header and no rows; there is nothing to check")
    columns, remarks = drop_unfit(table, choose_columns(table, options.columns))
    _say_columns(table, columns, remarks)
    served = open_library(home()).serve(day_asked(options.as_of), list(options.lists) or None)
    job = Job(
        table=table,
        served=served,
        format=chosen,
        options=options,
        cancellation=cancellation,
        marker=Marker(served, options.book_name),
    )
    with _screening(job) as screen:
        answers = answer_rows(read_rows(table, columns), screen, job.marker.mark)
        _write(_with_progress(_recorded(answers, job), len(table.rows)), job)
    return job


@contextmanager
def _screening(job: Job) -> Iterator[Screening]:
    """Give what screens the rows: this process, or the workers asked for as far as they help."""
    served, options = job.served, job.options
    if not served.lists:
        yield None
        return
    screener = Screener(served, min_score=options.min_score)
    pieces = -(-len(job.table.rows) // PIECE)
    if min(options.workers, pieces) == 1:
        yield screener.screen_many
        return
    from sanccheck.commands.batch_workers import Setting, Workers, states_of

    setting = Setting(
        home=home(),
        as_of=served.as_of,
        wanted=options.lists or None,
        min_score=options.min_score,
        states=states_of(served),
    )
    with Workers(min(options.workers, pieces), setting) as workers:
        yield workers.screen_many


def _choose_format(options: Options) -> str:
    """Return csv, xlsx or jsonl, or for the standard output also json or table."""
    output, asked = options.output, options.format
    if asked == "parquet":
        raise UsageError("parquet is not written yet; use --format jsonl or csv")
    if output is None:
        if options.as_json and asked is not None:
            raise UsageError("--json and --format both write to stdout; add -o FILE or drop one")
        if asked == "xlsx":
            raise UsageError("--format xlsx needs a file; add -o FILE")
        return "json" if options.as_json else asked or "table"
    if asked is not None:
        return asked
    suffix = output.suffix.lower().lstrip(".")
    if suffix in FORMATS:
        return suffix
    if suffix == "parquet":
        raise UsageError("parquet is not written yet; name the output .jsonl or .csv")
    raise UsageError(
        f"output '{output}': the suffix '{suffix}' tells no format; name it .csv, .xlsx or .jsonl, "
        "or add --format"
    )


def _write(answers: Iterator[Answer], job: Job) -> None:
    if job.format == "json":
        ground = Ground.of(job.served)
        rows = [answer_document(job.table, answer, ground) for answer in answers]
        print_json(_document(job, rows))
    elif job.format == "table":
        from sanccheck.commands.batch_text import show_hits

        show_hits(answers)
    elif job.options.output is None:
        _write_to(None, answers, job)
    else:
        with replacing(job.options.output, force=job.options.force) as part:
            _write_to(part, answers, job)
            job.cancellation.check()


def _write_to(path: Path | None, answers: Iterator[Answer], job: Job) -> None:
    with open_output(job.format, path, job.table, job.served) as out:
        for answer in answers:
            out.write(answer)


def exit_code(counts: Counts, served: Served) -> int:
    """Return the exit code of a batch: a failed row comes after a hit, before the rest."""
    if counts.hit:
        return EXIT_HIT
    if counts.failed:
        return EXIT_FAILED_ROW
    nothing_found = Answered(
        as_of=served.as_of, lists=served.lists, not_screened=served.not_screened, results=()
    )
    return screening_exit_code(nothing_found)


def _recorded(answers: Iterator[Answer], job: Job) -> Iterator[Answer]:
    """Pass the answers on; when all are answered, before they are handed over, record them."""
    total = hashlib.sha256()
    for answer in answers:
        job.cancellation.check()
        job.counts.add(answer)
        total.update(digested(answer))
        yield answer
    problem = job.marker.close()
    options = job.options
    kept = keep(
        "batch",
        **ground(job.served),
        inputs={
            "file": str(options.file.absolute()),
            "sha256": hashlib.sha256(options.file.read_bytes()).hexdigest(),
            "columns": {
                one: heading for one, heading in asdict(options.columns).items() if heading
            },
            "sheet": options.sheet,
            "lists": list(options.lists) or None,
            "min_score": options.min_score,
            "book": options.book_name,
        },
        outputs={
            "exit": exit_code(job.counts, job.served),
            "rows": job.counts.rows,
            "counts": {one.name.lower(): count for one, count in job.counts.by_status.items()},
            "sha256": total.hexdigest(),
        },
    )
    job.kept.append(kept.with_problem(problem))


def digested(answer: Answer) -> bytes:
    """Return what of a row's answer its batch's digest is made of."""
    hits = [hit_document(hit) for hit in (*answer.hits, *answer.former)]
    said = [answer.asked.row.number, answer.status.value, answer.problem, hits]
    return json.dumps(said, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _with_progress(answers: Iterator[Answer], total: int) -> Iterator[Answer]:
    """Pass the answers on, with a bar on stderr where that is a terminal."""
    if not sys.stderr.isatty():
        yield from answers
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        yield from progress.track(answers, total=total, description="screening")


def _say(text: str) -> None:
    click.echo(f"sanccheck: {text}", err=True)


def _say_columns(table: Table, columns: Columns, remarks: list[str]) -> None:
    parts = []
    for what, column in columns.fields():
        heading = " ".join(table.header[column].split())
        how = "told by its heading" if what in columns.guessed else "as named"
        parts.append(f"{what} in '{heading}' ({how})")
    _say(f"columns: {'; '.join(parts)}")
    for remark in remarks:
        _say(remark)


def _say_summary(job: Job) -> None:
    _say(f"as of {say_date(job.served.as_of)}: {job.counts.in_words()}")
    say_if_in_future(job.served.as_of)
    for state in job.served.lists:
        published = "on a day not known" if state.published is None else say_date(state.published)
        entries = "1 entry" if state.entries == 1 else f"{state.entries} entries"
        about = f"{entries}, published {published}{_flags(state)}"
        _say(f"screened: {state.list} ({about})")
        later = state.ends_before(job.served.as_of)
        if later is not None:
            _say(later)
    for (why, remedy, address), names in _left_out(job.served).items():
        _say(f"not screened: {', '.join(names)}: {why}; to mend it: {remedy}")
        if address:
            _say(f"    official address: {address}")
    if job.options.output is not None:
        _say(f"written: {job.options.output}")
    _say_record(job)
    _say("no hit means no hit on the lists screened; it is not a clearance")


def _say_record(job: Job) -> None:
    """Say which event records the batch, or that none does."""
    for kept in job.kept:
        if kept.event is not None:
            _say(f"recorded: event {kept.event.number}, {kept.event.hash[:16]}")
        kept.say()


def _left_out(served: Served) -> dict[tuple[str, str, str], list[str]]:
    """Group the lists that were not screened by what mends it."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for one in served.not_screened:
        is_loaded = one.remedy == f"--list {one.list}"
        mends = ("--list with its name", "") if is_loaded else (one.remedy, one.address)
        found.setdefault((one.why, *mends), []).append(one.list)
    return found


def _flags(state: ListState) -> str:
    flags = [
        word
        for word, holds in (
            (state.origin, state.kind == "own"),
            ("stale", state.stale),
            ("embedded", state.embedded),
            (state.only_part, state.partial),
            (state.cannot_know, state.reconstructed),
        )
        if holds
    ]
    return "".join(f", {word}" for word in flags)


def _document(job: Job, rows: list[dict[str, Any]] | None) -> dict[str, Any]:
    counts = job.counts.by_status
    document: dict[str, Any] = {
        "as_of": job.served.as_of.isoformat(),
        "lists": [list_document(state) for state in job.served.lists],
        "not_screened": [not_screened_document(one) for one in job.served.not_screened],
        "output": None if job.options.output is None else str(job.options.output),
    }
    if rows is not None:
        document["rows"] = rows
    summary = {status.name.lower(): counts[status] for status in Status}
    document |= {"summary": {"rows": job.counts.rows, **summary}}
    return job.kept[0].added_to(document) if job.kept else document
