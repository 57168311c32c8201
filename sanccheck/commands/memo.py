"""`sanccheck memo`: write the assessment of a deal as a memo, or a checked batch on one page."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sanccheck import __version__
from sanccheck.commands.assess import (
    changes_of,
    exit_code,
    exit_code_with,
    judge_deal,
    record,
)
from sanccheck.commands.options import as_of_option, book_option, day_asked, rules_option
from sanccheck.errors import UsageError
from sanccheck.tables.replacing import check_apart, check_target, replacing

if TYPE_CHECKING:
    from sanccheck.commands.assess import Judged
    from sanccheck.commands.assess_investors import InvestorFile, Job
    from sanccheck.memo import Memo
    from sanccheck.memo.letterhead import Letterhead
    from sanccheck.rulebook.outcomes import Rung

WRITTEN = (".md", ".html", ".docx", ".pdf")
FTM = ".ftm.json"
FORMATS = (*WRITTEN, ".json", FTM)
BATCH_FORMATS = (*WRITTEN, ".xlsx")
EXIT_HIT, EXIT_FAILED_ROW, EXIT_LISTS = 1, 3, 4


def _print_schema(ctx: click.Context, parameter: click.Parameter, value: bool) -> None:
    """Print the schema of what `assess --json` and `memo -o memo.json` write, and end."""
    del parameter
    if value and not ctx.resilient_parsing:
        from importlib.resources import files

        path = files("sanccheck.assessment") / "assessment.schema.json"
        click.echo(path.read_text(encoding="utf-8"), nl=False)
        ctx.exit()


@click.command("memo")
@click.argument("deal", type=click.Path(path_type=Path), required=False)
@click.option(
    "--batch",
    type=click.Path(path_type=Path),
    metavar="CHECKED.jsonl",
    help="Summarise a checked batch in place of a deal.",
)
@as_of_option
@click.option(
    "--investors",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Add who may buy: each row of a CSV, XLSX or ODS file of investors, judged.",
)
@click.option("--sheet", metavar="S", help="Sheet of an investor workbook that has several.")
@book_option
@rules_option
@click.option(
    "-o",
    "--output",
    "output",
    required=True,
    type=click.Path(path_type=Path),
    help=f"Where to write; the ending says the format: {', '.join(FORMATS)}; .xlsx of a batch.",
)
@click.option(
    "--fonts",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    envvar="SANCCHECK_FONTS",
    help="A folder of fonts for PDF, used in place of the machine's; or SANCCHECK_FONTS.",
)
@click.option(
    "--letterhead",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="LETTERHEAD.yaml",
    help="Your name, logo, header, footer and templates: docs/memo.md.",
)
@click.option(
    "--schema",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_schema,
    help="Print the JSON Schema of the assessment's JSON.",
)
@click.option("--force", is_flag=True, help="Write over an existing file.")
@click.pass_context
def command(ctx: click.Context, /, **given: Any) -> None:
    """Write the assessment of a deal as a memo, or a checked batch as a summary or workbook.

    Exits as `assess` does, with --investors as that does, for a batch as `batch` does.
    """
    options = Options(**given)
    if (options.deal is None) == (options.batch is None):
        raise UsageError("give a deal file, or --batch with a checked batch, not both")
    look = _look(options.letterhead, options.fonts)
    if options.batch is not None:
        ctx.exit(_write_batch(options.batch, options, look))
    assert options.deal is not None
    ctx.exit(_write_deal(options.deal, options, look))


def _write_deal(deal: Path, options: Options, look: Look) -> int:
    """Write the memo of a deal and return the exit code."""
    output = options.output
    _check_output(deal, output, FORMATS, force=options.force)
    file = _investors(options)
    judged = judge_deal(deal, day_asked(options.as_of), options.rules, options.book)
    assessment, job = judged.assessment, _job(judged, file)
    with replacing(output, force=options.force) as part:
        data = _render(judged, job, _suffix(output), look)
        part.write_bytes(data)
        kept = record("memo", judged, **_recorded(options, file, data))
    result, could_be = assessment.offering.result, assessment.offering.could_be
    strict = _ends(result.strict, could_be.strict)
    policy = _ends(result.policy, could_be.policy)
    click.echo(f"wrote {output}: strict {strict}; policy {policy}", err=True)
    kept.say()
    return exit_code(assessment) if job is None else exit_code_with(job)


def _investors(options: Options) -> InvestorFile | None:
    """Read the investor file, before anything is judged or written."""
    if options.investors is None:
        if options.sheet is not None:
            raise UsageError("--sheet goes with --investors FILE")
        return None
    if _suffix(options.output) == FTM:
        raise UsageError(f"--investors does not go with {FTM}, which holds the deal's parties")
    from sanccheck.commands.assess_investors import read_investors, say_unused

    check_apart(options.investors, options.output)
    file = read_investors(options.investors, options.sheet)
    say_unused(file)
    return file


def _recorded(options: Options, file: InvestorFile | None, data: bytes) -> dict[str, Any]:
    """Return what the record keeps of a memo beside its assessment."""
    output = str(options.output.absolute())
    found: dict[str, Any] = {"memo": {"file": output, "sha256": hashlib.sha256(data).hexdigest()}}
    if file is not None:
        found["investors"] = [str(Path(file.table.path).absolute()), file.sha256]
    return found


def _job(judged: Judged, file: InvestorFile | None) -> Job | None:
    if file is None:
        return None
    from sanccheck.commands.assess_investors import Job

    return Job(judged=judged, file=file, output=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the command line asks for."""

    deal: Path | None
    batch: Path | None
    as_of: date | None
    investors: Path | None
    sheet: str | None
    book: str | None
    rules: Path | None
    output: Path
    fonts: Path | None
    letterhead: Path | None
    force: bool


@dataclass(frozen=True, slots=True)
class Look:
    """How a memo looks: the letterhead's own, and the fonts of a PDF."""

    letterhead: Letterhead
    fonts: Path | None


def _look(letterhead: Path | None, fonts: Path | None) -> Look:
    from sanccheck.memo.letterhead import PLAIN, load_letterhead

    return Look(PLAIN if letterhead is None else load_letterhead(letterhead), fonts)


def _ends(now: Rung, later: Rung) -> str:
    return now.name if later <= now else f"{now.name} so far, could be {later.name}"


def _check_output(source: Path, output: Path, formats: tuple[str, ...], *, force: bool) -> None:
    check_apart(source, output)
    if _suffix(output) not in formats:
        raise UsageError(f"'{output}' ends in none of {', '.join(formats)}")
    check_target(output, force=force)


def _write_batch(batch: Path, options: Options, look: Look) -> int:
    """Write the summary or the workbook of a batch and return the exit code."""
    output = options.output
    _check_output(batch, output, BATCH_FORMATS, force=options.force)
    if options.as_of is not None:
        raise UsageError("--as-of does not go with --batch: the batch has its day")
    if options.investors is not None or options.sheet is not None:
        raise UsageError("--investors and --sheet do not go with --batch: they are of a deal")
    if options.rules is not None:
        raise UsageError("--rules does not go with --batch: no rule is applied to a batch")
    if options.book is not None:
        raise UsageError("--book does not go with --batch: the batch was checked with its own")
    from sanccheck.memo.checked import RowStatus, read_checked

    checked = read_checked(batch)
    program = f"sanccheck {__version__}"
    with replacing(output, force=options.force) as part:
        if _suffix(output) == ".xlsx":
            from sanccheck.memo.batch_book import write_book

            write_book(checked, part, program)
        else:
            from sanccheck.memo.batch_summary import summarise

            memo = summarise(checked, batch.name, program)
            part.write_bytes(_written(memo, _suffix(output), look))
    counts = checked.counts
    words = ", ".join(f"{counts[status]} {status.value}" for status in RowStatus)
    click.echo(f"wrote {output}: {len(checked.rows)} rows: {words}", err=True)
    if counts[RowStatus.MATCH] or counts[RowStatus.POSSIBLE]:
        return EXIT_HIT
    if counts[RowStatus.ERROR]:
        return EXIT_FAILED_ROW
    return EXIT_LISTS if checked.caveat or not checked.lists else 0


def _suffix(output: Path) -> str:
    """Return the ending that says the format; that of FollowTheMoney has two parts."""
    name = output.name.lower()
    return FTM if name.endswith(FTM) else output.suffix.lower()


def _render(judged: Judged, job: Job | None, suffix: str, look: Look) -> bytes:
    """Return a deal's memo; what would change the answer is found only where it is told."""
    if suffix == FTM:
        from sanccheck.memo.ftm import to_ftm

        return to_ftm(judged.assessment).encode()
    changes, answers = changes_of(judged), [] if job is None else list(job.answers())
    if suffix == ".json":
        from sanccheck.commands.assess_json import changes_document, document

        found = {**document(judged.assessment), "changes": changes_document(changes)}
        if job is not None:
            from sanccheck.commands.investor_json import investors_document

            found["investors"] = investors_document(job, answers)
        return _json(found)
    from sanccheck.memo import Buyers, build_memo

    buyers = None
    if job is not None:
        file = job.file
        buyers = Buyers(
            path=file.table.path, sha256=file.sha256, counts=job.counts, answers=tuple(answers)
        )
    return _written(build_memo(judged.assessment, changes, buyers), suffix, look)


def _json(document: Any) -> bytes:
    return f"{json.dumps(document, ensure_ascii=False, indent=2)}\n".encode()


def _written(memo: Memo, suffix: str, look: Look) -> bytes:
    """Return a memo in the format of a suffix."""
    if suffix == ".docx":
        from sanccheck.memo.word import to_word

        return to_word(memo, look.letterhead)
    if suffix == ".pdf":
        from sanccheck.memo.pdf import to_pdf

        return to_pdf(memo, look.fonts, look.letterhead)
    if suffix == ".html":
        from sanccheck.memo.html import to_html

        return to_html(memo, look.letterhead).encode()
    from sanccheck.memo.markdown import to_markdown

    return to_markdown(memo, look.letterhead).encode()
