"""`sanccheck assess`: judge a deal as of a day."""

from __future__ import annotations

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
    say_if_in_future,
)

if TYPE_CHECKING:
    from sanccheck.assessment import Assessment

EXIT_CONCERN, EXIT_OPEN, EXIT_LISTS = 1, 3, 4


def run(path: Path, as_of: date) -> Assessment:
    """Load a deal, screen its parties and judge it.

    Raises:
        DealError: with every problem of the file.
    """
    from sanccheck.assessment import assess
    from sanccheck.deal import load_deal
    from sanccheck.deal.screen import screen_deal
    from sanccheck.rulebook.load import shipped_rulebook
    from sanccheck.screening import Screener
    from sanccheck.sources.library import open_library

    loaded = load_deal(path)
    say_if_in_future(as_of)
    rulebook = shipped_rulebook(examples=False)
    named = {
        relation.to.partition(":")[0]
        for party in loaded.deal.parties
        for relation in party.relations
    }
    served = open_library(home()).serve(as_of, None, rulebook.lists_on(as_of), named)
    screening = screen_deal(loaded.deal, served, Screener(served))
    return assess(loaded, screening, rulebook, f"sanccheck {__version__}")


def exit_code(assessment: Assessment) -> int:
    """Return the exit code of an assessment: the first that applies."""
    from sanccheck.rulebook.outcomes import Rung

    offering = assessment.offering
    results = (offering.result, *(party.result for party in assessment.parties))
    above = any(max(rungs.strict, rungs.policy) > Rung.CLEAR for rungs in results)
    if above or offering.structure or any(party.hits for party in assessment.parties):
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
@json_option
@click.pass_context
def command(ctx: click.Context, deal: Path, as_of: date | None, *, as_json: bool) -> None:
    """Print the assessment and exit with the code that docs/outcomes.md gives."""
    assessment = run(deal, day_asked(as_of))
    if as_json:
        from sanccheck.commands.assess_json import document

        print_json(document(assessment))
    else:
        from sanccheck.commands.assess_text import show

        show(assessment)
    ctx.exit(exit_code(assessment))
