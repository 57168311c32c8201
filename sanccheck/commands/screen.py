"""`sanccheck screen`: screen names against the lists as of a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sanccheck.commands.options import (
    PARTIES,
    as_of_option,
    book_option,
    day_asked,
    home,
    in_future,
    json_option,
    print_json,
    say_if_in_future,
)
from sanccheck.commands.recording import digest, ground, hits_of, keep
from sanccheck.errors import UsageError
from sanccheck.model.entries import EntityType

if TYPE_CHECKING:
    from datetime import date

    from sanccheck.model.entries import Identifier
    from sanccheck.model.hits import Query, Screening

EXIT_HIT, EXIT_LISTS, EXIT_REVIEW = 1, 4, 1
_TYPES = [
    kind.value
    for kind in (
        EntityType.COMPANY,
        EntityType.PERSON,
        EntityType.VESSEL,
        EntityType.AIRCRAFT,
        EntityType.FUND,
        EntityType.SECURITY,
    )
]


def _read_country(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """Return the code of a country given by code or name; one not known is a usage error."""
    del ctx, param
    if value is None:
        return None
    from sanccheck.names.countries import country_code

    code = country_code(value)
    if code is None:
        raise UsageError(f"country '{value[:40]}' is not known; write an ISO code, as CN")
    return code


def _read_score(ctx: click.Context, param: click.Parameter, value: str | None) -> float | None:
    """Return a score from 0 to 1; anything else is a usage error."""
    del ctx, param
    if value is None:
        return None
    try:
        score = float(value)
    except ValueError:
        score = -1.0
    if not 0.0 <= score <= 1.0:
        raise UsageError(f"the least score '{value[:40]}' must be a number from 0 to 1")
    return score


def _read_identifiers(
    ctx: click.Context, param: click.Parameter, value: tuple[str, ...]
) -> tuple[Identifier, ...]:
    """Return the identifiers in their normal forms; a bad one is a usage error."""
    del ctx, param
    if not value:
        return ()
    from sanccheck.names.identifiers import parse_identifier

    return tuple(map(parse_identifier, value))


@click.command("screen", help="Screen names against the lists as of a day.")
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@click.option("--type", "type_", type=click.Choice(_TYPES), help="What the names are of.")
@click.option("--country", callback=_read_country, help="Country of the names, as CN.")
@click.option(
    "--id",
    "identifiers",
    callback=_read_identifiers,
    metavar="SCHEME:VALUE",
    multiple=True,
    help="An identifier of the one name asked: lei, isin, uscc, hk_cr, imo, bic, ticker "
    "(0020@XHKG), passport, other. May be repeated.",
)
@as_of_option
@click.option("--list", "lists", multiple=True, help="A list to screen. Default: the enabled ones.")
@click.option(
    "--min-score",
    callback=_read_score,
    metavar="0..1",
    help="The least score of a hit. Default: 0.72.",
)
@click.option(
    "--party",
    metavar="REF",
    help="Your reference for the one party asked: its hits become cases, decisions on it hold.",
)
@book_option
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    *,
    names: tuple[str, ...],
    type_: str | None,
    country: str | None,
    identifiers: tuple[Identifier, ...],
    as_of: date | None,
    lists: tuple[str, ...],
    min_score: float | None,
    party: str | None,
    book: str | None,
    as_json: bool,
) -> None:
    """Print the answer for each name and exit with the code that docs/outcomes.md gives."""
    from sanccheck.sources.library import open_library

    served = open_library(home()).serve(day_asked(as_of), list(lists) or None).read_ahead()
    from sanccheck.screening import DEFAULT_MIN_SCORE, screen

    queries = _queries(names, type_, country, identifiers)
    _check_party(queries, party, book)
    _say_if_unquoted(names)
    say_if_in_future(served.as_of)
    _say_if_invalid(identifiers)
    least = DEFAULT_MIN_SCORE if min_score is None else min_score
    screening = screen(queries, served, min_score=least)
    problem = None
    if party is not None:
        from sanccheck.commands.marking import mark_screening

        screening, problem = mark_screening(screening, served, party, book)
    from sanccheck.screening_json import query_document, screening_document

    document, code = screening_document(screening), exit_code(screening)
    kept = keep(
        "screening",
        **ground(served),
        inputs={
            "queries": [query_document(query) for query in queries],
            "lists": list(lists) or None,
            "min_score": least,
            "party": None if party is None else [book or PARTIES, party],
        },
        outputs={
            "exit": code,
            "sha256": digest(document),
            "hits": [hits_of(one) for one in screening.results],
        },
    ).with_problem(problem)
    if as_json:
        print_json(kept.added_to(document))
    else:
        from sanccheck.commands.screen_text import show

        show(screening)
    kept.say()
    ctx.exit(code)


def exit_code(screening: Screening) -> int:
    """Return the exit code of a screening: the first that applies.

    1 a hit, unless a person decided that it is no match; 4 a list asked for cannot be relied on or
    the day is still to come, so that nothing found says nothing; 1 a list was reconstructed, which
    asks for a review; 0 nothing found on lists that cover the day.
    """
    if any(not hit.suppressed for screened in screening.results for hit in screened.hits):
        return EXIT_HIT
    unusable = any(left_out.asked_for for left_out in screening.not_screened)
    weak = any(state.stale or state.partial for state in screening.lists)
    if unusable or not screening.lists or weak or in_future(screening.as_of):
        return EXIT_LISTS
    return EXIT_REVIEW if any(state.reconstructed for state in screening.lists) else 0


def _queries(
    names: tuple[str, ...],
    type_: str | None,
    country: str | None,
    identifiers: tuple[Identifier, ...],
) -> list[Query]:
    from sanccheck.model.hits import Query

    if identifiers and len(names) > 1:
        raise UsageError(
            f"--id belongs to one name, and {len(names)} are asked; "
            "screen them one by one, or put a name of several words in quotes"
        )
    return [
        Query(
            name=name,
            type=None if type_ is None else EntityType(type_),
            country=country,
            identifiers=identifiers,
        )
        for name in names
    ]


def _check_party(queries: list[Query], party: str | None, book: str | None) -> None:
    if party is not None and (not party.strip() or len(queries) > 1):
        raise UsageError("--party names the one party asked; screen the names one by one")
    if party is None and book is not None:
        raise UsageError("--book says whose --party is meant; add --party REF")


def _say_if_invalid(identifiers: tuple[Identifier, ...]) -> None:
    """Say which identifiers cannot be right as typed; they are compared all the same."""
    for item in identifiers:
        if item.valid is False:
            click.echo(
                f"sanccheck: {item.scheme} '{item.value[:40]}' has not the form or the check "
                "digits of its scheme; it is compared as typed, correct it if you can",
                err=True,
            )


def _say_if_unquoted(names: tuple[str, ...]) -> None:
    """Say how names were told apart where a name of several words may have lost its quotes."""
    if len(names) > 1 and all(" " not in name.strip() for name in names):
        joined = " ".join(names)
        click.echo(
            f"sanccheck: screening {len(names)} names, one for each word; "
            f'for one name put it in quotes: sanccheck screen "{joined[:200]}"',
            err=True,
        )
