"""`sanccheck assess`: judge a deal as of a day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sanccheck import __version__
from sanccheck.commands.options import (
    as_of_option,
    book_option,
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
    from sanccheck.commands.recording import Kept
    from sanccheck.deal import LoadedDeal
    from sanccheck.rulebook.load import Rulebook
    from sanccheck.screening import Screener
    from sanccheck.sources.library import Library
    from sanccheck.sources.served import Pinned, Served

EXIT_CONCERN, EXIT_OPEN, EXIT_LISTS = 1, 3, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """An assessment with what it was made of; `problem` is why its cases were not kept.

    `house` is the folder of the house rules, `book` the case book's book of the parties.
    """

    loaded: LoadedDeal
    rulebook: Rulebook
    served: Served
    screener: Screener
    assessment: Assessment
    path: Path
    house: Path | None
    book: str
    problem: str | None


def judge_deal(
    path: Path, as_of: date, rules: Path | None = None, book: str | None = None
) -> Judged:
    """Load a deal, screen its parties, give their hits their cases, and judge it.

    House rules of a folder judge too.

    Raises:
        DealError: with every problem of the file.
    """
    from sanccheck.assessment import assess
    from sanccheck.commands.marking import Marker, book_of
    from sanccheck.deal import load_deal
    from sanccheck.deal.screen import screen_deal
    from sanccheck.screening import Screener
    from sanccheck.sources.library import open_library

    loaded = load_deal(path)
    say_if_in_future(as_of)
    rulebook = rulebook_with(rules)
    served = serve(open_library(home()), as_of, loaded, rulebook)
    screener = Screener(served)
    screening = screen_deal(loaded.deal, served, screener)
    marker = Marker(served, book_of(path, book))
    results = {party: marker.mark(party, one) for party, one in screening.results.items()}
    screening = replace(screening, results=results)
    return Judged(
        loaded=loaded,
        rulebook=rulebook,
        served=served,
        screener=screener,
        assessment=assess(loaded, screening, rulebook, f"sanccheck {__version__}"),
        path=path,
        house=rules,
        book=book_of(path, book),
        problem=marker.close(),
    )


def serve(
    library: Library,
    as_of: date,
    loaded: LoadedDeal,
    rulebook: Rulebook,
    pinned: Pinned | None = None,
) -> Served:
    """Return the lists that a deal is screened against on a day."""
    named = {
        relation.to.partition(":")[0]
        for party in loaded.deal.parties
        for relation in party.relations
    }
    return library.serve(as_of, None, rulebook.lists_on(as_of), named, pinned)


def record(kind: str, judged: Judged, **more: Any) -> Kept:
    """Record an assessment or a memo, with the deal file and the rules, to be run again."""
    from sanccheck.commands.assess_json import document
    from sanccheck.commands.assess_record import house_pack, outputs, rules_pack
    from sanccheck.commands.recording import digest, ground, keep, keep_inputs

    assessment, path = judged.assessment, judged.path
    inputs = {"deal": path.read_bytes(), "rules": rules_pack()}
    if judged.house is not None:
        inputs["house"] = house_pack(judged.house)
    kept = keep(
        kind,
        **ground(judged.served),
        inputs={
            "deal": str(path.absolute()),
            "path": str(path),
            "book": judged.book,
            "files": dict(assessment.inputs),
            "kept": keep_inputs(inputs),
        },
        outputs={
            "exit": exit_code(assessment),
            "sha256": digest(document(assessment)),
            **outputs(assessment),
            **more,
        },
    )
    return kept.with_problem(judged.problem)


def exit_code(assessment: Assessment) -> int:
    """Return the exit code of an assessment: the first that applies."""
    return _first_code(assessment, concern=False, left_open=False)


def _first_code(assessment: Assessment, *, concern: bool, left_open: bool) -> int:
    """Return the first code that applies, with what more is of concern or left open."""
    from sanccheck.rulebook.outcomes import Rung

    offering = assessment.offering
    results = (offering.result, *(party.result for party in assessment.parties))
    above = any(max(rungs.strict, rungs.policy) > Rung.CLEAR for rungs in results)
    hit = any(party.open_hits for party in assessment.parties)
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
@book_option
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
    book: str | None,
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
        before, after = (judge_deal(deal, day, rules, book) for day in days)
        record("assessment", before, compared_with=compare.isoformat()).say()
        _compare(ctx, before.assessment, after.assessment, as_json=as_json)
    if investors is not None:
        from sanccheck.commands.assess_investors import Job, check_output, read_investors

        check_output(investors, output, force=force)
        file = read_investors(investors, sheet)
        judged = judge_deal(deal, day_asked(as_of), rules, book)
        record("assessment", judged, investors=[str(investors.absolute()), file.sha256]).say()
        job = Job(judged=judged, file=file, output=output)
        _finish_investors(ctx, job, force=force, as_json=as_json)
    if output is not None or sheet is not None:
        raise UsageError("-o and --sheet go with --investors FILE; `memo` writes the assessment")
    judged = judge_deal(deal, day_asked(as_of), rules, book)
    kept = record("assessment", judged)
    changes = changes_of(judged, every=all_changes)
    if as_json:
        from sanccheck.commands.assess_json import changes_document, document

        found = {**document(judged.assessment), "changes": changes_document(changes)}
        print_json(kept.added_to(found))
    else:
        from sanccheck.commands.assess_text import show

        show(judged.assessment, changes)
    kept.say()
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
