"""`sanccheck memo`: write the assessment of a deal as a memo."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sanccheck.commands.assess import exit_code, judge_deal, record
from sanccheck.commands.options import as_of_option, book_option, day_asked, rules_option
from sanccheck.errors import UsageError
from sanccheck.tables.replacing import check_apart, check_target, replacing

if TYPE_CHECKING:
    from sanccheck.assessment import Assessment
    from sanccheck.rulebook.outcomes import Rung

FORMATS = (".md", ".html", ".docx", ".json")


@click.command("memo", help="Write the assessment of a deal as a memo.")
@click.argument("deal", type=click.Path(path_type=Path))
@as_of_option
@book_option
@rules_option
@click.option(
    "-o",
    "--output",
    "output",
    required=True,
    type=click.Path(path_type=Path),
    help=f"Where to write; the ending says the format: {', '.join(FORMATS)}.",
)
@click.option("--force", is_flag=True, help="Write over an existing file.")
@click.pass_context
def command(
    ctx: click.Context,
    deal: Path,
    as_of: date | None,
    book: str | None,
    rules: Path | None,
    output: Path,
    *,
    force: bool,
) -> None:
    """Write the memo and exit as `assess` does."""
    check_apart(deal, output)
    _check_output(output, force=force)
    judged = judge_deal(deal, day_asked(as_of), rules, book)
    assessment = judged.assessment
    with replacing(output, force=force) as part:
        data = _render(assessment, output.suffix.lower())
        part.write_bytes(data)
        memo = {"file": str(output.absolute()), "sha256": hashlib.sha256(data).hexdigest()}
        kept = record("memo", judged, memo=memo)
    result, could_be = assessment.offering.result, assessment.offering.could_be
    strict = _ends(result.strict, could_be.strict)
    policy = _ends(result.policy, could_be.policy)
    click.echo(f"wrote {output}: strict {strict}; policy {policy}", err=True)
    kept.say()
    ctx.exit(exit_code(assessment))


def _ends(now: Rung, later: Rung) -> str:
    return now.name if later <= now else f"{now.name} so far, could be {later.name}"


def _check_output(output: Path, *, force: bool) -> None:
    suffix = output.suffix.lower()
    if suffix == ".pdf":
        raise UsageError(f"'{output}': PDF is not available yet; write .docx or .html and print it")
    if suffix not in FORMATS:
        raise UsageError(f"'{output}' ends in none of {', '.join(FORMATS)}")
    check_target(output, force=force)


def _render(assessment: Assessment, suffix: str) -> bytes:
    if suffix == ".json":
        from sanccheck.commands.assess_json import document

        text = json.dumps(document(assessment), ensure_ascii=False, indent=2)
        return f"{text}\n".encode()
    from sanccheck.memo import build_memo

    memo = build_memo(assessment)
    if suffix == ".docx":
        from sanccheck.memo.word import to_word

        return to_word(memo)
    if suffix == ".html":
        from sanccheck.memo.html import to_html

        return to_html(memo).encode()
    from sanccheck.memo.markdown import to_markdown

    return to_markdown(memo).encode()
