"""`sanccheck assess`: judge a deal as of a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sanccheck import __version__
from sanccheck.commands.options import (
    as_of_option,
    day_asked,
    home,
    in_future,
    json_option,
    print_json,
    read_day,
    rulebook_with,
    rules_option,
    say_if_in_future,
)
from sanccheck.errors import UsageError

if TYPE_CHECKING:
    from sanccheck.assessment import Assessment
    from sanccheck.changes import Changes
    from sanccheck.commands.assess_investors import Job
    from sanccheck.deal import LoadedDeal
    from sanccheck.rulebook.load import Rulebook
    from sanccheck.screening import Screener
    from sanccheck.sources.served import Served

EXIT_CONCERN, EXIT_OPEN, EXIT_LISTS = 1, 3, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """An assessment with what it was made of."""

    loaded: LoadedDeal
    rulebook: Rulebook
    served: Served
    screener: Screener
    assessment: Assessment


def judge_deal(path: Path, as_of: date, rules: Path | None = None) -> Judged:
    """Load a deal, screen its parties and judge it, by the house rules of a folder too.

    Raises:
        DealError: with every problem of the file.
    """
    from sanccheck.assessment import assess
    from sanccheck.deal import load_deal
    from sanccheck.deal.screen import screen_deal
    from sanccheck.screening import Screener
    from sanccheck.sources.library import open_library

    loaded = load_deal(path)
    say_if_in_future(as_of)
    rulebook = rulebook_with(rules)
    named = {
        relation.to.partition(":")[0]
        for party in loaded.deal.parties
        for relation in party.relations
    }
    served = open_library(home()).serve(as_of, None, rulebook.lists_on(as_of), named)
    screener = Screener(served)
    screening = screen_deal(loaded.deal, served, screener)
    return Judged(
        loaded=loaded,
        rulebook=rulebook,
        served=served,
        screener=screener,
        assessment=assess(loaded, screening, rulebook, f"sanccheck {__version__}"),
    )


def exit_code(assessment: Assessment) -> int:
    """Return the exit code of an assessment: the first that applies."""
    return _first_code(assessment, concern=False, left_open=False)


def _first_code(assessment: Assessment, *, concern: bool, left_open: bool) -> int:
    """Return the first code that applies, with what more is of concern or left open."""
    from sanccheck.rulebook.outcomes import Rung

    offering = assessment.offering
    results = (offering.result, *(party.result for party in assessment.parties))
    above = any(max(rungs.strict, rungs.policy) > Rung.CLEAR for rungs in results)
    hit = any(party.hits for party in assessment.parties)
    if above or offering.structure or hit or concern:
        return EXIT_CONCERN
    if offering.could_be != offering.result or left_open:
        return EXIT_OPEN
    screening = assessment.screening
    missing = any(item.asked_for for item in screening.not_screened)
    weak = any(state.stale or state.partial for state in screening.lists)
    if missing or weak or in_future(assessment.as_of):
        return EXIT_LISTS
    return EXIT_CONCERN if offering.review else 0


@click.command("assess", help="Judge a deal file as of a day.")
@click.argument("deal", type=click.Path(path_type=Path))
@as_of_option
@click.option(
    "--investors",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Who may buy: judge each row of a CSV, XLSX or ODS file of investors under the deal.",
)
@click.option(
    "--compare",
    type=read_day,
    metavar="YYYY-MM-DD",
    help="Another day: what is different on it, and why.",
)
@click.option(
    "--all-changes",
    is_flag=True,
    help="Try every change of one fact that could change the answer, however long that takes.",
)
@rules_option
@click.option("--sheet", metavar="S", help="Sheet of an investor workbook that has several.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="With --investors: the file to write, .xlsx, .csv or .jsonl.",
)
@click.option("--force", is_flag=True, help="Replace an output that exists.")
@json_option
@click.pass_context
def command(  # noqa: PLR0917 - click passes each option
    ctx: click.Context,
    deal: Path,
    as_of: date | None,
    investors: Path | None,
    compare: date | None,
    rules: Path | None,
    sheet: str | None,
    output: Path | None,
    *,
    all_changes: bool,
    force: bool,
    as_json: bool,
) -> None:
    """Print the assessment and exit with the code that docs/outcomes.md gives."""
    if compare is not None:
        if investors is not None:
            raise UsageError("--compare and --investors do not go together; choose one of them")
        days = (day_asked(as_of), compare)
        before, after = (judge_deal(deal, day, rules).assessment for day in days)
        _compare(ctx, before, after, as_json=as_json)
    if investors is not None:
        from sanccheck.commands.assess_investors import Job, check_output, read_investors

        check_output(investors, output, force=force)
        file = read_investors(investors, sheet)
        judged = judge_deal(deal, day_asked(as_of), rules)
        job = Job(judged=judged, file=file, output=output)
        _finish_investors(ctx, job, force=force, as_json=as_json)
    if output is not None or sheet is not None:
        raise UsageError("-o and --sheet go with --investors FILE; `memo` writes the assessment")
    judged = judge_deal(deal, day_asked(as_of), rules)
    changes = changes_of(judged, every=all_changes)
    if as_json:
        from sanccheck.commands.assess_json import changes_document, document

        print_json({**document(judged.assessment), "changes": changes_document(changes)})
    else:
        from sanccheck.commands.assess_text import show

        show(judged.assessment, changes)
    ctx.exit(exit_code(judged.assessment))


def _compare(ctx: click.Context, before: Assessment, after: Assessment, *, as_json: bool) -> None:
    """Print what differs between two days, and exit as the assessment as of the first does."""
    from sanccheck.assessment.compare import compare
    from sanccheck.commands.compare_output import document, show

    found = compare(before, after)
    if as_json:
        print_json(document(found, before, after))
    else:
        show(found, before, after)
    ctx.exit(exit_code(before))


def changes_of(judged: Judged, *, every: bool = False) -> Changes:
    """Find what would change the answer, no longer than a reader waits unless `every` is asked."""
    from sanccheck.changes import what_would_change

    return what_would_change(judged.loaded, judged.rulebook, judged.assessment, every=every)


def _finish_investors(ctx: click.Context, job: Job, *, force: bool, as_json: bool) -> None:
    from sanccheck.commands.assess_investors import show_investors

    show_investors(job, force=force, as_json=as_json)
    ctx.exit(exit_code_with(job))


def exit_code_with(job: Job) -> int:
    """Return the exit code of an assessment with the investors judged under it."""
    from sanccheck.commands.assess_investors import excluded_or_hit, left_open

    return _first_code(
        job.judged.assessment,
        concern=excluded_or_hit(job.counts),
        left_open=left_open(job.counts),
    )
