"""Deals, and screenings made by hand, for the tests of the assessment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from sanccheck.assessment import Assessment, assess
from sanccheck.deal import parse_deal
from sanccheck.deal.screened import DealScreening, RelatedEntry
from sanccheck.model import Decision, Hit, Listing, ListState, NotScreened, Query, Screened
from sanccheck.rulebook.load import Rulebook, shipped_rulebook

LISTING = Listing(
    listed_on=date(2021, 12, 10),
    effective_on=date(2022, 2, 8),
    divest_before=date(2022, 12, 10),
)
ENTRY = "us_ns_cmic:90001"


def list_state(name: str, **changes: object) -> ListState:
    """Return a list that serves the day well, unless changed."""
    values: dict[str, object] = {
        "list": name,
        "source": "test",
        "title": name,
        "published": date(2021, 12, 16),
        "sha256": "0" * 64,
        "entries": 1,
        "embedded": False,
        "stale": False,
        "reconstructed": False,
    }
    return ListState(**{**values, **changes})  # type: ignore[arg-type]


def missing(name: str) -> NotScreened:
    """Return a list that was asked for and is not there."""
    return NotScreened(
        list=name,
        why="not imported",
        title=name,
        source=name,
        remedy=f"sanccheck lists import {name} FILE",
        address="https://example.org",
        asked_for=True,
    )


def hit(decision: Decision = Decision.MATCH, **changes: object) -> Hit:
    """Return a hit on the test entry."""
    values: dict[str, object] = {
        "entry": ENTRY,
        "list": ENTRY.partition(":")[0],
        "name": "EXAMPLE HOLDINGS LIMITED",
        "matched_name": "EXAMPLE HOLDINGS LIMITED",
        "score": 1.0,
        "decision": decision,
        "programmes": ("CMIC-EO13959",),
        "listing": LISTING,
        "evidence": (),
    }
    return Hit(**{**values, **changes})  # type: ignore[arg-type]


BOOK = shipped_rulebook()
Judge = Callable[..., Assessment]


@pytest.fixture
def judge() -> Judge:
    """Give a function that assesses a deal's text on a day, with hits made by hand."""

    def run(  # noqa: PLR0913 - each argument is a fact of the situation
        text: str,
        as_of: str,
        *,
        hits: dict[str, tuple[Hit, ...]] | None = None,
        queries: dict[str, Query] | None = None,
        related: bool = True,
        elsewhere: dict[str, str] | None = None,
        unknown: tuple[str, ...] = (),
        screened: tuple[ListState, ...] = (list_state("us_ns_cmic"), list_state("us_ofac_sdn")),
        not_screened: tuple[NotScreened, ...] = (),
        book: Rulebook = BOOK,
    ) -> Assessment:
        loaded = parse_deal(text.encode(), "deal.yaml")
        day = date.fromisoformat(as_of)
        listed = LISTING.listed_on is not None and day >= LISTING.listed_on
        entry = RelatedEntry(
            entry=ENTRY,
            list="us_ns_cmic",
            name="EXAMPLE HOLDINGS LIMITED",
            listing=LISTING,
            identifiers=("1234567",),
        )
        screening = DealScreening(
            as_of=day,
            lists=screened,
            not_screened=not_screened,
            results={
                party.id: Screened(
                    query=(queries or {}).get(party.id, Query(name=party.name)),
                    normalised=party.name.lower(),
                    hits=(hits or {}).get(party.id, ()),
                )
                for party in loaded.deal.parties
            },
            related={
                **({ENTRY: entry} if related and listed else {}),
                **{
                    name: RelatedEntry(
                        entry=name, list=name.partition(":")[0], name=said, listing=Listing()
                    )
                    for name, said in (elsewhere or {}).items()
                },
            },
            unknown_relations=unknown,
        )
        return assess(loaded, screening, book, "sanccheck test")

    return run
