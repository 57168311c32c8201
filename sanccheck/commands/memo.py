"""`sanccheck memo`: write the assessment of a deal as a memo, or a checked batch on one page."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sanccheck import __version__
from sanccheck.commands.assess import exit_code, run
from sanccheck.commands.options import as_of_option, day_asked
from sanccheck.errors import UsageError
from sanccheck.tables.replacing import check_apart, check_target, replacing

if TYPE_CHECKING:
    from sanccheck.assessment import Assessment
    from sanccheck.memo import Memo
    from sanccheck.rulebook.outcomes import Rung

WRITTEN = (".md", ".html", ".docx", ".pdf")
FORMATS = (*WRITTEN, ".json")
BATCH_FORMATS = (*WRITTEN, ".xlsx")
EXIT_HIT, EXIT_FAILED_ROW, EXIT_LISTS = 1, 3, 4


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
@click.option("--force", is_flag=True, help="Write over an existing file.")
@click.pass_context
def command(
    ctx: click.Context,
    deal: Path | None,
    batch: Path | None,
    as_of: date | None,
    output: Path,
    fonts: Path | None,
    *,
    force: bool,
) -> None:
    """Write the assessment of a deal as a memo, or a checked batch as a summary or workbook.

    Exits as `assess` does, for a batch as `batch` does.
    """
    if (deal is None) == (batch is None):
        raise UsageError("give a deal file, or --batch with a checked batch, not both")
    source = deal or batch
    assert source is not None
    check_apart(source, output)
    _check_output(output, FORMATS if batch is None else BATCH_FORMATS, force=force)
    if batch is not None:
        if as_of is not None:
            raise UsageError("--as-of does not go with --batch: the batch has its day")
        ctx.exit(_write_batch(batch, output, fonts, force=force))
    assert deal is not None
    assessment = run(deal, day_asked(as_of))
    with replacing(output, force=force) as part:
        part.write_bytes(_render(assessment, output.suffix.lower(), fonts))
    result, could_be = assessment.offering.result, assessment.offering.could_be
    strict = _ends(result.strict, could_be.strict)
    policy = _ends(result.policy, could_be.policy)
    click.echo(f"wrote {output}: strict {strict}; policy {policy}", err=True)
    ctx.exit(exit_code(assessment))


def _ends(now: Rung, later: Rung) -> str:
    return now.name if later <= now else f"{now.name} so far, could be {later.name}"


def _check_output(output: Path, formats: tuple[str, ...], *, force: bool) -> None:
    if output.suffix.lower() not in formats:
        raise UsageError(f"'{output}' ends in none of {', '.join(formats)}")
    check_target(output, force=force)


def _write_batch(batch: Path, output: Path, fonts: Path | None, *, force: bool) -> int:
    """Write the summary or the workbook of a batch and return the exit code."""
    from sanccheck.memo.checked import RowStatus, read_checked

    checked = read_checked(batch)
    program = f"sanccheck {__version__}"
    with replacing(output, force=force) as part:
        if output.suffix.lower() == ".xlsx":
            from sanccheck.memo.batch_book import write_book

            write_book(checked, part, program)
        else:
            from sanccheck.memo.batch_summary import summarise

            memo = summarise(checked, batch.name, program)
            part.write_bytes(_written(memo, output.suffix.lower(), fonts))
    counts = checked.counts
    words = ", ".join(f"{counts[status]} {status.value}" for status in RowStatus)
    click.echo(f"wrote {output}: {len(checked.rows)} rows: {words}", err=True)
    if counts[RowStatus.MATCH] or counts[RowStatus.POSSIBLE]:
        return EXIT_HIT
    if counts[RowStatus.ERROR]:
        return EXIT_FAILED_ROW
    return EXIT_LISTS if checked.caveat or not checked.lists else 0


def _render(assessment: Assessment, suffix: str, fonts: Path | None) -> bytes:
    if suffix == ".json":
        from sanccheck.commands.assess_json import document

        return _json(document(assessment))
    from sanccheck.memo import build_memo

    return _written(build_memo(assessment), suffix, fonts)


def _json(document: Any) -> bytes:
    return f"{json.dumps(document, ensure_ascii=False, indent=2)}\n".encode()


def _written(memo: Memo, suffix: str, fonts: Path | None) -> bytes:
    """Return a memo in the format of a suffix."""
    if suffix == ".docx":
        from sanccheck.memo.word import to_word

        return to_word(memo)
    if suffix == ".pdf":
        from sanccheck.memo.pdf import to_pdf

        return to_pdf(memo, fonts)
    if suffix == ".html":
        from sanccheck.memo.html import to_html

        return to_html(memo).encode()
    from sanccheck.memo.markdown import to_markdown

    return to_markdown(memo).encode()
