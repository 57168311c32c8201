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
    say_if_in_future,
)

if TYPE_CHECKING:
    from sanccheck.assessment import Assessment
    from sanccheck.commands.recording import Kept
    from sanccheck.deal.load import LoadedDeal
    from sanccheck.rulebook.load import Rulebook
    from sanccheck.sources.library import Library
    from sanccheck.sources.served import Pinned, Served

EXIT_CONCERN, EXIT_OPEN, EXIT_LISTS = 1, 3, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """An assessment and what it was made from; `problem` is why its cases were not kept."""

    assessment: Assessment
    served: Served
    book: str
    problem: str | None


def run(path: Path, as_of: date, book: str | None = None) -> Ran:
    """Load a deal, screen its parties, give their hits their cases, and judge it.

    Raises:
        DealError: with every problem of the file.
    """
    from sanccheck.assessment import assess
    from sanccheck.commands.marking import Marker, book_of
    from sanccheck.deal import load_deal
    from sanccheck.deal.screen import screen_deal
    from sanccheck.rulebook.load import shipped_rulebook
    from sanccheck.screening import Screener
    from sanccheck.sources.library import open_library

    loaded = load_deal(path)
    say_if_in_future(as_of)
    rulebook = shipped_rulebook(examples=False)
    served = serve(open_library(home()), as_of, loaded, rulebook)
    screening = screen_deal(loaded.deal, served, Screener(served))
    marker = Marker(served, book_of(path, book))
    results = {party: marker.mark(party, one) for party, one in screening.results.items()}
    screening = replace(screening, results=results)
    return Ran(
        assessment=assess(loaded, screening, rulebook, f"sanccheck {__version__}"),
        served=served,
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


def record(kind: str, ran: Ran, path: Path, **more: Any) -> Kept:
    """Record an assessment or a memo, with the deal file and the rules, to be run again."""
    from sanccheck.commands.assess_json import document
    from sanccheck.commands.assess_record import outputs, rules_pack
    from sanccheck.commands.recording import digest, ground, keep, keep_inputs

    assessment = ran.assessment
    kept = keep(
        kind,
        **ground(ran.served),
        inputs={
            "deal": str(path.absolute()),
            "path": str(path),
            "book": ran.book,
            "files": dict(assessment.inputs),
            "kept": keep_inputs({"deal": path.read_bytes(), "rules": rules_pack()}),
        },
        outputs={
            "exit": exit_code(assessment),
            "sha256": digest(document(assessment)),
            **outputs(assessment),
            **more,
        },
    )
    return kept.with_problem(ran.problem)


def exit_code(assessment: Assessment) -> int:
    """Return the exit code of an assessment: the first that applies."""
    from sanccheck.rulebook.outcomes import Rung

    offering = assessment.offering
    results = (offering.result, *(party.result for party in assessment.parties))
    above = any(max(rungs.strict, rungs.policy) > Rung.CLEAR for rungs in results)
    if above or offering.structure or any(party.open_hits for party in assessment.parties):
        return EXIT_CONCERN
    if offering.could_be != offering.result:
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
@book_option
@json_option
@click.pass_context
def command(
    ctx: click.Context, deal: Path, as_of: date | None, book: str | None, *, as_json: bool
) -> None:
    """Print the assessment and exit with the code that docs/outcomes.md gives."""
    ran = run(deal, day_asked(as_of), book)
    assessment, kept = ran.assessment, record("assessment", ran, deal)
    if as_json:
        from sanccheck.commands.assess_json import document

        print_json(kept.added_to(document(assessment)))
    else:
        from sanccheck.commands.assess_text import show

        show(assessment)
    kept.say()
    ctx.exit(exit_code(assessment))
